"""Reports whose sections stand in the cells of a table."""

from __future__ import annotations

import pytest

from forms.reading.blocks import Grid, GridCell, SourceBlock, TextLine
from forms.reading.report_mapping import MappedPiece, map_report
from forms.schema import Section
from tests.forms.builders import a_field

RESULT = "Đảng ủy xã đã tổ chức 12 hội nghị quán triệt cho 640 lượt cán bộ, đảng viên trong xã."
LIMIT = "Một số chi bộ triển khai còn chậm, hình thức tuyên truyền chưa phù hợp từng đối tượng."
FAITH = "Hệ thống truyền thanh của xã phát 96 tin, bài; các thôn treo 40 băng rôn, khẩu hiệu."


def a_task(key: str, heading: str, number: str) -> Section:
    fields = (
        a_field("narrative", f"{key[0]}_kq", label="Kết quả đạt được"),
        a_field("narrative", f"{key[0]}_hc", label="Tồn tại, hạn chế"),
    )
    return Section(key, heading, fields=fields, number=number)


LEAD = a_task("lanh_dao", "Sự lãnh đạo của Đảng, sự quản lý của Nhà nước", "1")
SPREAD = a_task("tuyen_truyen", "Công tác tuyên truyền", "2")
ASKED = [(section, field) for section in (LEAD, SPREAD) for field in section.fields]


def grid(*rows: tuple[str, ...], number: int = 1) -> Grid:
    cells = (
        GridCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row) if text
    )
    return Grid(number, len(rows), len(rows[0]), tuple(cells))


def mapped(*blocks: SourceBlock) -> tuple[MappedPiece, ...]:
    return map_report(blocks, ASKED)


def by_field(pieces: tuple[MappedPiece, ...]) -> dict[str, str]:
    return {piece.field_key: piece.text for piece in pieces if piece.field_key}


def test_headings_in_one_column_and_texts_in_the_next_are_sections() -> None:
    pieces = mapped(
        grid(
            ("TT", "Nội dung", "Kết quả thực hiện"),
            ("1", LEAD.heading, RESULT),
            ("2", SPREAD.heading, f"{FAITH}\nTồn tại, hạn chế:\n{LIMIT}"),
        )
    )
    assert by_field(pieces) == {"l_kq": RESULT, "t_kq": FAITH, "t_hc": LIMIT}
    assert "Nội dung" in "\n".join(p.text for p in pieces if not p.field_key)


def test_the_first_row_may_say_what_each_column_answers() -> None:
    pieces = mapped(
        grid(
            ("Nội dung", "Kết quả đạt được", "Tồn tại, hạn chế"),
            (LEAD.heading, RESULT, LIMIT),
            (SPREAD.heading, FAITH, ""),
        )
    )
    assert by_field(pieces) == {"l_kq": RESULT, "l_hc": LIMIT, "t_kq": FAITH}


@pytest.mark.parametrize("cells", [1, 3])
def test_a_frame_around_the_text_is_no_table(cells: int) -> None:
    lines = ("1. " + LEAD.heading, RESULT, "2. " + SPREAD.heading)
    rows = [("\n".join(lines),)] if cells == 1 else [(line,) for line in lines]
    pieces = mapped(grid(*rows), TextLine(2, FAITH))
    assert by_field(pieces) == {"l_kq": RESULT, "t_kq": FAITH}


def test_pieces_of_an_opened_table_are_told_apart_by_their_numbers() -> None:
    rows = (("1", LEAD.heading, RESULT), ("2", SPREAD.heading, FAITH))
    pieces = mapped(TextLine(1, "BÁO CÁO"), grid(*rows, number=2), TextLine(3, "Hết."))
    numbers = [piece.number for piece in pieces]
    assert len(numbers) == len(set(numbers)) == 3


def test_figures_whose_rows_are_named_like_sections_stay_a_table() -> None:
    rows = (("Nội dung", "Số buổi"), (LEAD.heading, "12"), (SPREAD.heading, "96"))
    (piece,) = mapped(grid(*rows))
    assert (piece.field_key, piece.heading) == ("", "Bảng")


def test_the_letterhead_stays_as_it_is() -> None:
    head = grid(("ĐẢNG BỘ HUYỆN KIM ĐỘNG", "ĐẢNG CỘNG SẢN VIỆT NAM"), ("ĐẢNG ỦY XÃ", "ngày 9/5"))
    (piece,) = mapped(head)
    assert piece.heading == "Bảng"


def test_a_number_that_stands_alone_before_a_heading_belongs_to_it() -> None:
    lines = ("1", LEAD.heading, RESULT, "2.", SPREAD.heading, FAITH, "3")
    pieces = mapped(*(TextLine(n, line) for n, line in enumerate(lines, 1)))
    assert by_field(pieces) == {"l_kq": RESULT, "t_kq": f"{FAITH}\n3"}


def test_a_first_row_that_says_more_than_names_is_text() -> None:
    pieces = mapped(grid(("", "Tồn tại, hạn chế", f"Kết quả đạt được\n{RESULT}")))
    assert RESULT in "\n".join(piece.text for piece in pieces)
