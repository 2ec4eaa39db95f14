"""Pages of units: the tree, one unit, adding, changing, moving what is below."""

from __future__ import annotations

import io

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Unit
from app.services import account_list, clock, succession, unit_fields, unit_import, unit_tree, units
from app.services.errors import Invalid
from app.services.exported_files import ExportedFile
from app.services.unit_tree import Wanted
from app.web.paging import page_of
from app.web.session import current_actor
from app.web.typed import typed_flag, typed_line

Answer = Response | str | tuple[str, int]


def listing() -> str:
    wanted = Wanted(
        typed_line("tim", 80),
        typed_line("loai", 60),
        typed_line("nhom", 100),
        request.args.get("duoi", 0, type=int),
        typed_flag("da-ngung"),
    )
    query = {
        "tim": wanted.words,
        "loai": wanted.kind,
        "nhom": wanted.tag,
        "duoi": str(wanted.under or ""),
        "da-ngung": "1" if wanted.gone else "",
    }
    rows = unit_tree.choose(wanted, clock.today())
    return render_template(
        "administration/units.html",
        page=page_of(rows, query),
        wanted=wanted,
        under=units.get_unit(wanted.under) if wanted.under else None,
        kinds=unit_tree.kind_labels(),
        tags=unit_tree.known_tags(),
        today=clock.today(),
    )


def one(unit_id: int) -> str:
    unit = units.get_unit(unit_id)
    before, after = succession.links_of(unit_id)
    return render_template(
        "administration/unit.html",
        unit=unit,
        kinds=unit_tree.kind_labels(),
        below=units.children_of(unit),
        before=[(units.get_unit(link.predecessor_id), link) for link in before],
        after=[(units.get_unit(link.successor_id), link) for link in after],
        people=account_list.people_of(unit),
        campaigns=succession.running_campaigns_of(unit),
        letterhead=unit_fields.LETTERHEAD,
        today=clock.today(),
    )


def new() -> str:
    above = request.args.get("duoi", 0, type=int)
    return _form(None, {"parent": units.get_unit(above).code} if above else {})


def add() -> Answer:
    return _save(None)


def edit(unit_id: int) -> str:
    unit = units.get_unit(unit_id)
    return _form(unit, unit_fields.texts_of(unit))


def change(unit_id: int) -> Answer:
    return _save(units.get_unit(unit_id))


def _form(unit: Unit | None, typed: dict[str, str], problem: str = "") -> str:
    return render_template(
        "administration/unit_form.html",
        unit=unit,
        typed=typed,
        problem=problem,
        columns=unit_fields.COLUMNS,
        letterhead=unit_fields.LETTERHEAD,
        kinds=unit_tree.kind_labels(),
        tags=unit_tree.known_tags(),
        superiors=_superiors(),
    )


def _superiors() -> list[Unit]:
    """Offered to choose from: units at the top and those that have some below already."""
    rows = unit_tree.rows(units.list_units(clock.today()))
    return [row.unit for row in rows if row.below or not row.depth]


def _save(unit: Unit | None) -> Answer:
    typed = {key: request.form.get(key, "") for key in unit_fields.COLUMNS}
    try:
        if unit is not None and not typed["code"].strip():
            typed["code"] = unit.code
        typed["kind"] = unit_tree.kind_key(typed["kind"], unit_tree.kind_labels())
        saved = units.save_unit(unit, unit_fields.read(typed), actor=current_actor())
    except Invalid as error:
        db.session.rollback()
        return _form(unit, typed, error.message), 422
    db.session.commit()
    flash(f"Đã lưu {saved.name}.", "success")
    return redirect(url_for(".unit", unit_id=saved.id), 303)


def move_below(unit_id: int) -> Response:
    """Every unit under this one goes under another."""
    unit = units.get_unit(unit_id)
    code = typed_line("parent", 80).lower()
    if not code:
        raise Invalid("Hãy ghi mã của đơn vị cấp trên mới.")
    count = units.move_units(units.children_of(unit), code, actor=current_actor())
    db.session.commit()
    flash(f"Đã chuyển {count} đơn vị trực thuộc.", "success")
    return redirect(url_for(".unit", unit_id=unit_id), 303)


def excel() -> Response:
    return send_exported(unit_import.template(filled=True))


def template() -> Response:
    return send_exported(unit_import.template(filled=False))


def send_exported(exported: ExportedFile) -> Response:
    return send_file(
        io.BytesIO(exported.data),
        mimetype=exported.media_type,
        as_attachment=True,
        download_name=exported.name,
    )
