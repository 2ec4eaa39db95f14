"""What a section of a draft shows: its blocks with live figures, sources, flags and coverage.

Reads only; frozen views for the pages. Figures are rendered from the kept merged report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from sqlalchemy import func, select

from app.extensions import db
from app.models import Draft, DraftBlock, DraftComment, DraftSection
from app.services import draft_disagreements, draft_store
from app.services.draft_material import Reading
from app.services.draft_prose import POINTS
from app.services.draft_waiting import Waiting, waiting_of
from app.services.draft_warnings import block_warnings
from forms import (
    Block,
    BlockState,
    Field,
    MergedList,
    MergedReport,
    MergedTable,
    Section,
    document,
    drafting,
    merged_list_table,
    merged_table,
    merging,
)

STATE_WORDS = {"generated": "Máy ghép", "edited": "Đang sửa", "manual": "Viết tay"}
KIND_WORDS = {
    "table": "Bảng số liệu",
    "figure": "Câu số liệu",
    "example": "Tiêu biểu",
    "recommendation": "Kiến nghị",
    "office": "Thông tin của đợt",
}
TABLE = "table"


@dataclass(frozen=True)
class Piece:
    """A stretch of a rendered text; `path` names the figure it is, "" for plain words."""

    text: str
    path: str = ""
    known: bool = True


def state_words(state: str, approved: bool) -> str:
    return "Đã duyệt" if approved else STATE_WORDS.get(state, "")


@dataclass(frozen=True)
class BlockView:
    """One block as the page shows it. `unit_count` of `expected` units stand behind it."""

    key: str
    id: int
    kind: str
    state: str
    approved: bool
    text: str
    revision: int
    lead: str
    field_key: str
    pieces: tuple[Piece, ...]
    live: bool
    figures_changed: bool
    was_shown: str
    warnings: tuple[str, ...]
    unit_count: int
    expected: int
    waiting: Waiting | None
    conflicts: tuple[str, ...]
    figure_conflict: bool
    comments: int
    updated_at: datetime
    joined: bool
    table: document.Table | None = None
    note: str = ""

    @property
    def words(self) -> str:
        return state_words(self.state, self.approved)

    @property
    def kind_words(self) -> str:
        return KIND_WORDS.get(self.kind, "")

    @property
    def share(self) -> str:
        return f"{self.unit_count}/{self.expected}" if self.expected else str(self.unit_count)

    @property
    def deleted(self) -> bool:
        return self.state == BlockState.DELETED


@dataclass(frozen=True)
class SectionView:
    section: Section
    blocks: tuple[BlockView, ...]
    deleted: tuple[BlockView, ...]

    @property
    def has_prose(self) -> bool:
        """Whether two paragraphs could tell the same."""
        return sum(b.kind in POINTS for b in self.blocks) > 1

    @property
    def has_sentences(self) -> bool:
        own = [b.kind == "paragraph" and b.state == BlockState.GENERATED for b in self.blocks]
        return any(one and two for one, two in pairwise(own))

    def find(self, key: str) -> BlockView | None:
        return next((b for b in (*self.blocks, *self.deleted) if b.key == key), None)


def section_view(reading: Reading, section: Section) -> SectionView:
    rows = draft_store.section_rows(reading.draft.id, section.key)
    talk = comment_counts(reading.draft, section.key)
    page = _Page(reading, section, tuple(rows), talk)
    views = [_block_view(page, row) for row in rows]
    return SectionView(
        section,
        tuple(view for view in views if not view.deleted),
        tuple(view for view in views if view.deleted),
    )


def comment_counts(draft: Draft, section_key: str) -> dict[str, int]:
    """Open comments by block key ("" for the section as a whole)."""
    rows = db.session.execute(
        select(DraftComment.block_key, func.count())
        .where(
            DraftComment.draft_id == draft.id,
            DraftComment.section_key == section_key,
            DraftComment.resolved_at.is_(None),
        )
        .group_by(DraftComment.block_key)
    )
    return {row.block_key: row[1] for row in rows}


@dataclass(frozen=True)
class _Page:
    """One section's rows with what belongs to them."""

    reading: Reading
    section: Section
    rows: tuple[DraftBlock, ...]
    talk: Mapping[str, int]

    @cached_property
    def opposites(self) -> Mapping[str, frozenset[str]]:
        return draft_disagreements.in_section(self.reading, self.rows)

    @cached_property
    def joined(self) -> frozenset[str]:
        """Blocks that an editor made of several."""
        head = db.session.get(DraftSection, (self.reading.draft.id, self.section.key))
        rules = [drafting.rule_from_json(rule) for rule in head.rules] if head else []
        return frozenset(rule.block_id for rule in rules if isinstance(rule, drafting.JoinRule))

    @cached_property
    def alive(self) -> frozenset[drafting.Member]:
        """Every source that some block of the section rests on now."""
        blocks = [draft_store.block_of(row) for row in self.rows]
        return drafting.sources(member for block in blocks for member in block.members)


