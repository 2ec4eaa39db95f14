"""What the units' stored answers were read into, kept by whoever merges one campaign again.

Scope: one reading an answer, taken from the memory while the same field holds the same answer of
the same unit; a late report costs its own reading only. Not here: what is read (the rules).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from forms.merging.stored_answers import Numbers
from forms.schema import EMPTY, Field
from forms.values import Json

Reading = TypeVar("Reading")


class _Kept(NamedTuple):
    field: Field
    made: Any


class Readings:
    """Of the last merge, by what was read and the key of the field; `numbers` of all of them."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], _Kept] = {}
        self.numbers = Numbers()

    def of(
        self,
        what: str,
        item: Field,
        values: Mapping[str, Json],
        make: Callable[[str, Json], Reading],
    ) -> Mapping[str, Reading]:
        """By unit; `make` follows from the field, the unit's id and its answer alone."""
        old: tuple[Mapping[str, Json], Mapping[str, Reading]] | None = self.last(what, item)
        given, made = old or (EMPTY, EMPTY)
        new = {
            unit_id: made[unit_id]
            if (was := given.get(unit_id)) is value or (was is not None and was == value)
            else make(unit_id, value)
            for unit_id, value in values.items()
        }
        self.keep(what, item, (values, new))
        return new

    def last(self, what: str, item: Field) -> Any:
        """What was kept of the field; None when there is nothing, or the field was another."""
        kept = self._kept.get((what, item.key))
        return kept.made if kept is not None and kept.field == item else None

    def keep(self, what: str, item: Field, made: Any) -> None:
        self._kept[what, item.key] = _Kept(item, made)
