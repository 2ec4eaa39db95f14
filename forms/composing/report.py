"""One unit's report as a document: the sections asked of it, with what it answered."""

from __future__ import annotations

from collections.abc import Iterator

from forms.answers import Answers
from forms.composing.appendices import appendix_sections, compose_appendices, is_appendix
from forms.composing.headings import field_level, section_heading, without_caption
from forms.composing.issue import Issue
from forms.composing.prose import prose_nodes
from forms.composing.unit_tables import answer_table
from forms.document import Appendix, Document, Heading, Metadata, Node, Paragraph, number_headings
from forms.document import plain as plain_runs
from forms.fields import field_type
from forms.schema import Field, FilledBy, Section
from forms.values import Json, whole_state

TABLES = frozenset({"table", "items"})


def compose_report(answers: Answers, issue: Issue) -> Document:
    """The report of the unit whose answers these are; parts without any answer are left out."""
    nodes: list[Node] = [Paragraph(plain_runs(issue.opening))] if issue.opening else []
    for section in answers.outline.sections:
        if not is_appendix(section):
            nodes += section_nodes(section, answers, 0)
    appendices = compose_appendices(
        appendix_sections(answers.outline), issue, lambda section: _appendix(section, answers)
    )
    return document_of(issue, tuple(nodes), appendices)


def document_of(issue: Issue, nodes: tuple[Node, ...], parts: tuple[Appendix, ...]) -> Document:
    return Document(
        letterhead=issue.letterhead,
        kind_title=issue.title,
        abstract=issue.subject,
        number=issue.number,
        date=issue.date,
        year=issue.year,
        addressees=issue.addressees,
        body=number_headings(nodes),
        closing=issue.closing,
        signature=issue.signature,
        recipients=issue.recipients,
        marks=issue.marks,
        appendices=parts,
        metadata=Metadata(
            title=f"{issue.title} {issue.subject}".strip(), export_id=issue.export_id
        ),
    )


def section_nodes(section: Section, answers: Answers, depth: int) -> list[Node]:
    """Heading, answered fields and sub-sections; nothing when nothing was answered."""
    if not answers.applies(section) or section.filled_by is not FilledBy.UNIT:
        return []
    body = list(_field_nodes(section, answers, depth))
    for child in section.sections:
        body += section_nodes(child, answers, depth + 1)
    return [section_heading(section, depth), *body] if body else []


def _field_nodes(section: Section, answers: Answers, depth: int) -> Iterator[Node]:
    shown = [f for f in section.fields if answers.shown(f) and answers.value(f.key)]
    level = field_level(section, depth)
    for field in shown:
        if len(section.fields) > 1 and field_type(field.type).widget not in TABLES:
            yield Heading(level, field.label, key=field.key)
        nodes = answer_nodes(field, answers.value(field.key))
        yield from without_caption(nodes) if len(section.fields) == 1 else nodes


def answer_nodes(field: Field, value: Json) -> tuple[Node, ...]:
    kind = field_type(field.type)
    if whole_state(value) is not None:
        return (Paragraph(plain_runs(f"{field.label}: {kind.display(field, value)}.")),)
    if kind.widget in TABLES:
        return (answer_table(field, value),)
    if kind.widget in ("text", "line"):
        return prose_nodes(kind.display(field, value))
    shown = kind.display(field, value)
    unit = f" {field.unit_of_measure}" if field.unit_of_measure not in shown else ""
    return (Paragraph(plain_runs(f"{field.label}: {shown}{unit}.")),)


def _appendix(section: Section, answers: Answers) -> tuple[Node, ...]:
    nodes = section_nodes(section, answers, 0)
    return tuple(nodes[1:])
