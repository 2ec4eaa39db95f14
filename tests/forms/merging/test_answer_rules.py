"""One example a rule over answers that are no sums: counts, agreement, the newest, texts."""

from __future__ import annotations

from forms.merging import MergedChoices, MergedTexts, TextSource
from forms.schema import MergeRule
from forms.values import CellState
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import (
    BLANK,
    NIL,
    merged,
    merged_field,
    n,
    outline_of,
    reports,
    table,
)

YES, NO = n("yes"), n("no")


def rule(name: str, **options: object) -> MergeRule:
    return MergeRule(name, options=options)


def test_count_reported_counts_units_for_whom_nothing_arose_too() -> None:
    cell = merged_field(a_field("integer", merge=rule("count_reported")), n(5), NIL, BLANK).cell
    assert (cell.number, cell.share) == (2, "2/3")
    nil = merged_field(a_field("integer", merge=rule("count_reported")), NIL, NIL).cell
    assert nil.number == 2


def test_count_reported_of_nobody_is_none() -> None:
    cell = merged_field(a_field("integer", merge=rule("count_reported")), BLANK).cell
    assert cell.number is None


def test_count_reported_counts_a_table_once() -> None:
    item = a_field("table", merge=rule("count_reported"))
    cell = merged_field(item, table(a={"so": 1}, b={"so": 2}), BLANK).cell
    assert (cell.number, cell.share) == (1, "1/2")


def test_count_yes_counts_yes_out_of_those_that_answered() -> None:
    cell = merged_field(a_field("yes_no"), YES, NO, YES, BLANK).cell
    assert (cell.number, cell.text, cell.share) == (2, "2", "3/4")
    assert [source.unit_id for source in cell.sources] == ["u1", "u3"]


def test_all_no_is_zero_and_no_answer_is_none() -> None:
    assert merged_field(a_field("yes_no"), NO).cell.number == 0
    assert merged_field(a_field("yes_no"), BLANK).cell.number is None


def test_choices_are_counted_in_their_own_order_none_left_out() -> None:
    found = merged_field(a_field("choice"), n("kha"), n("kha"), BLANK)
    assert isinstance(found, MergedChoices)
    counts = [(choice.label, choice.count, choice.units) for choice in found.distribution]
    assert counts == [("Tốt", 0, ()), ("Khá", 2, ("u1", "u2"))]
    assert (found.cell.text, found.cell.share) == ("Tốt: 0; Khá: 2", "2/3")


def test_a_unit_may_pick_several_choices_and_counts_once() -> None:
    found = merged_field(a_field("choices"), {"picks": ["tot", "kha"]}, {"picks": ["kha"]})
    assert [choice.count for choice in found.distribution] == [1, 2]
    assert found.cell.n_value == 2


def test_equal_answers_are_one_value() -> None:
    cell = merged_field(
        a_field("short_text", merge=rule("same_or_conflict")), n("Đã có."), n("đã  có")
    ).cell
    assert (cell.text, cell.notes) == ("Đã có.", ())


def test_different_answers_are_a_conflict_with_every_value_and_its_units() -> None:
    item = a_field("integer", merge=rule("same_or_conflict"))
    cell = merged_field(item, n(5), n(5), n(7)).cell
    assert (cell.number, cell.text) == (None, "2 giá trị khác nhau")
    assert cell.notes[1:] == ("“5”: Đảng ủy xã 1, Đảng ủy xã 2", "“7”: Đảng ủy xã 3")


def test_latest_and_first_go_by_a_date_field_and_say_who_has_no_date() -> None:
    found = reports(
        {"x": n(1), "ngay": n("2024-05-01")},
        {"x": n(2), "ngay": n("2024-01-01")},
        {"x": n(3)},
    )
    for name, number in (("latest", 1), ("first", 2)):
        item = a_field("integer", merge=rule(name, date_field="ngay"))
        cell = merged(outline_of(item, a_field("date", "ngay")), found).fields["x"].cell
        assert cell.number == number
        assert cell.notes == ("1 đơn vị không ghi ngày, chưa xét",)


def test_latest_of_one_day_with_different_values_says_so() -> None:
    item = a_field("integer", merge=rule("latest", date_field="ngay"))
    day = n("2024-05-01")
    found = reports({"x": n(1), "ngay": day}, {"x": n(2), "ngay": day})
    cell = merged(outline_of(item, a_field("date", "ngay")), found).fields["x"].cell
    assert cell.notes == ("cùng ngày có số khác nhau: Đảng ủy xã 1, Đảng ủy xã 2",)


def test_texts_are_kept_whole_in_the_order_of_units() -> None:
    found = merged_field(a_field("narrative"), n("Đã làm."), BLANK, NIL, n("Chưa làm."))
    assert isinstance(found, MergedTexts)
    assert found.sources == (
        TextSource("u1", "Đã làm."),
        TextSource("u3", "", CellState.NIL),
        TextSource("u4", "Chưa làm."),
    )
    assert found.cell.missing == ("u2",)


def test_numbers_listed_by_unit_read_with_their_measure() -> None:
    item = a_field("integer", unit_of_measure="người", merge=rule("list_units"))
    assert merged_field(item, n(1200)).sources == (TextSource("u1", "1.200 người"),)


def test_fields_left_out_are_not_there_and_manual_ones_show_what_units_said() -> None:
    outline = outline_of(
        a_field("attachment", "tep"), a_field("integer", "tay", merge=rule("manual"))
    )
    fields = merged(outline, reports({"tay": n(3)})).fields
    assert "tep" not in fields
    assert fields["tay"].sources == (TextSource("u1", "3"),)


def test_a_computed_field_is_worked_out_on_the_merged_answers() -> None:
    outline = outline_of(
        a_field("integer", "thu"), a_field("integer", "dan"),
        a_field("computed", "bq", formula="thu / dan"),
    )  # fmt: skip
    found = reports({"thu": n(10), "dan": n(1)}, {"thu": n(10), "dan": n(9)})
    cell = merged(outline, found).fields["bq"].cell
    assert (cell.number, cell.share) == (2, "2/2")


def test_a_computed_field_may_be_worked_out_by_unit_and_summed() -> None:
    outline = outline_of(
        a_field("integer", "khac"),
        a_field("computed", "x", formula="khac * khac", merge=rule("sum")),
    )
    assert merged(outline, reports({"khac": n(2)}, {"khac": n(3)})).fields["x"].cell.number == 13
