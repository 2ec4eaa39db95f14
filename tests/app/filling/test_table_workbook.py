"""The Excel file of a table: down with keys, up with Vietnamese figures, one revision, undone."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from app.extensions import db
from app.models import Answer, AnswerRevision
from tests.app.filling.saving import save
from tests.app.page_client import PageClient
from tests.app.world import World

Grid = list[list[object]]


def down(client: PageClient, address: str) -> Grid:
    data = client.get(f"{address}/o/quy/bieu.xlsx").response.data
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Bieu")
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


def workbook(grid: Grid) -> io.BytesIO:
    """A file as a spreadsheet program saves it."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Bieu")
    for number, row in enumerate(grid):
        for index, value in enumerate(row):
            if value != "":
                sheet.write(number, index, value)
    book.close()
    buffer.seek(0)
    return buffer


def up(client: PageClient, address: str, grid: Grid, status: int = 303) -> str:
    client.post(f"{address}/o/quy/bieu", {"tep": (workbook(grid), "bieu.xlsx")}, status)
    return client.get(f"{address}/muc/pl2").words()


def stored(world: World) -> dict[str, object]:
    answer = db.session.get(Answer, (world.reports["xa-a"].id, "quy"))
    assert answer is not None
    db.session.refresh(answer)
    return dict(answer.value["rows"])


def cell(grid: Grid, row: str, column: str) -> tuple[int, int]:
    return [line[0] for line in grid].index(row), grid[0].index(column)


def put(grid: Grid, row: str, column: str, value: object) -> None:
    number, index = cell(grid, row, column)
    grid[number][index] = value


def test_the_file_holds_keys_labels_units_and_what_is_stored(
    officer: PageClient, address: str
) -> None:
    save(officer, address, "quy", {"thu-nam_2025": "1.234,5"})
    grid = down(officer, address)
    number, index = cell(grid, "thu", "nam_2025")
    assert grid[number][1:2] == ["Thu trong kỳ"]
    assert grid[number][index] == 1234.5
    assert "Năm 2025 (triệu đồng)" in grid[3]


def test_a_filled_file_is_one_revision_that_can_be_undone(
    officer: PageClient, address: str, world: World
) -> None:
    save(officer, address, "quy", {"thu-nam_2025": "5"})
    grid = down(officer, address)
    put(grid, "du_dau", "nam_2024", 0.1 + 0.2)
    put(grid, "chi", "nam_2024", "1.234,5")
    put(grid, "thu", "nam_2025", "")
    assert "Đã nhận 2 ô" in up(officer, address, grid)
    assert stored(world) == {
        "du_dau": {"nam_2024": {"v": "0.3"}},
        "chi": {"nam_2024": {"v": "1234.5"}},
        "thu": {"nam_2025": {"v": "5"}},
    }
    revisions = db.session.query(AnswerRevision).filter_by(field_key="quy").all()
    assert [r.origin for r in revisions] == ["typed", "workbook"]
    officer.post(f"{address}/o/quy/khoi-phuc", {"revision": "1"}, 303)
    assert stored(world) == {"thu": {"nam_2025": {"v": "5"}}}


def test_what_is_no_number_is_kept_and_named(
    officer: PageClient, address: str, world: World
) -> None:
    grid = down(officer, address)
    put(grid, "thu", "nam_2024", "nhiều")
    assert "1 chỗ cần xem lại" in up(officer, address, grid)
    assert stored(world)["thu"] == {"nam_2024": {"raw": "nhiều"}}


def test_rows_and_columns_in_another_order_find_their_places(
    officer: PageClient, address: str, world: World
) -> None:
    grid = down(officer, address)
    put(grid, "chi", "nam_2025", 7)
    swapped = [[*row[:2], row[3], row[2]] for row in [*grid[:4], *reversed(grid[4:])]]
    up(officer, address, swapped)
    assert stored(world) == {"chi": {"nam_2025": {"v": "7"}}}


def test_an_added_row_is_named_and_the_rest_taken(
    officer: PageClient, address: str, world: World
) -> None:
    grid = down(officer, address)
    put(grid, "chi", "nam_2025", 7)
    assert "Dòng “Mới”" in up(officer, address, [*grid, ["", "Mới", 1, 2]])
    assert stored(world) == {"chi": {"nam_2025": {"v": "7"}}}


@pytest.mark.parametrize("mark", ["dan_so", ""])
def test_a_file_of_something_else_is_refused_in_words(
    officer: PageClient, address: str, mark: str
) -> None:
    grid = down(officer, address)
    grid[0][0] = mark
    data = {"tep": (workbook(grid), "bieu.xlsx")}
    page = officer.post(f"{address}/o/quy/bieu", data, 422)
    assert "mẫu" in page.words()


@pytest.mark.parametrize("content", [b"khong phai excel", b"PK\x03\x04hong"])
def test_a_broken_file_is_refused(officer: PageClient, address: str, content: bytes) -> None:
    officer.post(f"{address}/o/quy/bieu", {"tep": (io.BytesIO(content), "a.xlsx")}, 422)


def test_a_file_for_a_closed_report_changes_nothing(officer: PageClient, address: str) -> None:
    save(officer, address, "ket_qua", "Đã tổ chức 12 hội nghị.")
    grid = down(officer, address)
    put(grid, "chi", "nam_2025", 7)
    officer.post(f"{address}/gui", {"key": "k"}, 303)
    up(officer, address, grid, 409)
    assert db.session.query(Answer).filter_by(field_key="quy").count() == 0
