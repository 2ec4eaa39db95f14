"""What is carried on from one merge to the next is what adding up from nothing would give."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forms.merging.joined_answers import PairedAnswers
from forms.merging.stored_answers import Numbers, StoredAnswers
from forms.merging.summing import Figures, exact_sum

DECIMALS = st.decimals(-1000, 1000, places=2, allow_nan=False)
NUMBERS = st.lists(DECIMALS, max_size=5)
STATES = ({"s": state} for state in ("nil", "no_data", "not_applicable"))
VALUES = ({"v": "0"}, {"v": "7"}, {"v": "12.50"}, {"v": "3", "e": 1}, {"raw": "ba"})
CELLS = st.sampled_from((None, {}, *VALUES, *STATES))
UNITS = [f"u{number}" for number in range(5)]
SIDES = st.tuples(*[st.tuples(CELLS, CELLS)] * len(UNITS))


@given(NUMBERS, NUMBERS, st.booleans())
def test_numbers_joined_add_up_as_all_of_them_do(
    first: list[Decimal], more: list[Decimal], known: bool
) -> None:
    figures = Figures(first)
    if known:
        assert figures.total == exact_sum(first)
        assert figures.n_zero == sum(not number for number in first)
    whole, anew = figures.joined(Figures(more)), Figures((*first, *more))
    assert whole == anew
    assert (repr(whole.total), whole.n_zero) == (repr(anew.total), anew.n_zero)


@given(SIDES, SIDES, st.sets(st.sampled_from(UNITS)), st.booleans())
def test_pairs_of_which_some_change_are_those_of_a_pairing_from_nothing(
    before: Any, after: Any, others: set[str], known: bool
) -> None:
    """Whoever is not among the others says the same as before."""
    said = [
        new if unit in others else old for unit, old, new in zip(UNITS, before, after, strict=True)
    ]
    above, below = _sides(before)
    pairs = PairedAnswers(above, below)
    if known:
        assert told(pairs)
    changed = _changed(above, said, others, 0), _changed(below, said, others, 1)
    assert told(pairs.changed(others, *changed)) == told(PairedAnswers(*_sides(said)))


def told(pairs: PairedAnswers) -> Any:
    answers = {unit: pairs[unit] for unit in sorted(pairs)}
    sums = [repr(total) for total in pairs.sums]
    return answers, sums, set(pairs.lone), set(pairs.over), sorted(pairs.numbers), pairs.odd


def _sides(said: Any) -> tuple[StoredAnswers, StoredAnswers]:
    numbers = Numbers()
    above, below = (
        StoredAnswers(
            [(u, cells[side]) for u, cells in zip(UNITS, said, strict=True)], True, numbers
        )
        for side in (0, 1)
    )
    return above, below


def _changed(answers: StoredAnswers, said: Any, others: set[str], side: int) -> StoredAnswers:
    stored = [(u, cells[side]) for u, cells in zip(UNITS, said, strict=True) if u in others]
    return answers.changed(others, stored)
