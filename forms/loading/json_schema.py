"""The outline language as JSON schema, for editors: completion and first checks.

Generated from the same key list the loader reads by. It knows less than the loader: references,
expressions and uniqueness are beyond it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from forms.fields import REGISTRY
from forms.loading.keys import (
    CHECK_NUMBERS,
    CHECK_SWITCHES,
    COLUMN_TYPE_NAMES,
    SHAPES,
    Key,
    Takes,
    column_keys,
    field_keys,
)
from forms.loading.reader import KEY_PATTERN

Schema = dict[str, Any]
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_KEY: Schema = {"type": "string", "pattern": f"^{KEY_PATTERN.pattern}$"}


def json_schema() -> Schema:
    """JSON schema (draft 2020-12) of an outline file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Outline (đề cương)",
        "$ref": "#/$defs/outline",
        "$defs": {name: _shape(name, keys) for name, keys in SHAPES.items()},
    }


def json_schema_text() -> str:
    """The contents of outlines/outline.schema.json."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def _shape(name: str, keys: Mapping[str, Key]) -> Schema:
    schema: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _value(spec) for key, spec in keys.items()},
    }
    needed = [key for key, spec in keys.items() if spec.needed]
    if needed:
        schema["required"] = needed
    if name == "field":
        schema["allOf"] = [_only(type_name, field_keys(type_name)) for type_name in REGISTRY]
    if name == "column":
        schema["allOf"] = [_only(kind, column_keys(kind)) for kind in COLUMN_TYPE_NAMES]
    return schema


def _only(type_name: str, keys: frozenset[str]) -> Schema:
    """Of this type only these keys."""
    return {
        "if": {"properties": {"type": {"const": type_name}}, "required": ["type"]},
        "then": {"propertyNames": {"enum": sorted(keys)}},
    }


def _list_or_one(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _checks(spec: Key) -> Schema:
    numbers: Schema = {key: {"type": "number"} for key in CHECK_NUMBERS}
    switches: Schema = {key: {"type": "boolean"} for key in CHECK_SWITCHES}
    return {"type": "object", "additionalProperties": False, "properties": numbers | switches}


def _merge(spec: Key) -> Schema:
    return {"anyOf": [{"enum": list(SHAPES["merge"]["rule"].one_of)}, _ref("merge")]}


def _ref(shape: str) -> Schema:
    return {"$ref": f"#/$defs/{shape}"}


_VALUES: Mapping[Takes, Callable[[Key], Schema]] = {
    Takes.TEXT: lambda spec: {"enum": list(spec.one_of)} if spec.one_of else _TEXT,
    Takes.KEY: lambda spec: _KEY,
    Takes.BOOLEAN: lambda spec: {"type": "boolean"},
    Takes.INTEGER: lambda spec: {"type": "integer"},
    Takes.DAY: lambda spec: {"type": "string", "format": "date"},
    Takes.TEXTS: lambda spec: _list_or_one(_TEXT),
    Takes.KEYS: lambda spec: _list_or_one(_KEY),
    Takes.INTEGERS: lambda spec: _list_or_one({"type": "integer"}),
    Takes.LABELS: lambda spec: {
        "type": "object",
        "propertyNames": {"pattern": f"^{KEY_PATTERN.pattern}$"},
        "additionalProperties": _TEXT,
    },
    Takes.ONE: lambda spec: _ref(spec.shape),
    Takes.MANY: lambda spec: {"type": "array", "items": _ref(spec.shape)},
    Takes.MERGE: _merge,
    Takes.CHECK_OPTIONS: _checks,
    Takes.MISSING: lambda spec: {
        "anyOf": [
            {"enum": ["ignore", "require_all"]},
            {"type": "number", "minimum": 0, "maximum": 1},
        ]
    },
}


def _value(spec: Key) -> Schema:
    return _VALUES[spec.takes](spec)
