"""Merging lists of free rows: appended, joined where they say the same, or grouped by key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forms.merging.audience import Question
from forms.merging.list_rows import (
    ListRow,
    commonest,
    list_columns,
    list_rows,
    same_text,
    sameness,
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
    items = united(list_rows(question), columns, expected)
    return merged_list(question, items, probable=_alike(items, columns))


def united(
    rows: Iterable[ListRow], columns: Sequence[Column], expected: int
) -> tuple[MergedItem, ...]:
    """One item for each set of rows that say the same, the most often named first."""
    groups: dict[tuple[object, ...], list[ListRow]] = {}
    for row in rows:
        groups.setdefault(sameness(row, columns), []).append(row)
    items = [_united(group, columns, expected) for group in groups.values()]
    return tuple(sorted(items, key=lambda item: (-len(item.units), _title(item, columns))))


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


def _united(rows: list[ListRow], columns: Sequence[Column], expected: int) -> MergedItem:
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
