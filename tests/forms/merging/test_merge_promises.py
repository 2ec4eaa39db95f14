"""What merging promises for any answers: no order, no invention, every unit accounted for."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forms.merging import Expected, MergedReport, MergedTable, UnitReport, merge_report
from forms.merging.cells import MergedCell
from forms.merging.measures import factor
from forms.schema import Choice, Column, MergeRule
from tests.forms.builders import COLUMNS, a_field
from tests.forms.merging.campaigns import NIL, items, n, outline_of, unit

SPREAD = ("mean", "median", "min", "max", "range", "top_n", "count_reported", "same_or_conflict")
OUTLINE = outline_of(
    a_field("decimal", "so"),
    *(a_field("decimal", f"so_{rule}", merge=MergeRule(rule)) for rule in SPREAD),
    a_field("ratio", "phan"),
    a_field("choice", "loai"),
    a_field("narrative", "loi"),
    a_field("table", "bang"),
    a_field("list", "gop", columns=COLUMNS[:3], merge=MergeRule("union_list")),
    a_field("list", "nhom", columns=COLUMNS,
            merge=MergeRule("table_group", options={"key_columns": ("chu",)})),
    a_field("citations", "vb"),
    a_field("recommendations", "kn", choices=(Choice("tinh", "Tỉnh ủy"),)),
    a_field("computed", "doi", formula="so * 2 + bang.cong.so"),
)  # fmt: skip

NUMBERS = st.decimals(-(10**12), 10**12, places=4).map(lambda d: n(format(d, "f")))
SPECIAL = st.sampled_from([NIL, {"s": "no_data"}, {"s": "not_applicable"}, {"raw": "?"}, {}])
CELLS = st.one_of(NUMBERS, st.integers(0, 9).map(n), SPECIAL)
WORDS = st.sampled_from(["Một.", "một", "Hòa", "Hoà", "hai"]).map(n)
DOCUMENTS = st.fixed_dictionaries(
    {"symbol": st.sampled_from(["49-KL/TW", "49 – KL/TƯ", "49-KL", "12/KH-UBND"])},
    optional={
        "date": st.sampled_from(["2019-05-10", "2019-05-11", "2020-01-01"]),
        "issuer": st.sampled_from(["Ban Bí thư", "Ban Bí thư TW", "UBND tỉnh", "UBND xã"]),
        "title": WORDS,
    },
)


def lists(row: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.lists(row, max_size=3).map(lambda rows: items(*rows))


TYPED = st.fixed_dictionaries({}, optional={"so": CELLS, "tien": CELLS, "chu": WORDS})
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "so": CELLS,
        **{f"so_{rule}": CELLS for rule in SPREAD},
        "phan": st.fixed_dictionaries({}, optional={"num": CELLS, "den": CELLS}).map(
            lambda parts: {"parts": parts}
        ),
        "loai": st.one_of(st.sampled_from(["tot", "kha"]).map(n), SPECIAL),
        "loi": WORDS,
        "bang": st.one_of(
            st.fixed_dictionaries({}, optional={"a": TYPED, "b": TYPED}).map(
                lambda rows: {"rows": rows}
            ),
            SPECIAL,
        ),
        "gop": lists(TYPED),
        "nhom": lists(TYPED),
        "vb": lists(DOCUMENTS),
        "kn": lists(
            st.fixed_dictionaries({"text": WORDS}, optional={"addressee": st.just("tinh")})
        ),
    },
)
CAMPAIGNS = st.lists(VALUES, max_size=5)


def campaign(values: list[dict[str, Any]], silent: int = 1) -> tuple[list[UnitReport], Expected]:
    found = [UnitReport(unit(number), given_) for number, given_ in enumerate(values, 1)]
    asked = (*(report.unit for report in found), *(unit(90 + extra) for extra in range(silent)))
    return found, Expected(asked)


def cells_of(report: MergedReport) -> list[MergedCell]:
    found = [merged.cell for merged in report.fields.values()]
    for merged in report.fields.values():
        if isinstance(merged, MergedTable):
            found += merged.cells.values()
    return found


@given(CAMPAIGNS, st.randoms(use_true_random=False))
def test_the_order_in_which_reports_arrive_does_not_matter(
    values: list[dict[str, Any]], shuffle: random.Random
) -> None:
    found, expected = campaign(values)
    shuffled, asked = list(found), list(expected.asked)
    shuffle.shuffle(shuffled)
    shuffle.shuffle(asked)
    assert merge_report(OUTLINE, found, expected) == merge_report(
        OUTLINE, shuffled, Expected(tuple(asked))
    )


@given(CAMPAIGNS, st.integers(0, 3))
def test_every_unit_expected_is_in_exactly_one_count(
    values: list[dict[str, Any]], silent: int
) -> None:
    found, expected = campaign(values, silent)
    for cell in cells_of(merge_report(OUTLINE, found, expected)):
        assert cell.expected == (
            cell.n_value + cell.n_nil + cell.n_no_data + cell.n_blank + cell.n_not_submitted
        )
        assert cell.expected + cell.n_not_applicable == len(expected.asked)
        assert len(cell.missing) == cell.n_blank + cell.n_not_submitted
        assert len(set(cell.missing)) == len(cell.missing)
        assert cell.n_zero <= cell.n_value
        if not cell.n_value:
            assert cell.number is None or cell.rule == "count_reported"


@given(CAMPAIGNS)
def test_a_sum_is_the_exact_sum_of_its_sources_and_nothing_else(
    values: list[dict[str, Any]],
) -> None:
    found, expected = campaign(values)
    merged = merge_report(OUTLINE, found, expected)
    stored = [given_["so"]["v"] for given_ in values if "v" in given_.get("so", {})]
    number = merged.fields["so"].cell.number
    if not stored:
        assert number is None
        return
    assert number is not None
    assert Fraction(number) == sum(map(Fraction, stored))
    assert [
        str(source.text) for source in merged.fields["so"].cell.sources if source.number is not None
    ] == stored


@given(VALUES)
def test_merging_one_report_changes_none_of_its_figures(values: dict[str, Any]) -> None:
    found, expected = campaign([values], silent=0)
    merged = merge_report(OUTLINE, found, expected)
    bang = merged.fields["bang"]
    (own,) = bang.unit_rows()
    for (row, column), cell in bang.cells.items():
        stated = own.cell(row, column)
        if cell.n_value and column in ("so", "tien", "gap_doi") and stated.number is not None:
            assert cell.number == stated.number
    stored = values.get("so", {}).get("v")
    number = merged.fields["so"].cell.number
    assert (None if stored is None else Decimal(stored)) == number


@given(CAMPAIGNS)
def test_extremes_and_means_lie_within_the_answers(values: list[dict[str, Any]]) -> None:
    found, expected = campaign(values)
    fields = merge_report(OUTLINE, found, expected).fields
    for rule in ("mean", "median", "min", "max"):
        stored = [
            Decimal(given_[f"so_{rule}"]["v"])
            for given_ in values
            if "v" in given_.get(f"so_{rule}", {})
        ]
        number = fields[f"so_{rule}"].cell.number
        assert (number is None) == (not stored)
        if number is not None:
            tiny = Decimal("1e-12")
            assert min(stored) - tiny <= number <= max(stored) + tiny


@given(CAMPAIGNS)
def test_every_row_of_a_list_stands_in_exactly_one_merged_row(values: list[dict[str, Any]]) -> None:
    found, expected = campaign(values)
    fields = merge_report(OUTLINE, found, expected).fields
    for key in ("gop", "nhom", "vb"):
        wanted = {
            f"u{number}"
            for number, given_ in enumerate(values, 1)
            for row in given_.get(key, {"items": []})["items"]
            if any("v" in cell for cell in row["cells"].values())
        }
        assert {unit_id for item in fields[key].items for unit_id in item.units} == wanted


MEASURES = st.sampled_from(["đồng", "nghìn đồng", "triệu đồng", "tỷ đồng"])


@given(MEASURES, MEASURES, st.integers(0, 10**12))
def test_converting_money_there_and_back_changes_nothing(
    first: str, second: str, amount: int
) -> None:
    there, back = factor(first, second), factor(second, first)
    assert there is not None
    assert back is not None
    assert Decimal(amount) * there * back == amount
    assert factor(first, "người") is None


def test_the_texts_of_columns_survive_in_their_cells() -> None:
    columns = (Column("chu", "Ghi chú", "narrative"),)
    outline = outline_of(a_field("table", "bang", columns=columns))
    found = [UnitReport(unit(1), {"bang": {"rows": {"a": {"chu": n("= 1 + 1")}}}})]
    merged = merge_report(outline, found, Expected()).fields["bang"]
    assert merged.at("a", "chu").text == "= 1 + 1"
