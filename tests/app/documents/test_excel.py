"""Workbooks: types kept, live formulas that agree with us, text that stays text."""

import csv
import datetime
import io
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import (
    ChartSpec,
    DocumentError,
    SheetSpec,
    WorkbookSpec,
    usual_chart,
    workbook_of,
    write_answers_workbook,
    write_csv,
    write_excel,
)
from app.documents.excel import sheet_names
from app.documents.excel.answers import csv_text
from app.documents.excel.formulas import evaluate
from forms.document import (
    Cell,
    CellState,
    Column,
    ColumnKind,
    Ratio,
    Row,
    RowKind,
    Table,
    TotalRule,
)
from tests.app.documents import samples


def opened(data: bytes, *, values: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def one_sheet(table: Table, **changes: Any) -> bytes:
    return write_excel(WorkbookSpec((SheetSpec("Biểu", table),), **changes))


def cell(value: str) -> Cell:
    return Cell(Decimal(value))


def ratio_table(*pairs: tuple[str | None, str | None], total: str = "50") -> Table:
    columns = (
        Column("Tử", key="a", places=0, total=TotalRule.SUM),
        Column("Mẫu", key="b", places=0, total=TotalRule.SUM),
        Column("Tỷ lệ", key="c", kind=ColumnKind.PERCENT, places=1, ratio=Ratio("a", "b")),
    )
    rows = []
    for top, bottom in pairs:
        both = top and bottom
        share = (
            Cell(Decimal(top) * 100 / Decimal(bottom)) if both else Cell(state=CellState.NO_DATA)
        )  # type: ignore[arg-type]
        cells = tuple(
            cell(part) if part else Cell(state=CellState.NO_DATA) for part in (top, bottom)
        )
        rows.append(Row((*cells, share)))
    sums = [sum(Decimal(pair[at] or 0) for pair in pairs) for at in (0, 1)]
    rows.append(Row((Cell(sums[0]), Cell(sums[1]), cell(total)), RowKind.TOTAL))  # type: ignore[arg-type]
    return Table(columns, tuple(rows))


def test_totals_and_ratios_are_live_and_show_our_figures() -> None:
    data = one_sheet(samples.members_table(5))
    live, shown = opened(data)["Biểu"], opened(data, values=True)["Biểu"]
    last = 4 + 3 + 1 + 6
    assert live.cell(last, 3).value == "=SUM(C9:C13)"
    assert shown.cell(last, 3).value == 36500
    assert live.cell(9, 4).value == '=IFERROR(E9+F9,"")'
    assert live.cell(9, 7).value == '=IFERROR(D9/C9,"")'
    assert live.cell(last, 7).value == '=IFERROR(SUM(D9:D13)/SUM(C9:C13),"")'
    assert shown.cell(last, 7).value == pytest.approx(10165 / 36500)
    assert live.cell(last, 7).number_format == "0.0%"


def test_units_without_both_parts_do_not_count_in_a_ratio() -> None:
    sheet = opened(one_sheet(ratio_table(("50", "100"), (None, "900"), ("7", None))))["Biểu"]
    assert sheet.cell(9, 3).value == (
        '=IFERROR(SUMIFS(A6:A8,B6:B8,">-1E+300")/SUMIFS(B6:B8,A6:A8,">-1E+300"),"")'
    )


def test_a_figure_that_differs_from_its_formula_stays_ours_and_is_noted() -> None:
    sheet = opened(one_sheet(ratio_table(("50", "100"), total="51")))["Biểu"]
    assert sheet.cell(7, 3).value == pytest.approx(0.51)
    assert "khác số tính theo công thức (50,0)" in sheet.cell(7, 3).comment.text


def test_group_rows_add_their_own_rows_and_the_total_adds_units_once() -> None:
    column = Column("Số", key="n", places=0, total=TotalRule.SUM)
    kinds = [
        RowKind.GROUP,
        RowKind.NORMAL,
        RowKind.NORMAL,
        RowKind.GROUP,
        RowKind.NORMAL,
        RowKind.TOTAL,
    ]
    values = ["3", "1", "2", "4", "4", "7"]
    rows = tuple(Row((cell(value),), kind) for value, kind in zip(values, kinds, strict=True))
    sheet = opened(one_sheet(Table((column,), rows)))["Biểu"]
    found = [sheet.cell(row, 1).value for row in range(6, 12)]
    assert found == ["=SUM(A7:A8)", 1, 2, "=SUM(A10:A10)", 4, "=SUM(A7:A8)+SUM(A10:A10)"]


@pytest.mark.office
def test_libreoffice_computes_the_same_figures(tmp_path: Path) -> None:
    source = tmp_path / "bieu.xlsx"
    table = ratio_table(("50", "100"), (None, "900"), ("7", None))
    source.write_bytes(
        write_excel(WorkbookSpec((SheetSpec("a", table), SheetSpec("b", samples.members_table(7)))))
    )
    # The cached figures are taken out, so that what is read back was computed anew.
    workbook = openpyxl.load_workbook(source)
    workbook.save(source)
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    computed = openpyxl.load_workbook(tmp_path / "out" / "bieu.xlsx", data_only=True)
    ours = opened(
        write_excel(
            WorkbookSpec((SheetSpec("a", table), SheetSpec("b", samples.members_table(7))))
        ),
        values=True,
    )
    for name in ("a", "b"):
        for row in ours[name].iter_rows():
            for item in row:
                if isinstance(item.value, int | float):
                    found = computed[name].cell(item.row, item.column).value
                    assert found == pytest.approx(item.value, rel=1e-9, abs=1e-9)


def test_the_head_of_a_sheet_is_that_of_the_statistical_forms() -> None:
    spec = WorkbookSpec(
        (SheetSpec("3a", samples.members_table(2), period="(Tính đến ngày 30/4/2024)"),),
        samples.KIM_DONG,
        place_line="Kim Động, ngày 09 tháng 5 năm 2024",
    )
    sheet = opened(write_excel(spec))["3a"]
    texts = {item.value for row in sheet.iter_rows() for item in row if isinstance(item.value, str)}
    assert {
        "ĐẢNG BỘ TỈNH HƯNG YÊN",
        "HUYỆN ỦY KIM ĐỘNG",
        "Biểu số 3a",
        "Đơn vị tính: người",
        "TỔ CHỨC, HỘI VIÊN HỘI KHUYẾN HỌC",
        "(Tính đến ngày 30/4/2024)",
        "NGƯỜI LẬP BIỂU",
        "TRƯỞNG BAN",
        "2=3+4",
    } <= texts
    merged = {str(item) for item in sheet.merged_cells.ranges}
    assert {"A5:A7", "D5:F5", "E6:F6"} <= merged
    assert sheet.freeze_panes == "C9"
    assert sheet.print_title_rows == "$5:$8"
    assert sheet.print_area


def test_estimates_and_missing_figures_are_noted() -> None:
    columns = (Column("a", key="a", places=0),)
    rows = (
        Row((Cell(Decimal(5), CellState.ESTIMATED, "đến 30/4"),)),
        Row((Cell(state=CellState.NOT_SUBMITTED),)),
        Row((Cell(state=CellState.BLANK),)),
        Row((cell("0"),)),
    )
    sheet = opened(one_sheet(Table(columns, rows)))["Biểu"]
    assert [sheet.cell(row, 1).value for row in range(6, 10)] == [5, "chưa nộp", None, 0]
    assert sheet.cell(6, 1).comment.text == "Số ước tính\nđến 30/4"
    assert sheet.cell(7, 1).comment.text == "Chưa nộp báo cáo"
    assert sheet.cell(9, 1).comment is None


def test_types_are_kept() -> None:
    columns = (
        Column("d", kind=ColumnKind.DATE),
        Column("n", places=2),
        Column("p", kind=ColumnKind.PERCENT, places=1),
        Column("t", kind=ColumnKind.TEXT),
    )
    row = Row((Cell(datetime.date(2024, 5, 9)), cell("1234.5"), cell("98.5"), Cell("0123")))
    sheet = opened(one_sheet(Table(columns, (row,))))["Biểu"]
    found = [sheet.cell(6, column).value for column in range(1, 5)]
    assert found == [datetime.datetime(2024, 5, 9), 1234.5, 0.985, "0123"]
    assert sheet.cell(6, 2).number_format == "#,##0.00"


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "http://x.vn", "{=1}"]
)
def test_text_never_becomes_a_formula_or_a_link(text: str) -> None:
    table = Table((Column(text, kind=ColumnKind.TEXT),), (Row((Cell(text),)),), caption=text)
    for sheet in (
        opened(one_sheet(table))["Biểu"],
        opened(write_answers_workbook([text], [[text]])).active,
    ):
        found = [item for row in sheet.iter_rows() for item in row if item.value == text]
        assert found
        assert all(item.data_type == "s" and item.hyperlink is None for item in found)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=12).map(tuple))
