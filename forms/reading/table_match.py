"""A table of a document against the table fields of an outline, by words of rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from forms.fields import item_rows, typed_columns
from forms.reading.blocks import Grid
from forms.reading.heading_match import words_key
from forms.schema import Column, Field

_LEAST_LABEL, _LEAST_TABLE = 0.8, 0.5
# A part of a table (one page of it, or only the rows the unit has) is known by its own rows.
_LEAST_PART, _LEAST_ROWS = 0.7, 3
_NUMBER = re.compile(r"\s*[\d.,%-]+\s*")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{2}")
_UNIT = re.compile(r"\s*\([^()]*\)\s*$")
_MOST_HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class TableMatch:
    """`score` is the share of the field's rows and columns that were found; of a part of the
    table, whose columns are all there and whose own rows are known, half and no more. `left` are
    its rows with figures that the field does not ask for."""

    field_key: str
    score: float
    cells: Mapping[str, str]
    left: tuple[str, ...] = ()


def match_table(grid: Grid, fields: Iterable[Field]) -> TableMatch | None:
    """The field that fits best; None when none has half its labels in the table."""
    matches = [_match(grid, field) for field in fields]
    best = max(matches, key=lambda match: match.score, default=None)
    return best if best is not None and best.score >= _LEAST_TABLE and best.cells else None


def _match(grid: Grid, field: Field) -> TableMatch:
    texts = grid.texts()
    columns = typed_columns(field)
    rows = {row.key: row.label for row in field.rows}
    typed = {row.key for row in item_rows(field)}
    first = [
        (words_key(label), n)
        for n, row in enumerate(texts)
        for text in row[:2]
        for label in _with_and_without_unit(text)
    ]
    column_at, row_at = _columns_at(grid, columns), places_of(rows, first)
    items = {row: down for row, down in row_at.items() if row in typed}
    found, wanted = len(column_at) + len(items), len(columns) + len(typed)
    cells = {
        f"{row}.{column}": texts[down][across].strip()
        for row, down in items.items()
        for column, across in column_at.items()
        if texts[down][across].strip()
    }
    score = found / wanted if wanted else 0.0
    known, numbered = set(row_at.values()), _rows_with_numbers(texts)
    if len(column_at) == len(columns) and _is_part(known, numbered):
        score = max(score, _LEAST_TABLE)
    left = tuple(" | ".join(filter(None, texts[n])) for n in sorted(numbered - known))
    return TableMatch(field.key, score, cells, left)


def _columns_at(grid: Grid, columns: Sequence[Column]) -> dict[str, int]:
    """Where the columns stand. Those of a group ("Năm 2023: Tử số") are told by the whole header
    above them, else the figures of one year could go to another; without one, by their order."""
    header = [
        (words_key(label), place)
        for row in grid.texts()[:_MOST_HEADER_ROWS]
        for place, text in enumerate(row)
        for label in _with_and_without_unit(text)
    ]
    whole = _whole_headers(grid)
    by_label = {column.key: column.label for column in columns}
    if not any(column.group for column in columns):
        return max((places_of(by_label, header), places_of(by_label, [*header, *whole])), key=len)
    by_whole = {column.key: column.whole_label for column in columns}
    found = places_of(by_whole, [*header, *whole])
    grouped = {column.key for column in columns if column.group}
    return found if grouped & found.keys() else places_of(by_label, header)


def _with_and_without_unit(text: str) -> list[str]:
    """Units write "Dân số (người)" as the form shows it; the label is "Dân số"."""
    return [label for label in dict.fromkeys((text, _UNIT.sub("", text))) if label]


def _whole_headers(grid: Grid) -> list[tuple[str, int]]:
    """The header cells above each column put together, those that span several columns included."""
    stacks: list[list[str]] = [[] for _ in range(grid.columns)]
    for cell in sorted(grid.cells, key=lambda cell: cell.row):
        if cell.row < _MOST_HEADER_ROWS and cell.text.strip():
            for column in range(cell.column, min(cell.column + cell.column_span, grid.columns)):
                stacks[column].append(_UNIT.sub("", " ".join(cell.text.split())))
    return [
        (words_key(" ".join(stack[:depth])), place)
        for place, stack in enumerate(stacks)
        for depth in (2, 3)
        if len(stack) >= depth
    ]


def _rows_with_numbers(texts: Sequence[Sequence[str]]) -> set[int]:
    """Rows with a label and a number; a row that only numbers the columns has no label."""
    return {
        n
        for n, row in enumerate(texts)
        if any(_NUMBER.fullmatch(cell) for cell in row[1:])
        and any(_WORD.search(cell) for cell in row[:2])
        and n
    }


def _is_part(known: set[int], numbered: set[int]) -> bool:
    """Whether most of the rows that hold numbers are rows of the field."""
    share = len(known & numbered) / len(numbered) if numbered else 0.0
    return len(known & numbered) >= _LEAST_ROWS and share >= _LEAST_PART


def places_of(labels: Mapping[str, str], texts: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Where each label stands; each place is taken once. Labels of different numbers (years) are
    never the same."""
    found: dict[str, int] = {}
    for key, label in labels.items():
        wanted = words_key(label)
        scored = [
            (SequenceMatcher(None, wanted, text, autojunk=False).ratio(), -place)
            for text, place in texts
            if place not in found.values() and _may_be(wanted, text)
        ]
        score, place = max(scored, default=(0.0, 0))
        if score >= _LEAST_LABEL:
            found[key] = -place
    return found


def _may_be(one: str, other: str) -> bool:
    """No two texts of such different lengths are alike enough: most pairs need no closer look."""
    shorter, both = min(len(one), len(other)), len(one) + len(other)
    return 2 * shorter >= _LEAST_LABEL * both and _same_numbers(one, other)


def _same_numbers(one: str, other: str) -> bool:
    left, right = set(_DIGITS.findall(one)), set(_DIGITS.findall(other))
    return left == right or not left or not right
