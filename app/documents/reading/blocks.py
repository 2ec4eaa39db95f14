"""A whole docx → blocks in document order."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.documents.reading.formatting import StyleSheet, theme_fonts
from app.documents.reading.model import (
    Block,
    CellBlock,
    ParagraphBlock,
    ReadComment,
    ReadRun,
    TableBlock,
)
from app.documents.reading.numbering import read_numbering
from app.documents.reading.opening import DocxPackage, open_docx
from app.documents.reading.paragraphs import ParagraphReader
from app.documents.reading.tables import read_table, table_cells
from app.documents.reading.wordml import W, child, value

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))


def read_word_blocks(data: bytes) -> tuple[Block, ...]:
    """Paragraphs (one block per line) and tables. Raises UnreadableFile.

    Nothing that a reader would see in the text is left out: notes stand where they are referred
    to, text boxes after the paragraph or table that they hang on.
    """
    package = open_docx(data)
    reader = replace(paragraph_reader(package), notes=_notes(package))
    blocks: list[Block] = []
    for block in _with_boxes(child(package.document(), "body"), reader):
        if isinstance(block, TableBlock):
            blocks.append(replace(block, cells=tuple(map(_by_lines, block.cells))))
        else:
            blocks += split_lines(block)
    return tuple(blocks)


def _by_lines(cell: CellBlock) -> CellBlock:
    lines = (line for block in cell.paragraphs for line in split_lines(block))
    return replace(cell, paragraphs=tuple(lines))


def _with_boxes(container: Any, reader: ParagraphReader) -> Iterator[Block]:
    """A table that holds tables lays out the page: its cells are read one after another."""
    for element in body_elements(container):
        if element.tag == W + "tbl" and element.find(f".//{W}tc//{W}tbl") is not None:
            for cell in table_cells(element):
                yield from _with_boxes(cell, reader)
            continue
        yield reader.read(element) if element.tag == W + "p" else read_table(element, reader)
        for box in _boxes(element):
            yield from _with_boxes(box, reader)


def _boxes(element: Any) -> Iterator[Any]:
    """Outermost text boxes. Word writes each one twice, the second for old programs."""
    for item in element:
        if item.tag == W + "txbxContent":
            yield item
        elif item.tag != _FALLBACK:
            yield from _boxes(item)


def _notes(package: DocxPackage) -> dict[tuple[str, str], str]:
    reader = paragraph_reader(package)
    found = {}
    for part in ("footnotes", "endnotes"):
        root = package.related_part(part)
        for note in root if root is not None else ():
            lines = (reader.read(item).text.strip() for item in note.iterfind(f"{W}p"))
            text = " ".join(filter(None, lines)).removesuffix(".")
            found[part, value(note, "id") or ""] = text
    return found


def whole_blocks(package: DocxPackage) -> Iterator[Block]:
    """Like `read_word_blocks`, with paragraphs that keep their line breaks."""
    reader = paragraph_reader(package)
    for element in body_elements(child(package.document(), "body")):
        if element.tag == W + "p":
            yield reader.read(element)
        else:
            yield read_table(element, reader)


def paragraph_reader(package: DocxPackage) -> ParagraphReader:
    fonts = theme_fonts(package.related_part("theme"))
    styles = StyleSheet(package.related_part("styles"), fonts)
    numbering = read_numbering(package.related_part("numbering"))
    reader = ParagraphReader(styles, numbering, {})
    return ParagraphReader(styles, numbering, _comments(package, reader))


def body_elements(container: Any | None) -> Iterator[Any]:
    """Paragraphs and tables, also inside content controls; deleted ones are left to the reader."""
    for element in container if container is not None else ():
        if element.tag in (W + "p", W + "tbl"):
            yield element
        elif element.tag in _WRAPPERS:
            yield from body_elements(element)


def _comments(package: DocxPackage, reader: ParagraphReader) -> dict[str, ReadComment]:
    root = package.related_part("comments")
    found = {}
    for item in root if root is not None else ():
        lines = [reader.read(part).text for part in item.iterfind(f"{W}p")]
        found[value(item, "id") or ""] = ReadComment(value(item, "author") or "", "\n".join(lines))
    return found


def split_lines(block: ParagraphBlock) -> Iterator[ParagraphBlock]:
    """One block per line; marks that belong to the paragraph stay with its first line."""
    if "\n" not in block.text:
        yield block
        return
    for index, runs in enumerate(_line_runs(block.runs)):
        line = replace(block, text="".join(run.text for run in runs), runs=tuple(runs), line=index)
        if index:
            line = replace(line, number="", bookmarks=(), comments=(), changes=())
        yield line


def _line_runs(runs: tuple[ReadRun, ...]) -> list[list[ReadRun]]:
    lines: list[list[ReadRun]] = [[]]
    for run in runs:
        for index, part in enumerate(run.text.split("\n")):
            if index:
                lines.append([])
            if part:
                lines[-1].append(replace(run, text=part))
    return lines
