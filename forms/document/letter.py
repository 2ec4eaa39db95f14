"""The parts around a body: letterhead, number, signature, recipients, marks.

All names are given as they should be read; upper case, punctuation and order are the profile's.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`parent` is None for bodies without a line above (Tỉnh ủy, central bodies)."""

    issuer: str
    parent: str | None = None
    symbol: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """`kind` is the abbreviation of the document kind (BC, KH, CV); number None is a draft."""

    kind: str
    number: int | None = None
    org: str = ""


class Authority(StrEnum):
    """How a person signs; the profile writes T/M or TM., K/T or KT., T/L or TL."""

    ON_BEHALF = "on_behalf"
    DEPUTY = "deputy"
    BY_ORDER = "by_order"
    ACTING = "acting"


@dataclass(frozen=True, slots=True)
class AuthorityLine:
    """ "T/M" + "BAN THƯỜNG VỤ"; authority None prints the body alone."""

    body: str
    authority: Authority | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    position: str
    lines: tuple[AuthorityLine, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """`purpose` is such as "để b/c"; `filed` marks the last line, "Lưu …"."""

    name: str
    purpose: str = ""
    filed: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """`draft` is such as "Dự thảo lần 2"; `circulation` is such as "TÀI LIỆU HỘI NGHỊ"."""

    secrecy: str = ""
    urgency: str = ""
    circulation: str = ""
    draft: str = ""
    typist: str = ""
    contact: str = ""
