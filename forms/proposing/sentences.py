"""Sentences with live figures: the outline's template, or a plain one for a single figure.

A template's `{value}` stands for the field's own merged value; `{{table.row.column}}` tokens are
left as they are and rendered whenever the draft is shown (forms.merging).
"""

from __future__ import annotations

from forms.fields import field_type
from forms.merging import MergedReport, render_tokens, sentence_template
from forms.schema import Field

COUNTS = (".so_don_vi", ".n", ".N")
PLAIN_WIDGETS = frozenset({"number", "ratio", "computed"})


def composed_sentence(item: Field) -> str:
    """ "" when the field neither has a template nor is a single figure."""
    token = "{{" + item.key + "}}"
    if item.sentence:
        return sentence_template(item)
    if field_type(item.type).widget not in PLAIN_WIDGETS:
        return ""
    measure = f" {item.unit_of_measure}" if item.unit_of_measure not in ("", "%") else ""
    count = "{{" + item.key + ".so_don_vi}}"
    return f"{item.label}: {token}{measure} ({count} đơn vị báo cáo)."


def has_figure(text: str, merged: MergedReport) -> bool:
    """Whether any live figure of the text can be shown, counts of units left aside."""
    rendered = render_tokens(text, merged)
    lacking = {problem.token for problem in rendered.problems}
    told = [use.token for use in rendered.figures if not use.token.endswith(COUNTS)]
    return not told or any(token not in lacking for token in told)
