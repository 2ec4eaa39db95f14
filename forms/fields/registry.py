"""All field types by name. A new type is one file and one line here (or in columns.py)."""

from __future__ import annotations

from collections.abc import Mapping

from forms.fields.attachment import AttachmentType
from forms.fields.base import FieldType
from forms.fields.choices import ChoicesType
from forms.fields.citations import CitationsType
from forms.fields.columns import CELL_TYPES, RATIO
from forms.fields.free_list import ListType
from forms.fields.recommendations import RecommendationsType
from forms.fields.table import TableType

REGISTRY: Mapping[str, FieldType] = {
    **CELL_TYPES,
    RATIO.name: RATIO,
    **{
        item.name: item
        for item in (
            ChoicesType(),
            TableType(),
            ListType(),
            CitationsType(),
            RecommendationsType(),
            AttachmentType(),
        )
    },
}


def field_type(name: str) -> FieldType:
    """Raises KeyError when there is no such type; loaded outlines hold known types only."""
    return REGISTRY[name]


def all_field_types() -> tuple[FieldType, ...]:
    return tuple(REGISTRY.values())
