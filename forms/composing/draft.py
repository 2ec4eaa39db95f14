"""The merged draft as a document: blocks in the order of the outline, tables with live figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from forms.composing.appendices import appendix_sections, compose_appendices, is_appendix
from forms.composing.headings import field_level, section_heading, without_caption
from forms.composing.issue import Issue
from forms.composing.merged_tables import merged_list_table, merged_table, recommendation_items
from forms.composing.prose import prose_nodes
from forms.composing.report import document_of
from forms.document import Document, Heading, Node, Paragraph, ParagraphStyle, Source
from forms.document import plain as plain_runs
from forms.merging import (
    MergedField,
    MergedList,
    MergedRecommendations,
    MergedReport,
    MergedTable,
)
from forms.schema import Field, Outline, Section
from forms.text import name_within_sentence


@dataclass(frozen=True)
class BlockText:
    """One block as it is shown: figure tokens already resolved. `kind` "table" prints the merged
    field instead of the text; `field_key` is the question it answers ("" for a free block);
    `lead` is printed once before a run of blocks that share it ("Tiêu biểu như:")."""

    id: str
    field_key: str
    kind: str
    text: str
    lead: str = ""
    sources: tuple[Source, ...] = ()
    expected_units: int | None = None


@dataclass(frozen=True)
class DraftContent:
    """What a draft holds: blocks by section key, and the merged figures behind them."""

    outline: Outline
    blocks: Mapping[str, Sequence[BlockText]]
    merged: MergedReport


def compose_draft(
    content: DraftContent, issue: Issue, *, sections: frozenset[str] | None = None
) -> Document:
    """The draft as a document; `sections` limits it to some top or inner sections."""
    nodes: list[Node] = [Paragraph(plain_runs(issue.opening))] if issue.opening else []
    for section in content.outline.sections:
        if not is_appendix(section):
            nodes += _section_nodes(content, section, 0, sections)
    appendices = compose_appendices(
        [s for s in appendix_sections(content.outline) if _is_wanted(s, sections)],
        issue,
        lambda section: tuple(_section_nodes(content, section, 0, None)[1:]),
    )
    return document_of(issue, tuple(nodes), appendices)


def _is_wanted(section: Section, wanted: frozenset[str] | None) -> bool:
    return wanted is None or any(inner.key in wanted for inner in section.walk())


def _section_nodes(
    content: DraftContent, section: Section, depth: int, wanted: frozenset[str] | None
) -> list[Node]:
    if not _is_wanted(section, wanted):
        return []
    below = None if wanted is not None and section.key in wanted else wanted
    body = list(_block_nodes(content, section, depth)) if below is None else []
    for child in section.sections:
        body += _section_nodes(content, child, depth + 1, below)
    return [section_heading(section, depth), *body] if body else []


def _block_nodes(content: DraftContent, section: Section, depth: int) -> Iterator[Node]:
    fields = {field.key: field for field in section.fields}
    level = field_level(section, depth)
    blocks = content.blocks.get(section.key, ())
    for field_key, group in groupby(blocks, key=lambda block: block.field_key):
        field = fields.get(field_key)
        nodes = list(_group_nodes(content, list(group), field))
        if len(section.fields) == 1:
            nodes = without_caption(nodes)
        if nodes and field is not None and _has_heading(section, field):
            yield Heading(level, field.label, key=field.key)
        yield from nodes


def _group_nodes(
    content: DraftContent, group: Sequence[BlockText], field: Field | None
) -> Iterator[Node]:
    for lead, run in groupby(group, key=lambda block: block.lead):
        nodes = [node for block in run for node in _nodes_of(content, block, field)]
        if nodes and lead:
            yield Paragraph(plain_runs(lead))
        yield from nodes


def _has_heading(section: Section, field: Field) -> bool:
    """Several questions of one section are told apart by their labels; tables have captions."""
    return len(section.fields) > 1 and not field.columns


def _nodes_of(content: DraftContent, block: BlockText, field: Field | None) -> tuple[Node, ...]:
    if block.kind == "table" and field is not None:
        return merged_nodes(field, content.merged.fields.get(field.key), content.merged.names)
    return prose_nodes(
        block.text,
        block_id=block.id,
        sources=block.sources,
        expected_units=block.expected_units,
    )


def merged_nodes(
    field: Field, merged: MergedField | None, names: Mapping[str, str]
) -> tuple[Node, ...]:
    """A merged table, list or set of recommendations as nodes; nothing when nobody answered."""
    if isinstance(merged, MergedTable):
        return (merged_table(field, merged, names),)
    if isinstance(merged, MergedList):
        return (merged_list_table(field, merged, names),) if merged.items else ()
    if isinstance(merged, MergedRecommendations):
        return tuple(_recommendations(merged))
    return ()


def _recommendations(merged: MergedRecommendations) -> Iterator[Node]:
    for addressee, items in recommendation_items(merged):
        if items:
            yield Paragraph(plain_runs(f"Đối với {name_within_sentence(addressee)}:"))
        for text, _ in items:
            yield Paragraph(plain_runs(text), ParagraphStyle.DASH)
