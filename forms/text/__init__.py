"""Vietnamese administrative text: hygiene, numbers, dates, sentences, figures, citations.

Works on single strings; knows no outline, report or campaign.
"""

from forms.text.citations import ParsedCitation, parse_citation_line
from forms.text.dates import (
    ParsedDate,
    find_dates,
    format_date,
    format_date_long,
    format_instant,
    parse_date,
    search_date,
)
from forms.text.figures import (
    Numerals,
    TextFigure,
    counts_persons,
    find_figures,
    scan_numerals,
)
from forms.text.legacy import LegacyGuess, convert_legacy, detect_legacy
from forms.text.masking import (
    has_numerals,
    mask,
    mask_numerals,
    may_name,
    negation_count,
    normalised_words,
)
from forms.text.normalise import (
    clean_line,
    clean_text,
    collation_key,
    nfc,
    search_key,
    strip_tones,
)
from forms.text.number_words import words_to_number
from forms.text.numbers import ParsedNumber, format_number, format_percent, parse_number
from forms.text.references import (
    Reference,
    find_references,
    kind_name,
    normalise_symbol,
    parse_symbol,
    same_document,
)
from forms.text.sentences import Sentence, split_line, split_sentences
from forms.text.spelling import SPELLINGS, tone_style, unify_spelling, unify_tones
from forms.text.wording import name_within_sentence, two_digits, within_sentence
from forms.text.wrapped import join_wrapped

__all__ = [
    "SPELLINGS",
    "LegacyGuess",
    "Numerals",
    "ParsedCitation",
    "ParsedDate",
    "ParsedNumber",
    "Reference",
    "Sentence",
    "TextFigure",
    "clean_line",
    "clean_text",
    "collation_key",
    "convert_legacy",
    "counts_persons",
    "detect_legacy",
    "find_dates",
    "find_figures",
    "find_references",
    "format_date",
    "format_date_long",
    "format_instant",
    "format_number",
    "format_percent",
    "has_numerals",
    "join_wrapped",
    "kind_name",
    "mask",
    "mask_numerals",
    "may_name",
    "name_within_sentence",
    "negation_count",
    "nfc",
    "normalise_symbol",
    "normalised_words",
    "parse_citation_line",
    "parse_date",
    "parse_number",
    "parse_symbol",
    "same_document",
    "scan_numerals",
    "search_date",
    "search_key",
    "split_line",
    "split_sentences",
    "strip_tones",
    "tone_style",
    "two_digits",
    "unify_spelling",
    "unify_tones",
    "within_sentence",
    "words_to_number",
]
