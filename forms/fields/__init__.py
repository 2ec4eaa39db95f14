"""Field types: one object per type that parses, checks, shows and counts the answers of a field.

Merging over units and Word/Excel are elsewhere; a type only names the merge rules it allows.
"""

from forms.fields.base import (
    CellSpec,
    CellType,
    FieldType,
    FigureValue,
    Finding,
    FormData,
    Parsed,
    Raw,
    missing_severity,
)
from forms.fields.columns import (
    CELL_TYPES,
    COLUMN_TYPES,
    COMPUTED_COLUMNS,
    display_column,
    holds_number,
    is_typed,
    with_computed,
)
from forms.fields.computed import computed_cell
from forms.fields.day import stored_day
from forms.fields.items import Item, read_items
from forms.fields.merges import (
    COMMON_OPTIONS,
    MERGE_LABELS,
    NEEDED_OPTIONS,
    PERIOD_LABELS,
    RULE_OPTIONS,
)
from forms.fields.money import MONEY_UNITS
from forms.fields.number import canonical, decimal_places
from forms.fields.registry import REGISTRY, all_field_types, field_type
from forms.fields.table import item_rows, read_rows, typed_columns
from forms.fields.targets import target_words
from forms.fields.totals import ITEMS, total_formula
from forms.fields.web_field import AnswerField, read_submitted, web_field

__all__ = [
    "CELL_TYPES",
    "COLUMN_TYPES",
    "COMMON_OPTIONS",
    "COMPUTED_COLUMNS",
    "ITEMS",
    "MERGE_LABELS",
    "MONEY_UNITS",
    "NEEDED_OPTIONS",
    "PERIOD_LABELS",
    "REGISTRY",
    "RULE_OPTIONS",
    "AnswerField",
    "CellSpec",
    "CellType",
    "FieldType",
    "FigureValue",
    "Finding",
    "FormData",
    "Item",
    "Parsed",
    "Raw",
    "all_field_types",
    "canonical",
    "computed_cell",
    "decimal_places",
    "display_column",
    "field_type",
    "holds_number",
    "is_typed",
    "item_rows",
    "missing_severity",
    "read_items",
    "read_rows",
    "read_submitted",
    "stored_day",
    "target_words",
    "total_formula",
    "typed_columns",
    "web_field",
    "with_computed",
]
