"""Findings on what was collected: what is caught, what is left alone, what is said."""

from __future__ import annotations

from decimal import Decimal

from forms.merging import FindingKind, FindingSeverity, UnitReport, check_collected
from forms.merging.outliers import (
    MODIFIED_Z,
    Distance,
    far_from_peers,
    jump,
    measure_slips,
    power_near,
)
from forms.schema import Check, Column, MergeRule
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import items, n, outline_of, ratio, reports, table, unit


def kinds(outline, found, previous=None) -> list[tuple[str, FindingKind]]:
    return [(f.unit_id, f.kind) for f in check_collected(outline, found, previous)]


NUMBER = outline_of(a_field("integer", "lop", label="Số lớp"))


def last_year(**values: int) -> dict:
    return {key: {"lop": n(value)} for key, value in values.items()}


def test_a_tenfold_jump_from_last_period_is_named_as_a_slip() -> None:
    (found,) = check_collected(NUMBER, reports({"lop": n(120)}), last_year(u1=12))
    assert (found.kind, found.severity) == (FindingKind.PREVIOUS_PERIOD, FindingSeverity.WARN)
    assert found.message == (
        "Số lớp: gấp 10 lần kỳ trước (kỳ trước 12, kỳ này 120). "
        "Có thể nhập nhầm 10 lần; hãy hỏi lại đơn vị."
    )


def test_a_fall_below_a_third_is_named_and_ordinary_change_is_not() -> None:
    found = check_collected(
        NUMBER, reports({"lop": n(3)}, {"lop": n(30)}, {"lop": n(5)}), last_year(u1=12, u2=12, u9=1)
    )
    assert [(f.unit_id, f.evidence) for f in found] == [("u1", "kỳ trước 12, kỳ này 3")]
    assert "chỉ bằng 1/4 kỳ trước" in found[0].message


def test_the_outline_may_set_another_bound() -> None:
    item = a_field(
        "integer",
        "lop",
        merge=MergeRule("sum", options={"check": {"max_ratio_to_previous": 20, "max": 100}}),
    )
    found = check_collected(outline_of(item), reports({"lop": n(120)}), last_year(u1=12))
    assert [f.kind for f in found] == [FindingKind.BOUNDS]


def test_a_number_that_differs_between_text_and_form_is_found_in_its_unit_only() -> None:
    outline = outline_of(a_field("integer", "hv", label="Số hội viên"), a_field("narrative", "loi"))
    text = n("Đến nay có 1.250 hội viên.")
    found = check_collected(
        outline, reports({"hv": n(1250), "loi": text}, {"hv": n(1520), "loi": text})
    )
    assert [(f.unit_id, f.field_key, f.kind) for f in found] == [
        ("u2", "loi", FindingKind.TEXT_DISAGREES)
    ]
    assert found[0].evidence == "hv: 1.520"


def test_a_digit_in_the_unit_s_own_name_is_no_figure() -> None:
    outline = outline_of(a_field("integer", "hv", label="Số hội viên"), a_field("narrative", "loi"))
    values = {"hv": n(1250), "loi": n("Hội viên Đảng ủy xã 7 tích cực.")}
    assert kinds(outline, [UnitReport(unit(7), values)]) == []


def test_the_outline_s_own_checks_are_said_in_its_words() -> None:
    columns = (Column("a", "A", "integer"), Column("b", "B", "integer"))
    outline = outline_of(
        a_field("integer", "lop"),
        a_field("integer", "tong", checks=(Check("tong == lop", "Tổng không bằng các phần."),)),
        a_field("table", "bang", columns=columns, checks=(Check("a <= b", "A lớn hơn B."),)),
    )
    values = {"lop": n(1), "tong": n(2), "bang": table(a={"a": 3, "b": 2})}
    found = check_collected(outline, reports(values))
    assert [(f.field_key, f.row_key, f.message) for f in found if f.kind is FindingKind.CHECK] == [
        ("tong", "", "Tổng không bằng các phần. (Đang là 2 và 1.)"),
        ("bang", "a", "Dòng “Dòng A”: A lớn hơn B. (Đang là 3 và 2.)"),
        ("bang", "cong", "Dòng “Cộng”: A lớn hơn B. (Đang là 3 và 2.)"),
    ]


