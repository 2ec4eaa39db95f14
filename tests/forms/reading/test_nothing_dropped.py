"""Whatever a report looks like, each sentence of it stands in some piece of the mapping."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from forms import load_outline
from forms.reading.blocks import Grid, GridCell, SourceBlock, TextLine
from forms.reading.report_mapping import map_report

SOURCE = Path(__file__).resolve().parents[2] / "golden" / "small.yaml"
OUTLINE = load_outline(SOURCE.read_text(encoding="utf-8"), "small.yaml")
ASKED = [(s, f) for s, f in OUTLINE.fields() if s.key != "mo_dau"]
HEADINGS = ["1", "a)", "Phần thứ hai", "Phụ lục 2", "Hạn chế:", "KẾT QUẢ", "Biểu số 1"] + [
    line for section in OUTLINE.walk() for line in (section.heading, section.heading.upper())
]
SENTENCES = [
    "Có 12 ban khuyến học.",
    "Sự lãnh đạo của Đảng được tăng cường ở 5 chi bộ.",
    "Tồn tại là hình thức tuyên truyền còn đơn điệu, chưa thu hút được đông đảo Nhân dân dự học.",
    "Kiến nghị cấp kinh phí.",
    "quỹ tăng 12,5 triệu đồng;",
    "Phần thứ hai của đề án được triển khai.",
]
lines = st.sampled_from(SENTENCES + HEADINGS)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    texts = st.lists(lines, max_size=3).map("\n".join)
    cells = (GridCell(r, c, draw(texts)) for r in range(rows) for c in range(columns))
    return Grid(1, rows, columns, tuple(cells))


def block(content: str | Grid) -> SourceBlock:
    return TextLine(1, content) if isinstance(content, str) else content


@given(st.lists(st.one_of(lines, lines, grids()), max_size=14))
def test_each_sentence_stands_in_some_piece(contents: list[str | Grid]) -> None:
    blocks = [replace(block(content), number=n) for n, content in enumerate(contents, 1)]
    pieces = map_report(blocks, ASKED, list(OUTLINE.walk()))
    said = " ".join(" ".join((piece.heading, piece.text, *piece.left)) for piece in pieces)
    for sentence in SENTENCES:
        assert (sentence in said) == any(sentence in _words(b) for b in blocks), sentence
    numbers = [piece.number for piece in pieces]
    assert len(numbers) == len(set(numbers))


def _words(found: SourceBlock) -> str:
    return found.text if isinstance(found, TextLine) else "\n".join(c.text for c in found.cells)
