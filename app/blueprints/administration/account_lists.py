"""Accounts from an Excel file: choosing it, looking at what it would do, slips of the new ones."""

from __future__ import annotations

from flask import render_template, url_for
from werkzeug.wrappers import Response

from app.blueprints.administration.accounts import passwords, slips_page
from app.blueprints.administration.importing import SHOWN_ROWS, keep_and_preview
from app.blueprints.administration.units import send_exported
from app.extensions import db
from app.services import account_import, list_import, storage
from app.services.errors import Invalid
from app.services.list_import import Verdict
from app.web.session import current_actor
from app.web.uploads import needed_workbook

Answer = Response | str | tuple[str, int]


def template() -> Response:
    return send_exported(account_import.template())


def choose() -> str:
    return _choose("")


def _choose(problem: str) -> str:
    return render_template(
        "administration/import_accounts.html", problem=problem, kind=account_import.KIND
    )


def upload() -> Answer:
    try:
        data = needed_workbook()
        account_import.plan(data)
    except Invalid as error:
        return _choose(error.message), 422
    return keep_and_preview(data, ".accounts_plan")


def preview(sha256: str) -> str:
    return render_template(
        "administration/import_accounts_plan.html",
        plan=account_import.plan(storage.read(sha256)),
        sha256=sha256,
        shown=SHOWN_ROWS,
        verdicts=Verdict,
    )


def take(sha256: str) -> str:
    """The slips are the answer itself: codes are not kept, so no other page could show them."""
    plan = account_import.plan(storage.read(sha256))
    slips = account_import.apply(plan, actor=current_actor(), passwords=passwords())
    db.session.commit()
    counts = plan.counts
    words = (
        f"Đã tạo {len(slips)} tài khoản, sửa {counts[Verdict.CHANGED]} tài khoản; "
        f"{len(plan.rejected)} dòng chưa nhận."
    )
    file = url_for(".accounts_rejected", sha256=sha256) if plan.rejected else ""
    return slips_page(slips, words, file)


def rejected(sha256: str) -> Response:
    plan = account_import.plan(storage.read(sha256))
    return send_exported(list_import.rejected_file(account_import.KIND, plan))