def test_sheet_names_are_ones_excel_accepts(wanted: tuple[str, ...]) -> None:
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    for name in names:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name == name.strip("'")
        assert name.casefold() != "history"


def test_filing_and_sources_come_last_and_a_chart_is_drawn() -> None:
    sheet = SheetSpec("3a", samples.members_table(3), chart=ChartSpec(1, (2, 3)))
    spec = WorkbookSpec(
        (sheet, sheet), filing=samples.members_table(2), sources=samples.members_table(1)
    )
    workbook = opened(write_excel(spec))
    tables = ["3a", "3a (2)", "Tình hình nộp", "Nguồn số liệu"]
    assert workbook.sheetnames == [*tables, "Biểu đồ"]
    assert len(workbook["Biểu đồ"]._charts) == 2


def test_shares_of_the_units_are_drawn_where_three_have_them() -> None:
    pairs = (("50", "100"), ("20", "80"), ("7", "9"))
    named = Column("Đơn vị", kind=ColumnKind.TEXT)

    def table(count: int) -> Table:
        plain = ratio_table(*pairs[:count])
        rows = (
            replace(row, cells=(Cell(f"Xã {n}"), *row.cells)) for n, row in enumerate(plain.rows)
        )
        return replace(plain, columns=(named, *plain.columns), rows=tuple(rows))

    assert usual_chart(table(3)) == ChartSpec(0, (3,), "Tỷ lệ", "bar")
    assert usual_chart(table(2)) is None
    assert usual_chart(ratio_table(*pairs)) is None, "nothing to name the bars by"
    assert usual_chart(samples.members_table(0)) is None


