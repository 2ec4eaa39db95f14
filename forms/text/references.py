"""Citations of official documents: finding them in text, one spelling of a symbol, comparing.

A symbol (số ký hiệu) is number-TYPE/ISSUER in Party documents, number/[year/]TYPE-ISSUER in those
of the state. Officers write both with stray blanks and dashes, TƯ for TW, QD for QĐ, or just
"KL 49". The layout is kept as written; what is misspelt in the type and issuer is mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from forms.text.letters import DASHES
from forms.text.normalise import clean_line


class Reference(NamedTuple):
    """One citation; `kind` is a type code (KL, QĐ, Luật), `issuer` and `year` may be unknown."""

    start: int
    end: int
    raw: str
    number: int
    year: int | None
    kind: str
    issuer: str
    symbol: str


KIND_NAMES = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "QĐi": "Quy định", "CT": "Chỉ thị", "KL": "Kết luận",
    "QC": "Quy chế", "TT": "Thông tư", "HD": "Hướng dẫn", "TB": "Thông báo", "BC": "Báo cáo",
    "KH": "Kế hoạch", "CTr": "Chương trình", "CTrHĐ": "Chương trình hành động",
    "CTHĐ": "Chương trình hành động", "CTPH": "Chương trình phối hợp", "ĐA": "Đề án",
    "PA": "Phương án", "TTr": "Tờ trình", "CV": "Công văn", "BB": "Biên bản", "BS": "Bản sao",
    "NĐ": "Nghị định", "CĐ": "Công điện", "GM": "Giấy mời", "TTLT": "Thông tư liên tịch",
    "VBHN": "Văn bản hợp nhất", "Luật": "Luật",
}  # fmt: skip
_MISSPELT = {"QD": "QĐ", "QDi": "QĐi", "ND": "NĐ", "DA": "ĐA", "CTRHĐ": "CTrHĐ", "CTrHD": "CTrHĐ",
             "CTHD": "CTHĐ", "TTR": "TTr", "CTR": "CTr"}  # fmt: skip
_BY_NAME = {name.lower(): code for code, name in reversed(KIND_NAMES.items())}
_BY_NAME["thông tri"] = "TT"

_HAS_DIGIT = re.compile("[0-9]").search
_TYPE = "(?:{})".format(
    "|".join(sorted({*KIND_NAMES, *_MISSPELT} - {"Luật"}, key=len, reverse=True))
)
_CAPS = "A-ZĐƯÐ"
_ISSUER = rf"(?:TTg|T[gh]U|T\.Ư|QH[0-9]{{0,2}}|[{_CAPS}]{{2,}}[{_CAPS}a-z0-9]{{0,12}})"
_JOINT = rf"{_ISSUER}(?:[{DASHES}]{_ISSUER})*"
_SEP = rf"\s*[{DASHES}/]\s*"
_FULL = re.compile(
    r"(?:\b[Ss]ố[\s:]{0,4}|(?<![\w,/])(?<![0-9]\.))(?P<number>[0-9]{1,5})"
    rf"(?:\s*/\s*(?P<year>(?:19|20)[0-9]{{2}}))?"
    rf"(?:\s*(?P<mark>[{DASHES}/])\s*(?P<type>{_TYPE})(?:{_SEP}(?P<issuer>{_JOINT}))?"
    rf"|\s*/\s*(?P<law>QH[0-9]{{1,2}}))(?!\w)"
)
# What may follow a citation without issuer, so that "KH 15 người", "báo cáo 5 năm" are none.
_AFTER = r"(?=\s*(?:[,.;:)”\"]|\Z)|\s+(?:của|về|ngày\s+[0-9]|năm\s+(?:19|20)[0-9]{2}))"
_MORE_AFTER = r"|(?=\s+(?:đến|tới|trong|tại|và|được|đã|là|cho|đối|gắn|theo|nhằm|ở|do|thì)\b)"
_ABBREVIATED = re.compile(
    rf"(?<!\w)(?=[A-ZĐ])(?P<type>{_TYPE})\.?\s*(?P<marked>(?i:số)[\s:]{{0,4}})?(?P<number>[0-9]{{1,4}})"
    rf"(?:{_SEP}(?!{_TYPE}\b)(?P<issuer>{_ISSUER})(?!\w)|(?![\w%]|[.,/]\w)(?:{_AFTER}{_MORE_AFTER}))"
)
_NAMED = re.compile(
    rf"(?<!\w)(?=[{''.join(sorted({name[0] for name in _BY_NAME}))}])"
    rf"(?P<name>{'|'.join(sorted(_BY_NAME, key=len, reverse=True))})\s+(?P<marked>số[\s:]{{0,4}})?"
    rf"(?P<number>[0-9]{{1,4}})(?![\w%]|[.,]\w|\s*[{DASHES}/]\s*\w)(?:{_AFTER})",
    re.IGNORECASE,
)


# What each pattern cannot do without, beginning with a set of letters so that most sentences are
# left at once.
_PATTERNS = (
    (re.compile(rf"[0-9]\s*[{DASHES}/]\s*[A-ZĐ]").search, _FULL),
    (re.compile(rf"(?:{_TYPE})\.?\s*(?:(?i:số)[\s:]{{0,4}})?[0-9]").search, _ABBREVIATED),
    (re.compile(rf"[0-9](?![\w%]|[.,]\w|\s*[{DASHES}/]\s*\w)(?:{_AFTER})").search, _NAMED),
)


def find_references(text: str) -> tuple[Reference, ...]:
    """In order of appearance, never overlapping; full symbols win over shortened ones."""
    found: list[Reference] = []
    if not _HAS_DIGIT(text):
        return ()
    rest = text
    for may_occur, pattern in _PATTERNS:
        if not may_occur(rest):
            continue
        new = [_reference(match) for match in pattern.finditer(rest)]
        rest = blanked(rest, ((reference.start, reference.end) for reference in new))
        found += new
    return tuple(sorted(found, key=lambda reference: reference.start))


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with those pieces (in order) struck out by as many NULs, so that offsets hold."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], "\0" * (end - start)]
        last = end
    return "".join([*parts, text[last:]]) if parts else text


def _reference(match: re.Match[str]) -> Reference:
    parts = match.groupdict()
    law, issuer = parts.get("law"), _issuer(parts.get("issuer") or "")
    if law:
        kind, issuer = "Luật", law
    elif parts.get("type"):
        kind = _MISSPELT.get(parts["type"], parts["type"])
    else:
        kind = _BY_NAME[" ".join(parts["name"].lower().split())]
    year = parts.get("year")
    symbol = _symbol(match, kind, issuer)
    start, end = match.span()
    number = int(parts["number"])
    return Reference(
        start, end, match[0], number, int(year) if year else None, kind, issuer, symbol
    )


def _issuer(written: str) -> str:
    """TƯ and T.Ư mean TW (trung ương); TU (tỉnh ủy, thành ủy) is another committee and stays."""
    issuer = re.sub(rf"[{DASHES}]", "-", "".join(written.split())).replace("Ð", "Đ")
    return issuer.replace("T.Ư", "TW").replace("TƯ", "TW")


def _symbol(match: re.Match[str], kind: str, issuer: str) -> str:
    parts = match.groupdict()
    number = parts["number"]
    if parts.get("law"):
        return f"{number}/{parts['year']}/{issuer}" if parts["year"] else f"{number}/{issuer}"
    if parts.get("year"):
        number = f"{number}/{parts['year']}"
    first, second = ("/", "-") if parts.get("mark") == "/" else ("-", "/")
    return f"{number}{first}{kind}" + (f"{second}{issuer}" if issuer else "")


def kind_name(reference: Reference) -> str:
    """The name of its type; TT is a thông tri of the Party (03-TT/TU), a thông tư of the state."""
    if reference.kind == "TT" and "-TT" in reference.symbol:
        return "Thông tri"
    return KIND_NAMES[reference.kind]


# Lists of documents name the same few again and again.
@lru_cache(maxsize=1 << 13)
def parse_symbol(s: str) -> Reference | None:
    """The reference when `s` is one symbol and little else ("BC: 15 - BC / ĐU")."""
    found = _FULL.search(clean_line(s).replace("Ð", "Đ"))
    return _reference(found) if found else None


@lru_cache(maxsize=1 << 13)
def normalise_symbol(s: str) -> str:
    """ "17 – CT/TW" → "17-CT/TW", "445-KL/TƯ" → "445-KL/TW"; leading zeros and layout are kept.

    What is no symbol comes back with plain dashes and without blanks around - and /.
    """
    reference = parse_symbol(s)
    if reference:
        return reference.symbol
    return re.sub(rf"\s*([{DASHES}/])\s*", lambda m: "/" if m[1] == "/" else "-", clean_line(s))


def same_document(
    a: Reference | str, b: Reference | str
) -> Literal["same", "probable", "different"]:
    """ "probable" when number and type agree and an issuer or year is not written on one side.

    Issuers are compared as codes: two communes' 15-KH/ĐU are the "same" here, the caller knows
    whose they are.
    """
    first, second = _as_reference(a), _as_reference(b)
    if first is None or second is None:
        if isinstance(a, str) and isinstance(b, str):
            return "same" if normalise_symbol(a) == normalise_symbol(b) else "different"
        return "different"
    if (first.number, first.kind) != (second.number, second.kind):
        return "different"
    pairs = ((first.issuer, second.issuer), (first.year, second.year))
    if any(x and y and x != y for x, y in pairs):
        return "different"
    return "same" if first.issuer and all(x == y for x, y in pairs) else "probable"


def _as_reference(value: Reference | str) -> Reference | None:
    if isinstance(value, Reference):
        return value
    return parse_symbol(value) or next(iter(find_references(clean_line(value))), None)
