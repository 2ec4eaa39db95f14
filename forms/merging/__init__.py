"""Merging units' reports: figures, tables, lists and texts made one, with everyone behind them.

Pure: independent of the order of units, never inventing or altering a figure. Grouping narrative
texts by meaning is in forms.narrative, the draft in forms.drafting.
"""

from forms.merging.aggregated_tables import table_from_aggregates
from forms.merging.aggregates import (
    FigureRow,
    FigureSum,
    PairTally,
    TableAggregates,
    Tally,
    figures_from_rows,
    figures_of,
    sum_figures,
)
from forms.merging.answer_checks import answer_findings, text_disagreements
from forms.merging.cells import NO_FIGURE, MergedCell, SourceValue, names_of
from forms.merging.checks import check_collected
from forms.merging.facts import filing_facts
from forms.merging.findings import CollectedFinding, FindingKind, FindingSeverity
from forms.merging.hand_numbers import Disagreement, hand_numbers_that_disagree
from forms.merging.known_figures import KnownFigure, known_in_answers, known_in_merged
from forms.merging.lookup import cell_path, find_cell
from forms.merging.memory import MergeMemory
from forms.merging.overtyped import Overtyped, overtyped_figures
from forms.merging.periods import combine_periods
from forms.merging.printing import rounded
from forms.merging.report import merge_report
from forms.merging.results import (
    AddresseeGroup,
    ChoiceCount,
    ListConflict,
    MergedChoices,
    MergedField,
    MergedFigure,
    MergedItem,
    MergedList,
    MergedRatio,
    MergedRecommendations,
    MergedReport,
    MergedTable,
    MergedTexts,
    TextSource,
    UnitRow,
)
from forms.merging.rules import RULES, Rule
from forms.merging.sentences import render_sentence, render_sentences, sentence_template
from forms.merging.shares import parts_of_share, share_path
from forms.merging.tokens import (
    RenderedText,
    Token,
    TokenProblem,
    TokenUse,
    find_tokens,
    render_tokens,
    token_paths,
)
from forms.merging.units import ACCEPTED, SUBMITTED, Expected, UnitInfo, UnitReport

__all__ = [
    "ACCEPTED",
    "NO_FIGURE",
    "RULES",
    "SUBMITTED",
    "AddresseeGroup",
    "ChoiceCount",
    "CollectedFinding",
    "Disagreement",
    "Expected",
    "FigureRow",
    "FigureSum",
    "FindingKind",
    "FindingSeverity",
    "KnownFigure",
    "ListConflict",
    "MergeMemory",
    "MergedCell",
    "MergedChoices",
    "MergedField",
    "MergedFigure",
    "MergedItem",
    "MergedList",
    "MergedRatio",
    "MergedRecommendations",
    "MergedReport",
    "MergedTable",
    "MergedTexts",
    "Overtyped",
    "PairTally",
    "RenderedText",
    "Rule",
    "SourceValue",
    "TableAggregates",
    "Tally",
    "TextSource",
    "Token",
    "TokenProblem",
    "TokenUse",
    "UnitInfo",
    "UnitReport",
    "UnitRow",
    "answer_findings",
    "cell_path",
    "check_collected",
    "combine_periods",
    "figures_from_rows",
    "figures_of",
    "filing_facts",
    "find_cell",
    "find_tokens",
    "hand_numbers_that_disagree",
    "known_in_answers",
    "known_in_merged",
    "merge_report",
    "names_of",
    "overtyped_figures",
    "parts_of_share",
    "render_sentence",
    "render_sentences",
    "render_tokens",
    "rounded",
    "sentence_template",
    "share_path",
    "sum_figures",
    "table_from_aggregates",
    "text_disagreements",
    "token_paths",
]
