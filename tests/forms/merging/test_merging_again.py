"""With a memory of earlier merges the result is the very same, made of what changed only."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forms.merging import (
    Expected,
    MergedReport,
    MergeMemory,
    UnitInfo,
    UnitReport,
    merge_report,
)
from forms.merging.memory import stands_alone
from forms.schema import MergeRule
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import items, n, outline_of, reports, table, unit, units
from tests.forms.merging.test_merge_promises import OUTLINE, VALUES

TWO = outline_of(a_field("narrative", "loi"), a_field("list", "ds", merge=MergeRule("union_list")))
FIRST = {"loi": n("Một."), "ds": items({"chu": "Hòa"})}
SECOND = {"loi": n("Hai."), "ds": items({"chu": "Bình"})}


ASKED = units(4)
EXCLUDED = "loại"
# Who does what next: reports, reports again otherwise, withdraws (None), is left out.
STEPS = st.tuples(st.sampled_from(ASKED), st.one_of(st.none(), st.just(EXCLUDED), VALUES))


@given(st.lists(STEPS, min_size=2, max_size=7), st.randoms(use_true_random=False))
def test_whatever_comes_late_changes_or_goes_a_memory_never_changes_the_result(
    steps: list[tuple[UnitInfo, Any]], shuffle: Random
) -> None:
    memory, standing = MergeMemory(), dict[UnitInfo, Any]()
    for who, what in steps:
        standing[who] = what
        found = [UnitReport(u, v) for u, v in standing.items() if isinstance(v, dict)]
        shuffle.shuffle(found)
        left_out = tuple((u, "Giải thể") for u, v in standing.items() if v == EXCLUDED)
        expected = Expected(ASKED, left_out)
        again = merge_report(OUTLINE, found, expected, memory)
        anew = merge_report(OUTLINE, found, expected)
        assert again == anew
        assert told(again) == told(anew)


def told(merged: MergedReport) -> str:
    """All of it to the letter, the order of what stands in it too."""
    return repr((merged.fields, merged.reported))


FIGURES = outline_of(a_field("table", "bang"))


def test_a_ratio_follows_a_unit_that_says_its_figures_stand_in_another_measure() -> None:
    """Nothing that was made of converted figures is carried on to the next merge."""
    memory, asked = MergeMemory(), Expected(units(3))
    found = reports(*[{"bang": table(a={"so": so, "tien": 200})} for so in (40, 60, 80)])
    other = replace(found[1], measures={"bang.tien": "tỉ đồng"})
    for standing in (found, [found[0], other, found[2]], found[:2], [found[0], other], found):
        again = merge_report(FIGURES, standing, asked, memory)
        assert told(again) == told(merge_report(FIGURES, standing, asked))


CONDITIONAL = outline_of(
    a_field("integer", "so"), a_field("narrative", "loi", show_if='so > 1 or unit.kind == "phuong"')
)


def test_a_condition_is_asked_again_of_a_unit_whose_answers_or_kind_changed() -> None:
    memory, asked = MergeMemory(), Expected(units(3))
    found = reports(*[{"so": n(so), "loi": n("Một.")} for so in (1, 2, 0)])
    more = replace(found[0], values={**found[0].values, "so": n(5)})
    ward = replace(found[2], unit=replace(unit(3), kind="phuong"))
    for standing, shown in ((found, 1), ([more, *found[1:]], 2), ([*found[:2], ward], 2)):
        again = merge_report(CONDITIONAL, standing, asked, memory)
        assert told(again) == told(merge_report(CONDITIONAL, standing, asked))
        assert again.fields["loi"].cell.n_value == shown


def test_a_field_with_the_answers_of_last_time_is_not_merged_again() -> None:
    memory, asked = MergeMemory(), Expected(units(2))
    before = merge_report(TWO, reports(FIRST, SECOND), asked, memory)
    changed = SECOND | {"loi": n("Hai, sửa lại.")}
    after = merge_report(TWO, reports(FIRST, changed), asked, memory)
    assert after.fields["ds"] is before.fields["ds"]
    assert after.fields["loi"] != before.fields["loi"]


def test_a_unit_under_another_name_is_merged_again() -> None:
    memory, found = MergeMemory(), reports(FIRST, SECOND)
    merge_report(TWO, found, Expected(units(2)), memory)
    renamed = [replace(found[0], unit=replace(unit(1), name="Đảng ủy phường 1")), found[1]]
    asked = Expected((renamed[0].unit, unit(2)))
    assert merge_report(TWO, renamed, asked, memory) == merge_report(TWO, renamed, asked)


def test_a_rule_that_names_another_field_is_never_taken_from_the_memory() -> None:
    weighted = a_field(
        "decimal", "tb", merge=MergeRule("weighted_mean", options={"weight": "dan_so"})
    )
    assert not stands_alone(weighted)
    assert not stands_alone(a_field("computed", "doi", formula="so * 2"))
    assert stands_alone(a_field("narrative", "loi"))
