"""Finding a merged cell by the path that outlines and texts name it with.

`field` · `ratio.num` · `ratio.den` · `choices.key` · `table.row.column`; `.ty_le` after a number
is the ratio that has it as numerator; `path:path` is the share of one figure in another (`shares`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from forms.merging.cells import MergedCell
from forms.merging.printing import is_percentage
from forms.merging.results import MergedChoices, MergedField, MergedRatio, MergedTable
from forms.merging.shares import parts_of_share, share_cell

RATIO_MARK = "ty_le"


def find_cell(fields: Mapping[str, MergedField], path: str) -> MergedCell | None:
    above, below = parts_of_share(path)
    if not below:
        return _one_cell(fields, above)
    part, whole = _one_cell(fields, above), _one_cell(fields, below)
    return share_cell(part, whole) if part and whole else None


def _one_cell(fields: Mapping[str, MergedField], path: str) -> MergedCell | None:
    key, *rest = path.split(".")
    merged = fields.get(key)
    if merged is None:
        return None
    if isinstance(merged, MergedTable) and rest:
        place = _place(merged, rest)
        return merged.cells.get(place) if place else None
    if isinstance(merged, MergedRatio) and len(rest) == 1:
        parts = {"num": merged.numerator, "den": merged.denominator, RATIO_MARK: merged.cell}
        return parts.get(rest[0])
    if isinstance(merged, MergedChoices) and len(rest) == 1:
        return _choice_cell(merged, rest[0])
    return None if rest else merged.cell


def cell_path(fields: Mapping[str, MergedField], path: str) -> str:
    """The path of the cell itself where a rate is asked for by its numerator; else the same."""
    key, *rest = path.split(".")
    merged = fields.get(key)
    place = _place(merged, rest) if isinstance(merged, MergedTable) else None
    return ".".join((key, *place)) if place else path


def _place(table: MergedTable, rest: list[str]) -> tuple[str, str] | None:
    row_key, *columns = rest or ("",)
    if len(columns) == 1:
        return row_key, columns[0]
    if len(columns) == 2 and columns[1] == RATIO_MARK:
        for column in table.definition.columns:
            if is_percentage(column) and columns[0] in (column.numerator, column.key):
                return row_key, column.key
    return None


def _choice_cell(choices: MergedChoices, key: str) -> MergedCell | None:
    for choice in choices.distribution:
        if choice.key == key and choices.cell.n_value:
            return replace(choices.cell, number=Decimal(choice.count), text=str(choice.count))
    return None
