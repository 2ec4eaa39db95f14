"""òa/oà and other words with two spellings, unified only on request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.text import tone_style, unify_spelling, unify_tones

PAIRS = [
    ("hòa bình", "hoà bình"),
    ("Ủy ban", "Uỷ ban"),
    ("LAN TỎA", "LAN TOẢ"),
    ("khỏe, xòe", "khoẻ, xoè"),
    ("thủy lợi", "thuỷ lợi"),
    ("xã hội hóa", "xã hội hoá"),
]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_open_syllables_change_between_the_two_styles(old, new):
    assert tone_style(new, "old") == old
    assert tone_style(old, "new") == new


@pytest.mark.parametrize(
    "text", ["quý I, quỳ, quỷ", "hoàn toàn, khoảng, thuyền, khuỷu", "của, mía"]
)
@pytest.mark.parametrize("style", ["old", "new"])
def test_words_with_one_spelling_never_change(text, style):
    assert tone_style(text, style) == text


def test_quoted_words_stay_as_quoted():
    text = 'hoà “hoà” hoà "uỷ" uỷ “bỏ ngỏ hoà'
    assert tone_style(text, "old") == 'hòa “hoà” hòa "uỷ" ủy “bỏ ngỏ hòa'
    assert unify_tones("“hoà”", "old") == "“hòa”"


@given(st.text(alphabet='hHqoOaAeEuUyYòóỏõọàáảãạÒÀùúủũụỳýỷỹỵỦỶnN “”"', max_size=60))
def test_changing_style_and_back_loses_nothing(text):
    old = tone_style(text, "old")
    assert tone_style(old, "old") == old
    assert tone_style(tone_style(text, "new"), "old") == old


def test_spelling_is_unified_by_the_list_given_with_capitals_kept():
    text = "Hàng năm, tỉ lệ HÀNG NĂM; “hàng năm”; hàng nămmm"
    assert unify_spelling(text) == "Hằng năm, tỷ lệ HẰNG NĂM; “hàng năm”; hàng nămmm"
    assert unify_spelling(text, ()) == text
