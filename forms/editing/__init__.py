"""Editing outlines: pure steps from one frozen outline to the next, faults, differences, answers.

Keys are stable: titles, places and properties change, keys never do, and the key of what was
archived is never given out again.
"""

from forms.editing.adding import add_field, add_section
from forms.editing.archiving import archive_field, archive_section, restore
from forms.editing.comparing import Difference, DifferenceKind, compare_outlines
from forms.editing.converting import Converted, convert_answer, dropped_parts, needs_conversion
from forms.editing.difference_words import FILLED_BY_LABELS, REQUIRED_LABELS
from forms.editing.faults import Fault, outline_faults
from forms.editing.moving import Step, move_field, move_section
from forms.editing.properties import (
    OUTLINE_PROPERTIES,
    SECTION_PROPERTIES,
    change_field,
    change_outline,
    change_section,
    change_type,
    with_column_merges,
    with_part_keys,
)
from forms.editing.suggestions import (
    confirm_all,
    confirm_field,
    confirm_section,
    is_suggested,
    suggested_nodes,
)
from forms.editing.tree import MAX_DEPTH, EditRefused, find_field, find_section, home_of, path_to
from forms.editing.years import in_years, is_of_year
from forms.fields import (
    COLUMN_TYPES,
    COMMON_OPTIONS,
    MERGE_LABELS,
    MONEY_UNITS,
    PERIOD_LABELS,
    RULE_OPTIONS,
)
from forms.loading import OUTLINE_KINDS, column_keys, field_keys

__all__ = [
    "COLUMN_TYPES",
    "COMMON_OPTIONS",
    "FILLED_BY_LABELS",
    "MAX_DEPTH",
    "MERGE_LABELS",
    "MONEY_UNITS",
    "OUTLINE_KINDS",
    "OUTLINE_PROPERTIES",
    "PERIOD_LABELS",
    "REQUIRED_LABELS",
    "RULE_OPTIONS",
    "SECTION_PROPERTIES",
    "Converted",
    "Difference",
    "DifferenceKind",
    "EditRefused",
    "Fault",
    "Step",
    "add_field",
    "add_section",
    "archive_field",
    "archive_section",
    "change_field",
    "change_outline",
    "change_section",
    "change_type",
    "column_keys",
    "compare_outlines",
    "confirm_all",
    "confirm_field",
    "confirm_section",
    "convert_answer",
    "dropped_parts",
    "field_keys",
    "find_field",
    "find_section",
    "home_of",
    "in_years",
    "is_of_year",
    "is_suggested",
    "move_field",
    "move_section",
    "needs_conversion",
    "outline_faults",
    "path_to",
    "restore",
    "suggested_nodes",
    "with_column_merges",
    "with_part_keys",
]
