"""An outline as YAML again: what is loaded from it equals what was dumped.

Years are written out column by column and included outlines in full.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as attributes
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from typing import Any

import yaml

from forms.fields import REGISTRY
from forms.loading.keys import SHAPES
from forms.schema import MergeRule, Outline

_NOT_WRITTEN = frozenset({"line", "sha256", "_index"})
_ALWAYS = frozenset(
    {"key", "id", "version", "title", "kind", "sections", "heading", "label", "merge"}
)
_KEYS = dict.fromkeys(key for shape in SHAPES.values() for key in shape)
_ORDER = {key: number for number, key in enumerate(_KEYS)}


def dump_outline(outline: Outline) -> str:
    """YAML text that `load_outline` reads as an equal outline."""
    text: str = yaml.dump(
        _plain(outline),
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, MergeRule):
        return _merge(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _definition(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _definition(value: Any) -> dict[str, Any]:
    """The attributes that say something, in the order of the key lists."""
    found: dict[str, Any] = {}
    for attribute in attributes(value):
        name, content = attribute.name, getattr(value, attribute.name)
        if name in _NOT_WRITTEN or (name not in _ALWAYS and content == attribute.default):
            continue
        if name == "recipients":
            found[name] = [_recipient(*pair) for pair in content]
        elif content not in (None, ()) and not _is_default_merge(value, name):
            found[name] = _plain(content)
    return {key: found[key] for key in sorted(found, key=lambda key: _ORDER[key])}


def _is_default_merge(owner: Any, name: str) -> bool:
    if name != "merge":
        return False
    return bool(owner.merge == MergeRule(REGISTRY[owner.type].default_merge))


def _merge(rule: MergeRule) -> Any:
    default_period = MergeRule("none").period
    period = {} if rule.period == default_period else {"period": rule.period}
    options = {key: _plain(value) for key, value in rule.options.items()}
    if not period and not options:
        return rule.rule
    return {"rule": rule.rule, **period, **options}


def _recipient(name: str, purpose: str) -> dict[str, str]:
    return {"name": name, "purpose": purpose} if purpose else {"name": name}
