"""A đề cương in Word, pasted text or an Excel form, as a proposal; and the outline made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from app.documents import UnreadableFile, read_word_blocks
from app.documents.excel import read_sheets
from app.services import storage
from app.services.errors import Invalid
from app.services.file_kinds import XLSX, find_kind
from forms import (
    Grid,
    GridCell,
    Outline,
    OutlineProposal,
    SourceBlock,
    TextLine,
    assemble,
    lines_of_text,
    propose_outline,
    propose_tables,
    search_key,
)

MAX_PASTED = 500_000
_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_NOTHING = (
    "Không tìm thấy đề mục nào. Đề cương cần có số ở đầu dòng (I., 1., 1.1., a) hoặc "
    "“Phần thứ nhất”); hãy đánh số rồi tải lên lại."
)
_NO_TABLE = (
    "Không tìm thấy biểu mẫu nào trong tệp Excel. Biểu cần có dòng tiêu đề cột, từ ba cột trở lên."
)


def propose_file(data: bytes) -> OutlineProposal:
    """From the bytes of a .docx or .xlsx. Raises Invalid with what to do."""
    try:
        if find_kind(data) is XLSX:
            return _some(propose_tables(read_sheets(data)), _NO_TABLE)
        return _some(propose_outline(_blocks(data)), _NOTHING)
    except UnreadableFile as error:
        raise Invalid(str(error)) from error


def propose_text(text: str) -> OutlineProposal:
    """From pasted text. Raises Invalid."""
    if not text.strip():
        raise Invalid("Chưa có chữ nào. Hãy dán nội dung đề cương hoặc chọn tệp Word.")
    if len(text) > MAX_PASTED:
        raise Invalid("Chữ dán vào dài quá 500.000 ký tự. Hãy tải lên tệp Word của đề cương.")
    return _some(propose_outline(lines_of_text(text)), _NOTHING)


@lru_cache(maxsize=8)
def propose_stored(sha256: str, is_text: bool) -> OutlineProposal:
    """Of a file or pasted text kept in the storage: every step of a review asks for it again.

    Raises Invalid, NotFound.
    """
    data = storage.read(sha256)
    return propose_text(data.decode()) if is_text else propose_file(data)


def _some(proposal: OutlineProposal, message: str) -> OutlineProposal:
    if not proposal.sections:
        raise Invalid(message)
    return proposal


def make_outline(proposal: OutlineProposal, outline_id: str = "") -> Outline:
    """Raises Invalid when every heading was left out or the id is no key."""
    if outline_id and not _ID.fullmatch(outline_id):
        raise Invalid("Mã đề cương gồm chữ thường không dấu, chữ số và gạch dưới, ví dụ “kl49”.")
    if not proposal.sections:
        raise Invalid("Đề cương chưa có mục nào. Hãy giữ lại ít nhất một mục.")
    return assemble(proposal, outline_id or proposed_id(proposal.title))


def proposed_id(title: str) -> str:
    """A key made of the title's words: "Báo cáo sơ kết 05 năm …" → "so_ket_05_nam_…"."""
    words = "".join(c if c.isalnum() else " " for c in search_key(title)).split()
    if words[:2] == ["bao", "cao"]:
        words = words[2:]
    key = "_".join(words[:11])[:48].strip("_")
    return key if key[:1].isalpha() else f"de_cuong_{key}".rstrip("_")


def _blocks(data: bytes) -> tuple[SourceBlock, ...]:
    return tuple(_numbered(read_word_blocks(data)))


def _numbered(blocks: tuple[Any, ...]) -> Iterator[SourceBlock]:
    number = 0
    for block in blocks:
        if hasattr(block, "cells"):
            number += 1
            cells = tuple(
                GridCell(c.row, c.column, c.text, c.row_span, c.column_span) for c in block.cells
            )
            yield Grid(number, block.rows, block.columns, cells, block.bordered)
        elif block.text.strip():
            number += 1
            yield _line(number, block)


def _line(number: int, block: Any) -> TextLine:
    written = [run for run in block.runs if run.text.strip()]
    lead = ""
    if written and written[0].bold and not block.bold:
        lead = written[0].text.strip()
    return TextLine(
        number,
        block.text,
        mark=block.number,
        level=block.outline_level,
        bold=block.bold,
        italic=block.italic,
        centered=block.align == "center",
        lead=lead,
        font=written[0].font if written else "",
        continues=block.line > 0,
    )
