"""The neutral document: what is said and in which order, not how it looks.

Writers turn it into Word or Excel under a profile. It carries no dates "of now" and no people.
"""

import datetime
from dataclasses import dataclass, field

from forms.document.letter import Letterhead, Marks, Number, Recipient, Signature
from forms.document.nodes import Node, Paragraph


@dataclass(frozen=True, slots=True)
class Appendix:
    """`number` is "1" or "I"; "" is the only appendix. `attached_to` is the bracketed line."""

    title: str
    nodes: tuple[Node, ...] = ()
    number: str = ""
    attached_to: str = ""
    landscape: bool | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """`export_id` marks a file, so that a returned copy is recognised."""

    title: str = ""
    subject: str = ""
    keywords: str = ""
    export_id: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """`kind_title` is such as "BÁO CÁO"; "" is an official letter (công văn).

    `basis` holds the "Căn cứ …" lines without dash and end mark. `year` stands in for the date
    in the place line of a draft that has none.
    """

    letterhead: Letterhead | None
    kind_title: str = ""
    abstract: str = ""
    number: Number | None = None
    date: datetime.date | None = None
    year: int | None = None
    addressees: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    body: tuple[Node, ...] = ()
    closing: str = ""
    signature: Signature | None = None
    recipients: tuple[Recipient, ...] = ()
    marks: Marks = field(default_factory=Marks)
    appendices: tuple[Appendix, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class VolumeEntry:
    """`title` is the line of the table of contents, usually the unit's name."""

    title: str
    document: Document


@dataclass(frozen=True, slots=True)
class Volume:
    """Many documents in one file, with a cover title and a table of contents."""

    title: str
    entries: tuple[VolumeEntry, ...]
    subtitle: str = ""
    letterhead: Letterhead | None = None
    metadata: Metadata = field(default_factory=Metadata)


def all_nodes(document: Document) -> tuple[Node, ...]:
    """Body and appendices in reading order."""
    return document.body + tuple(node for part in document.appendices for node in part.nodes)


def sourced_paragraphs(document: Document) -> tuple[Paragraph, ...]:
    return tuple(
        node for node in all_nodes(document) if isinstance(node, Paragraph) and node.sources
    )
