"""Figures in running text: counts, percentages, ratios and sums of money with their unit noun.

Dates, years, ordinals (lớp 5, tổ 3), ages and document numbers are not figures. Figures written in
words are left alone. A range "10-15 người" is one approximate figure with its lower bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from forms.text.dates import find_dates
from forms.text.letters import LETTERS, LOWER_LETTERS
from forms.text.numbers import read_digits
from forms.text.references import Reference, blanked, find_references

FigureKind = Literal["number", "percent", "ratio", "money"]
Protected = tuple[int, int, Literal["reference", "date", "age"]]


class TextFigure(NamedTuple):
    """One figure; `raw` is text[start:end] without the unit noun, `unit` the noun after it.

    `value` has nghìn/triệu/tỷ multiplied in; money is in đồng. `ambiguous`: "1,234" and the like,
    read as thousands here.
    """

    start: int
    end: int
    raw: str
    kind: FigureKind
    value: Decimal
    denominator: Decimal | None
    unit: str
    approximate: bool
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Numerals:
    """All that numbers are in a text, each in order; `protected` are those that are no figures."""

    references: tuple[Reference, ...]
    protected: tuple[Protected, ...]
    figures: tuple[TextFigure, ...]

    @property
    def dates(self) -> tuple[tuple[int, int], ...]:
        return tuple((start, end) for start, end, kind in self.protected if kind == "date")


_NUMBER = (
    r"(?:[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])(?:,[0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
    r"|[0-9]{1,3}(?:[ ][0-9]{3})+(?![0-9])(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?)"
)
_FIGURE = re.compile(
    rf"""(?P<value>{_NUMBER})(?![.,]?[0-9])
    (?:\s?/\s?(?P<of>{_NUMBER})|\s?%?\s?[-–]\s?(?P<to>{_NUMBER}))?
    (?:\s*(?P<percent>%|phần[ ]trăm)
     |\s*(?P<scale>nghìn|ngàn|triệu|trđ|tr\b|tỷ|tỉ)?\s*(?P<dong>đồng(?!\s+chí)|đ|VNĐ|VND)?(?![{LETTERS}]))?
    (?![0-9])""",
    re.VERBOSE,
)
_FIRST_DIGIT = re.compile(r"[0-9](?<![\w/.,-].)")
_HAS_DIGIT = re.compile("[0-9]").search
_THOUSANDS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "trđ": 10**6, "tr": 10**6,
           "tỷ": 10**9, "tỉ": 10**9}  # fmt: skip
_MONEY_SCALES = frozenset({"triệu", "trđ", "tr", "tỷ", "tỉ"})
# Glued to a letter it is a name (9A, 5G, CO2), unless a unit of measure follows: 15ha, 20km.
_GLUED_NAME = re.compile(
    rf"[A-ZĐ]|[{LOWER_LETTERS}](?![{LETTERS}])(?<![mđg])|[{LOWER_LETTERS}][0-9](?<!m[23])"
)
_ORDINAL_WORDS = (
    "lớp|thứ|khóa|khoá|điều|khoản|mục|phụ lục|lần|tổ|thôn|xóm|bản"
    "|khu phố|khu vực|khu|kp|ấp|phường|quận|mức độ|cấp độ|mức|cấp|loại|phần|bảng|biểu|mẫu"
    "|hạng|top|quốc lộ|ql|tỉnh lộ|vùng|điểm|hộp thư|giáo án|trang|câu|bước|tuần|nhóm|đội|chi bộ"
    "|công nghệ|công nghiệp|chương trình|covid|độ tuổi|độ tuổi từ"
)
_ORDINAL = re.compile(rf"(?<!\w)(?<!mỗi )(?<!một )(?:{_ORDINAL_WORDS})[ .]*\Z", re.IGNORECASE)
# Most figures are told apart by the last letters before them, without a search.
_ORDINAL_ENDS = tuple({words.split()[-1] for words in _ORDINAL_WORDS.split("|")})
_SERIAL = re.compile(r"(?<!\w)số[ :]*\Z", re.IGNORECASE)
_COUNTING = re.compile(r"(?:tổng|trong|đa|một|có|con|sĩ|dân|là) số[ :]*\Z|số:[ ]*\Z", re.IGNORECASE)
_APPROXIMATE_WORDS = (
    "hơn|trên|khoảng|gần|dưới|chừng|xấp xỉ|ít nhất|tối thiểu|ước|ước đạt|ước tính|~|≈"
)
_APPROXIMATE = re.compile(rf"(?<!\w)(?:{_APPROXIMATE_WORDS}) *\Z", re.IGNORECASE)
_APPROXIMATE_ENDS = tuple(_APPROXIMATE_WORDS.split("|"))
# "1. Kết quả", "2- Công tác", "- 1.1. Bối cảnh" at the head of a line.
_LIST_NUMBER = re.compile(r"[.)/-]+\s")
_LINE_HEAD = re.compile(r"(?:\A|\n)[-+*#• ]*\Z")
_AGE = re.compile(
    rf"(?<![\w/.,-])[0-9]{{1,3}}(?:\s*(?:-|–|đến)\s*[0-9]{{1,3}})?(?=\s*tuổi(?![{LETTERS}]))",
    re.IGNORECASE,
)
_AGE_WORD = re.compile("[tT][uU][ổỔ]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
# Longer nouns first: "lượt người" before "lượt".
_UNIT_NOUNS = (
    "lượt người|lượt cán bộ|lượt học viên|lượt hội viên|hội viên|học sinh|học viên|sinh viên"
    "|gia đình|hội nghị|văn bản|chi bộ|chi hội|tin bài|lớp chuyên đề|suất thưởng|suất học bổng"
    "|dòng họ|cộng đồng|giáo viên|đảng viên|cán bộ|khu phố|mô hình|câu lạc bộ|đầu sách|máy tính"
    "|tập thể|cá nhân|đơn vị|công dân|lao động|thành viên|người dân|hộ dân|chuyên đề|nghị quyết"
    "|kế hoạch|thị trấn|tổ chức|cơ sở|mục tiêu|chỉ tiêu|tiêu chí|nhiệm vụ"
    "|đồng chí|giải pháp|nội dung|danh hiệu|phong trào|sáng kiến|kiến nghị|trung tâm|doanh nghiệp"
)
_SHORT_NOUNS = (
    "cuộc|buổi|đợt|hộ|lớp|người|em|lượt|tin|bài|suất|trường|thôn|xã|phường|cuốn|phòng|đồng chí"
    "|trẻ|cháu|quỹ"
)
_UNIT = re.compile(rf"\s*((?:{_UNIT_NOUNS})(?![{LETTERS}])|[{LETTERS}]+[23]?)", re.IGNORECASE)
_COUNTED = re.compile(rf"\s*(?:{_UNIT_NOUNS}|{_SHORT_NOUNS})(?![{LETTERS}])", re.IGNORECASE)
# After these even "bước 12", "bản 10" is a count; "thôn 3 tổ chức", "tổ 5 phường A" are names.
_SURELY_COUNTED = re.compile(
    rf"\s*(?!tổ chức|cơ sở|kế hoạch|cộng đồng|khu phố|thị trấn|chi bộ|chi hội|đơn vị)"
    rf"(?:{_UNIT_NOUNS}|người|hộ|em|lượt|suất|cuốn)(?![{LETTERS}])",
    re.IGNORECASE,
)
_PERSON_WORDS = (
    "người|người dân|em|trẻ|cháu|hội viên|học sinh|học viên|sinh viên|giáo viên|đảng viên|cán bộ"
    "|công dân|lao động|thành viên|cá nhân|đồng chí"
)
_PERSON_NOUNS = frozenset(_PERSON_WORDS.split("|"))
_THING_NOUNS = frozenset(f"{_UNIT_NOUNS}|{_SHORT_NOUNS}".split("|")) - _PERSON_NOUNS
_NOT_UNITS = frozenset(
    {
        *("và", "của", "là", "với", "cho", "trong", "so", "đạt", "chiếm", "tăng", "giảm", "đến"),
        *("tới", "từ", "theo", "có", "được", "đã", "tại", "trên", "ở", "thì", "để", "mà", "còn"),
        *("hoặc", "do", "đầu", "cuối"),
    }
)


def counts_persons(unit: str) -> bool | None:
    """Whether a unit noun counts people ("học viên") or something else ("buổi"); None for a word
    that may be either."""
    noun = unit.casefold()
    return True if noun in _PERSON_NOUNS else False if noun in _THING_NOUNS else None


def find_figures(text: str) -> tuple[TextFigure, ...]:
    return scan_numerals(text).figures if _HAS_DIGIT(text) else ()


def scan_numerals(text: str) -> Numerals:
    """References win over dates, dates over ages, all of them over figures."""
    references = find_references(text)
    protected: list[Protected] = [(r.start, r.end, "reference") for r in references]
    rest = blanked(text, [(r.start, r.end) for r in references])
    dates = list(find_dates(rest))
    protected += [(start, end, "date") for start, end in dates]
    rest = blanked(rest, dates)
    ages = [match.span() for match in _AGE.finditer(rest)] if _AGE_WORD.search(rest) else []
    protected += [(start, end, "age") for start, end in ages]
    found = (_figure(text, match) for match in _candidates(blanked(rest, ages)))
    return Numerals(references, tuple(sorted(protected)), tuple(f for f in found if f))


def _candidates(text: str) -> Iterator[re.Match[str]]:
    last = 0
    for digit in _FIRST_DIGIT.finditer(text):
        if digit.start() >= last and (found := _FIGURE.match(text, digit.start())):
            last = found.end()
            yield found


def _figure(text: str, match: re.Match[str]) -> TextFigure | None:
    if _is_label(text, match):
        return None
    value, ambiguous = _value(match)
    if value is None:
        return None
    of = read_digits(match["of"]) if match["of"] else ()
    kind, unit = _kind_and_unit(text, match)
    before = text[max(0, match.start() - 12) : match.start()]
    raw = match[0].rstrip()
    return TextFigure(
        start=match.start(),
        end=match.start() + len(raw),
        raw=raw,
        kind=kind,
        value=_scaled(value, _SCALES.get(match["scale"], 1)),
        denominator=of[0] if of else None,
        unit=unit,
        approximate=bool(match["to"]) or _is_approximate(before),
        ambiguous=ambiguous,
    )


def _is_approximate(before: str) -> bool:
    tail = before.rstrip(" ").lower().endswith(_APPROXIMATE_ENDS)
    return tail and _APPROXIMATE.search(before) is not None


def _scaled(value: Decimal, scale: int) -> Decimal:
    product = value * scale
    return Decimal(int(product)) if scale > 1 and product == int(product) else product


def _value(match: re.Match[str]) -> tuple[Decimal | None, bool]:
    """The likelier reading and whether there is another: "1,234" thousands, "1.5 triệu" decimal."""
    readings = read_digits(match["value"], bool(match["percent"]))
    if len(readings) < 2:
        return (readings[0] if readings else None), False
    if _THOUSANDS.fullmatch(match["value"]):
        return readings[0], True
    return readings[-1], not match["scale"]


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Ordinals, names and bare years: numbers that count nothing."""
    if match["percent"] or match["scale"] or match["dong"]:
        return False
    before = text[max(0, match.start() - 20) : match.start()]
    if _LIST_NUMBER.match(text, match.end()) and _LINE_HEAD.search(before):
        return True
    return _names_something(text, match, before) and not _SURELY_COUNTED.match(text, match.end())