def test_shares_above_one_hundred_percent_are_found_in_fields_and_columns() -> None:
    columns = (
        Column("dat", "Đạt", "integer"),
        Column("tong", "Tổng", "integer"),
        Column("ty_le", "Tỷ lệ", "ratio", numerator="dat", denominator="tong"),
    )
    outline = outline_of(a_field("ratio", "phan"), a_field("table", "bang", columns=columns))
    found = check_collected(
        outline,
        reports(
            {"phan": ratio(5, 4), "bang": table(a={"dat": 3, "tong": 2}, b={"dat": 1, "tong": 1})}
        ),
    )
    assert [(f.field_key, f.row_key, f.column_key) for f in found] == [
        ("phan", "", "num"), ("bang", "a", "dat"),
    ]  # fmt: skip
    assert found[0].message == "Câu hỏi: tử số lớn hơn mẫu số (5/4), tỷ lệ trên 100%."


def test_an_outline_may_allow_shares_above_one_hundred_percent() -> None:
    check = {"check": {"numerator_le_denominator": False}}
    item = a_field("ratio", "phan", merge=MergeRule("weighted_ratio", options=check))
    assert kinds(outline_of(item), reports({"phan": ratio(5, 4)})) == []


def test_dong_typed_for_trieu_dong_is_suspected_against_the_other_units() -> None:
    outline = outline_of(a_field("money", "quy", label="Quỹ", unit_of_measure="triệu đồng"))
    values = [20, 25, 30, 35, 40, 28000000]
    found = check_collected(outline, reports(*({"quy": n(value)} for value in values)))
    assert [(f.unit_id, f.kind) for f in found] == [("u6", FindingKind.MEASURE)]
    assert found[0].message == (
        "Quỹ: 28.000.000 triệu đồng lớn gấp khoảng 1.000.000 lần mức chung của các đơn vị; "
        "kiểm tra đơn vị tính."
    )


def test_a_lone_number_far_from_the_others_is_only_a_hint() -> None:
    values = [20, 21, 22, 23, 24, 25, 26, 27, 28, 250]
    (found,) = check_collected(NUMBER, reports(*({"lop": n(value)} for value in values)))
    assert (found.unit_id, found.kind, found.severity) == (
        "u10", FindingKind.OUTLIER, FindingSeverity.HINT,
    )  # fmt: skip


def test_a_unit_is_told_the_strongest_thing_only_once() -> None:
    values = [20, 21, 22, 23, 24, 25, 26, 27, 28, 250]
    found = kinds(NUMBER, reports(*({"lop": n(v)} for v in values)), last_year(u10=25))
    assert found == [("u10", FindingKind.PREVIOUS_PERIOD)]


def test_a_row_twice_in_one_list_is_found() -> None:
    columns = (Column("ten", "Tên", "short_text"),)
    outline = outline_of(a_field("list", "ds", label="Danh sách", columns=columns))
    found = check_collected(
        outline, reports({"ds": items({"ten": "Thanh Ninh"}, {"ten": "X"}, {"ten": "thanh ninh"})})
    )
    assert [(f.row_key, f.message) for f in found] == [
        ("r3", "Danh sách: dòng 3 trùng với dòng 1.")
    ]


DOCUMENTS = outline_of(a_field("citations", "vb"))


def document(date: str) -> dict[str, str]:
    return {"symbol": "49 - KL/TW", "date": date}


def test_a_date_against_the_majority_is_found_and_a_tie_is_not() -> None:
    right, wrong = {"vb": items(document("2019-05-10"))}, {"vb": items(document("2019-10-05"))}
    found = check_collected(DOCUMENTS, reports(right, right, wrong))
    assert [(f.unit_id, f.kind) for f in found] == [("u3", FindingKind.SYMBOL_DATES)]
    assert found[0].message == (
        "49-KL/TW ghi ngày 5/10/2019, nơi khác ghi 10/5/2019; hãy kiểm tra lại."
    )
    assert kinds(DOCUMENTS, reports(right, wrong)) == []


