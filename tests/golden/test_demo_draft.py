"""The demonstration's draft as it leaves for Word, kept as text to be read in a diff.

`make golden` writes tests/golden/demo_draft.txt again; read what changed as an officer would.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.models import Draft
from app.services import (
    campaigns,
    demo_loading,
    draft_alike,
    draft_content,
    draft_store,
    drafts,
    letterheads,
)
from app.services.actors import SYSTEM
from app.services.draft_material import Reading
from app.services.draft_prose import printed_prose
from app.services.draft_sources import SourceFilter, source_pane
from forms import compose_draft, document
from tests.app_fixtures import *  # noqa: F403

GOLDEN = Path(__file__).with_name("demo_draft.txt")
ALIKE = Path(__file__).with_name("demo_alike.txt")
FIRST_ROWS = 6


@pytest.fixture
def draft(demo_app: Flask) -> Draft:
    campaign = campaigns.get_campaign_by_code(demo_loading.CODE)
    return drafts.merge(campaign, actor=SYSTEM).draft


def lines_of(draft: Draft) -> Iterator[str]:
    content = draft_content.content_of(draft)
    issue = letterheads.draft_issue(draft, content.outline, draft_content.opening(draft))
    composed = compose_draft(content, issue)
    for node in composed.body:
        yield from _lines(node)
    for appendix in composed.appendices:
        yield f"## Phụ lục: {appendix.title}"
        for node in appendix.nodes:
            yield from _lines(node)


def _lines(node: document.Node) -> Iterator[str]:
    if isinstance(node, document.Heading):
        yield f"\n{'#' * node.level} {node.number or ''} {node.text}".replace("  ", " ")
    elif isinstance(node, document.Paragraph):
        mark = {document.ParagraphStyle.DASH: "- ", document.ParagraphStyle.PLUS: "+ "}
        yield mark.get(node.style, "") + node.text
    else:
        yield from _table(node)


def _table(table: document.Table) -> Iterator[str]:
    leaves = document.leaves(table.columns)
    yield f"[Bảng: {table.caption or table.form_number}; {len(table.rows)} dòng]"
    for row in table.rows[:FIRST_ROWS]:
        cells = zip(row.cells, leaves, strict=True)
        yield " | ".join(document.cell_text(cell, column) for cell, column in cells)


def test_the_draft_of_the_demonstration_reads_as_kept(draft: Draft) -> None:
    text = "\n".join(lines_of(draft)).strip() + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


# What an officer would cross out at first sight.
BLEMISHES = {
    "a token that was not filled in": r"\{\{|\}\}",
    "numbers of documents cut to dots": r"…, …|số …",
    "a pasted bullet": r"(?:^|\n)\s*[·•▪\uf0b7]",
    "money made of comrades": r"đồng đến [\d.,]+ đồng chí",
    "a word twice": r"\b(hết|ngày|số|của|đến|là) \1\b",
    "two blanks": r"\S  +\S",
    "a blank before a comma or full stop": r"\w [,.;](?:\s|$)",
    "two marks": r"[,;][,;.]|\.\.(?!\.)",
    "markup": r"<\w+>|&nbsp;",
    "letters of an old font": r"[®¸µ¶·¹¨¾©]\w*[®¸µ¶·¹¨¾©]",
}


@pytest.mark.parametrize("name", sorted(BLEMISHES))
def test_nothing_is_crossed_out_at_first_sight(draft: Draft, name: str) -> None:
    text = "\n".join(line for line in lines_of(draft) if " | " not in line)
    found = re.findall(f".{{0,30}}(?:{BLEMISHES[name]}).{{0,30}}", text)
    assert found == []


def test_every_sentence_ends_as_one(draft: Draft) -> None:
    content = draft_content.content_of(draft)
    texts = [
        block.text
        for blocks in content.blocks.values()
        for block in blocks
        if block.kind in ("paragraph", "example", "figure")
    ]
    assert len(texts) > 200
    assert [text for text in texts if not text.rstrip().endswith((".", "!", "…", ":", ";"))] == []


def test_difficulties_name_no_unit(draft: Draft) -> None:
    content = draft_content.content_of(draft)
    names = [unit.shown_name for unit in content.merged.units.values()]
    negative = {f.key for _, f in content.outline.fields() if f.polarity == "negative"}
    texts = [
        block.text
        for blocks in content.blocks.values()
        for block in blocks
        if block.field_key in negative
    ]
    assert texts
    assert [t for t in texts if any(re.search(rf"{re.escape(n)}(?!\w)", t) for n in names)] == []


def test_every_sentence_that_is_left_out_says_why(draft: Draft) -> None:
    reading = Reading.of(draft)
    reasons: list[str] = []
    for section in reading.outline.walk():
        rows = draft_store.section_rows(draft.id, section.key)
        for page in itertools.count(1):
            chosen = SourceFilter(use="chua-dung", page=page)
            pane = source_pane(reading, section, rows, chosen)
            reasons += [line.reason for line in pane.lines]
            if page >= pane.pages:
                break
    assert len(reasons) > 200
    assert all(reasons)
    told = [reason for reason in reasons if reason.startswith("số liệu này đã cộng chung ở đoạn")]
    assert len(told) > len(reasons) / 2


def test_what_the_units_say_in_other_words_is_found_beside_it(draft: Draft) -> None:
    """Points, and recommendations to one addressee; the list is read in full in a diff."""
    reading = Reading.of(draft)
    pairs = draft_alike.in_draft(reading)
    text = "".join(
        f"{pair.section.title}\n  {pair.sides[0].text}\n  {pair.sides[1].text}\n" for pair in pairs
    )
    if os.environ.get("UPDATE_GOLDEN"):
        ALIKE.write_text(text, encoding="utf-8")
    assert text == ALIKE.read_text(encoding="utf-8")
    rows = {row.key: row for _, row in printed_prose(draft, reading.outline)}
    for pair in pairs:
        one, other = (rows[side.key].meta for side in pair.sides)
        assert (one["field"], one.get("lead")) == (other["field"], other.get("lead"))
