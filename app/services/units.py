"""Units: found, added, changed, moved. Following one another is in succession."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.models import Unit
from app.services import audit
from app.services.actors import Actor
from app.services.errors import Invalid, NotFound
from app.services.unit_fields import UnitFields
from forms import clean_line, search_key


def get_unit(unit_id: int) -> Unit:
    """Raises NotFound."""
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise NotFound("Không tìm thấy đơn vị này.")
    return unit


def find_unit(code: str) -> Unit | None:
    return db.session.scalar(select(Unit).where(Unit.code == code))


def get_unit_by_code(code: str) -> Unit:
    """Raises NotFound."""
    unit = find_unit(code)
    if unit is None:
        raise NotFound(f"Không có đơn vị mang mã “{code}”.")
    return unit


def list_units(on: date | None = None) -> list[Unit]:
    """All units in tree order (by position), those valid on a day when one is given."""
    units = db.session.scalars(select(Unit).order_by(Unit.position, Unit.id)).all()
    return [unit for unit in units if on is None or unit.valid_on(on)]


def add_unit(code: str, name: str, *, actor: Actor, **attributes: Any) -> Unit:
    """Add a unit. Raises Invalid when the code is taken or the name is empty."""
    if not clean_line(name):
        raise Invalid("Tên đơn vị không được để trống.")
    if find_unit(code) is not None:
        raise Invalid(f"Mã đơn vị “{code}” đã có.")
    unit = Unit(code=code, name=clean_line(name), **attributes)
    unit.search_key = search_key_of(unit)
    db.session.add(unit)
    # The id is needed by the audit line and by children.
    db.session.flush()
    audit.record("unit.added", actor, unit_id=unit.id, code=code)
    return unit


def change_unit(unit: Unit, changes: Mapping[str, Any], *, actor: Actor) -> None:
    """Change attributes; the log keeps what they were."""
    before, after = assign(unit, changes)
    if before != after:
        audit.record("unit.changed", actor, unit_id=unit.id, before=before, after=after)


def assign(unit: Unit, changes: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set attributes; gives those that differ as the log keeps them: before, after."""
    differing = {k: value for k, value in changes.items() if getattr(unit, k) != value}
    before = {name: _plain(getattr(unit, name)) for name in differing}
    for name, value in differing.items():
        setattr(unit, name, value)
    unit.search_key = search_key_of(unit)
    return before, {name: _plain(value) for name, value in differing.items()}


def save_unit(unit: Unit | None, fields: UnitFields, *, actor: Actor) -> Unit:
    """Add a unit, or change this one, as typed. Raises Invalid."""
    values = {**fields.attributes, "parent_id": parent_id(unit, fields.parent)}
    if unit is None:
        values["position"] = next_position()
        return add_unit(
            fields.code, actor=actor, letterhead=dict(fields.letterhead), **_with_name(values)
        )
    taken = find_unit(fields.code)
    if taken is not None and taken.id != unit.id:
        raise Invalid(f"Mã đơn vị “{fields.code}” đã có: {taken.name}.")
    values |= {"code": fields.code, "letterhead": letterhead_with(unit, fields)}
    change_unit(unit, values, actor=actor)
    return unit


def letterhead_with(unit: Unit, fields: UnitFields) -> dict[str, Any]:
    """The unit's letterhead with what was typed; what it holds besides (habits) stays."""
    stored = unit.letterhead or {}
    typed = {key: text for key, text in fields.letterhead.items() if text or key in stored}
    return {**stored, **typed}


def _with_name(values: dict[str, Any]) -> dict[str, Any]:
    return {"name": "", **values}


def parent_id(unit: Unit | None, code: str) -> int | None:
    """The id of the unit above. Raises Invalid when there is none, or it is below `unit`."""
    if not code:
        return None
    above = find_unit(code)
    if above is None:
        raise Invalid(f"Không có đơn vị cấp trên mang mã “{code}”.")
    step: Unit | None = above
    while unit is not None and step is not None:
        if step.id == unit.id:
            raise Invalid(f"{above.name} thuộc chính {unit.name} nên không làm cấp trên được.")
        step = step.parent
    return above.id


def next_position() -> int:
    """Behind all others."""
    return (db.session.scalar(select(func.max(Unit.position))) or 0) + 1


def children_of(unit: Unit) -> list[Unit]:
    return list(
        db.session.scalars(
            select(Unit).where(Unit.parent_id == unit.id).order_by(Unit.position, Unit.id)
        )
    )


def move_units(moved: Iterable[Unit], code: str, *, actor: Actor) -> int:
    """Put units under another one; gives how many. Raises Invalid."""
    listed = list(moved)
    for unit in listed:
        change_unit(unit, {"parent_id": parent_id(unit, code)}, actor=actor)
    return len(listed)


def search_key_of(unit: Unit) -> str:
    """Cut to its column: long names are still found by how they begin."""
    return search_key(f"{unit.name} {unit.short_name} {unit.code}")[:400]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
