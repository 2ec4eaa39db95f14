"""Splitting prose into sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.text import clean_text, split_line, split_sentences
from tests.forms.text.sentence_cases import CASES

MARK = "‖"


def _starts(case: str) -> list[int]:
    starts, text = [], ""
    for part in case.split(MARK):
        starts.append(len(text + part))
        text += part
    return starts[:-1]


@pytest.mark.parametrize("case", CASES)
def test_a_hard_case_is_cut_where_a_reader_would_cut_it(case):
    text = case.replace(MARK, "")
    assert [s.start for s in split_sentences(text)] == _starts(case)


def test_the_table_of_hard_cases_is_long_enough_to_mean_something():
    assert len(CASES) >= 40
    assert sum(case.count(MARK) for case in CASES) >= 80


def test_each_sentence_knows_its_place_its_bullet_and_its_line():
    text = "Mở đầu.\n\n- Một. Hai.\n1.2. Ba"
    found = [(s.text, s.bullet, s.paragraph) for s in split_sentences(text)]
    assert found == [("Mở đầu.", "", 0), ("Một.", "-", 2), ("Hai.", "", 2), ("Ba", "1.2.", 3)]


def test_a_sentence_keeps_its_end_mark_and_its_closing_quote():
    text = "Ban viết “Học suốt đời.” Đã xong (đủ.)"
    assert [s.text for s in split_sentences(text)] == ["Ban viết “Học suốt đời.”", "Đã xong (đủ.)"]


def test_lines_without_a_word_give_no_sentence():
    assert split_sentences("...\n---\n\n- \n***") == ()


@given(st.text(max_size=400).map(clean_text))
def test_sentences_are_ordered_pieces_of_the_text_and_lose_no_letter(text):
    sentences = split_sentences(text)
    assert all(text[s.start : s.end] == s.text for s in sentences)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    kept = sum(map(str.isalpha, "".join(s.text + s.bullet for s in sentences)))
    assert kept == sum(map(str.isalpha, text))


@given(st.text(alphabet='aBđĐ.… !?"”()-+1 \n', max_size=300))
def test_any_mixture_of_marks_can_be_split(text):
    assert all(s.text.strip() == s.text for s in split_sentences(text))


@given(st.lists(st.text(alphabet='aBđĐ.… !?"”()-+1', max_size=40), min_size=1, max_size=6))
def test_a_line_is_cut_as_it_is_within_its_text(lines):
    found = iter(split_sentences("\n".join(lines)))
    start = 0
    for paragraph, line in enumerate(lines):
        for one in split_line(line, paragraph == len(lines) - 1):
            assert one.moved(start, paragraph) == next(found)
        start += len(line) + 1
    assert next(found, None) is None
