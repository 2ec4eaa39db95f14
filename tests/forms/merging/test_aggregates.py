"""A table merged from a database's sums equals the one merged from answers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forms.merging import (
    Expected,
    FigureRow,
    MergedCell,
    MergedTable,
    UnitReport,
    figures_from_rows,
    figures_of,
    merge_report,
    sum_figures,
    table_from_aggregates,
)
from forms.schema import Column, MergeRule, Row
from forms.values import CellState, whole_state
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import (
    NIL,
    about,
    n,
    outline_of,
    ratio,
    reports,
    table,
    unit,
    units,
    with_default_rule,
)

COLUMNS = (
    Column("dat", "Đạt", "integer"),
    Column("tong", "Tổng", "decimal"),
    Column("ty_le", "Tỷ lệ", "ratio", numerator="dat", denominator="tong"),
    Column("con", "Còn lại", "computed", formula="tong - dat"),
)
ROWS = (
    Row("de", "I", kind="group"),
    Row("a", "A"),
    Row("b", "B", applies_to=("xa",)),
    Row("cong", "Cộng", kind="total"),
    Row("hieu", "Chênh lệch", kind="total", formula="a - b"),
)
TABLE = with_default_rule(a_field("table", columns=COLUMNS, rows=ROWS))
OUTLINE = outline_of(TABLE)


def test_figures_are_summed_by_field_row_and_column() -> None:
    rows = [
        FigureRow("x", "a", "dat", "u1", Decimal(5)),
        FigureRow("x", "a", "dat", "u2", Decimal(0), estimated=True),
        FigureRow("x", "a", "dat", "u3", None, CellState.NIL),
        FigureRow("y", "", "", "u1", None, CellState.NIL),
    ]
    found = sum_figures(rows)
    assert found["x", "a", "dat"] == (Decimal(5), 2, 1, 1, 1)
    assert found["y", "", ""] == (None, 0, 0, 1, 0)


def test_figures_of_reports_are_those_that_the_database_keeps() -> None:
    outline = outline_of(a_field("integer"), a_field("ratio", "phan"), a_field("narrative", "loi"))
    found = figures_of(outline, reports({"x": about(5), "phan": ratio(1, NIL), "loi": n("12")}))
    assert found == (
        FigureRow("x", "", "", "u1", Decimal(5), estimated=True),
        FigureRow("phan", "", "num", "u1", Decimal(1)),
        FigureRow("phan", "", "den", "u1", None, CellState.NIL),
    )


def test_a_rule_that_wants_more_units_withholds_the_sum_here_too() -> None:
    wants = MergeRule("sum", options={"missing": "require_all"})
    item = replace(TABLE, columns=(replace(COLUMNS[0], merge=wants),))
    outline = outline_of(item)
    found = reports({"x": table(a={"dat": 5})})
    (cell,) = _cells(outline, found, Expected(units(2)), ("a", "dat"))
    assert (cell.number, cell.notes) == (None, ("chưa đủ đơn vị báo cáo: 1/2",))


def test_columns_merged_otherwise_are_not_made_from_sums() -> None:
    columns = (*COLUMNS, Column("cao", "Cao", "integer", merge=MergeRule("max")),
               Column("chu", "Chú", "short_text"))  # fmt: skip
    outline = outline_of(replace(TABLE, columns=columns))
    found = _from_sums(outline, reports({"x": table(a={"dat": 5, "cao": 3})}), Expected(units(1)))
    assert {column for _, column in found.cells} == {"dat", "tong", "ty_le", "con"}


def _from_sums(outline, found: list[UnitReport], expected: Expected) -> MergedTable:
    item = outline.field("x")
    whole = {r.unit: state for r in found if (state := whole_state(r.values.get("x")))}
    aggregates = figures_from_rows(item, figures_of(outline, found), whole)
    submitted = {report.unit.id for report in found}
    return table_from_aggregates(outline, "x", aggregates, expected, submitted)


def _cells(outline, found, expected, *places) -> list[MergedCell]:
    merged = _from_sums(outline, found, expected)
    return [merged.cells[place] for place in places]


NUMBERS = st.decimals(0, 10**9, places=2).map(lambda d: n(format(d, "f")))
CELLS = st.one_of(
    NUMBERS, st.integers(0, 20).map(n), st.integers(0, 9).map(about),
    st.sampled_from([NIL, {"s": "no_data"}, {"s": "not_applicable"}, {"raw": "?"}, {}]),
)  # fmt: skip
ROW_CELLS = st.fixed_dictionaries({}, optional={"dat": CELLS, "tong": CELLS})
TABLES: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries({}, optional={"a": ROW_CELLS, "b": ROW_CELLS}).map(
        lambda rows: {"rows": rows}
    ),
    st.sampled_from([{}, NIL, {"s": "no_data"}]),
)


def _comparable(cell: MergedCell) -> MergedCell:
    """What sums can know: without the sources, without who left a cell blank, without notes."""
    return replace(cell, sources=(), missing=(), notes=())


@given(st.lists(st.tuples(TABLES, st.sampled_from(["xa", "phong"])), max_size=6), st.integers(0, 2))
def test_sums_of_the_database_give_the_table_that_answers_give(
    answers: list[tuple[dict[str, Any], str]], silent: int
) -> None:
    asked = [unit(number, kind) for number, (_, kind) in enumerate(answers, 1)]
    found = [
        # A row that does not apply is not asked, so nothing is stored in it.
        UnitReport(one, {"x": _asked(value, one.kind)})
        for one, (value, _) in zip(asked, answers, strict=True)
    ]
    expected = Expected((*asked, *(unit(90 + extra) for extra in range(silent))))
    from_answers = merge_report(OUTLINE, found, expected).fields["x"]
    from_sums = _from_sums(OUTLINE, found, expected)
    assert {p: _comparable(c) for p, c in from_sums.cells.items()} == {
        p: _comparable(c) for p, c in from_answers.cells.items()
    }


def _asked(value: dict[str, Any], kind: str) -> dict[str, Any]:
    if kind == "xa" or "rows" not in value:
        return value
    return {"rows": {key: row for key, row in value["rows"].items() if key != "b"}}
