"""Views: choose a file or paste, review the proposal, change it, take it."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.outline_import.changes import typed_change
from app.blueprints.outline_import.tokens import Upload, read_token, token_of
from app.extensions import db
from app.services import outline_drafts, outline_import, storage
from app.web.session import current_actor
from app.web.typed import typed_line
from app.web.uploads import sent_file
from forms import CHOSEN_BY_HAND, ProposalChange, change_proposal, field_type

ACCEPT = "nhan"


def start() -> str:
    return render_template("outline_import/start.html")


def take() -> Response:
    """Keep what was sent by its content; the review reads it again from there."""
    upload = _uploaded()
    outline_import.propose_stored(upload.sha256, upload.is_text)
    return redirect(url_for(".review", token=token_of(upload, current_actor())), 303)


def _uploaded() -> Upload:
    if file := sent_file():
        outline_import.propose_file(file.data)
        return Upload(storage.store(file.data), file.name[:80], is_text=False)
    text = request.form.get("chu", "")
    outline_import.propose_text(text)
    return Upload(storage.store(text.encode()), "chữ dán vào", is_text=True)


def review(token: str) -> str:
    upload = read_token(token, current_actor())
    return _page(token, upload, ProposalChange())


def revise(token: str) -> str | Response:
    """Every button of the review: move a heading, show again, or take all as a draft."""
    upload = read_token(token, current_actor())
    change = typed_change()
    if request.form.get("viec") == ACCEPT:
        return _accept(upload, change)
    return _page(token, upload, change)


def _page(token: str, upload: Upload, change: ProposalChange) -> str:
    """What was ticked to be left out stays on the page, so that the tick can be taken back."""
    proposal = outline_import.propose_stored(upload.sha256, upload.is_text)
    shown = change_proposal(proposal, replace(change, dropped=frozenset()))
    counted = change_proposal(proposal, change)
    return render_template(
        "outline_import/review.html",
        token=token,
        upload=upload,
        proposal=shown,
        unused=counted.unused,
        reasons={line.number: line.reason for line in counted.unused},
        dropped=change.dropped,
        outline_id=typed_line("ma", 60) or outline_import.proposed_id(shown.title),
        kinds=[(name, field_type(name).label) for name in CHOSEN_BY_HAND],
        kind_label=lambda name: field_type(name).label,
        accept=ACCEPT,
    )


def _accept(upload: Upload, change: ProposalChange) -> Response:
    proposal = outline_import.propose_stored(upload.sha256, upload.is_text)
    outline = outline_import.make_outline(change_proposal(proposal, change), typed_line("ma", 60))
    version = outline_drafts.create_draft(outline, current_actor(), note=f"Nhập từ {upload.name}")
    db.session.commit()
    flash("Đã nhận đề cương thành bản nháp. Hãy xem lại các trường rồi phát hành.", "success")
    return redirect(url_for("outlines.edit", version_id=version.id), 303)
