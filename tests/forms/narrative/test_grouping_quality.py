"""Groups against the truth of a synthetic corpus; larger sizes are measured in the benches."""

from functools import cache

import pytest

from bench.bench_narrative import Quality, score
from bench.corpus import DIFFICULTIES, SECTIONS, generate
from forms.narrative import analyse_answers, build_claims


@cache
def quality(size: int, hard: float) -> Quality:
    units = generate(size, seed=41, hard=hard)
    names = {unit.unit_id: (unit.name,) for unit in units}
    claims = []
    for section in SECTIONS:
        texts = [(u.unit_id, section, u.answers[section]) for u in units]
        answers = analyse_answers(texts, names)
        lacking = section in DIFFICULTIES
        claims += build_claims(answers, names, difficulties=lacking).claims
    return score(claims, units)


@pytest.mark.parametrize(
    ("size", "hard", "precision", "recall"),
    [(20, 0.0, 0.97, 0.94), (20, 0.8, 0.97, 0.72), (200, 0.0, 0.98, 0.97), (200, 0.8, 0.96, 0.85)],
)
def test_near_duplicates_are_grouped_and_others_are_not(
    size: int, hard: float, precision: float, recall: float
) -> None:
    found = quality(size, hard)
    assert found.known > 0.98
    assert found.precision >= precision
    assert found.recall >= recall


def test_no_planted_negation_lands_among_the_affirmed() -> None:
    found = quality(200, 0.8)
    assert found.negated > 5
    assert found.mixed == 0
