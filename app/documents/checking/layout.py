"""Which part of a file is what: letterhead, kind and abstract, body, ending, appendices."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.documents.reading.model import Block, ParagraphBlock, TableBlock
from app.documents.typography import plain_spaces

APPENDIX = re.compile(r"Phụ lục(\s+[\dIVXLC]+)?\s*$", re.IGNORECASE)
RECIPIENTS = re.compile(r"Nơi nhận\s*:", re.IGNORECASE)
AUTHORITY = re.compile(r"(T/M|K/T|T/L|TM\.|KT\.|TL\.|TUQ\.|Q\.)\s*\S")
NUMBER = re.compile(r"Số\s*:?\s*\d*\s*[-/]\s*\w")
PLACE = re.compile(r"ngày\s*(\d*)\s*tháng\s*(\d*)\s*năm\s*(\d*)")
_HEAD_SEARCH = 12


@dataclass
class Layout:
    """Cells of the head are flattened: all paragraphs on the left, all on the right."""

    head_left: list[ParagraphBlock] = field(default_factory=list)
    head_right: list[ParagraphBlock] = field(default_factory=list)
    head_widths: tuple[float, ...] = ()
    subject: list[ParagraphBlock] = field(default_factory=list)
    """Kind, abstract, separator and addressees: everything up to the first body paragraph."""

    body: list[ParagraphBlock] = field(default_factory=list)
    tables: list[TableBlock] = field(default_factory=list)
    end_left: list[ParagraphBlock] = field(default_factory=list)
    end_right: list[ParagraphBlock] = field(default_factory=list)
    end_table: TableBlock | None = None
    appendices: list[ParagraphBlock] = field(default_factory=list)

    def everything(self) -> Iterator[ParagraphBlock]:
        yield from (*self.head_left, *self.head_right, *self.subject, *self.body)
        yield from (*self.end_left, *self.end_right, *self.appendices)
        for table in self.tables:
            for cell in table.cells:
                yield from cell.paragraphs


def plain_text(block: ParagraphBlock) -> str:
    return unicodedata.normalize("NFC", plain_spaces(block.text)).strip()


def find_layout(blocks: list[Block]) -> Layout:
    layout = Layout()
    stage = "head"
    for block in blocks:
        if isinstance(block, TableBlock):
            stage = _place_table(block, layout, stage)
        else:
            stage = _place_paragraph(block, layout, stage)
    _split_subject(layout)
    return layout


def _place_table(table: TableBlock, layout: Layout, stage: str) -> str:
    left, right = _halves(table)
    texts = [plain_text(block) for block in (*left, *right)]
    if stage == "head" and any(map(NUMBER.match, texts)) and any(map(PLACE.search, texts)):
        layout.head_left, layout.head_right, layout.head_widths = left, right, table.grid
        return "body"
    if stage == "body" and any(RECIPIENTS.match(text) or AUTHORITY.match(text) for text in texts):
        layout.end_left, layout.end_right, layout.end_table = left, right, table
        return "ended"
    layout.tables.append(table)
    return stage


def _halves(table: TableBlock) -> tuple[list[ParagraphBlock], list[ParagraphBlock]]:
    left = [block for cell in table.cells if cell.column == 0 for block in cell.paragraphs]
    right = [block for cell in table.cells if cell.column > 0 for block in cell.paragraphs]
    return left, right


def _place_paragraph(block: ParagraphBlock, layout: Layout, stage: str) -> str:
    text = plain_text(block)
    if not text and not block.has_rule:
        return stage
    if stage in ("body", "ended") and APPENDIX.match(text):
        stage = "appendix"
    if stage in ("appendix", "ended"):
        layout.appendices.append(block)
    else:
        layout.body.append(block)
    return stage if stage != "head" or len(layout.body) < _HEAD_SEARCH else "body"


def _split_subject(layout: Layout) -> None:
    """Takes the centred lines at the start of the body apart."""
    count = 0
    for block in layout.body:
        if block.outline_level is not None or not _in_subject(block):
            break
        count += 1
    layout.subject, layout.body = layout.body[:count], layout.body[count:]


def _in_subject(block: ParagraphBlock) -> bool:
    addressee = re.match(r"Kính (gửi|trình)|\t?-", plain_text(block)) is not None
    return block.align == "center" or block.has_rule or (addressee and block.align == "left")
