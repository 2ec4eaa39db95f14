"""What formulas of computed fields see at the collector: merged figures under the usual names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from forms.expressions import compile_expression
from forms.fields import field_type, item_rows, typed_columns
from forms.merging.formulas import as_cell
from forms.merging.results import MergedField, MergedFigure, MergedRatio, MergedTable
from forms.schema import EMPTY, Field, Outline
from forms.values import Json


class CollectorNames(Mapping[str, Any]):
    """Name → merged value. What does not apply to a kind of unit still counts here."""

    def __init__(self, outline: Outline, fields: Mapping[str, MergedField]) -> None:
        self._outline = outline
        self._fields = fields
        self._known: dict[str, Mapping[str, Any]] = {}

    @cached_property
    def _definitions(self) -> Mapping[str, Field]:
        return {item.key: item for _, item in self._outline.fields()}

    def __getitem__(self, name: str) -> Any:
        key = name.split(".")[0]
        if key not in self._definitions:
            raise KeyError(name)
        if key not in self._known:
            # Set first: a circle, refused when outlines are loaded, reads as unknown.
            self._known[key] = EMPTY
            self._known[key] = self._names_of(self._definitions[key])
        return self._known[key].get(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._definitions)

    def __len__(self) -> int:
        return len(self._definitions)

    def _names_of(self, item: Field) -> Mapping[str, Any]:
        kind = field_type(item.type)
        if not kind.is_answered and item.key not in self._fields:
            return {item.key: compile_expression(item.formula).evaluate(self)}
        merged = self._fields.get(item.key)
        return kind.numbers(item, EMPTY if merged is None else merged_answer(merged))


def merged_answer(merged: MergedField) -> Json:
    """The merged figures in the shape of an answer; other fields give a blank one."""
    if isinstance(merged, MergedFigure):
        return as_cell(merged.cell).to_json()
    if isinstance(merged, MergedRatio):
        parts = {"num": merged.numerator, "den": merged.denominator}
        return {"parts": {name: as_cell(cell).to_json() for name, cell in parts.items()}}
    return _table_answer(merged) if isinstance(merged, MergedTable) else EMPTY


def _table_answer(merged: MergedTable) -> Json:
    return {
        "rows": {
            row.key: {
                column.key: as_cell(merged.cells[row.key, column.key]).to_json()
                for column in typed_columns(merged.definition)
            }
            for row in item_rows(merged.definition)
        }
    }
