"""Cutting Party report prose into sentences, with offsets into the text given.

The text is clean already (see `normalise.clean_text`). Every line is a paragraph of its own; a
dash, number or letter before it is its bullet. Cost is linear: context is looked at in slices of
fixed length, never from the start of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from forms.text.letters import LOWER_LETTERS, UPPER_LETTERS


class Sentence(NamedTuple):
    """`text` is source[start:end]; `bullet` is set on the first sentence of a list item.

    `paragraph` is the number of its line, from 0, blank lines counted.
    """

    start: int
    end: int
    text: str
    bullet: str
    paragraph: int

    def moved(self, by: int, paragraph: int) -> Sentence:
        """The same in a text where its line begins there."""
        return Sentence(self.start + by, self.end + by, self.text, self.bullet, paragraph)


UP, LO = UPPER_LETTERS, LOWER_LETTERS
_BULLET = re.compile(
    rf"""[ ]*(?:
        [-+*•·∙●○▪■◦‣►➤➢✓✔\uf0b7\uf0a7\uf0d8–—]+[ ]+                 # "- ", "+ ", pasted marks
      | [-+•·∙●○▪■►➤➢✓✔\uf0b7\uf0a7\uf0d8–—](?=[{UP}{LO}0-9“"(])           # "-Tổ chức"
      | \(?(?:[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,3}}|[{UP}{LO}]|[ivxIVX]{{1,4}})[.)/][ ]+(?=\S)
      | [0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,3}}-[ ]*(?=[{UP}])                   # "1- Công tác"
    )""",
    re.VERBOSE,
)
_BOUNDARY = re.compile(r"(\.{2,}|…+|[.!?]+)([\"'”’)\]»]*)( *)")
_MARK = re.compile(r"[.!?…]")
_WORD_BEFORE = re.compile(r"[^\s(\"\[“‘«,;:]*\Z")
# A full stop after these belongs to the abbreviation: "TP. Hồ Chí Minh", "đ/c. Bí thư".
_ABBREVIATIONS = frozenset(
    {
        *("tp", "t.p", "tx", "t.x", "tt", "q", "p", "h", "x", "kp", "gs", "pgs", "ts", "ths", "th"),
        *("bs", "ks", "cn", "ncs", "cv", "tr", "nxb", "stt", "đ/c", "đc", "mr", "ms", "ls", "ds"),
        *("kts", "tskh", "no", "st"),
    }
)
# "Điều 5. Phạm vi" at the head of a line is a heading, not a sentence "Điều 5."
_HEADING = re.compile(
    r"(?:điều|khoản|mục|chương|phần|phụ lục|bảng|biểu|mẫu|câu|bước)(?: số)? ?"
    r"(?:[0-9]+(?:\.[0-9]+)*|[ivxlc]+|thứ \w+)?\Z",
    re.IGNORECASE,
)
_BEFORE_NUMBER = re.compile(
    r"(?:\A|[\s(])(?:điều|khoản|mục|số|phần|chương) ?[0-9IVX]*\Z", re.IGNORECASE
)
# A single capital after these is a grade or a roman number, elsewhere an initial ("Nguyễn Văn A.").
_GRADED = re.compile(
    r"(?:loại|nhóm|khu|hạng|bảng|mức|khối|cụm|thứ|khóa|khoá|quý|phần|mục|vitamin) \w\Z",
    re.IGNORECASE,
)
_CONTEXT = 24
_SENTENCE_START = frozenset(UP + "0123456789\"“'‘([+-–•*")


def split_sentences(text: str) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    start = 0
    *lines, last = text.split("\n")
    for paragraph, line in enumerate(lines):
        for one in split_line(line, False):
            sentences.append(one.moved(start, paragraph))
        start += len(line) + 1
    sentences += [one.moved(start, len(lines)) for one in split_line(last, True)]
    return tuple(sentences)


def split_line(line: str, is_last: bool) -> Iterator[Sentence]:
    """The sentences of one line of a text by their places in it; what they are does not depend on
    the other lines, only on whether there is one below."""
    mark = bullet_of(line)
    bullet = mark.strip()
    for start, end in _spans(line, len(mark), "" if is_last else "\n"):
        yield Sentence(start, end, line[start:end], bullet, 0)
        bullet = ""


def bullet_of(line: str) -> str:
    """The dash, number or letter before a line, with the blanks around it."""
    found = _BULLET.match(line)
    return found[0] if found else ""


def _spans(line: str, start: int, line_end: str) -> Iterator[tuple[int, int]]:
    """Sentences of one line; a piece without any letter or digit is dropped."""
    for found in _boundaries(line, start):
        if found.end() < len(line) and _ends_sentence(line, start, found, line_end):
            yield from _trimmed(line, start, found.end(2))
            start = found.end()
    yield from _trimmed(line, start, len(line))


def _boundaries(line: str, start: int) -> Iterator[re.Match[str]]:
    """A set of single marks is looked for much faster than runs of them."""
    last = start
    for mark in _MARK.finditer(line, start):
        if mark.start() >= last and (found := _BOUNDARY.match(line, mark.start())):
            last = found.end()
            yield found


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if any(map(str.isalnum, piece)):
        left = len(piece) - len(piece.lstrip())
        yield start + left, start + len(piece.rstrip())


def _ends_sentence(text: str, start: int, found: re.Match[str], line_end: str) -> bool:
    after = (text[found.end() : found.end() + 2] + line_end)[:2]
    if after[0] not in _SENTENCE_START:
        return False
    mark = found[1]
    if mark[0] in "!?":
        return bool(found[3])
    if mark == "." or mark == "..":
        return _full_stop_ends(text, start, found, after)
    return after[0] in UP


def _full_stop_ends(text: str, start: int, found: re.Match[str], after: str) -> bool:
    dot = found.start()
    before = text[max(start, dot - _CONTEXT) : dot]
    word = _last_word(before)
    if not (found[3] or found[2] or _glued(before, word, after)):
        return False
    if _is_abbreviation(word) or (len(word) == 1 and word in UP and not _GRADED.search(before)):
        return False
    if _is_line_label(text, start, dot, word):
        return False
    return not (after[0].isdigit() and _BEFORE_NUMBER.search(before))


def _last_word(before: str) -> str:
    found = _WORD_BEFORE.search(before)
    return found[0] if found else ""


def _glued(before: str, word: str, after: str) -> bool:
    """A forgotten blank ("khuyến học.Trong") as against "TP.HCM", "1.234", "12.8.2019"."""
    last = before[-1:]
    if after[0] == "(" and last in LO:
        return after[1:] in UP
    if after[0] not in UP or len(word) < 2 or not (last in LO or last in "%)0123456789"):
        return False
    if last.isdigit() and after[1:] not in LO:
        return False
    tail = word.rpartition(".")[2]
    return "." not in word or (len(tail) > 1 and tail.isalpha())


def _is_abbreviation(word: str) -> bool:
    lowered = word.lower().strip(".")
    return lowered in _ABBREVIATIONS or (
        "." in lowered and lowered.rpartition(".")[2] in _ABBREVIATIONS
    )


def _is_line_label(text: str, start: int, dot: int, word: str) -> bool:
    """Whether all of the line so far is a number, a letter or "Điều 5"."""
    if dot - start > _CONTEXT:
        return False
    so_far = text[start:dot].strip()
    is_number = so_far == word and re.fullmatch(r"\(?(?:[0-9]{1,2}(?:\.[0-9]+)*|\w|[IVX]+)", word)
    return bool(is_number or _HEADING.match(so_far))
