"""Paragraphs to look at: figures that cannot be shown, numbers that the tables contradict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import DraftBlock
from app.services.draft_material import Reading
from forms import BlockState, merging

TABLE = "table"


def block_warnings(
    reading: Reading, row: DraftBlock, rendered: merging.RenderedText
) -> tuple[str, ...]:
    """Figures that cannot be shown, and numbers typed by hand that the tables contradict."""
    if row.kind == TABLE or row.state == BlockState.DELETED:
        return ()
    problems = [problem.message for problem in rendered.problems]
    if row.state in (BlockState.EDITED, BlockState.MANUAL):
        live = [(use.start, use.end) for use in rendered.figures]
        found = merging.hand_numbers_that_disagree(rendered.text, reading.known, live)
        over = merging.overtyped_figures(row.text, row.base_text, reading.merged)
        told = {one.typed for one in over}
        problems += [one.message for one in over]
        problems += [one.message for one in found if one.typed not in told]
    return tuple(dict.fromkeys(problems))


@dataclass(frozen=True)
class BlockWarning:
    section_key: str
    heading: str
    block_key: str
    text: str
    messages: tuple[str, ...]


def all_warnings(reading: Reading) -> list[BlockWarning]:
    """Paragraphs of the whole draft with figures to look at, in the order of the outline."""
    return _warnings(reading, block_warnings)


def lacking_figures(reading: Reading) -> list[BlockWarning]:
    """Paragraphs that show a mark ("[chưa có số liệu]") where a figure should stand."""
    return _warnings(reading, _lacking)


def _lacking(_reading: Reading, row: DraftBlock, rendered: merging.RenderedText) -> tuple[str, ...]:
    if row.kind == TABLE or row.state == BlockState.DELETED:
        return ()
    return tuple(dict.fromkeys(problem.message for problem in rendered.problems))


Look = Callable[[Reading, DraftBlock, merging.RenderedText], tuple[str, ...]]


def _warnings(reading: Reading, look: Look) -> list[BlockWarning]:
    sections = {section.key: section for section in reading.outline.walk()}
    order = {key: place for place, key in enumerate(sections)}
    rows = db.session.scalars(select(DraftBlock).where(DraftBlock.draft_id == reading.draft.id))
    found = []
    for row in sorted(rows, key=lambda one: (order.get(one.section_key, 0), one.position)):
        # Paragraphs of a section that was archived are kept, but neither shown nor printed.
        section = sections.get(row.section_key)
        if section is None:
            continue
        rendered = merging.render_tokens(row.text, reading.merged)
        messages = look(reading, row, rendered)
        if messages:
            heading = f"{section.number}. {section.heading}" if section.number else section.heading
            found.append(BlockWarning(row.section_key, heading, row.key, rendered.text, messages))
    return found
