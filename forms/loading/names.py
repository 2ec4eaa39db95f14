"""What expressions may name in an outline, and the order in which formulas depend on each other."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from forms.expressions import FUNCTIONS
from forms.fields import ITEMS, field_type
from forms.schema import Field, Outline

UNIT_NAMES = frozenset({"unit.kind", "unit.tags"})
RESERVED = frozenset({*FUNCTIONS, *keyword.kwlist, "unit", "true", "false", ITEMS})
"""Words that may not be keys: expressions mean something else by them."""
MAX_CHAIN = 40


class KnownNames:
    """The names of an outline; those of a field are made when first asked for."""

    def __init__(self, outline: Outline, broken: Iterable[str]) -> None:
        self._fields = {field.key: field for _, field in outline.fields()}
        self._broken = frozenset(broken)
        self._names: dict[str, frozenset[str]] = {}

    def field(self, key: str) -> Field | None:
        return self._fields.get(key)

    def has_field(self, key: str) -> bool:
        """Whether such a field stands in the outline, even one that could not be read."""
        return key in self._fields or key in self._broken

    def knows(self, name: str) -> bool:
        if name in UNIT_NAMES:
            return True
        key = name.split(".")[0]
        if key in self._broken:
            return True
        field = self._fields.get(key)
        if field is None:
            return False
        if key not in self._names:
            self._names[key] = field_type(field.type).names(field)
        return name in self._names[key]


def circle(depends: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys of a circle of dependencies, the longest chain when it is too long, or []."""
    sorter: TopologicalSorter[str] = TopologicalSorter(depends)
    try:
        order = list(sorter.static_order())
    except CycleError as error:
        return list(error.args[1])
    length: dict[str, int] = {}
    for key in order:
        length[key] = 1 + max((length[needed] for needed in depends.get(key, ())), default=0)
    too_long = [key for key in order if length[key] > MAX_CHAIN]
    return too_long[:1]