def test_one_unit_that_gives_a_document_two_dates_is_found() -> None:
    values = {"vb": items(document("2019-05-10"), document("2019-10-05"))}
    assert kinds(DOCUMENTS, reports(values)) == [("u1", FindingKind.SYMBOL_DATES)]


def test_nothing_collected_gives_nothing_to_ask() -> None:
    assert check_collected(NUMBER, []) == ()
    assert check_collected(NUMBER, reports({}, {"lop": n(0)}), last_year(u2=5)) == ()


def test_findings_do_not_depend_on_the_order_of_reports() -> None:
    found = reports({"lop": n(120)}, {"lop": n(1)}, {"lop": n(500)})
    before = last_year(u1=12, u2=12, u3=12)
    assert check_collected(NUMBER, found, before) == check_collected(NUMBER, found[::-1], before)


def place(**numbers: float) -> dict[str, Decimal]:
    return {unit_id: Decimal(str(number)) for unit_id, number in numbers.items()}


def test_peers_are_compared_only_where_enough_of_them_filled_a_place() -> None:
    few = {f"u{i}": Decimal(10) for i in range(7)}
    assert far_from_peers({"a": few}) == {}
    zeros = {f"z{i}": Decimal(0) for i in range(5)}
    assert far_from_peers({"a": few | zeros}) == {}


def test_figures_that_hardly_differ_have_no_outliers_but_a_slip_among_them_is_one() -> None:
    same = {f"u{i}": Decimal(500 + i % 2) for i in range(9)}
    (distances,) = far_from_peers({"a": {**same, "x": Decimal(5000)}}).values()
    assert distances["x"].score > MODIFIED_Z
    assert 9 < distances["x"].times < 11
    assert all(abs(one.score) < 1 for unit_id, one in distances.items() if unit_id != "x")


def test_a_large_unit_is_no_outlier_and_its_slip_still_is() -> None:
    """Twelve communes, one four times as large as the others; one of its figures has a nought too
    many, which raw numbers of the small ones would hide or drown."""
    sizes = {f"u{i}": 0.8 + i / 20 for i in range(11)} | {"lon": 4.0}
    places = {
        f"p{k}": place(**{unit: 100 * (k + 2) * size for unit, size in sizes.items()})
        for k in range(10)
    }
    far = {(p, u) for p, found in far_from_peers(places).items() for u in found if is_far(found[u])}
    assert far == set()
    places["p3"]["lon"] *= 10
    far = {(p, u) for p, found in far_from_peers(places).items() for u in found if is_far(found[u])}
    assert far == {("p3", "lon")}


def is_far(distance: Distance) -> bool:
    return abs(distance.score) > MODIFIED_Z and not 1 / 3 < distance.times < 3


def test_offices_are_not_measured_against_communes() -> None:
    outline = NUMBER
    communes = [UnitReport(unit(i, kind="xa"), {"lop": n(100 + i)}) for i in range(1, 11)]
    office = UnitReport(unit(11, kind="phong"), {"lop": n(2)})
    assert kinds(outline, [*communes, office]) == []
    small = UnitReport(unit(11, kind="xa"), {"lop": n(2)})
    assert kinds(outline, [*communes, small]) == [("u11", FindingKind.OUTLIER)]


def test_powers_and_jumps() -> None:
    assert power_near(Decimal(1) / 990) == 1000
    assert power_near(Decimal(5)) is None
    assert jump(Decimal(0), Decimal(5)) is None
    assert jump(Decimal(9), Decimal(3)) is None
    assert jump(Decimal(1), Decimal(4)) == Decimal("0.25")
    assert measure_slips({str(i): Decimal(9) for i in range(4)}) == {}
    slips = measure_slips({**{str(i): Decimal(9000) for i in range(5)}, "x": Decimal(9)})
    assert slips == {"x": -3}
