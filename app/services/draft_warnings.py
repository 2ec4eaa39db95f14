"""Paragraphs to look at: figures that cannot be shown, numbers that the tables contradict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.models import DraftBlock
from app.services.draft_material import Reading
from app.services.draft_prose import TABLE, printed_prose
from forms import BlockState, merging


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
    return tuple(dict.fromkeys(problem.message for problem in rendered.problems))


Look = Callable[[Reading, DraftBlock, merging.RenderedText], tuple[str, ...]]


def _warnings(reading: Reading, look: Look) -> list[BlockWarning]:
    found = []
    for section, row in printed_prose(reading.draft, reading.outline):
        rendered = merging.render_tokens(row.text, reading.merged)
        messages = look(reading, row, rendered)
        if messages:
            found.append(BlockWarning(section.key, section.title, row.key, rendered.text, messages))
    return found
