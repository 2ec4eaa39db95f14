"""Merging the units' reports into the draft, and looking at what a merge would bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.drafting.merging_jobs import start_large
from app.blueprints.drafting.places import here, to_overview
from app.extensions import db
from app.models import Campaign, Draft
from app.services import draft_merging, drafts, merge_jobs, merged_reports, outlines
from app.services.differences import Marked, compare
from app.web.session import current_actor
from forms import drafting
from forms import merging as engine


@dataclass(frozen=True)
class ChangeView:
    """One change of a source: the section, what it says before and after, whose it is.

    `base` is what was merged when an editor changed the text, of changes that wait for a decision.
    """

    section_key: str
    heading: str
    label: str
    block_key: str
    waiting: bool
    old: Marked
    new: Marked
    added: tuple[str, ...]
    removed: tuple[str, ...]
    base: str = ""


def merge(campaign_id: int) -> Response:
    """Make the draft, or merge again; edited paragraphs stay as they are."""
    campaign: Campaign = g.target
    admit = request.form.get("da_gui")
    chosen = None if admit is None else admit == "1"
    if not merge_jobs.is_small(campaign, current_app.config["SETTINGS"].merge_at_once):
        return start_large(campaign, chosen)
    outcome = drafts.merge(campaign, actor=current_actor(), include_submitted=chosen)
    db.session.commit()
    flash(outcome.words, "success")
    waiting = any(c.change.kind is drafting.ChangeKind.WAITING for c in outcome.changes)
    if waiting:
        return redirect(url_for(".changes", campaign_id=campaign_id), 303)
    return to_overview(campaign_id)


def changes(campaign_id: int) -> str:
    """ "Có n thay đổi từ nguồn": what merging now would do, and what waits for a decision."""
    place = here()
    coming = draft_merging.coming_changes(place.draft)
    waiting = draft_merging.waiting_changes(place.draft)
    return render_template(
        "drafting/changes.html",
        campaign=place.campaign,
        draft=place.draft,
        coming=list(change_views(place.draft, [c for c in coming if _is_reworded(c)])),
        quiet=list(change_views(place.draft, [c for c in coming if not _is_reworded(c)])),
        waiting=list(change_views(place.draft, [c for c in waiting if _is_reworded(c)])),
        settled=list(change_views(place.draft, [c for c in waiting if not _is_reworded(c)])),
        may_edit=place.may_edit,
        last_merge=draft_merging.find_last_merge(place.draft),
    )


def _is_reworded(one: drafts.SectionChange) -> bool:
    """Whether there are new words to read, not only units more or less behind the same ones."""
    if isinstance(one.change, draft_merging.WaitingChange):
        return one.change.reworded
    return one.change.kind is not drafting.ChangeKind.SOURCES


def change_views(draft: Draft, found: list[drafts.SectionChange]) -> Iterator[ChangeView]:
    outline = outlines.get_outline(draft.campaign.outline_version_id)
    sections = {section.key: section for section in outline.walk()}
    merged = merged_reports.merged_report(draft.campaign, draft.include_submitted)
    names = merged.names
    for one in found:
        section = sections.get(one.section_key)
        if section is None:
            continue
        change = one.change
        old, new = compare(
            engine.render_tokens(change.old, merged).text,
            engine.render_tokens(change.new, merged).text,
        )
        yield ChangeView(
            one.section_key,
            section.title,
            drafting.CHANGE_LABELS[change.kind],
            change.block_id,
            change.kind is drafting.ChangeKind.WAITING,
            old,
            new,
            tuple(names.get(unit, unit) for unit in change.added_units),
            tuple(names.get(unit, unit) for unit in change.removed_units),
            _base(change, merged),
        )


def _base(change: drafting.Change, merged: engine.MergedReport) -> str:
    if not isinstance(change, draft_merging.WaitingChange):
        return ""
    return engine.render_tokens(change.base, merged).text


def decide(campaign_id: int) -> Response:
    """The choices of the list of changes: keep the draft's text, take the new, or both."""
    place = here()
    choices = {
        key.removeprefix("chon:"): value
        for key, value in request.form.items()
        if key.startswith("chon:")
    }
    count = draft_merging.decide(place.draft, choices, actor=place.actor)
    db.session.commit()
    if count:
        flash(f"Đã ghi quyết định cho {count} đoạn.", "success")
    else:
        flash("Chưa chọn cách nào ở đoạn nào nên chưa ghi gì.", "warning")
    return redirect(url_for(".changes", campaign_id=campaign_id), 303)


def undo_merge(campaign_id: int) -> Response:
    """The last merge as a whole, with everything it brought."""
    place = here()
    undone = draft_merging.undo_last_merge(place.draft, actor=place.actor)
    db.session.commit()
    kept = f" {undone.kept:02} đoạn sửa tay sau lần ghép được giữ nguyên lời." * (undone.kept > 0)
    flash(f"Đã hoàn tác lần ghép gần nhất (trở về “{undone.name}”).{kept}", "success")
    return to_overview(campaign_id)
