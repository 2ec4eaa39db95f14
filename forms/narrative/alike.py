"""Passages of one place in a draft that may tell the same point in other words.

Scope: pairs for a person to look at, by the letters they share; nothing is united here. Letters
know no meaning: of 44 pairs told twice in other words they put most before those that are not
(area under the curve .88), which is enough for a list and too little for a machine's decision.
Whoever denies what the other says, or counts something else, is no candidate.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from forms.narrative.denial import NEGATORS, denies
from forms.text import find_figures, normalised_words, strip_tones

LETTERS = (4, 5)
LEAST = 0.3  # cosine; of the demonstration's pairs above it about four in five are one point
MOST_COMPARED = 200  # passages of one group; the first are the most general


class Candidate(NamedTuple):
    """`group`: only passages of the same one are compared."""

    place: str
    group: str
    text: str


class Alike(NamedTuple):
    """Places in the order of the draft; `score` from 0 to 1."""

    first: str
    second: str
    score: float


def find_alike(candidates: Iterable[Candidate]) -> tuple[Alike, ...]:
    """Pairs that may be one point, the surest first."""
    passages = tuple(_passages(tuple(candidates)))
    groups: dict[str, list[_Passage]] = defaultdict(list)
    for passage in passages:
        groups[passage.group].append(passage)
    found = [
        Alike(one.place, two.place, score)
        for group in groups.values()
        for one, two in combinations(group[:MOST_COMPARED], 2)
        if (score := _cosine(one.weights, two.weights)) >= LEAST and _may_be_one(one, two)
    ]
    order = {passage.place: number for number, passage in enumerate(passages)}
    return tuple(sorted(found, key=lambda a: (-a.score, order[a.first], order[a.second])))


class _Passage(NamedTuple):
    place: str
    group: str
    mask: str
    counted: frozenset[object]
    weights: Mapping[str, float]


def _passages(candidates: Sequence[Candidate]) -> Iterator[_Passage]:
    words = [" ".join(normalised_words(one.text)) for one in candidates]
    pieces = [Counter(_pieces(f" {said} ")) for said in words]
    known = Counter(piece for counted in pieces for piece in counted)
    for one, said, counted in zip(candidates, words, pieces, strict=True):
        figures = frozenset((f.kind, f.value) for f in find_figures(one.text))
        weights = _weights(counted, known, len(candidates))
        yield _Passage(one.place, one.group, strip_tones(said), figures, weights)


def _pieces(said: str) -> Iterator[str]:
    for length in LETTERS:
        for start in range(len(said) - length + 1):
            yield said[start : start + length]


def _weights(
    counted: Mapping[str, int], known: Mapping[str, int], passages: int
) -> dict[str, float]:
    """Term frequency by inverse document frequency, of length 1."""
    raw = {
        piece: (1 + math.log(times)) * math.log(1 + passages / known[piece])
        for piece, times in counted.items()
    }
    length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {piece: weight / length for piece, weight in raw.items()}


def _cosine(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    small, large = (one, two) if len(one) <= len(two) else (two, one)
    return sum(weight * large[piece] for piece, weight in small.items() if piece in large)


def _may_be_one(one: _Passage, two: _Passage) -> bool:
    counts_alike = one.counted <= two.counted or two.counted <= one.counted
    return counts_alike and not _oppose(one.mask, two.mask)


def _oppose(one: str, two: str) -> bool:
    """Where both deny something, they may deny the same; the words around differ."""
    both = not (NEGATORS.isdisjoint(one.split()) or NEGATORS.isdisjoint(two.split()))
    return not both and denies(one, two)
