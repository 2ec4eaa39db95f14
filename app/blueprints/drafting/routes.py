"""Every address of the draft, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.blueprints.drafting import (
    actions,
    checking,
    commenting,
    figures,
    merging,
    merging_jobs,
    overview,
    replacing,
    saving,
    section_page,
    snapshots,
    uniting,
)

blueprint = Blueprint("drafting", __name__, url_prefix="/dot/<int:campaign_id>")

_DRAFT = "/du-thao"
_SECTION = f"{_DRAFT}/muc/<section_key>"
_BLOCK = f"{_SECTION}/doan/<block_key>"

ROUTES: tuple[tuple[str, str, str, Callable[..., Any]], ...] = (
    ("overview", "GET", _DRAFT, overview.overview),
    ("word", "GET", f"{_DRAFT}/word", overview.word),
    ("settings", "POST", f"{_DRAFT}/lua-chon", overview.settings),
    ("ask", "GET", f"{_DRAFT}/xin-y-kien", overview.ask),
    ("circulate", "POST", f"{_DRAFT}/xin-y-kien", overview.circulate),
    ("change_state", "POST", f"{_DRAFT}/trang-thai", overview.change_state),
    ("merge", "POST", f"{_DRAFT}/ghep", merging.merge),
    ("merge_job", "GET", f"{_DRAFT}/ghep/viec/<job_key>", merging_jobs.show),
    ("cancel_merge", "POST", f"{_DRAFT}/ghep/viec/<job_key>/dung", merging_jobs.cancel),
    ("changes", "GET", f"{_DRAFT}/ghep/xem", merging.changes),
    ("decide", "POST", f"{_DRAFT}/ghep/xem", merging.decide),
    ("undo_merge", "POST", f"{_DRAFT}/ghep/hoan-tac", merging.undo_merge),
    ("snapshots", "GET", f"{_DRAFT}/ban-luu", snapshots.snapshots),
    ("take_snapshot", "POST", f"{_DRAFT}/ban-luu", snapshots.take_snapshot),
    ("compare_snapshot", "GET", f"{_DRAFT}/ban-luu/<int:snapshot_id>", snapshots.compare_snapshot),
    ("restore_snapshot", "POST", f"{_DRAFT}/ban-luu/<int:snapshot_id>", snapshots.restore_snapshot),
    ("replace", "GET", f"{_DRAFT}/tim-thay", replacing.replace_page),
    ("replace_all", "POST", f"{_DRAFT}/tim-thay", replacing.replace_all),
    ("spelling", "GET", f"{_DRAFT}/chinh-ta", replacing.spelling),
    ("normalise", "POST", f"{_DRAFT}/chinh-ta", replacing.normalise),
    ("alike", "GET", f"{_DRAFT}/cung-y", uniting.alike),
    ("decide_alike", "POST", f"{_DRAFT}/cung-y", uniting.decide),
    ("join_everywhere", "POST", f"{_DRAFT}/gop-cau", actions.join_everywhere),
    ("figure", "GET", f"{_DRAFT}/so-lieu/<path>", figures.figure),
    ("comments", "GET", f"{_DRAFT}/y-kien", commenting.comments),
    ("settle_comment", "POST", f"{_DRAFT}/y-kien/<int:comment_id>", commenting.settle),
    ("section", "GET", _SECTION, section_page.section),
    ("save_section", "POST", _SECTION, saving.save_section),
    ("sources", "GET", f"{_SECTION}/nguon", section_page.sources),
    ("comment", "POST", f"{_SECTION}/y-kien", commenting.comment),
    ("add_block", "POST", f"{_SECTION}/them", actions.add_block),
    ("add_from_sources", "POST", f"{_SECTION}/them-tu-nguon", actions.add_from_sources),
    ("join_sentences", "POST", f"{_SECTION}/gop-cau", actions.join_sentences),
    ("undo", "POST", f"{_SECTION}/hoan-tac", actions.undo),
    ("redo", "POST", f"{_SECTION}/lam-lai", actions.redo),
    ("save_block", "POST", f"{_BLOCK}/luu", saving.save_block),
    ("history", "GET", f"{_BLOCK}/lich-su", section_page.history),
    ("bring_back", "POST", f"{_BLOCK}/lich-su", actions.bring_back),
    ("conflicting", "GET", f"{_BLOCK}/trai-chieu", section_page.conflicting),
    ("mark_read", "POST", f"{_BLOCK}/da-doc", actions.mark_read),
    ("check_figures", "GET", "/kiem-tra-so-lieu", checking.figures),
    ("check_copies", "GET", "/trung-lap", checking.copies),
    ("set_threshold", "POST", "/trung-lap", checking.set_threshold),
    ("check_prose", "GET", f"{_DRAFT}/so-voi-so-lieu", checking.prose),
    ("upwards", "GET", f"{_DRAFT}/len-cap-tren", checking.upwards),
    ("pass_up", "POST", f"{_DRAFT}/len-cap-tren", checking.pass_up),
    ("act_on_block", "POST", f"{_BLOCK}/<action>", actions.act_on_block),
)

for name, method, path, view in ROUTES:
    blueprint.add_url_rule(path, name, view, methods=[method])
