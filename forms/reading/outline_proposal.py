"""What reading an outline out of a document gives: a proposal to be looked at and changed.

Sections stand flat in reading order with their depth, so that one of them can be dropped or moved
without taking a tree apart; `assemble` makes the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forms.schema import Choice, Citation, Field, Section


class Confidence(StrEnum):
    """The word that stands beside each part of a proposal."""

    SURE = "chắc"
    GUESS = "đoán"
    UNSURE = "chưa rõ"


@dataclass(frozen=True, slots=True)
class ProposedField:
    """`lines` are the numbers of the source lines it was read from; `why` is for the user."""

    field: Field
    confidence: Confidence
    why: str = ""
    lines: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        return self.field.key


@dataclass(frozen=True, slots=True)
class ProposedSection:
    """One heading; `section` has neither fields nor sub-sections, depth 0 is the top."""

    section: Section
    depth: int
    confidence: Confidence
    why: str = ""
    lines: tuple[int, ...] = ()
    fields: tuple[ProposedField, ...] = ()

    @property
    def key(self) -> str:
        return self.section.key


@dataclass(frozen=True, slots=True)
class SourceText:
    """One source line as it reads after conversion of old fonts."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class UnusedLine:
    number: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class OutlineProposal:
    """`basis` are the documents cited around the outline; `notes` what was mended on the way.

    Every source line is among the lines of a section or field, in `title_lines` or in `unused`.
    """

    title: str
    kind: str
    sections: tuple[ProposedSection, ...]
    addressees: tuple[Choice, ...] = ()
    basis: tuple[Citation, ...] = ()
    title_lines: tuple[int, ...] = ()
    unused: tuple[UnusedLine, ...] = ()
    source: tuple[SourceText, ...] = ()
    notes: tuple[str, ...] = ()

    def used(self) -> frozenset[int]:
        """Numbers of the source lines that stand in a section, a field or the title."""
        found = set(self.title_lines)
        for section in self.sections:
            found.update(section.lines)
            for field in section.fields:
                found.update(field.lines)
        return frozenset(found)
