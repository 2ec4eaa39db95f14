"""The unit tree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Unit
from app.services import audit
from app.services.actors import Actor
from app.services.errors import Invalid, NotFound
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
    unit.search_key = _search_key(unit)
    db.session.add(unit)
    # The id is needed by the audit line and by children.
    db.session.flush()
    audit.record("unit.added", actor, unit_id=unit.id, code=code)
    return unit


def change_unit(unit: Unit, changes: Mapping[str, Any], *, actor: Actor) -> None:
    """Change attributes; the log keeps what they were."""
    before = {name: _plain(getattr(unit, name)) for name in changes}
    for name, value in changes.items():
        setattr(unit, name, value)
    unit.search_key = _search_key(unit)
    after = {name: _plain(value) for name, value in changes.items()}
    if before != after:
        audit.record("unit.changed", actor, unit_id=unit.id, before=before, after=after)


def _search_key(unit: Unit) -> str:
    """Cut to its column: long names are still found by how they begin."""
    return search_key(f"{unit.name} {unit.short_name} {unit.code}")[:400]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
