"""Single edits: numbers follow their place, what hangs together is not torn, types change."""

from __future__ import annotations

import pytest

from forms.editing import (
    EditRefused,
    Step,
    add_field,
    add_section,
    archive_field,
    archive_section,
    change_field,
    change_outline,
    change_section,
    change_type,
    move_field,
    move_section,
    outline_faults,
    restore,
    with_part_keys,
)
from forms.schema import Choice, MergeRule, Outline, Section
from tests.forms.builders import loaded
from tests.forms.editing.test_any_edits import SMALL


def numbers(sections: tuple[Section, ...]) -> list[str]:
    return [f"{section.number} {section.key}".strip() for section in sections]


def with_numbers(*listed: str, inside: tuple[Section, ...] = ()) -> Outline:
    sections = tuple(
        Section(f"m{index}", f"Mục {index}", number=number, sections=inside if not index else ())
        for index, number in enumerate(listed)
    )
    return Outline("thu", 1, "Thử", "dinh_ky", sections)


@pytest.mark.parametrize(
    ("listed", "wanted"),
    [
        (("I", "II", "III"), ["I m1", "II m0", "III m2"]),
        (("4", "5", "6"), ["4 m1", "5 m0", "6 m2"]),
        (("2.1", "2.2", "2.3"), ["2.1 m1", "2.2 m0", "2.3 m2"]),
        (("c", "d", "đ"), ["c m1", "d m0", "đ m2"]),
        (("e", "f", "g"), ["e m1", "f m0", "g m2"]),
        (("II", "II", "III"), ["II m1", "II m0", "III m2"]),
        (("A1", "B", "3"), ["B m1", "A1 m0", "3 m2"]),
    ],
)
def test_numbers_follow_their_place_where_they_follow_a_rule(
    listed: tuple[str, ...], wanted: list[str]
) -> None:
    assert numbers(move_section(with_numbers(*listed), "m0", Step.DOWN).sections) == wanted


def test_numbers_below_a_renumbered_section_follow_it() -> None:
    inside = (Section("a", "A", number="1.1", sections=(Section("b", "B", number="1.1.1"),)),)
    moved = move_section(with_numbers("1", "2", inside=inside), "m0", Step.DOWN)
    assert [section.number for section in moved.section("m0").walk()] == ["2", "2.1", "2.1.1"]


def test_parts_are_named_in_order() -> None:
    moved = move_section(SMALL, "phan_2", Step.UP)
    names = {section.key: section.level_name for section in moved.sections}
    assert (names["phan_2"], names["phan_1"]) == ("Phần thứ nhất", "Phần thứ hai")


def test_a_section_moved_in_goes_below_the_one_above_and_out_behind_it() -> None:
    inner = move_section(SMALL, "so_lieu", Step.IN)
    assert numbers(inner.section("lanh_dao").sections) == ["1.1 so_lieu"]
    assert numbers(inner.section("phan_1").sections) == ["1 lanh_dao", "2 hop_tac"]
    outer = move_section(inner, "so_lieu", Step.OUT)
    assert numbers(outer.section("phan_1").sections) == numbers(SMALL.section("phan_1").sections)


@pytest.mark.parametrize(
    ("key", "step"),
    [("mo_dau", Step.UP), ("phu_luc", Step.DOWN), ("mo_dau", Step.IN), ("mo_dau", Step.OUT)],
)
def test_there_is_not_always_a_place_to_move_to(key: str, step: Step) -> None:
    with pytest.raises(EditRefused):
        move_section(SMALL, key, step)


def test_a_field_moves_within_its_section_and_then_on_to_the_next() -> None:
    once = move_field(SMALL, "han_che", Step.DOWN)
    assert [f.key for f in once.section("lanh_dao").fields] == ["ket_qua", "nguyen_nhan", "han_che"]
    twice = move_field(once, "han_che", Step.DOWN)
    assert twice.section("so_lieu").fields[0].key == "han_che"


def test_what_a_check_needs_is_not_archived_and_the_refusal_says_who_needs_it() -> None:
    with pytest.raises(EditRefused) as refused:
        archive_field(SMALL, "dan_so")
    assert "Hội viên khuyến học" in refused.value.message


def test_an_archived_field_comes_back_where_it_was() -> None:
    without = archive_field(SMALL, "nguyen_nhan")
    assert "nguyen_nhan" not in {field.key for _, field in without.fields()}
    assert [item.key for item in without.archived] == ["nguyen_nhan"]
    back = restore(without, 0)
    assert back.section("lanh_dao") == SMALL.section("lanh_dao")
    assert back.archived == ()


def test_a_key_of_the_archive_is_not_given_to_something_new() -> None:
    without = archive_field(SMALL, "nguyen_nhan")
    _, key = add_field(without, "lanh_dao", "Nguyên nhân", "narrative")
    assert key == "nguyen_nhan_2"


def test_the_last_section_stays() -> None:
    with pytest.raises(EditRefused, match="ít nhất một mục"):
        archive_section(with_numbers("I"), "m0")


def test_a_new_section_takes_the_next_number() -> None:
    added, key = add_section(SMALL, "Cơ sở vật chất", under="phan_1", after="lanh_dao")
    assert numbers(added.section("phan_1").sections) == [
        "1 lanh_dao",
        f"2 {key}",
        "3 so_lieu",
        "4 hop_tac",
    ]


def test_changing_the_type_drops_what_only_the_old_one_carried() -> None:
    outline = loaded(
        "- {key: a, type: integer, label: Số, unit_of_measure: người, min_value: 1,"
        " merge: {rule: top_n, n: 2}}"
    )
    changed = change_type(outline, "a", "narrative").field("a")
    assert (changed.type, changed.min_value, changed.unit_of_measure) == ("narrative", "", "")
    assert changed.merge == MergeRule("text_cluster")


def test_a_type_that_a_formula_needs_is_kept() -> None:
    outline = loaded(
        "- {key: a, type: ratio, label: A, numerator: T, denominator: M}\n"
        "- {key: b, type: computed, label: B, formula: a.num + 1}"
    )
    with pytest.raises(EditRefused, match="B"):
        change_type(outline, "a", "integer")


def test_unfinished_properties_are_kept_and_told_with_their_place() -> None:
    changed = change_field(SMALL, "hoi_vien", show_if="khong_co > 1")
    (fault,) = outline_faults(changed)
    assert (fault.section, fault.field, fault.at) == ("so_lieu", "hoi_vien", "show_if")
    nameless = change_section(SMALL, "so_lieu", heading="")
    assert [fault.section for fault in outline_faults(nameless)] == ["so_lieu"]


def test_properties_of_other_types_and_keys_are_refused() -> None:
    for changes in ({"formula": "1"}, {"line": 3}, {"type": "integer"}):
        with pytest.raises(ValueError, match="no such property"):
            change_field(SMALL, "ket_qua", **changes)


def test_new_choices_get_keys_that_are_free() -> None:
    given = (Choice("tot", "Tốt"), Choice("", "Tốt"), Choice("", "Khá"), Choice("", "Khá"))
    assert [c.key for c in with_part_keys(given)] == ["tot", "tot_2", "kha", "kha_2"]


def test_recommendations_follow_the_addressees_of_the_outline() -> None:
    changed = change_outline(SMALL, addressees=(Choice("xa", "Đảng ủy xã"),))
    assert changed.field("kien_nghi").choices == (Choice("xa", "Đảng ủy xã"),)
