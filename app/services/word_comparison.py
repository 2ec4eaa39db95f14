"""Exported copy, returned copy and the draft of now, side by side: what differs, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.documents import ReturnedBlock, ReturnedCopy, compare_copy
from app.extensions import db
from app.models import Draft, DraftBlock
from app.services import differences, outlines
from app.services.draft_content import draft_rows
from app.services.exported_copies import ExportedCopy, block_of
from app.services.merged_reports import merged_report
from forms import BlockState, MergedReport, document, merging, printed_lines, typed_line

Change = Literal["changed", "deleted", "added", "moved"]
WORDS: dict[Change, str] = {
    "changed": "Sửa",
    "deleted": "Xóa",
    "added": "Thêm mới",
    "moved": "Chuyển chỗ",
}


@dataclass(frozen=True)
class Difference:
    """One change of the uploaded copy; texts are as printed, "" where there is none.

    `key` names it in a form; `conflict` says that the draft changed meanwhile, too. `after` is
    the block (row id) it follows, for what is new or moved.
    """

    key: str
    change: Change
    section_key: str
    heading: str
    block_key: str
    exported: str
    uploaded: str
    current: str
    conflict: bool
    after: str = ""
    tracked: tuple[tuple[str, str, str], ...] = ()
    comments: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        return WORDS[self.change]

    @property
    def marked(self) -> tuple[differences.Marked, differences.Marked]:
        """Exported and uploaded text with the differing words told apart."""
        return differences.compare(self.exported, self.uploaded)


@dataclass(frozen=True)
class ReturnView:
    """All differences; `remarks` are comments on paragraphs whose text did not change."""

    differences: tuple[Difference, ...]
    remarks: tuple[tuple[str, str, str], ...]
    older_version: bool


class Comparison:
    """The three texts of every block, put side by side."""

    def __init__(self, draft: Draft, copy: ReturnedCopy, exported: ExportedCopy) -> None:
        self.copy, self.exported = copy, exported
        self.merged = merged_report(draft.campaign, draft.include_submitted)
        self.rows = {f"B{row.id}": row for row in draft_rows(draft)}
        if exported.draft_id != draft.id:
            self.rows |= _older_names(exported.draft_id, self.rows.values())
        outline = outlines.get_outline(draft.campaign.outline_version_id)
        self.headings = {section.key: section.heading for section in outline.walk()}
        self.returned = _by_block(copy.blocks, exported)
        self.known = {current_text(row, self.merged) for row in self.rows.values()}

    def differences(self) -> Iterable[Difference]:
        edits = compare_copy(self.copy, self.exported.texts)
        moved = {block_of(e.block_id): e.block for e in edits if e.kind == "moved" and e.block}
        for block_id, before in _exported_texts(self.exported).items():
            row = self.rows.get(block_id)
            if row is not None:
                yield from self._of_block(block_id, row, before, moved.get(block_id))
        yield from self._additions()

    def _of_block(
        self, block_id: str, row: DraftBlock, before: str, moved: ReturnedBlock | None
    ) -> Iterable[Difference]:
        parts = self.returned.get(block_id, [])
        now = current_text(row, self.merged)
        alive = row.state != BlockState.DELETED
        wanted = "\n".join(typed_line(part.style, part.text) for part in parts)
        wanted = printed_lines(wanted)
        if not parts:
            if alive:
                yield self._difference("deleted", block_id, row, before, "", parts)
        elif wanted != before:
            if not alive or wanted != now:
                yield self._difference("changed", block_id, row, before, wanted, parts)
        elif moved is not None and alive and self._is_elsewhere(row, moved):
            yield self._difference("moved", block_id, row, before, wanted, parts, moved.after)

    def _is_elsewhere(self, row: DraftBlock, moved: ReturnedBlock) -> bool:
        """Whether the block does not yet stand where the copy has it."""
        before = self.rows.get(block_of(moved.after))
        if before is None or before.section_key != row.section_key:
            return False
        living = [r for r in self.rows.values() if r.state != BlockState.DELETED]
        order = [r.id for r in living if r.section_key == row.section_key]
        return row.id in order and order[order.index(row.id) - 1] != before.id

    def _difference(
        self,
        change: Change,
        block_id: str,
        row: DraftBlock,
        before: str,
        wanted: str,
        parts: Sequence[ReturnedBlock],
        after: str = "",
    ) -> Difference:
        now = "" if row.state == BlockState.DELETED else current_text(row, self.merged)
        return Difference(
            key=block_id,
            change=change,
            section_key=row.section_key,
            heading=self.headings.get(row.section_key, row.section_key),
            block_key=row.key,
            exported=before,
            uploaded=wanted,
            current=now,
            conflict=now != before,
            after=block_of(after),
            tracked=tuple(
                (c.kind, c.text, c.author) for part in parts for c in part.changes if c.text
            ),
            comments=tuple((c.author, c.text) for part in parts for c in part.comments),
        )

    def _additions(self) -> Iterable[Difference]:
        """New paragraphs, each after the block it follows; those already taken are passed over."""
        first = next(iter(self.exported.paragraphs), "")
        for number, part in enumerate(self.returned.get("", []), start=1):
            text = printed_lines(typed_line(part.style, part.text))
            anchor = block_of(part.after or first)
            row = self.rows.get(anchor)
            if row is None or text in self.known or part.heading_level is not None:
                continue
            yield Difference(
                key=f"N{number}",
                change="added",
                section_key=row.section_key,
                heading=self.headings.get(row.section_key, row.section_key),
                block_key="",
                exported="",
                uploaded=text,
                current="",
                conflict=False,
                after=anchor if part.after else "",
                comments=tuple((c.author, c.text) for c in part.comments),
            )

    def remarks(self, found: Sequence[Difference]) -> Iterable[tuple[str, str, str]]:
        told = {difference.key for difference in found}
        for block in self.copy.blocks:
            if block_of(block.block_id) not in told:
                for comment in block.comments:
                    yield comment.author, comment.text, block.text


def current_text(row: DraftBlock, merged: MergedReport) -> str:
    return printed_lines(merging.render_tokens(row.text, merged).text)


def _exported_texts(exported: ExportedCopy) -> dict[str, str]:
    """Block id → its printed lines."""
    lines: dict[str, list[str]] = {}
    for key, (style, text) in exported.paragraphs.items():
        typed = typed_line(document.ParagraphStyle(style), text)
        lines.setdefault(block_of(key), []).append(typed)
    return {key: printed_lines("\n".join(parts)) for key, parts in lines.items()}


def _by_block(
    blocks: Sequence[ReturnedBlock], exported: ExportedCopy
) -> dict[str, list[ReturnedBlock]]:
    """Returned paragraphs by block; new ones between two paragraphs of one block belong to it."""
    found: dict[str, list[ReturnedBlock]] = {}
    for place, part in enumerate(blocks):
        home = block_of(part.block_id) if part.block_id in exported.paragraphs else ""
        if not home and part.after:
            following = next((b.block_id for b in blocks[place + 1 :] if b.block_id), "")
            inside = block_of(part.after) == block_of(following)
            home = block_of(following) if inside and following != part.after else ""
        found.setdefault(home, []).append(part)
    return found


def _older_names(draft_id: int, rows: Iterable[DraftBlock]) -> dict[str, DraftBlock]:
    """Blocks of an earlier version under their old ids: a new version keeps their keys."""
    places = {(row.section_key, row.key): row for row in rows}
    query = db.select(DraftBlock).where(DraftBlock.draft_id == draft_id)
    return {
        f"B{old.id}": places[old.section_key, old.key]
        for old in db.session.scalars(query)
        if (old.section_key, old.key) in places
    }
