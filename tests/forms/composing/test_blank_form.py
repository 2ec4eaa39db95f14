"""The đề cương on paper."""

from __future__ import annotations

from dataclasses import replace

from forms import Issue, compose_outline
from forms.document import Heading, Paragraph
from tests.forms.builders import a_field, a_section, an_outline


def test_a_section_whose_only_question_is_its_heading_keeps_the_heading() -> None:
    outline = an_outline(a_section(a_field("narrative", label="MỤC")))

    document = compose_outline(outline, Issue(letterhead=None, title="ĐỀ CƯƠNG", subject=""))

    assert [node.text for node in document.body if isinstance(node, Heading)] == ["MỤC"]


def test_a_note_that_calls_itself_one_is_not_called_so_twice() -> None:
    sections = (
        replace(a_section(a_field("narrative"), key="a"), note="Lưu ý: nhấn mạnh việc đổi mới."),
        replace(a_section(a_field("narrative", key="k2"), key="b"), note="Nêu số liệu."),
    )

    tree = compose_outline(an_outline(*sections), Issue(letterhead=None, title="", subject=""))

    notes = [n.text for n in tree.body if isinstance(n, Paragraph) and "ư" in n.text]
    assert "Lưu ý: nhấn mạnh việc đổi mới." in notes
    assert not any("Lưu ý: Lưu ý" in text for text in notes)
    assert any(text == "Lưu ý: Nêu số liệu." for text in notes)
