"""Units from an Excel file: choosing it, looking at what it would do, taking it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.blueprints.administration.importing import SHOWN_ROWS, keep_and_preview
from app.blueprints.administration.units import send_exported
from app.extensions import db
from app.services import list_import, storage, unit_import
from app.services.errors import Invalid
from app.services.list_import import Verdict
from app.web.session import current_actor
from app.web.uploads import needed_workbook

Answer = Response | str | tuple[str, int]


def choose() -> str:
    return _choose("")


def _choose(problem: str) -> str:
    return render_template(
        "administration/import_units.html", problem=problem, kind=unit_import.KIND
    )


def upload() -> Answer:
    try:
        data = needed_workbook()
        unit_import.plan(data)
    except Invalid as error:
        return _choose(error.message), 422
    return keep_and_preview(data, ".units_plan")


def preview(sha256: str) -> str:
    return render_template(
        "administration/import_units_plan.html",
        plan=unit_import.plan(storage.read(sha256)),
        sha256=sha256,
        shown=SHOWN_ROWS,
        verdicts=Verdict,
    )


def take(sha256: str) -> Response:
    plan = unit_import.plan(storage.read(sha256))
    unit_import.apply(plan, actor=current_actor())
    db.session.commit()
    counts = plan.counts
    flash(
        f"Đã thêm {counts[Verdict.NEW]} đơn vị, sửa {counts[Verdict.CHANGED]} đơn vị; "
        f"{len(plan.rejected)} dòng chưa nhận.",
        "success",
    )
    return redirect(url_for(".units_plan", sha256=sha256), 303)


def rejected(sha256: str) -> Response:
    plan = unit_import.plan(storage.read(sha256))
    return send_exported(list_import.rejected_file(unit_import.KIND, plan))
