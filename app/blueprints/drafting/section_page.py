"""The page of one section: outline, blocks, sources. And the fragments it loads on demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import render_template, request, url_for

from app.blueprints.drafting.places import SectionPlace, section_here
from app.blueprints.drafting.tables import preview
from app.models import DraftBlock
from app.services import (
    draft_comments,
    draft_editing,
    draft_progress,
    draft_reading,
    draft_sources,
    draft_store,
    draft_undo,
)
from app.services.draft_progress import SectionState
from app.services.draft_sources import SIDE_FILTERS, USE_FILTERS, SourceFilter
from app.services.errors import NotFound
from app.web.htmx import is_htmx
from app.web.paging import page_of
from forms import Section, merging


def section(campaign_id: int, section_key: str) -> str:
    return render_section(section_here(section_key))


def render_section(
    at: SectionPlace,
    conflicts: Mapping[str, Mapping[str, object]] | None = None,
    homeless: Sequence[str] = (),
    told: Mapping[str, str] | None = None,
) -> str:
    """`conflicts` are saves of a plain form that were refused, by block key; `homeless` are texts
    typed into blocks that are no longer there; `told`: by block key why a step was not done."""
    draft, actor = at.place.draft, at.place.actor
    view = draft_reading.section_view(at.reading, at.section)
    rows = draft_store.section_rows(draft.id, at.section.key)
    states = draft_progress.outline_states(draft, at.reading.outline)
    before, after = _neighbours(states, at.section)
    return render_template(
        "drafting/section.html",
        campaign=at.place.campaign,
        draft=draft,
        section=at.section,
        view=view,
        previews={block.key: preview(block.table) for block in view.blocks if block.table},
        states=states,
        before=before,
        after=after,
        is_office=at.place.is_office,
        may_edit=at.place.may_edit,
        conflicts=conflicts or {},
        homeless=homeless,
        told=told or {},
        undo=draft_undo.next_step(draft, at.section.key, actor=actor, kind=draft_undo.UNDO),
        redo=draft_undo.next_step(draft, at.section.key, actor=actor, kind=draft_undo.REDO),
        step_words=draft_editing.HISTORY_WORDS,
        **_side(at, rows),
    )


def _side(at: SectionPlace, rows: list[DraftBlock]) -> dict[str, object]:
    """The right pane: sources, or comments when asked for (and for who only comments)."""
    wants_talk = request.args.get("khung") == "y-kien" or not at.place.is_office
    side: dict[str, object] = {
        "uses": USE_FILTERS,
        "sides": SIDE_FILTERS,
        "base": url_for(".section", campaign_id=at.place.campaign.id, section_key=at.section.key),
    }
    if wants_talk:
        return side | {"threads": draft_comments.threads(at.place.draft, at.section.key)}
    pane = draft_sources.source_pane(at.reading, at.section, rows, chosen_filter())
    return side | {"pane": pane, "threads": None}


def chosen_filter() -> SourceFilter:
    args = request.args
    # What is not used yet is what an editor looks for, unless a paragraph's sources were asked.
    use = args.get("dung", "" if args.get("doan") else "chua-dung")
    return SourceFilter(
        unit=args.get("don-vi", ""),
        field=args.get("o", ""),
        use=use,
        side=args.get("y", ""),
        block=args.get("doan", ""),
        page=args.get("trang", 1, type=int),
    )


def _neighbours(
    states: list[SectionState], section: Section
) -> tuple[Section | None, Section | None]:
    """The sections before and after, of those that hold something."""
    listed = [s.section for s in states if s.section.fields]
    place = next((i for i, one in enumerate(listed) if one.key == section.key), -1)
    before = listed[place - 1] if place > 0 else None
    return before, listed[place + 1] if 0 <= place < len(listed) - 1 else None


def sources(campaign_id: int, section_key: str) -> str:
    """The sources pane alone; a full page for who has no script."""
    at = section_here(section_key)
    if not is_htmx():
        return render_section(at)
    rows = draft_store.section_rows(at.place.draft.id, section_key)
    return render_template(
        "drafting/_sources.html",
        campaign=at.place.campaign,
        section=at.section,
        may_edit=at.place.may_edit,
        **_side(at, rows),
    )


VERSIONS_ON_A_PAGE = 20
"""Every pause in typing is one; a long paragraph's would make a page of many megabytes."""


def history(campaign_id: int, section_key: str, block_key: str) -> str:
    at = section_here(section_key)
    row = draft_editing.get_row(at.place.draft, section_key, block_key)
    page = page_of(draft_editing.history(row), {}, VERSIONS_ON_A_PAGE)

    def printed(text: str) -> str:
        return merging.render_tokens(text, at.reading.merged).text

    return render_template(
        "drafting/history.html",
        campaign=at.place.campaign,
        section=at.section,
        block_key=block_key,
        page=replace(page, rows=[replace(one, text=printed(one.text)) for one in page.rows]),
        current=row.revision,
        may_edit=at.place.may_edit,
    )


def conflicting(campaign_id: int, section_key: str, block_key: str) -> str:
    """The block and those that say the opposite, each with its units."""
    at = section_here(section_key)
    view = draft_reading.section_view(at.reading, at.section)
    block = view.find(block_key)
    if block is None:
        raise NotFound(draft_editing.GONE)
    return render_template(
        "drafting/conflicting.html",
        campaign=at.place.campaign,
        section=at.section,
        block=block,
        others=[other for other in view.blocks if other.text in block.conflicts],
    )
