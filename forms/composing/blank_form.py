"""An outline on paper: the đề cương itself, and a blank form to be filled in without the system.

Both keep headings and labels exactly as the pages show them, so that a filled form can be read
back by them.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.answers import Answers
from forms.composing.appendices import appendix_sections, compose_appendices, is_appendix
from forms.composing.headings import field_level, section_heading, without_caption
from forms.composing.issue import Issue
from forms.composing.report import TABLES, document_of
from forms.composing.unit_tables import answer_table
from forms.document import (
    Cell,
    CellState,
    Document,
    Heading,
    Node,
    Paragraph,
    ParagraphStyle,
    Row,
    Table,
    leaves,
)
from forms.document import plain as plain_runs
from forms.fields import field_type
from forms.schema import Field, FilledBy, Outline, Section

DOTTED_LINES = 4
FREE_ROWS = 5
_BLANK = Cell(None, CellState.BLANK)


def compose_outline(outline: Outline, issue: Issue) -> Document:
    """The đề cương: headings, what is asked in each, explanations; tables stand empty."""
    return _compose(outline, issue, None)


def compose_blank_form(answers: Answers, issue: Issue) -> Document:
    """What a kind of unit is asked, with room to write; without explanations."""
    return _compose(answers.outline, issue, answers)


def _compose(outline: Outline, issue: Issue, answers: Answers | None) -> Document:
    nodes: list[Node] = [Paragraph(plain_runs(issue.opening))] if issue.opening else []
    for section in outline.sections:
        if not is_appendix(section):
            nodes += _section_nodes(section, answers, 0)
    appendices = compose_appendices(
        appendix_sections(outline),
        issue,
        lambda section: tuple(_section_nodes(section, answers, 0)[1:]),
    )
    return document_of(issue, tuple(nodes), appendices)


def _section_nodes(section: Section, answers: Answers | None, depth: int) -> list[Node]:
    if answers is not None and not _is_asked(section, answers):
        return []
    body: list[Node] = list(_words(section)) if answers is None else []
    level = field_level(section, depth)
    for field in section.fields:
        nodes = _asked(field, section) if answers is None else _room(field, section, level)
        body += without_caption(nodes) if len(section.fields) == 1 else nodes
    for child in section.sections:
        body += _section_nodes(child, answers, depth + 1)
    if not body and not (answers is None and section.fields):
        return []
    return [section_heading(section, depth), *body]


def _is_asked(section: Section, answers: Answers) -> bool:
    return answers.applies(section) and section.filled_by is FilledBy.UNIT


def _words(section: Section) -> Iterator[Paragraph]:
    for text, mark in ((section.guidance, ""), (section.note, "Lưu ý: ")):
        for line in text.split("\n"):
            if line.strip():
                said = line.strip().lower().startswith(mark.strip().lower())
                shown = line.strip() if said else mark + line.strip()
                yield Paragraph(plain_runs(shown), ParagraphStyle.NOTE)
                mark = ""


def _asked(field: Field, section: Section) -> list[Node]:
    """A question of the đề cương; a table is shown with its rows and columns."""
    if _is_table(field):
        return [blank_table(field)]
    unit = f" ({field.unit_of_measure})" if field.unit_of_measure else ""
    nodes: list[Node] = [Paragraph(plain_runs(field.label + unit), ParagraphStyle.DASH)]
    if len(section.fields) == 1 and field.label == section.heading:
        nodes = []
    nodes += [
        Paragraph(plain_runs(line.strip()), ParagraphStyle.NOTE)
        for line in field.guidance.split("\n")
        if line.strip()
    ]
    return nodes


def _room(field: Field, section: Section, level: int) -> list[Node]:
    kind = field_type(field.type)
    if _is_table(field):
        return [blank_table(field)]
    if kind.widget in ("text",):
        heading = [Heading(level, field.label, key=field.key)] if len(section.fields) > 1 else []
        return [*heading, *(Paragraph((), ParagraphStyle.BLANK) for _ in range(DOTTED_LINES))]
    unit = f" ({field.unit_of_measure})" if field.unit_of_measure else ""
    label = f"{field.label}{unit}: "
    if field.choices:
        marks = "   ".join(f"☐ {choice.label}" for choice in field.choices)
        return [Paragraph(plain_runs(label + marks))]
    return [Paragraph(plain_runs(label), ParagraphStyle.BLANK)]


def _is_table(field: Field) -> bool:
    return field_type(field.type).widget in TABLES


def blank_table(field: Field) -> Table:
    """The table of a field without any figure; a list gets some empty rows."""
    table = answer_table(field, {})
    if field.rows:
        return table
    width = len(leaves(table.columns))
    rows = tuple(
        Row((Cell(str(number)), *(_BLANK for _ in range(width - 1))))
        for number in range(1, FREE_ROWS + 1)
    )
    return Table(
        table.columns,
        rows,
        caption=table.caption,
        unit=table.unit,
        form_number=table.form_number,
        key=table.key,
        landscape=table.landscape,
    )
