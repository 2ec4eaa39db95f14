"""Merging lists of free rows: appended, joined where they say the same, or grouped by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from forms.merging.audience import Question
from forms.merging.list_rows import (
    ListRow,
    SameRow,
    commonest,
    list_columns,
    list_rows,
    same_rows,
    same_text,
    units_of,
)
from forms.merging.participation import whole_answer
from forms.merging.results import ListConflict, MergedItem, MergedList
from forms.schema import Column
from forms.text import collation_key
from forms.values import CellState


def append_rows(question: Question) -> MergedList:
    """Every row as it stands, each with its unit, in the order of the units."""
    expected = whole_answer(question).expected
    items = tuple(MergedItem(row.cells, (row.unit_id,), expected) for row in list_rows(question))
    return merged_list(question, items)


def union_list(question: Question) -> MergedList:
    """Rows that say the same become one; rows that share only their first text are offered."""
    columns = list_columns(question)
    expected = whole_answer(question).expected
    items = united(question, same_rows(question, columns), columns, expected)
    return merged_list(question, items, probable=_alike(items, columns))


class _United(NamedTuple):
    """Rows that say the same as one, and all it was made of."""

    rows: Sequence[ListRow]
    columns: Sequence[Column]
    expected: int
    item: MergedItem
    title: str


def united(
    question: Question,
    rows: Iterable[SameRow],
    columns: Sequence[Column],
    expected: int,
    part: str = "",
) -> tuple[MergedItem, ...]:
    """One item for each set of rows that say the same, the most often named first.

    `part` tells apart the lists that are made of one field.
    """
    groups: dict[object, list[ListRow]] = {}
    for row, says in rows:
        groups.setdefault(says, []).append(row)
    readings, what = question.readings, f"united {part}"
    last: Mapping[object, _United] = readings.last(what, question.field) or {}
    found = {
        says: _united_as(last.get(says), group, columns, expected) for says, group in groups.items()
    }
    readings.keep(what, question.field, found)
    ordered = sorted(found.values(), key=lambda one: (-len(one.item.units), one.title))
    return tuple(one.item for one in ordered)


def _united_as(
    kept: _United | None, rows: Sequence[ListRow], columns: Sequence[Column], expected: int
) -> _United:
    """The kept one when nothing else would come of the rows."""
    if kept is not None and kept[:3] == (rows, columns, expected):
        return kept
    item = _united(rows, columns, expected)
    return _United(rows, columns, expected, item, _title(item, columns))


def merged_list(
    question: Question,
    items: tuple[MergedItem, ...],
    conflicts: tuple[ListConflict, ...] = (),
    probable: tuple[ListConflict, ...] = (),
) -> MergedList:
    return MergedList(
        field_key=question.field.key,
        rule=question.field.merge.rule,
        cell=whole_answer(question, len(items)),
        items=items,
        columns=list_columns(question),
        conflicts=conflicts,
        probable=probable,
    )


def _united(rows: Sequence[ListRow], columns: Sequence[Column], expected: int) -> MergedItem:
    cells = {column.key: commonest(rows, column.key) for column in columns}
    texts = dict.fromkeys(row.cell(columns[0].key).value for row in rows)
    spellings = tuple(text for text in texts if text != cells[columns[0].key].value)
    return MergedItem(cells, units_of(rows), expected, spellings=spellings)


def _title(item: MergedItem, columns: Sequence[Column]) -> str:
    values = (item.cells[column.key].value for column in columns if column.key in item.cells)
    return collation_key(" ".join(values))


def _alike(items: Sequence[MergedItem], columns: Sequence[Column]) -> tuple[ListConflict, ...]:
    """Items whose first column says the same while others differ."""
    if len(columns) < 2:
        return ()
    first = columns[0].key
    groups: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        cell = item.cells[first]
        if cell.state is CellState.VALUE:
            groups.setdefault(same_text(cell.value), []).append(place)
    return tuple(
        ListConflict(
            "alike",
            f"{len(places)} dòng cùng ghi “{items[places[0]].cells[first].value}” nhưng khác ở "
            "cột sau; xem có phải là một không.",
            tuple(places),
            tuple(dict.fromkeys(unit for place in places for unit in items[place].units)),
        )
        for places in groups.values()
        if len(places) > 1
    )
