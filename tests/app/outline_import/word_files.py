"""The plan of Huyện ủy Kim Động of 9/5/2024 with its đề cương, typed in Word in three ways."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

TEXT = (Path(__file__).parent / "ke_hoach_kl49.txt").read_text(encoding="utf-8")
LINES = tuple(TEXT.splitlines())
OUTLINE_LINES = LINES[LINES.index("ĐỀ CƯƠNG GỢI Ý XÂY DỰNG BÁO CÁO") :]
_NUMBERED = re.compile(r"(\d+)\. (.+)")
_INNER = re.compile(r"- (\d+\.\d+)\. (.+)")
_UNNUMBERED = ("Đánh giá chung:",)


def file_of(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]  # python-docx has no class to name here
    return buffer.getvalue()


def typed_by_styles(lines: Iterable[str] = LINES) -> bytes:
    """Headings by Word's heading styles, dashes by a list style."""
    document = Document()
    for line in lines:
        if _is_title(line):
            document.add_heading(line, 1)
        elif _NUMBERED.match(line) or line in _UNNUMBERED:
            document.add_heading(line, 2)
        elif _INNER.match(line):
            document.add_heading(line.removeprefix("- "), 3)
        elif line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        else:
            document.add_paragraph(line)
    return file_of(document)


def typed_by_hand(lines: Iterable[str] = LINES) -> bytes:
    """No style at all: bold headings, numbers and dashes typed."""
    document = Document()
    for line in lines:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(line)
        run.bold = _is_title(line) or bool(_NUMBERED.match(line)) or line in _UNNUMBERED
        if _is_title(line):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return file_of(document)


def typed_with_numbering(lines: Iterable[str] = LINES) -> bytes:
    """Numbers and dashes by Word's automatic numbering, none of them in the text."""
    document = Document()
    numbering = document.part.numbering_part.element
    new_list = _lists(numbering)
    current = new_list()
    for line in lines:
        numbered, inner = _NUMBERED.match(line), _INNER.match(line)
        if numbered:
            current = new_list() if numbered[1] == "1" else current
            _number(document.add_paragraph(numbered[2]), current, 0)
        elif inner:
            _number(document.add_paragraph(inner[2]), current, 1)
        elif line.startswith("- "):
            _number(document.add_paragraph(line[2:]), current, 2)
        else:
            run = document.add_paragraph().add_run(line)
            run.bold = _is_title(line) or line in _UNNUMBERED
    return file_of(document)


WAYS: dict[str, Callable[..., bytes]] = {
    "styles": typed_by_styles,
    "bold and typed numbers": typed_by_hand,
    "automatic numbering": typed_with_numbering,
}


def _is_title(line: str) -> bool:
    return line == line.upper() != line.lower() or line.startswith("Sơ kết 5 năm")


def _lists(numbering: object) -> Callable[[], int]:
    """Gives out new lists of one kind: 1., 1.1., a dash; each counts from one."""
    numbers = iter(range(900, 1000))
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, (kind, text) in enumerate(
            (("decimal", "%1."), ("decimal", "%1.%2."), ("bullet", "-"))
        )
    )

    def new() -> int:
        number = next(numbers)
        abstract = (
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{levels}</w:abstractNum>'
        )
        first = numbering.find(qn("w:num"))  # type: ignore[attr-defined]
        first.addprevious(parse_xml(abstract))
        numbering.append(  # type: ignore[attr-defined]
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}">'
                f'<w:abstractNumId w:val="{number}"/></w:num>'
            )
        )
        return number

    return new


def _number(paragraph: Paragraph, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    marks = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", number)):
        child = OxmlElement(name)
        child.set(qn("w:val"), str(value))
        marks.append(child)
    properties.append(marks)
