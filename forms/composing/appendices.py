"""Appendices (phụ lục) of a document: which sections they are and how they are numbered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from forms.composing.issue import Issue
from forms.document import Appendix, Node
from forms.schema import Outline, Section


def is_appendix(section: Section) -> bool:
    return section.appendix


def appendix_sections(outline: Outline) -> tuple[Section, ...]:
    """The outline's appendices: the children of a top "Phụ lục" section, or the section itself."""
    found: list[Section] = []
    for section in outline.sections:
        if section.appendix:
            inner = section.sections and not section.fields
            found.extend(section.sections if inner else (section,))
    return tuple(found)


def compose_appendices(
    sections: Sequence[Section], issue: Issue, nodes_of: Callable[[Section], tuple[Node, ...]]
) -> tuple[Appendix, ...]:
    """Appendices that have content; a single one carries no number, numbers never have gaps."""
    filled = [(section, nodes) for section in sections if (nodes := nodes_of(section))]
    return tuple(
        Appendix(
            title=section.heading,
            nodes=nodes,
            number=str(number) if len(filled) > 1 else "",
            attached_to=issue.attached_to,
        )
        for number, (section, nodes) in enumerate(filled, start=1)
    )
