"""A finished report split by the headings of its outline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forms import Outline, load_outline
from forms.reading.blocks import Grid, GridCell, TextLine
from forms.reading.report_mapping import SURE, MappedPiece, map_report
from forms.schema import Column, Row
from tests.forms.builders import a_field, a_section

SMALL = Path(__file__).resolve().parents[2] / "golden" / "small.yaml"


@pytest.fixture(scope="module")
def outline() -> Outline:
    return load_outline(SMALL.read_text(encoding="utf-8"), "small.yaml")


def mapped(outline: Outline, *lines: str | Grid) -> tuple[MappedPiece, ...]:
    asked = [(s, f) for s, f in outline.fields() if s.key != "mo_dau"]
    blocks = [
        TextLine(n, line) if isinstance(line, str) else line for n, line in enumerate(lines, 1)
    ]
    return map_report(blocks, asked)


def by_field(pieces: tuple[MappedPiece, ...]) -> dict[str, str]:
    return {piece.field_key: piece.text for piece in pieces if piece.field_key}


def test_headings_split_the_text(outline: Outline) -> None:
    found = by_field(
        mapped(
            outline,
            "1. Sự lãnh đạo của Đảng",
            "a) Kết quả đạt được",
            "Đã tổ chức 12 hội nghị.",
            "- Ban hành kế hoạch.",
            "b) Tồn tại, hạn chế",
            "Chưa đều.",
        )
    )
    assert found["ket_qua"] == "Đã tổ chức 12 hội nghị.\n- Ban hành kế hoạch."
    assert found["han_che"] == "Chưa đều."


@pytest.mark.parametrize(
    "heading",
    [
        "SỰ LÃNH ĐẠO CỦA ĐẢNG",
        "2- Sự lảnh đạo của Đảng:",
        "I. Sự lãnh đạo của  đảng.",
        "Su lanh dao cua Dang",
        "3.1. Về sự lãnh đạo của Đảng",
    ],
)
def test_headings_are_known_however_they_are_typed(outline: Outline, heading: str) -> None:
    assert by_field(mapped(outline, heading, "Nội dung của mục."))["ket_qua"] == "Nội dung của mục."


@pytest.mark.parametrize(
    "line",
    [
        "1. Sự lãnh đạo của Đảng: Đảng ủy đã ban hành 3 văn bản.",
        "1. Sự lãnh đạo của Đảng. Đảng ủy đã ban hành 3 văn bản.",
        "Sự lãnh đạo của Đảng Đảng ủy đã ban hành 3 văn bản.",
    ],
)
def test_heading_and_text_may_stand_in_one_line(outline: Outline, line: str) -> None:
    assert by_field(mapped(outline, line))["ket_qua"] == "Đảng ủy đã ban hành 3 văn bản."


def test_a_sentence_that_begins_with_the_words_of_a_heading_is_not_taken_apart(
    outline: Outline,
) -> None:
    sentence = "Sự lãnh đạo của Đảng được giữ vững ở 12 chi bộ."
    lines = ("1. Sự lãnh đạo của Đảng", "b) Tồn tại, hạn chế", "Còn hình thức.", sentence)
    assert by_field(mapped(outline, *lines))["han_che"] == f"Còn hình thức.\n{sentence}"
    assert by_field(mapped(outline, f"1. {sentence}"))["ket_qua"] == sentence


def test_an_exact_heading_is_sure(outline: Outline) -> None:
    pieces = mapped(outline, "1. Sự lãnh đạo của Đảng", "Nội dung.")
    assert pieces[0].confidence == SURE


def test_swapped_sections_are_still_found(outline: Outline) -> None:
    lines = ("KIẾN NGHỊ", "Đề nghị A.", "b) Tồn tại, hạn chế", "B.", "a) Kết quả đạt được", "C.")
    found = by_field(mapped(outline, *lines))
    assert found["ket_qua"] == "C."
    assert found["han_che"] == "B."


def test_nothing_is_dropped(outline: Outline) -> None:
    lines = [
        "ĐẢNG BỘ HUYỆN H",
        "BÁO CÁO sơ kết",
        "1. Sự lãnh đạo của Đảng",
        "Nội dung một.",
        "Một mục không có trong đề cương",
        "Nội dung lạ.",
        "2. Số liệu chung",
        "Dân số 5000 người.",
    ]
    pieces = mapped(outline, *lines)
    everything = "\n".join(f"{piece.heading}\n{piece.text}" for piece in pieces)
    assert all(line in everything for line in lines)


def test_unmapped_text_comes_last(outline: Outline) -> None:
    pieces = mapped(outline, "Mở đầu lạ.", "1. Sự lãnh đạo của Đảng", "Nội dung.")
    assert [bool(piece.field_key) for piece in pieces] == [True, False]


def grid(*rows: tuple[str, ...]) -> Grid:
    cells = [GridCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return Grid(1, len(rows), len(rows[0]), tuple(cells))


def test_a_table_with_the_same_headers_fills_the_table_field(outline: Outline) -> None:
    pieces = mapped(
        outline,
        grid(
            ("TT", "Nội dung", "Năm 2024", "Năm 2025"),
            ("1", "Số dư đầu kỳ", "10", "12,5"),
            ("2", "Thu trong kỳ", "3", ""),
        ),
    )
    (table,) = [piece for piece in pieces if piece.cells]
    assert table.field_key == "quy"
    assert table.cells == {
        "du_dau.nam_2024": "10",
        "du_dau.nam_2025": "12,5",
        "thu.nam_2024": "3",
    }


def test_a_table_of_documents_fills_the_list_of_documents(outline: Outline) -> None:
    pieces = mapped(
        outline,
        grid(
            ("TT", "Tên loại", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu"),
            ("1", "2", "3", "4", "5", "6"),
            ("I", "Văn bản của Đảng ủy", "", "", "", ""),
            ("1", "Kế hoạch", "15-KH/ĐU", "12/3/2023", "Đảng ủy xã A", "Về khuyến học"),
        ),
    )
    (documents,) = [piece for piece in pieces if piece.rows]
    assert (documents.field_key, documents.confidence) == ("van_ban", SURE)
    assert documents.rows == (
        {
            "kind": "Kế hoạch",
            "symbol": "15-KH/ĐU",
            "date": "12/3/2023",
            "issuer": "Đảng ủy xã A",
            "title": "Về khuyến học",
        },
    )
    assert "Văn bản của Đảng ủy" in documents.text


def test_the_form_around_a_report_goes_into_no_answer(outline: Outline) -> None:
    lines = ("b) Tồn tại, hạn chế", "Chưa đều.", "Biểu số 1-KL49", "Trên đây là Báo cáo sơ kết.")
    pieces = mapped(outline, *lines)
    assert by_field(pieces) == {"han_che": "Chưa đều."}
    assert {p.text for p in pieces if not p.field_key} == set(lines[2:])


def test_another_table_is_kept_as_text(outline: Outline) -> None:
    pieces = mapped(outline, grid(("Họ", "Tên"), ("A", "B")))
    assert pieces[0].field_key == ""
    assert "Họ | Tên" in pieces[0].text


def test_columns_of_a_group_are_told_by_the_group_above_them() -> None:
    years = ("Năm 2019", "Năm 2023")
    columns = tuple(
        Column(f"{key}_{year[-4:]}", label, "integer", group=(year,))
        for year in years
        for key, label in (("tu", "Tử số"), ("mau", "Mẫu số"))
    )
    rows = (Row("a", "Gia đình học tập"), Row("b", "Dòng họ học tập"))
    field = a_field("table", "bang", label="Bảng", columns=columns, rows=rows)
    cells = [
        GridCell(0, 0, "Nội dung", 2, 1),
        GridCell(0, 1, "Năm 2023", 1, 2),
        *(GridCell(1, n, text) for n, text in enumerate(("Tử số", "Mẫu số"), 1)),
        *(GridCell(2, n, text) for n, text in enumerate(("Gia đình học tập", "5", "9"))),
        *(GridCell(3, n, text) for n, text in enumerate(("Dòng họ học tập", "2", "3"))),
    ]
    section = a_section(field)
    (piece,) = map_report([Grid(1, 4, 3, tuple(cells))], [(section, field)])
    assert piece.cells == {"a.tu_2023": "5", "a.mau_2023": "9", "b.tu_2023": "2", "b.mau_2023": "3"}


HEADER = ("Nội dung", "Năm 2024 (triệu đồng)", "Năm 2025 (triệu đồng)")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("* Hạn chế, tồn tại", "han_che"),
        ("=> Hạn chế", "han_che"),
        ("( 2 ) Khó khăn, vướng mắc", "han_che"),
        ("Mục 2/ Hạn chế, khuyết điểm", "han_che"),
        ("b) Những tồn tại, hạn chế", "han_che"),
        ("- Nguyên nhân của tồn tại, hạn chế", "nguyen_nhan"),
        ("c) Nguyên nhân chủ yếu:", "nguyen_nhan"),
    ],
)
def test_headings_are_known_in_other_words(outline: Outline, heading: str, field: str) -> None:
    lines = ("1. Sự lãnh đạo của Đảng", "Kết quả tốt.", heading, "Chưa đều ở các thôn.")
    assert by_field(mapped(outline, *lines))[field] == "Chưa đều ở các thôn."


def test_a_part_under_another_name_may_have_its_text_on_its_line(outline: Outline) -> None:
    lines = ("1. Sự lãnh đạo của Đảng", "Kết quả tốt.", "Khuyết điểm: Chưa đều ở các thôn.")
    assert by_field(mapped(outline, *lines))["han_che"] == "Chưa đều ở các thôn."


@pytest.mark.parametrize(
    "line", ["Nguyên nhân do cán bộ kiêm nhiệm", "Tồn tại, hạn chế là chưa đều.", "Nguyên nhân: 3"]
)
def test_what_says_more_than_a_heading_is_kept(outline: Outline, line: str) -> None:
    pieces = mapped(outline, "1. Sự lãnh đạo của Đảng", "Kết quả tốt.", line)
    said = "\n".join(piece.text for piece in pieces)
    assert line.rpartition(": ")[2] in said


LONG = a_section(
    a_field("narrative", "quy", label="Quỹ"),
    key="quy",
    number="6",
)


@pytest.mark.parametrize(
    "heading",
    [
        "6. Đổi mới cơ chế tài chính, đẩy mạnh xã hội hóa",
        "VI. Đổi mới cơ chế tài chính, đẩy mạnh xã hội hóa",
        "6) Cơ chế tài chính, xã hội hóa công tác khuyến học",
    ],
)
def test_a_heading_cut_short_is_still_known(heading: str) -> None:
    whole = (
        "Đổi mới cơ chế tài chính, đẩy mạnh xã hội hóa công tác khuyến học, khuyến tài, xây dựng "
        "công dân học tập, đơn vị học tập và tỉnh, thành phố học tập"
    )
    section = replace(LONG, heading=whole)
    pieces = map_report(
        [TextLine(1, heading), TextLine(2, "Quỹ thu 347 triệu đồng.")],
        [(section, section.fields[0])],
    )
    assert by_field(pieces) == {"quy": "Quỹ thu 347 triệu đồng."}


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_broken_at_the_end_of_a_page_is_one_table(outline: Outline, repeated: bool) -> None:
    first = grid(HEADER, ("Số dư đầu kỳ", "10", "12,5"))
    rest = [("Thu trong kỳ", "3", "4"), ("Chi trong kỳ", "2", "1")]
    second = grid(*([HEADER] if repeated else []), *rest)
    (table,) = mapped(outline, first, second)
    assert table.field_key == "quy"
    assert (table.cells or {})["chi.nam_2025"] == "1"
    assert table.text.count("Nội dung") == 1


def test_rows_may_be_written_with_their_units(outline: Outline) -> None:
    rows = (("Thu trong kỳ (triệu đồng)", "3", "4"), ("Chi trong kỳ (triệu đồng)", "2", "1"))
    (table,) = mapped(outline, grid(HEADER, *rows))
    assert (table.cells or {})["chi.nam_2025"] == "1"


def test_two_tables_with_headers_of_their_own_stay_two(outline: Outline) -> None:
    first = grid(HEADER, ("Số dư đầu kỳ", "10", "12,5"), ("Thu trong kỳ", "3", "4"))
    assert len(mapped(outline, first, grid(("Họ", "Tên", "Chức danh"), ("A", "B", "C")))) == 2


def test_rows_that_the_outline_does_not_ask_for_are_told(outline: Outline) -> None:
    rows = (("Số dư đầu kỳ", "10", "12,5"), ("Thu trong kỳ", "3", "4"), ("Thu khác", "7", ""))
    (table,) = mapped(outline, grid(HEADER, ("A", "1", "2"), *rows))
    assert table.left == ("Thu khác | 7",)


def test_words_below_the_heading_of_a_table_are_not_for_its_cells(outline: Outline) -> None:
    (words,) = mapped(outline, "Quỹ khuyến học", "Nguồn thu chủ yếu do các dòng họ đóng góp.")
    assert (words.field_key, words.heading) == ("", "Quỹ khuyến học")
    assert "dòng họ đóng góp" in words.text


def test_an_empty_document_maps_to_nothing(outline: Outline) -> None:
    assert mapped(outline) == ()


def test_the_heading_of_a_part_ends_the_section_before_it(outline: Outline) -> None:
    asked = [(s, f) for s, f in outline.fields() if s.key != "mo_dau"]
    part = outline.section("phan_2").heading
    lines = ("b) Tồn tại, hạn chế", "Chưa đều.", "Phần thứ hai", part.upper(), "Ghi chú: (-) không")
    blocks = [TextLine(n, line) for n, line in enumerate(lines, 1)]
    pieces = map_report(blocks, asked, list(outline.walk()))
    assert by_field(pieces) == {"han_che": "Chưa đều."}
    assert [p.text for p in pieces if not p.field_key] == ["Phần thứ hai\nGhi chú: (-) không"]


def test_a_heading_may_go_on_in_the_next_line() -> None:
    heading = (
        "Danh mục các văn bản thể chế chủ trương về công tác khuyến học, xây dựng xã hội học tập"
    )
    section = replace(LONG, heading=heading)
    first, second = heading.upper().split(" VỀ ")
    lines = (f"6. {first}", f"VỀ {second}", "Có 12 văn bản.")
    blocks = [TextLine(n, line) for n, line in enumerate(lines, 1)]
    assert by_field(map_report(blocks, [(section, section.fields[0])])) == {"quy": "Có 12 văn bản."}


def test_a_short_sentence_below_a_heading_is_no_part_of_it() -> None:
    heading = "Phát triển tổ chức, nâng cao chất lượng hoạt động và đa dạng các mô hình học tập"
    section = replace(LONG, number="4", heading=heading)
    lines = ("4) Phát triển tổ chức; nâng cao chất lượng hoạt động", "Có 12 ban khuyến học.")
    blocks = [TextLine(n, line) for n, line in enumerate(lines, 1)]
    pieces = map_report(blocks, [(section, section.fields[0])])
    assert by_field(pieces) == {"quy": "Có 12 ban khuyến học."}


def test_a_line_like_a_heading_inside_a_text_makes_it_uncertain(outline: Outline) -> None:
    asked = [(s, f) for s, f in outline.fields() if s.key != "mo_dau"]
    lines = [
        TextLine(1, "Tồn tại, hạn chế", bold=True),
        TextLine(2, "Chưa đều ở các thôn."),
        TextLine(3, "Nhiệm vụ trọng tâm thời gian tới", bold=True),
        TextLine(4, "Tiếp tục thực hiện Kết luận."),
        TextLine(5, "Câu viết đậm để nhấn mạnh.", bold=True),
    ]
    (piece,) = map_report(lines, asked)
    assert (piece.field_key, piece.confidence) == ("han_che", "guess")
    assert piece.doubts == ("Nhiệm vụ trọng tâm thời gian tới",)
    assert "Tiếp tục thực hiện" in piece.text