def test_a_chart_of_a_table_in_blocks_shows_the_first_block() -> None:
    columns = (
        Column("Đơn vị", kind=ColumnKind.TEXT),
        Column("Năm 2024", children=(Column("Tỷ lệ", key="r", kind=ColumnKind.PERCENT),)),
    )
    block = [Row((Cell("Hộ học tập"), cell("50")), RowKind.GROUP)]
    block += [Row((Cell(f"Xã {n}"), cell("50"))) for n in range(4)]
    table = Table(columns, tuple(block * 2), caption="Mô hình")
    chart = usual_chart(table)
    assert chart == ChartSpec(0, (1,), "Hộ học tập: Năm 2024, Tỷ lệ", "bar")
    spec = WorkbookSpec((SheetSpec("Biểu 3b", table, chart=chart),))
    (drawn,) = opened(write_excel(spec))["Biểu đồ"]._charts
    assert drawn.series[0].val.numRef.f == "'Biểu 3b'!$B$8:$B$11"


def test_a_document_gives_one_sheet_per_table() -> None:
    spec = workbook_of(samples.report())
    assert [sheet.name for sheet in spec.sheets] == ["Phụ lục 1", "Biểu số 3a", "Biểu số 3a"]
    assert opened(write_excel(spec)).sheetnames == ["Phụ lục 1", "Biểu số 3a", "Biểu số 3a (2)"]


