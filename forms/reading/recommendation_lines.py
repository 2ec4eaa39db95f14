"""Kiến nghị of a finished report: each line a recommendation, with the addressee its words name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from forms.schema import Choice, Field
from forms.text import clean_line

ADDRESSEE, TEXT = "addressee", "text"
_MARK = re.compile(
    r"\s*(?:[-+•*–·]\s*|(?:\d{1,2}(?:\.\d{1,2})*|[a-hđ])\s*[.)/]\s+)*", re.IGNORECASE
)
_ASKS = re.compile(r"đề nghị|kiến nghị|đề xuất", re.IGNORECASE)
_HEAD_WORDS = 18
_BEFORE = frozenset({"nghị", "với", "gửi", "các", "tới", "đến"})
_EMPTY_WORDS = frozenset({"các", "có", "liên", "quan"})
_SIGNS = re.compile(r"[^\w\s]+")


def recommendation_rows(field: Field, text: str) -> tuple[Mapping[str, str], ...]:
    """A line that only names whom ("Đối với tỉnh:") is the addressee of those that follow.

    The addressee is the key of a choice of the field, "" where nothing tells it.
    """
    rows: list[Mapping[str, str]] = []
    current = ""
    for line in filter(None, (_MARK.sub("", line, count=1).strip() for line in text.splitlines())):
        head, colon, rest = line.partition(":")
        if colon and not _ASKS.search(head) and find_addressee(field.choices, head):
            current = find_addressee(field.choices, head)
            line = rest.strip()
        if line:
            named = find_addressee(field.choices, " ".join(line.split()[:_HEAD_WORDS]))
            rows.append({ADDRESSEE: named or current, TEXT: line[:1].upper() + line[1:]})
    return tuple(rows)


def with_keys(field: Field, rows: Iterable[Mapping[str, str]]) -> tuple[Mapping[str, str], ...]:
    """Rows of a table, whose addressees are words, with the keys of the choices."""
    return tuple(
        {**row, ADDRESSEE: find_addressee(field.choices, row.get(ADDRESSEE, ""))} for row in rows
    )


def find_addressee(choices: Sequence[Choice], words: str) -> str:
    """The choice whose name, or the longest part of it, the words begin to speak of; "" if none."""
    said = _tokens(words)
    scored = [(*_longest_part(choice.label, said), choice.key) for choice in choices]
    length, _, key = max(scored, key=lambda found: found[:2], default=(0, 0, ""))
    return key if length else ""


def _tokens(words: str) -> list[str]:
    return _SIGNS.sub(" ", clean_line(words)).casefold().split()


def _longest_part(label: str, said: Sequence[str]) -> tuple[int, int]:
    """How many words of a part of the label ("HĐND tỉnh") stand together, and minus their place."""
    parts = (_tokens(part) for part in re.split(r"[,;]| và ", label))
    kept = [[word for word in part if word not in _EMPTY_WORDS] for part in parts]
    return max(
        (
            (len(part), -place)
            for part in kept
            for place in range(len(said) - len(part) + 1)
            if part and said[place : place + len(part)] == part and _opens(part, said, place)
        ),
        default=(0, 0),
    )


def _opens(part: Sequence[str], said: Sequence[str], place: int) -> bool:
    """One word alone ("bộ") is an addressee only where one is named, not in "cán bộ"."""
    return len(part) > 1 or (place > 0 and said[place - 1] in _BEFORE)
