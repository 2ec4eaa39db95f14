"""Nodes of a document body: headings and paragraphs with their sources. Tables are in `table`."""

import re
from dataclasses import dataclass
from enum import StrEnum

from forms.document.table import Table
from forms.document.text import Run, runs_text

MAX_BLOCK_ID = 39
_BLOCK_ID = re.compile(rf"[A-Za-z0-9_]{{1,{MAX_BLOCK_ID}}}\Z")


class ParagraphStyle(StrEnum):
    BODY = "body"
    DASH = "dash"
    PLUS = "plus"
    NOTE = "note"
    QUOTE = "quote"
    BLANK = "blank"
    """A dotted line to be filled in by hand (blank forms)."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 is a "Phần", 2 is I., 3 is 1., 4 is 1.1., 5 is a), deeper levels follow.

    `number` is the bare mark ("thứ nhất", "I", "1", "1.1", "a"); the profile adds word and
    punctuation. None asks `number_headings` for one, "" leaves the heading without a number.
    """

    level: int
    text: str
    number: str | None = None
    key: str = ""

    def __post_init__(self) -> None:
        if self.level < 1:
            raise ValueError(f"heading level starts at 1, got {self.level}")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a merged paragraph comes from; every part is text to be shown."""

    unit: str
    field: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`block_id` is kept through Word as a bookmark: letters, digits, underscore, at most 39.

    `expected_units` is the N of "17/20 đơn vị"; None leaves it out.
    """

    runs: tuple[Run, ...] = ()
    style: ParagraphStyle = ParagraphStyle.BODY
    block_id: str = ""
    sources: tuple[Source, ...] = ()
    expected_units: int | None = None

    def __post_init__(self) -> None:
        if self.block_id and not _BLOCK_ID.match(self.block_id):
            raise ValueError(f"block id {self.block_id!r} cannot be a Word bookmark")

    @property
    def text(self) -> str:
        return runs_text(self.runs)


Node = Heading | Paragraph | Table
