"""From answers, merged results and draft blocks to the neutral document tree."""

from forms.composing.appendices import appendix_sections, compose_appendices
from forms.composing.blank_form import blank_table, compose_blank_form, compose_outline
from forms.composing.draft import BlockText, DraftContent, compose_draft
from forms.composing.headings import heading_level, section_heading
from forms.composing.issue import Issue
from forms.composing.merged_tables import (
    merged_list_table,
    merged_table,
    recommendations_table,
    unit_rows_table,
)
from forms.composing.prose import prose_nodes
from forms.composing.report import compose_report
from forms.composing.returned_text import keep_figures, printed_lines, typed_line
from forms.composing.unit_tables import answer_table

__all__ = [
    "BlockText",
    "DraftContent",
    "Issue",
    "answer_table",
    "appendix_sections",
    "blank_table",
    "compose_appendices",
    "compose_blank_form",
    "compose_draft",
    "compose_outline",
    "compose_report",
    "heading_level",
    "keep_figures",
    "merged_list_table",
    "merged_table",
    "printed_lines",
    "prose_nodes",
    "recommendations_table",
    "section_heading",
    "typed_line",
    "unit_rows_table",
]
