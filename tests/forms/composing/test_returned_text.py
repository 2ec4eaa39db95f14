"""Texts back from Word: lines, and live figures kept where their digits were left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forms.composing import keep_figures, printed_lines, prose_nodes, typed_line
from forms.document import ParagraphStyle
from forms.merging import RenderedText, TokenUse


def rendered(template: str, **shown: str) -> RenderedText:
    """`{name}` in the template is a live figure."""
    text, uses = "", []
    for part in template.replace("}", "{").split("{"):
        if part in shown:
            uses.append(TokenUse(part, None, shown[part], len(text), len(text) + len(shown[part])))
            text += shown[part]
        else:
            text += part
    return RenderedText(text, tuple(uses))


def test_an_untouched_figure_stays_live_when_words_change() -> None:
    before = rendered("Có {a} hội viên, đạt {b}.", a="2.200", b="48,5%")
    after = keep_figures(before, "Đến nay đã có 2.200 hội viên, đạt 48,5%.")
    assert after == "Đến nay đã có {{a}} hội viên, đạt {{b}}."


def test_a_changed_figure_becomes_plain() -> None:
    before = rendered("Có {a} hội viên, {b} chi hội.", a="2.200", b="17")
    assert keep_figures(before, "Có 2.300 hội viên, 17 chi hội.") == (
        "Có 2.300 hội viên, {{b}} chi hội."
    )


def test_an_equal_number_elsewhere_is_not_taken_for_the_figure() -> None:
    before = rendered("{a} xã báo cáo.", a="17")
    assert keep_figures(before, "Ngày 17, các đơn vị báo cáo.") in (
        "Ngày 17, các đơn vị báo cáo.",
        "Ngày {{a}}, các đơn vị báo cáo.",
    )


def test_a_figure_is_not_found_inside_a_longer_number() -> None:
    before = rendered("{a} hội viên", a="200")
    assert "{{" not in keep_figures(before, "2.200 hội viên")


def test_lines_come_back_as_they_were_typed() -> None:
    text = "Mở đầu\n- Ý một\n+ Ý nhỏ\n- Ý hai"
    assert printed_lines(text) == text
    assert typed_line(ParagraphStyle.DASH, " a ") == "- a"


def test_every_paragraph_of_a_block_can_be_found_again() -> None:
    nodes = prose_nodes("Một\n- Hai\n\n- Ba", block_id="B7")
    assert [node.block_id for node in nodes] == ["B7", "B7_2", "B7_3"]


@given(st.text(max_size=200))
def test_printing_what_was_printed_changes_nothing(text: str) -> None:
    once = printed_lines(text)
    assert printed_lines(once) == once


@given(st.text(alphabet="ab 12,.{}", max_size=60), st.text(alphabet="ab 12,.{}", max_size=60))
def test_keeping_figures_never_changes_what_is_read(words: str, edited: str) -> None:
    before = rendered("x {a} y", a="12,5")
    before = RenderedText(before.text + words, before.figures)
    assert keep_figures(before, edited).replace("{{a}}", "12,5") == edited.replace("{{a}}", "12,5")
