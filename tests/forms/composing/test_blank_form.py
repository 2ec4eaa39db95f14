"""The đề cương on paper."""

from __future__ import annotations

from forms import Issue, compose_outline
from forms.document import Heading
from tests.forms.builders import a_field, a_section, an_outline


def test_a_section_whose_only_question_is_its_heading_keeps_the_heading() -> None:
    outline = an_outline(a_section(a_field("narrative", label="MỤC")))

    document = compose_outline(outline, Issue(letterhead=None, title="ĐỀ CƯƠNG", subject=""))

    assert [node.text for node in document.body if isinstance(node, Heading)] == ["MỤC"]