def test_a_table_of_one_column_without_rows_is_written() -> None:
    assert opened(one_sheet(Table((Column("a"),)), letterhead=samples.KIM_DONG)).sheetnames == [
        "Biểu"
    ]


def test_a_workbook_without_tables_is_refused() -> None:
    with pytest.raises(DocumentError, match="Chưa có biểu số liệu"):
        write_excel(WorkbookSpec(()))


def test_an_answers_workbook_keeps_types() -> None:
    rows = [["Đảng ủy xã A", Decimal("1234.5"), datetime.date(2024, 5, 9), None]]
    sheet = opened(write_answers_workbook(["Đơn vị", "Số", "Ngày", "Ghi chú"], rows)).active
    assert [item.value for item in sheet[2]][:3] == [
        "Đảng ủy xã A",
        1234.5,
        datetime.datetime(2024, 5, 9),
    ]
    assert sheet.auto_filter.ref == "A1:D2"
    assert opened(write_answers_workbook(["Đơn vị"], [])).active.auto_filter.ref == "A1"


def test_no_more_than_two_columns_stay_while_scrolling() -> None:
    columns = (
        Column("TT", kind=ColumnKind.INDEX, width=10),
        *(Column(title, kind=ColumnKind.TEXT, width=40) for title in ("Đơn vị", "Số", "Ghi chú")),
        Column("Lần", width=20, places=0),
    )
    rows = (Row((Cell("1"), Cell("A"), Cell("B"), Cell("C"), Cell(Decimal(3)))),)
    assert opened(one_sheet(Table(columns, rows))).active.freeze_panes == "C6"


def test_csv_opens_in_excel_with_vietnamese_letters_and_numbers() -> None:
    data = write_csv(["Đơn vị", "Số"], [["Đảng ủy; xã", Decimal("1234.5")], [None, None]])
    assert data.startswith(b"\xef\xbb\xbf")
    found = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert found == [["Đơn vị", "Số"], ["Đảng ủy; xã", "1234,5"], ["", ""]]


@given(st.text())
def test_no_csv_text_starts_like_a_formula(text: str) -> None:
    assert not csv_text(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("formula", "value"),
    [("{a}+{b}*2", 7), ("({a}+{b})*2", 8), ("{a}-{b}-1", -3), ("-{a}", -1), ("{b}/{a}/3", 1)],
)
def test_formulas_follow_the_usual_order(formula: str, value: int) -> None:
    assert evaluate(formula, {"a": Decimal(1), "b": Decimal(3)}) == value


def test_dividing_by_zero_gives_nothing_and_bad_syntax_is_told() -> None:
    assert evaluate("{a}/{b}", {"a": Decimal(1), "b": Decimal(0)}) is None
    for bad in ("{a}+", "({a}", "{a} {a}", "{a})"):
        with pytest.raises(ValueError, match="formula"):
            evaluate(bad, {"a": Decimal(1)})


def test_a_narrow_table_fills_the_page_and_stands_in_its_middle() -> None:
    columns = (
        Column("TT", kind=ColumnKind.INDEX, width=10),
        Column("Đơn vị", kind=ColumnKind.TEXT, width=40),
        Column("Số", width=20, places=0),
    )
    rows = (Row((Cell("1"), Cell("Hội Khuyến học huyện Kim Động"), Cell(Decimal(3)))),)
    sheet = opened(one_sheet(Table(columns, rows))).active
    assert sheet.print_options.horizontalCentered
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert 85 < sum(widths) < 95, "about 170 mm"
    assert widths[1] > 60, "what is left over goes to the text"
    row = sheet.row_dimensions[sheet.max_row]
    assert row.height is None or row.height < 20, "the text does not wrap any more"