def _names_something(text: str, match: re.Match[str], before: str) -> bool:
    tail = before.rstrip(" .:").lower()
    if tail.endswith("số") and _SERIAL.search(before) and not _COUNTING.search(before):
        return True
    if _is_ordinal(before, tail, match) or _GLUED_NAME.match(text, match.end()):
        return True
    return bool(_YEAR.match(match["value"])) and not before.rstrip().endswith(":")


def _is_ordinal(before: str, tail: str, match: re.Match[str]) -> bool:
    """ "lớp 5", "công nghệ 4.0": never longer than that ("phụ cấp 540000" is a sum)."""
    short = len(match["value"]) <= 3 and tail.endswith(_ORDINAL_ENDS)
    return short and _ORDINAL.search(before) is not None


def _kind_and_unit(text: str, match: re.Match[str]) -> tuple[FigureKind, str]:
    if match["percent"]:
        return "percent", "%"
    if match["dong"]:
        return "money", "đồng"
    noun = _UNIT.match(text, match.end())
    unit = noun[1].lower() if noun and noun[1].lower() not in _NOT_UNITS else ""
    if match["scale"] in _MONEY_SCALES and not _COUNTED.match(text, match.end()):
        return "money", "đồng"
    return ("ratio" if match["of"] else "number"), unit
