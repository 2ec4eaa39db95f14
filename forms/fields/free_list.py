"""A list with the columns of the outline, to which the unit adds rows."""

from __future__ import annotations

from forms.fields.items import ItemsType
from forms.fields.merges import LIST_MERGES
from forms.schema import Column, Field


class ListType(ItemsType):
    name = "list"
    label = "Danh sách"
    merges = LIST_MERGES
    option_keys = frozenset(
        {
            "columns",
            "years",
            "form_code",
            "landscape",
            "unit_of_measure",
            "sentence",
            "sentence_at",
        }
    )
    needed_keys = frozenset({"columns"})
    holds_numbers = True

    def column_specs(self, field: Field) -> tuple[Column, ...]:
        return field.columns
