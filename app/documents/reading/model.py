"""What a reader finds in a Word file, in document order. Plain data, no XML.

Text is as it would be with all tracked changes accepted; what was deleted stands in `changes`.
"""

from dataclasses import dataclass
from typing import Literal

LineRule = Literal["auto", "exact", "atLeast"]


@dataclass(frozen=True, slots=True)
class ReadRun:
    """`size` is in points; `font` is the Latin font after styles."""

    text: str
    bold: bool
    italic: bool
    underline: bool
    size: float
    font: str


@dataclass(frozen=True, slots=True)
class ReadComment:
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class TrackedChange:
    kind: Literal["inserted", "deleted"]
    text: str
    author: str
    date: str


@dataclass(frozen=True, slots=True)
class Spacing:
    """Points and millimetres. `line` is points, or a factor when the rule is "auto"."""

    before: float
    after: float
    line: float
    rule: LineRule
    left: float
    right: float
    first_line: float


@dataclass(frozen=True, slots=True)
class ParagraphBlock:
    """One line of a paragraph: Shift+Enter starts the next `line` of the same `paragraph`.

    `number` is the automatic number as it reads ("1.", "a)", "-"), "" where there is none.
    `bookmarks` are the names that start in the paragraph. `mark_deleted` means that the end of
    the paragraph is a tracked deletion, so it runs on into the next one.
    """

    text: str
    number: str
    style: str
    outline_level: int | None
    align: str
    runs: tuple[ReadRun, ...]
    spacing: Spacing
    bookmarks: tuple[str, ...] = ()
    comments: tuple[ReadComment, ...] = ()
    changes: tuple[TrackedChange, ...] = ()
    paragraph: int = 0
    line: int = 0
    has_rule: bool = False
    mark_deleted: bool = False

    @property
    def full_text(self) -> str:
        return f"{self.number} {self.text}".strip()

    @property
    def bold(self) -> bool:
        return self._all("bold")

    @property
    def italic(self) -> bool:
        return self._all("italic")

    @property
    def caps(self) -> bool:
        return self.text == self.text.upper() != self.text.lower()

    def _all(self, mark: str) -> bool:
        written = [run for run in self.runs if run.text.strip()]
        return bool(written) and all(getattr(run, mark) for run in written)


@dataclass(frozen=True, slots=True)
class CellBlock:
    """Row and column count from 0; a merged cell appears once, at its top left corner."""

    row: int
    column: int
    row_span: int
    column_span: int
    paragraphs: tuple[ParagraphBlock, ...]

    @property
    def text(self) -> str:
        return "\n".join(block.full_text for block in self.paragraphs)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """`grid` are the column widths in mm; `bordered` is False for layout tables."""

    rows: int
    columns: int
    cells: tuple[CellBlock, ...]
    grid: tuple[float, ...] = ()
    bordered: bool = True
    header_rows: int = 0
    splitting_rows: int = 0

    def text_rows(self) -> list[list[str]]:
        """A full grid of texts; places covered by a merged cell are empty."""
        table = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            table[cell.row][cell.column] = cell.text
        return table


Block = ParagraphBlock | TableBlock
