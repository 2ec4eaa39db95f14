"""Numbers of headings by place, and the choice of sections."""

from hypothesis import given
from hypothesis import strategies as st

from forms.document import Heading, Paragraph, number_headings, plain, roman, select_sections

LEVELS = st.lists(st.integers(1, 10), max_size=40)


def numbers(*levels: int) -> list[str | None]:
    return [node.number for node in number_headings(tuple(Heading(level, "x") for level in levels))]  # type: ignore[union-attr]


def test_every_level_has_its_own_kind_of_number() -> None:
    found = numbers(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    assert found == [
        *("thứ nhất", "I", "1", "1.1", "a", "a.1", "a.1.1", "a.1.1.1", "a.1.1.1.1", "a.1.1.1.1.1")
    ]


def test_roman_numbers_begin_again_in_each_part() -> None:
    assert numbers(1, 2, 2, 1, 2) == ["thứ nhất", "I", "II", "thứ hai", "I"]


def test_a_heading_without_number_is_not_counted() -> None:
    nodes = number_headings((Heading(2, "MỞ ĐẦU", ""), Heading(2, "Kết quả")))
    assert [node.number for node in nodes if isinstance(node, Heading)] == ["", "I"]


def test_a_given_number_stays_and_counts() -> None:
    nodes = number_headings((Heading(2, "A", "I"), Heading(2, "B")))
    assert [node.number for node in nodes if isinstance(node, Heading)] == ["I", "II"]


@given(LEVELS)
def test_numbering_twice_changes_nothing(levels: list[int]) -> None:
    once = number_headings(tuple(Heading(level, "x") for level in levels))
    assert number_headings(once) == once


@given(st.integers(1, 399))
def test_roman_numbers_read_back(number: int) -> None:
    values = {"C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
    digits = [values[mark] for mark in roman(number)]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    assert sum(-a if a < b else a for a, b in pairs) == number


def test_chosen_sections_come_with_the_headings_above_and_their_old_numbers() -> None:
    nodes = number_headings(
        (
            Heading(1, "Phần một"),
            Heading(2, "Bỏ", key="a"),
            Paragraph(plain("bỏ")),
            Heading(2, "Lấy", key="b"),
            Heading(3, "Con"),
            Paragraph(plain("lấy")),
            Heading(2, "Bỏ nữa", key="c"),
        )
    )
    chosen = select_sections(nodes, frozenset({"b"}))
    assert [node.text for node in chosen] == ["Phần một", "Lấy", "Con", "lấy"]  # type: ignore[union-attr]
    assert chosen[1].number == "II"  # type: ignore[union-attr]
