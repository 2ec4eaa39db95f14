"""What merging gives back: one merged field per question, by the shape of its answer.

Plain data: reading a result never merges again. Every variant has `field_key`, `rule` and `cell`,
the cell that says how many units stand behind the field as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from forms.fields import field_type
from forms.merging.cells import MergedCell
from forms.merging.units import UnitInfo
from forms.schema import EMPTY, Column, Field
from forms.values import BLANK, Cell, CellState, Json, cell_from_json, whole_state


@dataclass(frozen=True)
class MergedFigure:
    """One value: a number, a date, a count of units."""

    field_key: str
    rule: str
    cell: MergedCell


@dataclass(frozen=True)
class MergedRatio:
    """Σ numerator / Σ denominator over the units that gave both; `cell` is the percentage."""

    field_key: str
    rule: str
    cell: MergedCell
    numerator: MergedCell
    denominator: MergedCell


@dataclass(frozen=True)
class ChoiceCount:
    key: str
    label: str
    count: int
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class MergedChoices:
    """How many units chose what, in the order of the choices, none left out."""

    field_key: str
    rule: str
    cell: MergedCell
    distribution: tuple[ChoiceCount, ...] = ()


@dataclass(frozen=True)
class TextSource:
    """One unit's words as it wrote them; `state` tells "không phát sinh" from a text."""

    unit_id: str
    text: str
    state: CellState = CellState.VALUE


@dataclass(frozen=True)
class MergedTexts:
    """The units' texts in canonical order; making one text of them is not done here."""

    field_key: str
    rule: str
    cell: MergedCell
    sources: tuple[TextSource, ...] = ()


@dataclass(frozen=True)
class UnitRow:
    """One unit's own cells, computed ones included."""

    unit: UnitInfo
    cells: Mapping[tuple[str, str], Cell]

    def cell(self, row_key: str, column_key: str) -> Cell:
        return self.cells.get((row_key, column_key), BLANK)


@dataclass(frozen=True)
class MergedTable:
    """Rows × columns of merged cells, totals and computed columns included; titles have none."""

    field_key: str
    rule: str
    cell: MergedCell
    cells: Mapping[tuple[str, str], MergedCell]
    definition: Field = field(repr=False)
    answers: tuple[tuple[UnitInfo, Json], ...] = field(default=(), repr=False)

    @property
    def rows(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.definition.rows if row.kind != "group")

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.definition.columns)

    def at(self, row_key: str, column_key: str) -> MergedCell:
        """Raises KeyError when the table has no such cell."""
        return self.cells[row_key, column_key]

    def unit_rows(self) -> tuple[UnitRow, ...]:
        """Each unit's table as it stands, for one printed row a unit."""
        return tuple(
            UnitRow(unit, _unit_cells(self.definition, value)) for unit, value in self.answers
        )


@dataclass(frozen=True)
class MergedItem:
    """One row of a merged list: its cells, the units that gave it, and n/N.

    `figures` are merged cells of a grouped row (all but its keys and texts); `spellings` are the
    other ways it was written.
    """

    cells: Mapping[str, Cell]
    units: tuple[str, ...]
    expected: int = 0
    figures: Mapping[str, MergedCell] = EMPTY
    spellings: tuple[str, ...] = ()

    @property
    def share(self) -> str:
        return f"{len(self.units)}/{self.expected}"


@dataclass(frozen=True)
class ListConflict:
    """Rows that say different things of one matter; `items` are places in MergedList.items."""

    kind: str
    message: str
    items: tuple[int, ...]
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class MergedList:
    """Rows of all units. `probable` are matches to offer to the editor, never merged here."""

    field_key: str
    rule: str
    cell: MergedCell
    items: tuple[MergedItem, ...] = ()
    columns: tuple[Column, ...] = ()
    conflicts: tuple[ListConflict, ...] = ()
    probable: tuple[ListConflict, ...] = ()


@dataclass(frozen=True)
class AddresseeGroup:
    key: str
    label: str
    items: tuple[MergedItem, ...]


@dataclass(frozen=True)
class MergedRecommendations:
    """Recommendations by addressee, in the order of the outline's addressees."""

    field_key: str
    rule: str
    cell: MergedCell
    groups: tuple[AddresseeGroup, ...] = ()


MergedField = (
    MergedFigure
    | MergedRatio
    | MergedChoices
    | MergedTexts
    | MergedTable
    | MergedList
    | MergedRecommendations
)


@dataclass(frozen=True)
class MergedReport:
    """All merged fields of a campaign and the units behind them.

    `submitted_only` are units whose report is not accepted yet; fields with rule `none` and
    fields the office fills have no entry.
    """

    outline_id: str
    outline_version: int
    fields: Mapping[str, MergedField]
    units: Mapping[str, UnitInfo]
    reported: tuple[str, ...] = ()
    not_submitted: tuple[str, ...] = ()
    excluded: tuple[tuple[str, str], ...] = ()
    submitted_only: tuple[str, ...] = ()
    revisions: Mapping[str, Mapping[str, int]] = EMPTY

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Unit id → the name to print."""
        return {unit_id: unit.shown_name for unit_id, unit in self.units.items()}

    def revision(self, unit_id: str, field_key: str) -> int | None:
        """Which revision of a unit's answer was merged."""
        return self.revisions.get(unit_id, EMPTY).get(field_key)


def _unit_cells(item: Field, value: Json) -> dict[tuple[str, str], Cell]:
    state = whole_state(value)
    if state is not None:
        return _every_cell(item, Cell(state))
    rows = field_type(item.type).computed(item, value).get("rows", EMPTY)
    return {
        (row_key, column_key): cell_from_json(data)
        for row_key, cells in rows.items()
        for column_key, data in cells.items()
    }


def _every_cell(item: Field, cell: Cell) -> dict[tuple[str, str], Cell]:
    rows = [row.key for row in item.rows if row.kind != "group"]
    return {(row, column.key): cell for row in rows for column in item.columns}
