"""Parts that an outline's author proposed: found, and confirmed by the office."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.editing import (
    change_field,
    change_section,
    confirm_all,
    confirm_field,
    confirm_section,
    suggested_nodes,
)
from forms.schema import Outline, Row, Target
from tests.forms.editing.test_any_edits import SMALL

GUIDANCE = "Gợi ý: chỉ xã ghi; chỉ tiêu do người soạn đề cương đề xuất."


def marked() -> Outline:
    outline = change_section(SMALL, "so_lieu", guidance="Gợi ý: nêu số liệu đến 30/4.")
    outline = change_field(outline, "dan_so", suggested=True)
    return change_field(outline, "hoi_vien", guidance=GUIDANCE)


def keys(outline: Outline, under: str = "") -> list[str]:
    return [node.key for node in suggested_nodes(outline, under)]


def test_marked_sections_and_questions_are_found_in_their_order() -> None:
    assert keys(SMALL) == []
    assert keys(marked()) == ["so_lieu", "dan_so", "hoi_vien"]
    assert keys(marked(), "lanh_dao") == []


def test_targets_of_fields_and_rows_count_too() -> None:
    target = Target("49-KL/TW", 2025, "70%", suggested=True)
    row = Row("thu", "Thu", targets=(target,))
    outline = change_field(SMALL, "quy", rows=(row,))
    outline = change_field(outline, "dan_so", targets=(target,))
    assert keys(outline) == ["dan_so", "quy"]
    assert keys(confirm_all(outline)) == []


def test_confirming_one_leaves_the_others() -> None:
    found = confirm_field(marked(), "dan_so")
    assert keys(found) == ["so_lieu", "hoi_vien"]
    assert found == replace(marked(), sections=found.sections)
    assert not found.field("dan_so").suggested


def test_a_section_is_confirmed_with_all_in_it() -> None:
    found = confirm_section(marked(), "so_lieu")
    assert keys(found) == []
    assert found.section("so_lieu").guidance == "Nêu số liệu đến 30/4."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (GUIDANCE, "Chỉ xã ghi."),
        ("Gợi ý: phần này do người soạn đề cương đề xuất.", ""),
        (
            "Gợi ý: các dòng do người soạn đề cương đề xuất; cơ quan chủ trì bổ sung.\nGhi đủ.",
            "Ghi đủ.",
        ),
        ("Nêu rõ gợi ý: ba việc.", "Nêu rõ gợi ý: ba việc."),
    ],
)
def test_only_what_says_who_proposed_it_goes_from_the_guidance(before: str, after: str) -> None:
    found = confirm_all(change_field(SMALL, "hoi_vien", guidance=before))
    assert found.field("hoi_vien").guidance == after


def test_nothing_marked_is_changed_by_confirming_all() -> None:
    assert confirm_all(SMALL) == SMALL
