"""A đề cương written in Word (or pasted) → a proposal of sections and questions.

The tree comes from numbering and wording; styles only help. Every source line is used or listed as
unused with the reason. Deterministic: the same lines give the same proposal, keys included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from forms.reading.blocks import SourceBlock, TextLine, block_text
from forms.reading.outline_basis import cited_documents
from forms.reading.outline_frame import Framed, take_frame
from forms.reading.outline_lines import Line, Prepared, prepare
from forms.reading.outline_proposal import OutlineProposal, SourceText, UnusedLine
from forms.reading.outline_sections import Sections
from forms.reading.outline_tree import build_tree
from forms.reading.outline_words import heading_text, kind_of, lower_first
from forms.text import clean_line, search_key

_NO_TITLE = "Đề cương báo cáo"
_MADE_FOR = re.compile(
    r"đề cương(?:\s+(?:gợi ý|chi tiết|sơ bộ|hướng dẫn))*"
    r"(?:\s+(?:xây dựng|viết|kiểm điểm|chuẩn bị))?\s*[:.-]*\s*",
    re.IGNORECASE,
)
_TITLE_REASONS = frozenset({"tên loại văn bản", "trích yếu"})
_EMPTY = "dòng không có chữ"
_LOOSE = "đứng trước mục đầu tiên, không thuộc mục nào"


def propose_outline(blocks: Sequence[SourceBlock]) -> OutlineProposal:
    """Blocks are those of any document; without a single heading the proposal has no sections."""
    prepared = prepare(blocks)
    framed = take_frame(prepared)
    tree = build_tree(framed.body)
    sections = Sections()
    sections.add(tree.nodes)
    title = _title(framed)
    title_lines = tuple(number for line in framed.title for number in line.sources)
    proposal = OutlineProposal(
        title=title,
        kind=kind_of(title),
        sections=tuple(sections.found),
        addressees=tuple(sections.addressees),
        basis=cited_documents(_texts(prepared)),
        title_lines=title_lines,
        source=tuple(_source(blocks, prepared)),
        notes=(*_font_notes(prepared), *tree.notes, *sections.doubts),
    )
    reasons = {number: reason for line, reason in framed.around for number in _numbers(line)}
    reasons |= {number: _LOOSE for line in tree.loose for number in _numbers(line)}
    reasons |= {grid.number: reason for grid, reason in sections.unread}
    return _with_unused(proposal, reasons)


def _with_unused(proposal: OutlineProposal, reasons: dict[int, str]) -> OutlineProposal:
    used = proposal.used()
    unused = tuple(
        UnusedLine(line.number, line.text, reasons.get(line.number, _EMPTY))
        for line in proposal.source
        if line.number not in used
    )
    return replace(proposal, unused=unused)


def _numbers(line: Prepared) -> tuple[int, ...]:
    return line.sources if isinstance(line, Line) else (line.number,)


def _texts(prepared: Sequence[Prepared]) -> Iterator[str]:
    for line in prepared:
        if isinstance(line, Line):
            yield line.text


def _source(blocks: Sequence[SourceBlock], prepared: Sequence[Prepared]) -> Iterator[SourceText]:
    """Every block with words, as it reads in Unicode."""
    modern = {line.source.number: line for line in prepared if isinstance(line, Line)}
    grids = {line.number: line for line in prepared if not isinstance(line, Line)}
    for block in blocks:
        shown: SourceBlock = grids.get(block.number, block)
        if isinstance(block, TextLine) and (line := modern.get(block.number)) is not None:
            shown = line.source if len(line.sources) == 1 else block
        text = clean_line(block_text(shown))
        if text:
            yield SourceText(block.number, text)


def _font_notes(prepared: Sequence[Prepared]) -> tuple[str, ...]:
    reasons = {note for line in prepared if isinstance(line, Line) for note in line.notes}
    return tuple(f"Chữ phông cũ đã chuyển sang Unicode: {reason}." for reason in sorted(reasons))


def _title(framed: Framed) -> str:
    """ "ĐỀ CƯƠNG GỢI Ý XÂY DỰNG BÁO CÁO / Sơ kết …" → "Báo cáo sơ kết …"."""
    lines = framed.title or [
        line
        for line, reason in framed.around
        if reason in _TITLE_REASONS and isinstance(line, Line)
    ]
    parts = [_sentence_case(heading_text(line.text)) for line in lines]
    first = _MADE_FOR.sub("", parts[0], count=1) if parts else ""
    words = [part for part in (first, *parts[1:]) if part]
    if not words:
        return _NO_TITLE
    joined = " ".join([words[0], *map(lower_first, words[1:])])
    return clean_line(joined[0].upper() + joined[1:])[:300]


def _sentence_case(text: str) -> str:
    """Capitals only at the start; a title all in capitals keeps its symbols ("49-KL/TW")."""
    if text != text.upper():
        return text
    words = [word if _is_symbol(word) else word.lower() for word in text.split()]
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


def _is_symbol(word: str) -> bool:
    return any(char.isdigit() for char in word) or search_key(word) in {"ubnd", "hdnd", "mttq"}