def _block_view(page: _Page, row: DraftBlock) -> BlockView:
    reading = page.reading
    block = draft_store.block_of(row)
    rendered = merging.render_tokens(row.text, reading.merged)
    field = _field_of(page.section, row)
    count, expected = unit_counts(block, reading.merged, field)
    live = bool(rendered.figures)
    changed = live and bool(row.shown_text) and row.shown_text != rendered.text
    return BlockView(
        key=row.key,
        id=row.id,
        kind=row.kind,
        state=row.state,
        approved=row.approved,
        text=row.text,
        revision=row.revision,
        lead=str(row.meta.get("lead", "")),
        field_key=field.key if field else "",
        pieces=pieces_of(rendered),
        live=live,
        figures_changed=changed,
        was_shown=row.shown_text if changed else "",
        warnings=block_warnings(reading, row, rendered),
        unit_count=count,
        expected=expected,
        waiting=waiting_of(reading, block, block.theirs, page.alive) if block.theirs else None,
        conflicts=_conflicts(row, page),
        # Told in total by live figures, different numbers of the units are no conflict any more.
        figure_conflict=bool(row.meta.get("figure_conflict")) and not live,
        comments=page.talk.get(row.key, 0),
        updated_at=row.updated_at,
        joined=row.key in page.joined,
        table=_table(reading, row, field),
        note=_note(reading, field, row),
    )


def _field_of(section: Section, row: DraftBlock) -> Field | None:
    key = row.meta.get("field")
    return next((field for field in section.fields if field.key == key), None)


def unit_counts(block: Block, merged: MergedReport, field: Field | None) -> tuple[int, int]:
    """(units behind a block, units expected): of a figure its own, of prose who said it."""
    found = merged.fields.get(field.key) if field else None
    cell = found.cell if found is not None else None
    if block.kind in (TABLE, "figure") and cell is not None:
        return cell.answered, cell.expected
    expected = block.meta.get("expected_count")
    chosen = block.meta.get("from")
    told = frozenset(one["unit"] for one in chosen) if isinstance(chosen, list) else frozenset()
    here = drafting.units(block.members) | told
    return len(here), expected if isinstance(expected, int) else 0


def pieces_of(rendered: merging.RenderedText) -> tuple[Piece, ...]:
    """The rendered text cut at its figures."""
    troubled = {(p.start, p.end) for p in rendered.problems}
    pieces, last = [], 0
    for use in rendered.figures:
        pieces.append(Piece(rendered.text[last : use.start]))
        pieces.append(Piece(use.shown, use.token, (use.start, use.end) not in troubled))
        last = use.end
    pieces.append(Piece(rendered.text[last:]))
    return tuple(piece for piece in pieces if piece.text)


def _conflicts(row: DraftBlock, page: _Page) -> tuple[str, ...]:
    """Texts of blocks of this section that say the opposite."""
    wanted = set(row.meta.get("conflicts_with") or ())
    others = page.opposites.get(row.key, frozenset())
    return tuple(
        other.text for other in page.rows
        if other.meta.get("claim") in wanted or other.key in others
    )  # fmt: skip


def _table(reading: Reading, row: DraftBlock, field: Field | None) -> document.Table | None:
    if row.kind != TABLE or field is None:
        return None
    found = reading.merged.fields.get(field.key)
    if isinstance(found, MergedTable):
        return merged_table(field, found, reading.merged.names)
    if isinstance(found, MergedList) and found.items:
        return merged_list_table(field, found, reading.merged.names)
    return None


def _note(reading: Reading, field: Field | None, row: DraftBlock) -> str:
    """ "17/20 đơn vị; thiếu: …" under tables and sentences with figures."""
    found = reading.merged.fields.get(field.key) if field else None
    if row.kind not in (TABLE, "figure") or found is None:
        return ""
    return found.cell.count_words(reading.merged.names)
