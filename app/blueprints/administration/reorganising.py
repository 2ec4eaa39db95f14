"""Merging, splitting, renaming and dissolving a unit: one form each, with what it will touch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Unit
from app.services import reorganising, succession, unit_fields, units
from app.services.errors import Invalid, NotFound, Refused
from app.services.reorganising import Change
from app.services.unit_fields import UnitFields
from app.web.session import current_actor
from app.web.typed import typed_day, typed_flag, typed_ids, typed_line, typed_text

Answer = Response | str | tuple[str, int]
_NEW = "moi"


def _kind(word: str) -> Change:
    if word not in list(Change):
        raise NotFound("Không có việc này.")
    return Change(word)


def form(unit_id: int, kind: str) -> str:
    return _page(units.get_unit(unit_id), _kind(kind), {})


def _page(unit: Unit, kind: Change, typed: dict[str, str], problem: str = "") -> str:
    return render_template(
        "administration/reorganise.html",
        unit=unit,
        kind=kind,
        typed=typed,
        ticked=typed_ids("unit") or [unit.id],
        problem=problem,
        siblings=reorganising.siblings(unit) if kind is Change.MERGE else [],
        campaigns=succession.running_campaigns_of(unit),
    )


def act(unit_id: int, kind: str) -> Answer:
    unit, change = units.get_unit(unit_id), _kind(kind)
    try:
        on = typed_day("on", "Ngày có hiệu lực")
        if on is None:
            raise Invalid("Hãy ghi ngày có hiệu lực, ví dụ 1/7/2025.")
        touched, target = _ACTS[change](unit, on)
    except (Invalid, Refused, NotFound) as error:
        db.session.rollback()
        status = 409 if isinstance(error, Refused) else 422
        return _page(unit, change, request.form.to_dict(), error.message), status
    db.session.commit()
    flash(f"Đã ghi: {change.label.lower()} từ ngày {on.day}/{on.month}/{on.year}.", "success")
    for gone, campaign in reorganising.affected_campaigns(touched):
        flash(
            f"{gone.label} còn phải báo cáo trong đợt “{campaign.title}”. Cơ quan thực hiện đợt đã "
            "được báo để loại khỏi đợt kèm lý do, hoặc nhập thay.",
            "warning",
        )
    return redirect(url_for(".unit", unit_id=target.id), 303)


Done = tuple[list[Unit], Unit]


def _merge(unit: Unit, on: date) -> Done:
    """(units that end, the one to show)."""
    old = [units.get_unit(unit_id) for unit_id in typed_ids("unit")]
    if not old:
        raise Invalid("Hãy đánh dấu các đơn vị được sáp nhập.")
    chosen = typed_line("into", 20)
    into = _typed_unit() if chosen in ("", _NEW) else units.get_unit(_id(chosen))
    carry = typed_flag("carry")
    new = reorganising.merge(old, into, on, actor=current_actor(), carry=carry)
    return [one for one in old if one.id != new.id], new


def _id(text: str) -> int:
    if not text.isdigit():
        raise Invalid("Hãy chọn đơn vị sau sáp nhập.")
    return int(text)


def _typed_unit() -> UnitFields:
    return unit_fields.read({key: typed_line(key) for key in ("name", "code", "short_name")})


def _split(unit: Unit, on: date) -> Done:
    parts = reorganising.read_parts(typed_text("parts"))
    reorganising.split(unit, parts, on, actor=current_actor())
    return [unit], unit


def _rename(unit: Unit, on: date) -> Done:
    carry = typed_flag("carry")
    new = reorganising.rename(unit, _typed_unit(), on, actor=current_actor(), carry=carry)
    return [unit], new


def _dissolve(unit: Unit, on: date) -> Done:
    reorganising.dissolve(unit, on, actor=current_actor())
    return [unit], unit


_ACTS: dict[Change, Callable[[Unit, date], Done]] = {
    Change.MERGE: _merge,
    Change.SPLIT: _split,
    Change.RENAME: _rename,
    Change.DISSOLVE: _dissolve,
}
