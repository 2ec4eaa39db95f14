"""The mark a line begins with: Phần thứ nhất, A., I., 1., 1.1., a), -, Phụ lục 1.

Marks order headings without any style: what counts is their kind, then how they follow each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from forms.text import clean_line
from forms.text.letters import DASHES


class Rank(IntEnum):
    """From the widest to the narrowest; a heading stands under the last one of smaller rank."""

    PART = 10
    LETTER = 20
    ROMAN = 30
    UNNUMBERED = 35
    NUMBER = 40
    DOTTED = 50
    DOTTED_TWICE = 52
    INNER = 55
    SMALL = 60
    DASH = 80
    PLUS = 90


@dataclass(frozen=True, slots=True)
class Mark:
    """`value` is the bare mark ("II", "1.1", "a"); `order` its place in a row of marks, from 1.

    `name` is the printed word of a part or appendix: "Phần thứ nhất".
    """

    rank: Rank
    value: str = ""
    order: int = 0
    name: str = ""
    appendix: bool = False


_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_UPPER = "A-ZÀ-ỸĐĂÂÊÔƠƯ"
_PART = re.compile(
    rf"(?P<word>phần|chương)\s+(?:thứ\s+(?P<ordinal>{'|'.join(_ORDINALS)})|(?P<roman>[ivx]{{1,5}})"
    r"|(?P<number>\d{1,2}))(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_APPENDIX = re.compile(
    r"(?P<word>phụ lục|biểu mẫu|biểu)\s*(?:số\s*)?(?P<value>\d{1,2}[a-k]?|[IVX]{1,4}|[A-H])?"
    r"(?P<rest>(?:[\s.:–-].*)?)\Z",
    re.IGNORECASE | re.DOTALL,
)
_ROMAN = re.compile(rf"(?P<value>[IVXl]{{1,5}})\s*[{DASHES}.):]\s*(?P<rest>.+)\Z", re.DOTALL)
_LETTER = re.compile(rf"(?P<value>[A-H])\s*[{DASHES}.)]\s*(?P<rest>[{_UPPER}].+)\Z", re.DOTALL)
_DOTTED = re.compile(
    rf"(?P<value>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?:\s*[{DASHES}.):]\s*|\s+|(?=[{_UPPER}]))(?P<rest>\D.*)\Z",
    re.DOTALL,
)
_NUMBER = re.compile(
    rf"(?P<value>\d{{1,2}})\s*[{DASHES}.):/](?!\s*[A-ZĐa-z]{{2,5}}\s*/)\s*(?P<rest>[^\d\s].*)\Z",
    re.DOTALL,
)
_SMALL = re.compile(r"(?P<value>[a-zđ])\s*[.)]\s*(?P<rest>\S.*)\Z", re.DOTALL)
_DASH = re.compile(rf"(?P<sign>[{DASHES}•●▪►*+])\s*(?P<rest>\S.*)\Z", re.DOTALL)
_SMALL_LETTERS = "abcdđeghiklmnopqrstuvxy"


def split_mark(text: str) -> tuple[Mark | None, str]:
    """The mark and what follows it; a line without one comes back whole.

    "- 1.1. Bối cảnh" is read as 1.1: the dash in front of a number says nothing.
    """
    text = clean_line(text)
    for read in (_part, _dotted, _number, _roman, _letter, _small):
        if found := read(text):
            return found
    if not (match := _DASH.match(text)):
        return None, text
    inner = _dotted(match["rest"]) or _number(match["rest"])
    if inner:
        return inner
    rank = Rank.PLUS if match["sign"] == "+" else Rank.DASH
    return Mark(rank), match["rest"]


def split_appendix(text: str) -> tuple[Mark | None, str]:
    """ "Phụ lục 1. Danh mục …", "PHỤ LỤC", "Biểu số 2"; the caller judges whether it is a title."""
    match = _APPENDIX.match(clean_line(text))
    if not match:
        return None, text
    value = match["value"] or ""
    mark = Mark(Rank.PART, value, _order(value), clean_line(match["word"]).capitalize(), True)
    return mark, match["rest"].strip(" .:–-")


def automatic(text: str) -> str:
    """An automatic number made to look like a typed one: "1" → "1."."""
    text = clean_line(text)
    return f"{text}." if text and text[-1].isalnum() else text


def roman_value(text: str) -> int:
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for sign, after in zip(text, f"{text[1:]} ", strict=False):
        value = values.get(sign, 0)
        total += -value if values.get(after, 0) > value else value
    return total


def _part(text: str) -> tuple[Mark, str] | None:
    match = _PART.match(text)
    if not match:
        return None
    rest = match["rest"]
    if rest and rest[0].islower():
        return None
    if match["ordinal"]:
        word = match["ordinal"].lower()
        order, value = _ORDINALS.index(word) + 1, f"thứ {word}"
    else:
        value = (match["roman"] or match["number"]).upper()
        order = _order(value)
    name = f"{match['word'].capitalize()} {value}"
    return Mark(Rank.PART, value, order, name), rest.strip(" .:–-")


def _roman(text: str) -> tuple[Mark, str] | None:
    match = _ROMAN.match(text)
    # A scan reads "II" as "Il": small l counts only beside real capitals.
    if not match or match["value"].strip("l") == "":
        return None
    value = match["value"].replace("l", "I")
    return Mark(Rank.ROMAN, value, roman_value(value)), match["rest"]


def _letter(text: str) -> tuple[Mark, str] | None:
    match = _LETTER.match(text)
    return match and (Mark(Rank.LETTER, match["value"], ord(match["value"]) - 64), match["rest"])


def _dotted(text: str) -> tuple[Mark, str] | None:
    match = _DOTTED.match(text)
    if not match:
        return None
    rank = Rank.DOTTED if match["value"].count(".") == 1 else Rank.DOTTED_TWICE
    return Mark(rank, match["value"], int(match["value"].rsplit(".", 1)[1])), match["rest"]


def _number(text: str) -> tuple[Mark, str] | None:
    match = _NUMBER.match(text)
    return match and (Mark(Rank.NUMBER, match["value"], int(match["value"])), match["rest"])


def _small(text: str) -> tuple[Mark, str] | None:
    match = _SMALL.match(text)
    if not match:
        return None
    return Mark(Rank.SMALL, match["value"], _SMALL_LETTERS.find(match["value"]) + 1), match["rest"]


def _order(value: str) -> int:
    digits = re.match(r"\d+", value)
    if digits:
        return int(digits[0])
    return roman_value(value.upper())
