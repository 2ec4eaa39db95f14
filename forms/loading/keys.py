"""Every key of the outline language and the kind of value it takes.

The one list behind the reader, the JSON schema and the test of outlines/README.md. Rules that need
more than one key at a time are in forms.loading.checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from forms.fields import MERGE_LABELS, MONEY_UNITS, PERIOD_LABELS, REGISTRY, RULE_OPTIONS


class Takes(Enum):
    """What stands under a key."""

    TEXT = auto()
    KEY = auto()
    BOOLEAN = auto()
    INTEGER = auto()
    DAY = auto()
    TEXTS = auto()
    KEYS = auto()
    INTEGERS = auto()
    LABELS = auto()
    """Mapping of keys to labels."""
    ONE = auto()
    """One mapping of the shape named by `shape`."""
    MANY = auto()
    """A list of such mappings."""
    MERGE = auto()
    """A rule name or a mapping."""
    CHECK_OPTIONS = auto()
    MISSING = auto()


@dataclass(frozen=True)
class Key:
    takes: Takes
    needed: bool = False
    one_of: tuple[str, ...] = ()
    shape: str = ""


TEXT = Key(Takes.TEXT)
NEEDED_TEXT = Key(Takes.TEXT, needed=True)
BOOLEAN = Key(Takes.BOOLEAN)
INTEGER = Key(Takes.INTEGER)
TEXTS = Key(Takes.TEXTS)
NEEDED_KEY = Key(Takes.KEY, needed=True)
A_KEY = Key(Takes.KEY)
FILLED_BY = Key(Takes.TEXT, one_of=("unit", "office"))
REQUIRED = Key(Takes.TEXT, one_of=("hard", "soft", "no"))
MERGE = Key(Takes.MERGE)


def many(shape: str, needed: bool = False) -> Key:
    return Key(Takes.MANY, needed, shape=shape)


OUTLINE_KINDS = ("so_ket", "tong_ket", "dinh_ky", "chuyen_de", "khao_sat")
ROW_KINDS = ("item", "total", "group")
COLUMN_TYPE_NAMES = (
    "short_text",
    "narrative",
    "integer",
    "decimal",
    "money",
    "date",
    "yes_no",
    "choice",
    "ratio",
    "computed",
)
SHAPES: Mapping[str, Mapping[str, Key]] = {
    "outline": {
        "id": NEEDED_KEY,
        "version": Key(Takes.INTEGER, needed=True),
        "title": NEEDED_TEXT,
        "short_title": TEXT,
        "kind": Key(Takes.TEXT, needed=True, one_of=OUTLINE_KINDS),
        "unit_kinds": Key(Takes.LABELS),
        "addressees": many("choice"),
        "basis": many("citation"),
        "document": Key(Takes.ONE, shape="document"),
        "sections": many("section", needed=True),
        "archived": many("archived"),
    },
    "archived": {
        "under": A_KEY,
        "section": Key(Takes.ONE, shape="section"),
        "field": Key(Takes.ONE, shape="field"),
    },
    "section": {
        "key": NEEDED_KEY,
        "heading": NEEDED_TEXT,
        "level_name": TEXT,
        "number": TEXT,
        "guidance": TEXT,
        "note": TEXT,
        "example": TEXT,
        "applies_to": TEXTS,
        "filled_by": FILLED_BY,
        "coordinated_by": TEXTS,
        "optional": BOOLEAN,
        "appendix": BOOLEAN,
        "show_if": TEXT,
        "fields": many("field"),
        "sections": many("section"),
        "include": TEXT,
        "prefix": A_KEY,
    },
    "field": {
        "key": NEEDED_KEY,
        "type": Key(Takes.TEXT, needed=True, one_of=tuple(REGISTRY)),
        "label": NEEDED_TEXT,
        "required": REQUIRED,
        "guidance": TEXT,
        "example": TEXT,
        "checks": many("check"),
        "show_if": TEXT,
        "prefill": TEXT,
        "merge": MERGE,
        "polarity": Key(Takes.TEXT, one_of=("positive", "negative")),
        "allow_nil": BOOLEAN,
        "filled_by": FILLED_BY,
        "suggested": BOOLEAN,
        "unit_of_measure": TEXT,
        "default": TEXT,
        "sentence": TEXT,
        "sentence_at": TEXT,
        "choices": many("choice"),
        "columns": many("column"),
        "rows": many("row"),
        "years": Key(Takes.INTEGERS),
        "formula": TEXT,
        "numerator": TEXT,
        "denominator": TEXT,
        "places": INTEGER,
        "min_value": TEXT,
        "max_value": TEXT,
        "min_words": INTEGER,
        "max_words": INTEGER,
        "targets": many("target"),
        "form_code": TEXT,
        "landscape": BOOLEAN,
    },
    "column": {
        "key": NEEDED_TEXT,
        "label": NEEDED_TEXT,
        "type": Key(Takes.TEXT, needed=True, one_of=COLUMN_TYPE_NAMES),
        "group": TEXTS,
        "unit_of_measure": TEXT,
        "required": REQUIRED,
        "merge": MERGE,
        "formula": TEXT,
        "numerator": TEXT,
        "denominator": TEXT,
        "choices": many("choice"),
        "places": INTEGER,
        "min_value": TEXT,
        "max_value": TEXT,
        "width": INTEGER,
    },
    "row": {
        "key": NEEDED_TEXT,
        "label": NEEDED_TEXT,
        "kind": Key(Takes.TEXT, one_of=ROW_KINDS),
        "unit_of_measure": TEXT,
        "level": INTEGER,
        "formula": TEXT,
        "targets": many("target"),
        "applies_to": TEXTS,
    },
    "choice": {"key": NEEDED_KEY, "label": NEEDED_TEXT},
    "check": {
        "expression": NEEDED_TEXT,
        "message": NEEDED_TEXT,
        "severity": Key(Takes.TEXT, one_of=("block", "warn")),
    },
    "target": {
        "document": NEEDED_TEXT,
        "year": Key(Takes.INTEGER, needed=True),
        "value": NEEDED_TEXT,
        "scope": TEXT,
        "suggested": BOOLEAN,
    },
    "citation": {
        "symbol": NEEDED_TEXT,
        "date": Key(Takes.DAY),
        "issuer": TEXT,
        "title": TEXT,
        "kind": TEXT,
        "short": TEXT,
    },
    "document": {
        "kind": TEXT,
        "title": TEXT,
        "subject": TEXT,
        "opening": TEXT,
        "closing": TEXT,
        "addressee": TEXT,
        "unit_opening": TEXT,
        "unit_closing": TEXT,
        "period": TEXT,
        "recipients": many("recipient"),
    },
    "recipient": {"name": NEEDED_TEXT, "purpose": TEXT},
    "merge": {
        "rule": Key(Takes.TEXT, needed=True, one_of=tuple(MERGE_LABELS)),
        "period": Key(Takes.TEXT, one_of=tuple(PERIOD_LABELS)),
        "numerator": A_KEY,
        "denominator": A_KEY,
        "weight": A_KEY,
        "n": INTEGER,
        "direction": Key(Takes.TEXT, one_of=("highest", "lowest")),
        "key_columns": Key(Takes.KEYS),
        "issuer_scope": Key(Takes.TEXT, one_of=("superior", "own")),
        "date_field": A_KEY,
        "missing": Key(Takes.MISSING),
        "not_applicable": Key(Takes.TEXT, one_of=("exclude",)),
        "round": INTEGER,
        "check": Key(Takes.CHECK_OPTIONS),
    },
}
CHECK_NUMBERS = ("max_ratio_to_previous", "modified_z", "min", "max")
CHECK_SWITCHES = ("numerator_le_denominator", "equals_text")
EVERY_FIELD_KEYS = (
    "key",
    "type",
    "label",
    "required",
    "guidance",
    "example",
    "checks",
    "show_if",
    "prefill",
    "merge",
    "polarity",
    "allow_nil",
    "filled_by",
    "suggested",
)
EVERY_COLUMN_KEYS = (
    "key",
    "label",
    "type",
    "group",
    "unit_of_measure",
    "required",
    "merge",
    "width",
)
NUMBER_COLUMN_KEYS = ("places", "min_value", "max_value")
COLUMN_OPTION_KEYS: Mapping[str, tuple[str, ...]] = {
    "integer": ("min_value", "max_value"),
    "decimal": NUMBER_COLUMN_KEYS,
    "money": NUMBER_COLUMN_KEYS,
    "date": ("min_value", "max_value"),
    "choice": ("choices",),
    "ratio": ("numerator", "denominator", "places"),
    "computed": ("formula", "places"),
}
COLUMN_NEEDED_KEYS: Mapping[str, tuple[str, ...]] = {
    "money": ("unit_of_measure",),
    "choice": ("choices",),
    "ratio": ("numerator", "denominator"),
    "computed": ("formula",),
}


def field_keys(type_name: str) -> frozenset[str]:
    """The keys a field of this type may carry."""
    return frozenset(EVERY_FIELD_KEYS) | REGISTRY[type_name].option_keys


def column_keys(type_name: str) -> frozenset[str]:
    return frozenset(EVERY_COLUMN_KEYS) | frozenset(COLUMN_OPTION_KEYS.get(type_name, ()))


def all_keys() -> frozenset[str]:
    """Every key the loader accepts anywhere."""
    shapes = {key for shape in SHAPES.values() for key in shape}
    return frozenset(shapes | {*CHECK_NUMBERS, *CHECK_SWITCHES})


MERGE_OPTION_KEYS = {option for options in RULE_OPTIONS.values() for option in options}
MONEY_UNIT_NAMES = tuple(MONEY_UNITS)
