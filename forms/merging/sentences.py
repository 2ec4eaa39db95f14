"""Sentences composed from the templates of an outline, with the merged figures in them."""

from __future__ import annotations

from forms.merging.results import MergedReport
from forms.merging.tokens import RenderedText, render_tokens
from forms.schema import Field, Section

OWN_VALUE = "{value}"


def sentence_template(item: Field) -> str:
    """The field's sentence with tokens only: `{value}` is the field's own figure."""
    return item.sentence.replace(OWN_VALUE, "{{" + item.key + "}}")


def render_sentence(item: Field, merged: MergedReport) -> RenderedText | None:
    """The field's sentence as it reads now; None when the outline gives it none."""
    return render_tokens(sentence_template(item), merged) if item.sentence else None


def render_sentences(section: Section, merged: MergedReport) -> tuple[RenderedText, ...]:
    """Every composed sentence of one section, in the order of its fields."""
    found = (render_sentence(item, merged) for item in section.fields)
    return tuple(sentence for sentence in found if sentence is not None)
