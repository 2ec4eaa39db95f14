"""How alike a line and a heading of an outline are, by words first, then letters; no styles.

Numbers, capitals, tones and punctuation do not count, so that "1. SỰ LÃNH ĐẠO CỦA ĐẢNG:" and
"2- Sự lảnh đạo của Đảng" are the same heading; a text that follows on the line is split off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from forms.text import search_key

LONGEST_HEADING = 400
_MARK = re.compile(
    r"\s*(?:(?:[-+•*–❖➢✓▪●○]|=>)\s*)?"
    r"(?:(?:phần thứ \w+|phụ lục(?: số)? ?\d*|mục(?= ?\d))\s*[.:–-]?\s*)?"
    r"(?:\(?\s*(?P<value>[IVXl]{1,5}|[A-Ha-hđ]|\d{1,2}(?:\.\d{1,2})*)\s*[.):/–-]+\s*"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2})+)\s+)?",
    re.IGNORECASE,
)
_FILLERS = frozenset(
    ("cua", "nhung", "mot", "so", "va", "ve", "trong", "chu", "yeu", "co", "ban", "noi",
     "bat", "ton", "tai", "han", "che", "kem", "khuyet", "diem", "chinh", "cong", "tac", "cac")
)  # fmt: skip
# What the parts of every report are called, all in the words of a key; each line is one part.
_SAME_PARTS = tuple(
    frozenset(line.split(", "))
    for line in (
        "ket qua dat duoc, ket qua, ket qua thuc hien, nhung ket qua dat duoc, ket qua cu the",
        "ton tai han che, han che, han che ton tai, ton tai, khuyet diem, han che khuyet diem, "
        "khuyet diem han che, ton tai khuyet diem, mat han che, kho khan han che, nhuoc diem, "
        "kho khan vuong mac, ton tai han che khuyet diem, nhung han che khuyet diem",
        "nguyen nhan, nguyen nhan cua han che, nguyen nhan ton tai han che, nguyen nhan han che, "
        "nguyen nhan cua ton tai han che, nguyen nhan cua han che khuyet diem",
        "uu diem, mat lam duoc, mat uu diem, nhung uu diem",
        "bai hoc kinh nghiem, bai hoc, mot so bai hoc kinh nghiem, kinh nghiem rut ra",
        "kien nghi, de xuat kien nghi, kien nghi de xuat, de xuat, nhung kien nghi de xuat",
    )
)
_LEAST_WORDS = 5
_SAME_WORDS, _CUT_SHORT, _PARTS = 0.9, 0.8, 0.68
_SIGNS = re.compile(r"[^\w\s]+")
_CUTS = re.compile(r"[:.;–]\s+|\n")


@dataclass(frozen=True, slots=True)
class LineKey:
    """A line made ready for comparing: its number ("1.2", "a", ""), its text and words."""

    mark: str
    text: str
    key: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` is 0..1; `rest` is the text that stands on the heading's line after it."""

    score: float
    rest: str = ""


def words_key(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", search_key(text)).split())


def line_key(text: str) -> LineKey:
    found = _MARK.match(text)
    rest = text[found.end() :] if found else text
    mark = (found["value"] or found["dotted"] or "") if found else ""
    key = words_key(rest[:LONGEST_HEADING])
    return LineKey(mark, rest, key, frozenset(key.split()))


def likeness(line: LineKey, heading: str, heading_words: frozenset[str]) -> Likeness:
    """`heading` is a words_key. Lines that share few words with it are not looked at closely."""
    if heading and (score := _otherwise_put(line, heading, heading_words)):
        return Likeness(score)
    if called := _same_part(line, heading):
        return called
    if not heading or len(line.words & heading_words) * 2 < len(heading_words):
        return Likeness(0.0)
    whole = _ratio(line.key, heading)
    best = Likeness(whole)
    for cut in _CUTS.finditer(line.text[:LONGEST_HEADING]):
        score = _ratio(words_key(line.text[: cut.start()]), heading)
        if score > best.score + 0.05:
            best = Likeness(score, line.text[cut.end() :].strip())
    return best if best.score >= 0.7 else _beginning(line, heading, best)


def _otherwise_put(line: LineKey, heading: str, heading_words: frozenset[str]) -> float:
    """The heading with its words in another order, with words that add nothing, or cut short.

    Only what is no sentence: its words would be taken for a heading and lost. A heading that was
    cut short is known by its beginning, or with the help of its number (the caller adds that).
    """
    if line.text.rstrip().endswith((".", ";", ",")) or any(map(str.isdigit, line.key)):
        return 0.0
    if heading_words <= line.words and line.words - heading_words <= _FILLERS:
        return _SAME_WORDS
    if len(line.words) < _LEAST_WORDS or not line.words <= heading_words:
        return 0.0
    return _CUT_SHORT if heading.startswith(line.key) else _PARTS


def _same_part(line: LineKey, heading: str) -> Likeness | None:
    """The same part of a report under another of its usual names, alone or before its text."""
    names = next((part for part in _SAME_PARTS if heading in part), None)
    if names is None:
        return None
    if line.key in names:
        return Likeness(_SAME_WORDS)
    cut = _CUTS.search(line.text[:LONGEST_HEADING])
    if cut is None or words_key(line.text[: cut.start()]) not in names:
        return None
    return Likeness(_SAME_WORDS, line.text[cut.end() :].strip())


def _beginning(line: LineKey, heading: str, known: Likeness) -> Likeness:
    """A heading that runs on into its text without any sign between them.

    A sentence may begin with the words of a heading ("Xóa mù chữ cho 15 người …"): what goes on in
    small letters is one, so it is a heading's line only when it is numbered, and kept whole.
    """
    count = len(heading.split())
    words = line.text.split()
    start = " ".join(words[:count])
    score = _ratio(words_key(start), heading)
    if len(words) <= count or score < 0.9:
        return known
    rest = " ".join(words[count:]).lstrip(" ,:–-")
    if not rest[:1].islower():
        return Likeness(score - 0.05, rest)
    return Likeness(score - 0.05, line.text) if line.mark else known


def _ratio(left: str, right: str) -> float:
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > 0.6 else 0.0
