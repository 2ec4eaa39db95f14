"""Merging fields of one answer: a figure, a ratio, a choice, a text.

How an answer is read follows from the shape it is stored in (forms.values), never from the type.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import cast

from forms.fields import canonical, field_type
from forms.merging.audience import Question, answers_of
from forms.merging.cell_rules import apply_rule
from forms.merging.cells import MergedCell, SourceValue
from forms.merging.gathering import Answered, gather, scaled, spread
from forms.merging.joined_answers import PairedAnswers, parts_of
from forms.merging.measures import factor
from forms.merging.outcomes import Outcome, merged_cell
from forms.merging.printing import Printer
from forms.merging.results import (
    ChoiceCount,
    MergedChoices,
    MergedFigure,
    MergedRatio,
    MergedTexts,
    TextSource,
)
from forms.merging.stored_answers import ReadAnswers, read, units_in
from forms.merging.summing import exact_sum
from forms.merging.units import UnitReport
from forms.schema import Field, MergeRule
from forms.values import CellState, Json, whole_state

NUMERATOR, DENOMINATOR = "num", "den"
_COMPANIONS = ("weight", "date_field")


def merge_figure(question: Question) -> MergedFigure:
    item = question.field
    cell = merge_answers(question, unit_answers(question), item.merge)
    return MergedFigure(item.key, item.merge.rule, cell)


def merge_answers(question: Question, answers: Answered, rule: MergeRule) -> MergedCell:
    """One cell of answers already read, with the companions its rule names."""
    companions = {
        role: unit_answers(question.other(str(rule.options[role])))
        for role in _COMPANIONS
        if role in rule.options
    }
    gathering = gather(rule, answers, question.audience, companions)
    return apply_rule(gathering, Printer.of(question.field, rule))


def merge_ratio(question: Question) -> MergedRatio:
    """Numerator, denominator and percentage over the same units: those that gave both."""
    item = question.field
    above, below = ratio_parts(question)
    answers = PairedAnswers(above, below)
    gathering = gather(item.merge, answers, question.audience)
    printer = Printer.of(item, item.merge)
    units = gathering.value_units

    def part(side: Answered) -> MergedCell:
        answers_of_side = {unit: side[unit] for unit in answers if unit in side}
        gathered = gather(item.merge, answers_of_side, question.audience)
        number = exact_sum(parts_of(side, units)) if units else None
        outcome = Outcome(number, printer.count(number)) if number is not None else Outcome()
        return merged_cell(gathered, outcome)

    return MergedRatio(
        item.key, item.merge.rule, apply_rule(gathering, printer), part(above), part(below)
    )


def merge_choices(question: Question) -> MergedChoices:
    """How many units picked each choice; `count` of a unit is its answer as a whole."""
    item = question.field
    answers = unit_answers(question)
    picks = {unit: _picked(value) for unit, value in question.values.items()}
    distribution = tuple(
        ChoiceCount(choice.key, choice.label, len(units), units)
        for choice in item.choices
        for units in [tuple(unit for unit, keys in picks.items() if choice.key in keys)]
    )
    gathering = gather(item.merge, answers, question.audience)
    text = "; ".join(f"{choice.label}: {choice.count}" for choice in distribution)
    outcome = Outcome(text=text) if gathering.n_value else Outcome()
    return MergedChoices(item.key, item.merge.rule, merged_cell(gathering, outcome), distribution)


def merge_texts(question: Question) -> MergedTexts:
    """Every unit's own words, in order; units that said nothing are only counted."""
    item = question.field
    gathering = gather(item.merge, unit_answers(question), question.audience)
    words = question.read("words", partial(_words, item))
    special = {
        source.unit_id: TextSource(source.unit_id, "", source.state)
        for source in gathering.odd
        if source.state is not CellState.VALUE
    }
    said = {**words, **special} if special else words
    answered = units_in(gathering.answers)
    sources = tuple(said[unit] for unit in question.audience.unit_ids if unit in answered)
    outcome = Outcome(text="") if gathering.n_value else Outcome()
    return MergedTexts(item.key, item.merge.rule, merged_cell(gathering, outcome), sources)


def unit_answers(question: Question) -> Answered:
    """Each unit's answer as one value: of a ratio the percentage, of long shapes their text."""
    kind = field_type(question.field.type)
    if not kind.is_answered:
        return _computed_answers(question)
    found = question.read("answer", partial(_answer, question.field))
    kinds = set(map(type, found.values()))
    if _Parts in kinds:
        return PairedAnswers(*ratio_parts(question))
    if type(None) in kinds:
        found = {unit_id: source for unit_id, source in found.items() if source is not None}
    sources = cast(Mapping[str, SourceValue], found)
    return ReadAnswers(_measured(question, sources) if question.audience.measures else sources)


def _measured(question: Question, sources: Mapping[str, SourceValue]) -> dict[str, SourceValue]:
    """With the figures that stand in another unit of measure in the one asked for."""
    reports = [r for r in question.audience.reports if r.measures and r.unit.id in sources]
    return {**sources, **{r.unit.id: _in_measure(question, r, sources[r.unit.id]) for r in reports}}


def _in_measure(question: Question, report: UnitReport, source: SourceValue) -> SourceValue:
    asked = question.field.unit_of_measure
    given = question.measure_given(report, "", asked)
    return source if given == asked else scaled(source, factor(given, asked))


def ratio_parts(question: Question) -> tuple[Answered, Answered]:
    """Numerators and denominators: the parts of a ratio, or the two fields its rule names."""
    options = question.field.merge.options
    if "numerator" in options and "denominator" in options:
        above = unit_answers(question.other(str(options["numerator"])))
        return above, unit_answers(question.other(str(options["denominator"])))
    return _part(question, NUMERATOR), _part(question, DENOMINATOR)


def _part(question: Question, name: str) -> Answered:
    found: dict[str, SourceValue] = {}
    for unit_id, value in question.values.items():
        state = whole_state(value)
        if state is not None:
            found[unit_id] = spread(unit_id, state)
            continue
        parts = value.get("parts")
        data = parts.get(name) if isinstance(parts, Mapping) else None
        source = read(unit_id, data, numeric=True)
        if source is not None:
            found[unit_id] = source
    return found


class _Parts:
    """What stands for an answer of two parts: it is paired with those of the other units."""


_PARTS = _Parts()


def _answer(item: Field, unit_id: str, value: Json) -> SourceValue | _Parts | None:
    if "parts" in value:
        return _PARTS
    kind = field_type(item.type)
    state = whole_state(value)
    if state is not None:
        return spread(unit_id, state)
    if not value or "v" in value or "raw" in value:
        return read(unit_id, value, kind.holds_numbers)
    if kind.is_blank(item, value):
        return None
    return SourceValue(unit_id, text=kind.display(item, value))


def _computed_answers(question: Question) -> Answered:
    """A formula's value for each unit, worked out on that unit's own answers."""
    found: dict[str, SourceValue] = {}
    for report in question.audience.reports:
        value = answers_of(question.outline, report).namespace().get(question.field.key)
        if isinstance(value, Decimal):
            unit_id = report.unit.id
            found[unit_id] = SourceValue(unit_id, value, canonical(value))
    return found


def _picked(value: Json) -> tuple[str, ...]:
    if "picks" in value:
        return tuple(value["picks"])
    return (str(value["v"]),) if value.get("v") else ()


def _words(item: Field, unit_id: str, value: Json) -> TextSource:
    return TextSource(unit_id, field_type(item.type).display(item, value))
