"""One line of a list of documents, taken apart: kind, symbol, date, issuer, title (trích yếu)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from forms.text.dates import search_date
from forms.text.normalise import clean_line
from forms.text.references import KIND_NAMES, Reference, find_references, kind_name


@dataclass(frozen=True)
class ParsedCitation:
    """What could be read of a line; parts not found are empty. `title` is without its "về"."""

    kind: str = ""
    symbol: str = ""
    date: date | None = None
    issuer: str = ""
    title: str = ""


_BULLET = re.compile(r"(?:[-+*•●▪–—]+|\(?[0-9]{1,2}[.)/](?=\s))\s*")
_KINDS = sorted({*KIND_NAMES.values(), "Thông tri"}, key=len, reverse=True)
_KIND = re.compile(rf"(?:{'|'.join(_KINDS)})\b", re.IGNORECASE)
_KIND_BEFORE = re.compile(r"\A[^\W\d_][^\d,;“\"]{1,40}?(?=\s+số\b)", re.IGNORECASE)
_ISSUER = re.compile(
    r"\bcủa\s+(?P<issuer>.+?)"
    r"(?=\s*,?\s+(?:về|v/v|nhằm|quy định|ban hành|phê duyệt)\b|\s*[“\"(;]|\s*,?\s*\Z)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:\A|\s)(?:(?:về|v/v)\s+(?P<title>.+)|(?P<deed>(?:nhằm|quy định|ban hành|phê duyệt)\s.+))\Z"
    r"|(?P<quoted>[“\"].+)\Z",
    re.IGNORECASE,
)
_EDGES = " ,;.:-–"


def parse_citation_line(line: str) -> ParsedCitation:
    """E.g. "- Kế hoạch số 15-KH/ĐU, ngày 12/3/2023 của Ban Thường vụ Đảng ủy xã về …;"."""
    text = clean_line(line[:4000])
    bullet = _BULLET.match(text)
    text = (text[bullet.end() :] if bullet else text).rstrip(_EDGES)
    reference = next(iter(find_references(text)), None)
    rest = text[reference.end :] if reference else text
    dated = _date_before_title(rest)
    if dated:
        rest = rest[: dated[1]].rstrip(_EDGES) + " " + rest[dated[2] :].lstrip(_EDGES)
    issuer = _ISSUER.search(rest)
    title = _title(rest[issuer.end() :] if issuer else rest)
    return ParsedCitation(
        kind=_kind(text, reference),
        symbol=reference.symbol if reference else "",
        date=dated[0] if dated else None,
        issuer=issuer["issuer"].strip(_EDGES) if issuer else "",
        title=title,
    )


def _date_before_title(rest: str) -> tuple[date, int, int] | None:
    """The document's own date: one that only its title mentions is not taken."""
    dated = search_date(rest)
    title = _TITLE.search(rest)
    return dated if dated and not (title and title.start() < dated[1]) else None


def _kind(text: str, reference: Reference | None) -> str:
    """As the line names it ("Chương trình hành động"), else the name of the symbol's type."""
    written = _KIND.match(text) or (_KIND_BEFORE.match(text) if reference else None)
    if written:
        return written[0][0].upper() + written[0][1:]
    return kind_name(reference) if reference else ""


def _title(rest: str) -> str:
    found = _TITLE.search(rest)
    if not found:
        return ""
    return (found["title"] or found["deed"] or found["quoted"]).strip(" ,;.")
