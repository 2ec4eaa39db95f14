"""Who is expected, who is missing, who is out: the n/N of every merged value."""

from __future__ import annotations

import pytest

from forms.merging import SUBMITTED, Expected, UnitReport, merge_report, names_of
from forms.schema import FilledBy, Row
from tests.forms.builders import a_field, a_section, an_outline
from tests.forms.merging.campaigns import (
    merged,
    n,
    outline_of,
    reports,
    table,
    unit,
    units,
    with_default_rule,
)

NUMBER = with_default_rule(a_field("integer"))


def test_units_that_did_not_report_are_missing_by_name() -> None:
    found = merged(outline_of(NUMBER), reports({"x": n(17)}), asked=3)
    cell = found.fields["x"].cell
    assert (cell.n_not_submitted, cell.share, found.not_submitted) == (2, "1/3", ("u2", "u3"))
    assert cell.count_words(found.names) == ("1/3 đơn vị; thiếu: Đảng ủy xã 2, Đảng ủy xã 3")


def test_an_excluded_unit_is_not_expected_and_its_report_not_merged() -> None:
    excluded = ((unit(2), "mới chia tách"),)
    found = merge_report(
        outline_of(NUMBER), reports({"x": n(1)}, {"x": n(5)}), Expected(units(3), excluded)
    )
    cell = found.fields["x"].cell
    assert (cell.number, cell.expected, cell.excluded) == (1, 2, ("u2",))
    assert found.excluded == (("u2", "mới chia tách"),)


def test_a_unit_that_was_not_asked_but_reported_counts() -> None:
    found = merge_report(outline_of(NUMBER), reports({"x": n(1)}), Expected())
    assert found.fields["x"].cell.share == "1/1"


def test_two_reports_of_one_unit_are_refused() -> None:
    twice = [UnitReport(unit(1), {}), UnitReport(unit(1), {})]
    with pytest.raises(ValueError, match="two reports of one unit: u1"):
        merge_report(outline_of(NUMBER), twice, Expected())


def test_reports_that_are_only_submitted_are_marked() -> None:
    found = [UnitReport(unit(1), {}), UnitReport(unit(2), {}, status=SUBMITTED)]
    assert merge_report(outline_of(NUMBER), found, Expected()).submitted_only == ("u2",)


def test_a_section_leaves_out_kinds_and_tags_it_does_not_apply_to() -> None:
    section = a_section(NUMBER, applies_to=("xa", "tag:hoc_tap"))
    asked = (unit(1), unit(2, "phong"), unit(3, "phong", tags=("hoc_tap",)), unit(4, "phong"))
    found = [UnitReport(one, {"x": n(1)}) for one in asked[:3]]
    cell = merge_report(an_outline(section), found, Expected(asked)).fields["x"].cell
    assert (cell.number, cell.expected, cell.n_not_applicable) == (2, 2, 2)


def test_a_row_leaves_out_units_it_does_not_apply_to_and_the_total_follows() -> None:
    rows = (Row("a", "A", applies_to=("xa",)), Row("b", "B"), Row("cong", "Cộng", kind="total"))
    item = with_default_rule(a_field("table", rows=rows))
    asked = (unit(1), unit(2, "phong"))
    values = {"x": table(a={"so": 5}, b={"so": 1})}
    found = merge_report(
        outline_of(item), [UnitReport(one, values) for one in asked], Expected(asked)
    ).fields["x"]
    assert (found.at("a", "so").number, found.at("a", "so").share) == (5, "1/1")
    assert (found.at("cong", "so").number, found.at("cong", "so").share) == (7, "2/2")


def test_a_row_of_one_kind_leaves_its_own_total_to_that_kind() -> None:
    rows = (Row("a", "A", applies_to=("xa",)), Row("cong", "Cộng", kind="total"))
    item = with_default_rule(a_field("table", rows=rows))
    asked = (unit(1), unit(2, "phong"))
    found = merge_report(outline_of(item), [], Expected(asked)).fields["x"]
    assert (found.at("cong", "so").expected, found.at("cong", "so").n_not_applicable) == (1, 1)


def test_a_hidden_field_is_not_asked() -> None:
    shown = a_field("yes_no", "co")
    outline = outline_of(shown, a_field("integer", show_if="co"))
    found = reports({"co": n("yes"), "x": n(5)}, {"co": n("no"), "x": n(9)}, {})
    cell = merged(outline, found).fields["x"].cell
    assert (cell.number, cell.share, cell.n_not_applicable) == (5, "1/1", 2)


def test_what_the_office_fills_is_not_merged() -> None:
    office = a_section(NUMBER, key="van_phong", filled_by=FilledBy.OFFICE)
    inner = a_section(a_field("integer", "y", merge=NUMBER.merge), key="trong")
    outer = a_section(key="ngoai", filled_by=FilledBy.OFFICE, sections=(inner,))
    own = a_field("integer", "z", filled_by=FilledBy.OFFICE, merge=NUMBER.merge)
    outline = an_outline(office, outer, a_section(own))
    assert merged(outline, reports({"x": n(1), "y": n(1), "z": n(1)})).fields == {}


def test_every_answer_is_traced_to_its_revision() -> None:
    found = [UnitReport(unit(1), {"x": n(1)}, {"x": 7})]
    report = merge_report(outline_of(NUMBER), found, Expected())
    (source,) = report.fields["x"].cell.sources
    assert report.revision(source.unit_id, "x") == 7
    assert report.revision("u9", "x") is None


def test_many_names_are_cut_and_the_rest_counted() -> None:
    assert names_of(("a", "b", "c"), {"a": "Đảng ủy xã A"}, limit=2) == (
        "Đảng ủy xã A, b và 1 đơn vị khác"
    )
