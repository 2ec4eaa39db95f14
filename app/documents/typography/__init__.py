"""Measured text widths, balanced lines and clean text."""

from app.documents.typography.metrics import (
    MM_PER_POINT,
    balanced_lines,
    estimated_lines,
    text_width,
)
from app.documents.typography.text import (
    NBSP,
    clean_text,
    keep_together,
    place_and_date,
    plain_spaces,
    xml_attribute,
    xml_text,
)

__all__ = [
    "MM_PER_POINT",
    "NBSP",
    "balanced_lines",
    "clean_text",
    "estimated_lines",
    "keep_together",
    "place_and_date",
    "plain_spaces",
    "text_width",
    "xml_attribute",
    "xml_text",
]
