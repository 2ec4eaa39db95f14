"""Which level a section is printed on."""

from __future__ import annotations

import pytest

from forms.composing import heading_level
from forms.schema import Section


@pytest.mark.parametrize(
    ("level_name", "number", "depth", "level"),
    [
        ("Phần thứ nhất", "", 0, 1),
        ("Phần I", "I", 0, 1),
        ("", "", 0, 1),
        ("", "I", 0, 2),
        ("", "II.", 1, 2),
        ("", "1", 0, 1),
        ("", "1", 1, 3),
        ("", "1.1", 2, 4),
        ("", "a", 2, 5),
    ],
)
def test_a_section_is_printed_on_the_level_of_its_number(
    level_name: str, number: str, depth: int, level: int
) -> None:
    section = Section("m", "MỤC", level_name=level_name, number=number)

    assert heading_level(section, depth) == level
