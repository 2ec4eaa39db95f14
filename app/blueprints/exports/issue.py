"""Issuing: number, day, signer; the signed scan; who received the document."""

from __future__ import annotations

from flask import current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.exports.downloads import download
from app.extensions import db
from app.services import draft_states, drafts, issuing
from app.services.actors import OFFICE_ROLES
from app.services.errors import Invalid
from app.web.session import current_actor
from forms import parse_date


def page(campaign_id: int) -> str:
    draft = drafts.get_draft(g.target)
    return render_template(
        "exports/issue.html",
        campaign=g.target,
        draft=draft,
        record=issuing.record_of(draft),
        earlier=issuing.earlier(draft),
        stale=drafts.is_stale(draft),
        changed=draft_states.changed_since_closing(draft),
        channels=issuing.CHANNELS,
        is_office=current_actor().has(g.target.office_id, *OFFICE_ROLES),
    )


def _back(campaign_id: int, words: str) -> Response:
    db.session.commit()
    flash(words, "success")
    return redirect(url_for(".issue", campaign_id=campaign_id), 303)


def save(campaign_id: int) -> Response:
    text = request.form.get("ngay", "").strip()
    parsed = parse_date(text)
    if text and parsed.value is None:
        raise Invalid(f"Ngày “{text}” chưa đọc được; hãy nhập như 9/5/2024.")
    signed = issuing.Signed(
        request.form.get("so", ""), parsed.value if text else None, request.form.get("ky", "")
    )
    issuing.issue(drafts.get_draft(g.target), signed, actor=current_actor())
    return _back(campaign_id, "Đã ban hành. Bản Word và Excel đã được lưu nguyên trạng.")


def scan(campaign_id: int) -> Response:
    sent = request.files.get("tep")
    if sent is None or not sent.filename:
        raise Invalid("Hãy chọn bản quét của văn bản đã ký.")
    issuing.attach_scan(
        drafts.get_draft(g.target),
        sent.filename,
        sent.read(),
        limit=current_app.config["SETTINGS"].max_upload_bytes,
        actor=current_actor(),
    )
    return _back(campaign_id, "Đã lưu bản quét văn bản đã ký.")


def deliver(campaign_id: int) -> Response:
    count = issuing.deliver(
        drafts.get_draft(g.target),
        request.form.get("noi_nhan", ""),
        request.form.get("kenh", ""),
        actor=current_actor(),
    )
    return _back(campaign_id, f"Đã ghi {count} nơi nhận.")


def file(campaign_id: int, file_key: str) -> Response:
    return download(issuing.find_file(drafts.get_draft(g.target), file_key))
