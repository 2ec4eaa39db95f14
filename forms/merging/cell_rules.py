"""The rules that merge one cell, by name, and the one way to apply them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from forms.fields import field_type
from forms.merging import answer_rules, number_rules
from forms.merging.cells import MergedCell
from forms.merging.gathering import Gathering
from forms.merging.outcomes import NIL, NOTHING, Outcome, merged_cell
from forms.merging.printing import Printer
from forms.schema import Column, MergeRule

Merge = Callable[[Gathering, Printer], Outcome]


@dataclass(frozen=True)
class CellRule:
    """`needs_value`: without any value the rule is not asked, the cell says what is missing."""

    merge: Merge
    needs_value: bool = True


CELL_RULES: Mapping[str, CellRule] = MappingProxyType(
    {
        "sum": CellRule(number_rules.total),
        "weighted_ratio": CellRule(number_rules.weighted_ratio),
        "weighted_mean": CellRule(number_rules.weighted_mean),
        "mean": CellRule(number_rules.mean),
        "median": CellRule(number_rules.middle),
        "min": CellRule(number_rules.extreme(min)),
        "max": CellRule(number_rules.extreme(max)),
        "range": CellRule(number_rules.span),
        "top_n": CellRule(number_rules.top),
        "count_reported": CellRule(answer_rules.count_reported, needs_value=False),
        "count_yes": CellRule(answer_rules.count_yes),
        "count_by_choice": CellRule(answer_rules.count_by_choice),
        "same_or_conflict": CellRule(answer_rules.same_or_conflict),
        "latest": CellRule(answer_rules.by_date(newest=True)),
        "first": CellRule(answer_rules.by_date(newest=False)),
        "text_cluster": CellRule(answer_rules.append),
        "text_append": CellRule(answer_rules.append),
        "union_list": CellRule(answer_rules.append),
        "list_units": CellRule(answer_rules.list_units),
        "manual": CellRule(answer_rules.left_out, needs_value=False),
        "none": CellRule(answer_rules.left_out, needs_value=False),
    }
)
LEFT_OUT = frozenset({"manual", "none"})


def apply_rule(gathering: Gathering, printer: Printer) -> MergedCell:
    """Raises KeyError when the rule does not merge single cells."""
    rule = CELL_RULES[gathering.rule.rule]
    silent = not gathering.n_value
    if silent and (rule.needs_value or not gathering.sources) and not _is_left_out(gathering):
        return merged_cell(gathering, NIL if gathering.all_nil else NOTHING)
    return merged_cell(gathering, rule.merge(gathering, printer))


def column_rule(column: Column) -> MergeRule:
    """The column's rule, or the default of its type."""
    return column.merge or MergeRule(field_type(column.type).default_merge)


def _is_left_out(gathering: Gathering) -> bool:
    return gathering.rule.rule in LEFT_OUT
