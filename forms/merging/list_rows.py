"""Rows that units added to a list, in canonical order, and when two of them say the same.

The same means the same to a reader: case, blanks, the place of tone marks and closing marks do
not count; letters and figures do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain

from forms.fields import field_type, is_typed, read_items, with_computed
from forms.merging.audience import Question
from forms.schema import Column, Field
from forms.text import clean_line, unify_tones
from forms.values import BLANK, Cell, CellState, Json, cell_from_json, whole_state

TEXT_KEY = "text"
ADDRESSEE = "addressee"


@dataclass(frozen=True)
class ListRow:
    unit_id: str
    item_id: str
    cells: Mapping[str, Cell]

    def cell(self, column_key: str) -> Cell:
        return self.cells.get(column_key, BLANK)


def list_columns(question: Question) -> tuple[Column, ...]:
    """The columns of the list; a field of one line is a list of one column."""
    item = question.field
    columns = field_type(item.type).column_specs(item)
    return columns or (Column(TEXT_KEY, item.label, item.type),)


def list_rows(question: Question) -> tuple[ListRow, ...]:
    """Every unit's rows with their computed cells; rows without any content are dropped."""
    rows = question.read("rows", partial(unit_rows, question.field))
    return tuple(chain.from_iterable(rows.values()))


def unit_rows(item: Field, unit_id: str, value: Json) -> tuple[ListRow, ...]:
    columns = field_type(item.type).column_specs(item)
    return tuple(
        ListRow(unit_id, item_id, cells)
        for item_id, cells in _rows(unit_id, value, columns)
        if any(cell.state is CellState.VALUE for cell in cells.values())
    )


def _rows(
    unit_id: str, value: Json, columns: tuple[Column, ...]
) -> Iterator[tuple[str, Mapping[str, Cell]]]:
    if not columns:
        yield unit_id, {TEXT_KEY: cell_from_json(value)}
    elif whole_state(value) is None:
        for item in read_items(value):
            yield item.id, with_computed(columns, item.cells)


SameRow = tuple[ListRow, object]  # with what is equal for rows that say the same


def same_rows(question: Question, columns: Sequence[Column]) -> tuple[SameRow, ...]:
    """As `list_rows`. Which columns count is the same whenever the field is."""

    def named(unit_id: str, value: Json) -> tuple[SameRow, ...]:
        rows = unit_rows(question.field, unit_id, value)
        return tuple((row, sameness(row, columns)) for row in rows)

    return tuple(chain.from_iterable(question.read("same rows", named).values()))


def sameness(row: ListRow, columns: Sequence[Column]) -> tuple[object, ...]:
    """Equal for rows that say the same in the typed ones of `columns`."""
    return tuple(cell_sameness(row.cell(column.key)) for column in columns if is_typed(column))


def cell_sameness(cell: Cell) -> object:
    if cell.state is not CellState.VALUE:
        return ""
    number = cell.number
    return same_text(cell.value) if number is None else number


# Units write the same titles and bodies, and a late report changes few of them.
@lru_cache(maxsize=1 << 14)
def same_text(text: str) -> str:
    return unify_tones(clean_line(text).casefold(), "new").strip(" .,;:-–+•")


def commonest(rows: Sequence[ListRow], column_key: str) -> Cell:
    """The most frequent spelling of one cell; ties by a capital first, the shorter, the letters."""
    cells = [row.cells.get(column_key, BLANK) for row in rows]
    counts = Counter([cell.value for cell in cells if cell.state is CellState.VALUE])
    if not counts:
        return cells[0]
    best = min(counts, key=lambda text: (-counts[text], not text[:1].isupper(), len(text), text))
    return next(c for c in cells if c.value == best and c.state is CellState.VALUE)


def units_of(rows: Iterable[ListRow]) -> tuple[str, ...]:
    """The units of rows, each once, in the order of the rows."""
    return tuple(dict.fromkeys([row.unit_id for row in rows]))
