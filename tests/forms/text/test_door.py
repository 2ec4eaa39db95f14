"""The door of the room, and what keeps it cheap."""

import sys

import forms.text
from forms.text import clean_text, find_figures, find_references, mask, split_sentences
from forms.text.letters import LOWER_LETTERS, MARKED_LOWER, is_syllable


def test_every_public_name_exists_once_and_in_order():
    names = forms.text.__all__
    assert len(set(names)) == len(names)
    assert all(hasattr(forms.text, name) for name in names)


def test_the_alphabet_is_complete():
    assert len(MARKED_LOWER) == 67
    assert {*"aăâbcdđeêghiklmnoôơpqrstuưvxy"} <= set(LOWER_LETTERS)


def test_syllables_are_told_from_other_words():
    good = "nghiêng khuyến quý giếng hoà hòa thuỷ ương yêu gì quyết ủy Đảng TỈNH uống ngoằn"
    bad = "xyz tinhh bb hoàá cáp̀ quyêt cap kinhs strong khôngg hàp ơng1"
    assert [word for word in good.split() if not is_syllable(word)] == []
    assert [word for word in bad.split() if is_syllable(word)] == []


def _calls(function, text: str) -> int:
    count = 0

    def counting(*_):
        nonlocal count
        count += 1

    sys.setprofile(counting)
    try:
        function(text)
    finally:
        sys.setprofile(None)
    return count


def test_work_grows_in_step_with_the_text():
    page = "Đảng ủy xã đã mở 12 lớp theo Kết luận số 49-KL/TW, ngày 9/5/2024 (đạt 98,5%). "
    for function in (split_sentences, clean_text, find_figures, find_references, mask):
        assert _calls(function, page * 200) <= 10.5 * _calls(function, page * 20)


def test_long_runs_of_blanks_cost_no_more_than_other_text():
    blanks = " " * 20_000
    for words in (
        "9 số",
        "9 Kết luận",
        "9 KL số:",
        "9 ngày",
        "9/",
        "9 lớp",
        "quý I",
        "9 không",
        "9 của",
    ):
        text = f"{words}{blanks}x"
        assert find_figures(text) == find_figures(f"{words} x")
        assert len(split_sentences(text)) == 1
        assert mask(text) == mask(f"{words} x")
