"""Units merged, split, renamed, dissolved as an officer decides it on the page: the new unit is
made, the rest of what hangs on the old one goes with it, and what is left to do is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select

from app.extensions import db
from app.models import Campaign, Membership, Role, Unit
from app.services import accounts, memberships, succession, unit_fields, units
from app.services.actors import Actor
from app.services.errors import Invalid
from app.services.unit_fields import UnitFields


class Change(StrEnum):
    """Values are part of addresses."""

    MERGE = "sap-nhap"
    SPLIT = "chia-tach"
    RENAME = "doi-ten"
    DISSOLVE = "giai-the"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Change.MERGE: "Sáp nhập",
    Change.SPLIT: "Chia tách",
    Change.RENAME: "Đổi tên, đổi mã",
    Change.DISSOLVE: "Giải thể, ngừng hoạt động",
}


def merge(
    old: Sequence[Unit], into: Unit | UnitFields, on: date, *, actor: Actor, carry: bool
) -> Unit:
    """From `on` the units are one: an existing one, or a new one as typed. Raises Invalid,
    Refused."""
    new = into if isinstance(into, Unit) else _new_like(old[0], into, on, actor)
    succession.merge_units(old, new, on, actor=actor)
    for unit in old:
        if unit.id != new.id:
            _hand_over(unit, new, on, actor, people=carry)
    return new


def split(old: Unit, parts: Sequence[UnitFields], on: date, *, actor: Actor) -> list[Unit]:
    """From `on` the unit is several new ones; its people stay where they are, for nobody but the
    office knows who goes where. Raises Invalid, Refused."""
    made = [_new_like(old, fields, on, actor) for fields in parts]
    succession.split_unit(old, made, on, actor=actor)
    return made


def rename(old: Unit, fields: UnitFields, on: date, *, actor: Actor, carry: bool) -> Unit:
    """From `on` the unit goes on under another name; old reports keep the old one."""
    new = _new_like(old, fields, on, actor)
    succession.rename_unit(old, new, on, actor=actor)
    _hand_over(old, new, on, actor, people=carry)
    return new


def dissolve(unit: Unit, on: date, *, actor: Actor) -> None:
    """Raises Invalid while units that go on hang under it: they would be lost from sight."""
    below = [child for child in units.children_of(unit) if child.valid_on(on)]
    if below:
        raise Invalid(
            f"{unit.label} còn {len(below)} đơn vị trực thuộc đang hoạt động. Hãy chuyển các đơn "
            "vị đó sang cấp trên khác (ở trang của đơn vị) rồi mới giải thể."
        )
    succession.dissolve_unit(unit, on, actor=actor)


def _new_like(old: Unit, fields: UnitFields, on: date, actor: Actor) -> Unit:
    """A new unit in the old one's place; its letterhead takes the new name."""
    name = fields.attributes["name"]
    typed = {key: value for key, value in fields.attributes.items() if value}
    letterhead = {**(old.letterhead or {}), "issuer_line": name.upper(), "issuer_name": ""}
    attributes = {
        "kind": old.kind,
        "level_label": old.level_label,
        "tags": list(old.tags or ()),
        "phone": old.phone,
        **typed,
        "valid_from": on,
    }
    above = old.parent.code if old.parent else ""
    new = units.save_unit(
        None, replace(fields, parent=above, attributes=attributes, letterhead={}), actor=actor
    )
    new.letterhead, new.position = letterhead, old.position
    return new


def _hand_over(old: Unit, new: Unit, on: date, actor: Actor, *, people: bool) -> None:
    below = [child for child in units.children_of(old) if child.valid_on(on)]
    units.move_units((child for child in below if child.id != new.id), new.code, actor=actor)
    if not people:
        return
    for membership in _members(old, on):
        # From the first day of the new unit; what they owe for the old one they can still write.
        given = accounts.grant(membership.user, new, Role(membership.role), actor=actor)
        if given.valid_from is None and given.unit_id == new.id and membership.valid_to is None:
            given.valid_from = on


def _members(unit: Unit, on: date) -> list[Membership]:
    day = max(on - timedelta(days=1), date.min)
    return list(
        db.session.scalars(
            select(Membership).where(Membership.unit_id == unit.id, *memberships.valid_on(day))
        )
    )


def read_parts(text: str) -> list[UnitFields]:
    """One new unit a line: "name; code; short name", the last two if one likes. Raises Invalid."""
    parts = []
    for number, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        name, code, short, *_ = (*(piece.strip() for piece in line.split(";")), "", "")
        try:
            parts.append(unit_fields.read({"name": name, "code": code, "short_name": short}))
        except Invalid as error:
            raise Invalid(f"Dòng {number}: {error.message}") from error
    return parts


def siblings(unit: Unit) -> list[Unit]:
    """Units beside this one, itself first, that could be merged with it: nothing follows them
    yet. Their last day may be known already."""
    beside = db.session.scalars(
        select(Unit)
        .where(Unit.parent_id == unit.parent_id, Unit.id != unit.id, Unit.successor_id.is_(None))
        .order_by(Unit.position, Unit.id)
    )
    return [unit, *beside]


def affected_campaigns(touched: Sequence[Unit]) -> list[tuple[Unit, Campaign]]:
    """Running campaigns that still wait for these units."""
    return [
        (unit, campaign) for unit in touched for campaign in succession.running_campaigns_of(unit)
    ]
