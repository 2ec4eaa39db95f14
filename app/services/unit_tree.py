"""The tree of units as a list to read: in order, with depth, searched without tones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.models import Unit
from app.services import outlines, units
from forms import search_key


@dataclass(frozen=True)
class TreeRow:
    """`path` names the units above, nearest last; `below` counts all units under this one."""

    unit: Unit
    depth: int
    path: tuple[str, ...]
    below: int


def rows(found: Sequence[Unit]) -> list[TreeRow]:
    """Depth first; a unit whose superior is not among `found` stands at the top."""
    known = {unit.id for unit in found}
    children: dict[int | None, list[Unit]] = {}
    for unit in found:
        above = unit.parent_id if unit.parent_id in known else None
        children.setdefault(above, []).append(unit)
    counts: dict[int, int] = {}
    _count(None, children, counts)
    return list(_walk(children, counts))


def _count(top: int | None, children: dict[int | None, list[Unit]], counts: dict[int, int]) -> int:
    total = 0
    for unit in children.get(top, ()):
        counts[unit.id] = _count(unit.id, children, counts)
        total += 1 + counts[unit.id]
    return total


def _walk(
    children: dict[int | None, list[Unit]],
    counts: dict[int, int],
    top: int | None = None,
    path: tuple[str, ...] = (),
) -> Iterator[TreeRow]:
    for unit in children.get(top, ()):
        yield TreeRow(unit, len(path), path, counts[unit.id])
        yield from _walk(children, counts, unit.id, (*path, unit.label))


@dataclass(frozen=True)
class Wanted:
    """What a list of units is narrowed to; empty words and 0 ask for everything."""

    words: str = ""
    kind: str = ""
    tag: str = ""
    under: int = 0
    gone: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.kind or self.tag)


def choose(wanted: Wanted, today: date) -> list[TreeRow]:
    """Valid units (with `gone`, all), narrowed; the tree's order and depth stay."""
    found = units.list_units(None if wanted.gone else today)
    key = search_key(wanted.words)
    listed = rows(found)
    if wanted.under:
        listed = _under(listed, wanted.under)
    return [row for row in listed if _fits(row.unit, wanted, key)]


def _under(listed: list[TreeRow], unit_id: int) -> list[TreeRow]:
    """That unit and all below it."""
    for place, row in enumerate(listed):
        if row.unit.id == unit_id:
            return listed[place : place + 1 + row.below]
    return []


def _fits(unit: Unit, wanted: Wanted, key: str) -> bool:
    return (
        (not key or key in unit.search_key)
        and (not wanted.kind or unit.kind == wanted.kind)
        and (not wanted.tag or wanted.tag in (unit.tags or ()))
    )


def kind_labels() -> dict[str, str]:
    """Words for the kinds of units: those of the outlines, else what their level is called."""
    rows_of_kinds = db.session.execute(select(Unit.kind, Unit.level_label).distinct())
    labels = {row.kind: row.level_label or row.kind for row in rows_of_kinds if row.kind}
    for version in outlines.list_versions():
        labels |= dict(outlines.get_outline(version.id).unit_kinds)
    return dict(sorted(labels.items(), key=lambda entry: search_key(entry[1])))


def kind_key(text: str, labels: dict[str, str]) -> str:
    """The kind that a typed word means: a known word or key without regard to tones."""
    wanted = search_key(text)
    for key, label in labels.items():
        if wanted in (search_key(key), search_key(label)):
            return key
    return text


def known_tags() -> list[str]:
    return sorted({tag for tags in db.session.scalars(select(Unit.tags)) for tag in tags or ()})
