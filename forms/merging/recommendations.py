"""Recommendations of all units, by addressee. What goes up is decided by an editor, not here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forms.merging.audience import Question
from forms.merging.list_rows import ADDRESSEE, ListRow, SameRow, list_columns, same_rows
from forms.merging.lists import united
from forms.merging.participation import whole_answer
from forms.merging.results import AddresseeGroup, MergedItem, MergedRecommendations
from forms.schema import Choice, Column

NO_ADDRESSEE = Choice("", "Chưa ghi nơi nhận kiến nghị")
_ONE_BY_ONE = frozenset({"text_append", "list_units"})


def merge_recommendations(question: Question) -> MergedRecommendations:
    """Those that say the same are one with their units, unless the rule keeps each apart."""
    columns = list_columns(question)
    texts = _texts(columns)
    named = same_rows(question, texts)
    by_addressee: dict[str, list[SameRow]] = {}
    for one in named:
        by_addressee.setdefault(one[0].cell(ADDRESSEE).value, []).append(one)
    expected = whole_answer(question).expected
    apart = question.field.merge.rule in _ONE_BY_ONE
    groups = []
    for choice in _addressees(question, columns, by_addressee):
        own = by_addressee.get(choice.key)
        if not own:
            continue
        items = (
            _each([row for row, _ in own], expected)
            if apart
            else united(question, own, texts, expected, choice.key)
        )
        groups.append(AddresseeGroup(choice.key, choice.label, items))
    count = sum(len(group.items) for group in groups)
    item = question.field
    return MergedRecommendations(
        item.key, item.merge.rule, whole_answer(question, count), tuple(groups)
    )


def _each(rows: Sequence[ListRow], expected: int) -> tuple[MergedItem, ...]:
    return tuple(MergedItem(row.cells, (row.unit_id,), expected) for row in rows)


def _texts(columns: Sequence[Column]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.key != ADDRESSEE)


def _addressees(
    question: Question, columns: Sequence[Column], named: Iterable[str]
) -> tuple[Choice, ...]:
    """The known addressees in their order, then those no longer known, then none at all."""
    known = next((column.choices for column in columns if column.key == ADDRESSEE), ())
    known = known or question.outline.addressees
    keys = {choice.key for choice in known}
    others = sorted(set(named) - keys - {""})
    return (*known, *(Choice(key, key) for key in others), NO_ADDRESSEE)
