"""Near-duplicate groups of masked sentences, in time linear in their number.

Scope: MinHash bands in numpy propose pairs, an exact Jaccard overlap of character 4-grams
confirms them, and a guarded union joins them. Of a few texts every pair that meets in a band is
looked at (`kin`), of many only some. Texts come with a number that is a hard key (how often
something is denied), because "đã ban hành" and "chưa ban hành" are near-duplicates in every other
respect. Not here: what a sentence or its mask is.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from forms.narrative.kin import NO_GROUPS, NO_OPPOSITES, Groups, Opposites, group_few, kin_of
from forms.narrative.overlaps import NO_BITS, Apart, Overlaps
from forms.narrative.signatures import distinct, sign
from forms.narrative.unions import (
    Numbered,
    Pairs,
    guarded_union,
    is_long_enough,
    likeliest_first,
    likely,
)

# Chaining grows with the number of distinct texts: few of them allow a wider net. The steps come
# from trials on the corpus of the benches and want tuning on real sentences.
FEW, SIMILAR_FEW = 500, 0.50  # up to so many texts
MANY, SIMILAR = 5000, 0.60
SIMILAR_MANY = 0.63

Wanted = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.bool_]]


def group_similar(
    texts: Sequence[Numbered], last: Groups = NO_GROUPS, apart: Apart | None = None
) -> tuple[list[int], Groups]:
    """Index of the leader of each text's group, and what serves the next grouping.

    `texts` are distinct and come in order of importance (leaders have the lower index); only
    texts with equal numbers can be in one group, and none that `apart` keeps apart from its
    leader. `last` was made with the same `apart`.
    """
    if len(texts) <= FEW:
        last = group_few(texts, SIMILAR_FEW, last, apart)
        own, places = last.leaders.tolist(), last.kin.places
        first: dict[int, int] = {}
        return [first.setdefault(own[places[text]], i) for i, text in enumerate(texts)], last
    numbers = np.array([number for _, number in texts])
    overlaps = Overlaps([text for text, _ in texts], apart)
    pairs = _likely_pairs(overlaps.texts, lambda one, two: numbers[one] == numbers[two])
    similar = SIMILAR if len(texts) <= MANY else SIMILAR_MANY
    return guarded_union(overlaps, pairs, similar), NO_GROUPS


def similar_pairs(
    texts: Sequence[Numbered], similar: float, last: Opposites = NO_OPPOSITES
) -> tuple[list[tuple[int, int]], Opposites]:
    """Index pairs that are alike under different numbers, as far as the bands propose them, and
    what serves the next time. `texts` are distinct."""
    if len({number for _, number in texts}) < 2:
        return [], last
    kin, bits = last
    few = len(texts) <= FEW
    if few:
        kin = kin_of(texts, equal=False, last=kin)
        place = {kin.places[text]: index for index, text in enumerate(texts)}
        pairs = [(place[one], place[two]) for one, two in kin.pairs.tolist()]
    else:
        numbers = np.array([number for _, number in texts])
        found = [text for text, _ in texts]
        pairs = _likely_pairs(found, lambda one, two: numbers[one] != numbers[two])
    overlaps = Overlaps([text for text, _ in texts], bits=bits.for_texts(len(texts)))
    overlaps.know(sorted({place for pair in pairs for place in pair}))
    alike = [pair for pair in pairs if overlaps.of(*sorted(pair)) >= similar]
    return alike, Opposites(kin, overlaps.bits if few else NO_BITS)


def _likely_pairs(texts: Sequence[str], wanted: Wanted) -> list[tuple[int, int]]:
    """Of many texts the wanted pairs, likeliest first."""
    signed = sign(texts)
    eligible = np.flatnonzero([is_long_enough(one) for one in signed])
    bands = np.concatenate([one.bands for one in signed]).reshape(len(texts), -1)
    pairs = _candidates(bands, eligible)
    pairs = pairs[wanted(pairs[:, 0], pairs[:, 1])]
    signatures = np.concatenate([one.signature for one in signed]).reshape(len(texts), -1)
    return likeliest_first(*likely(signatures, pairs))


def _candidates(bands: NDArray[np.uint64], eligible: NDArray[np.int64]) -> Pairs:
    """Within a bucket each text meets the leader and its neighbour: linear, not quadratic."""
    if len(eligible) < 2:
        return np.empty((0, 2), dtype=np.int64)
    keys = np.ascontiguousarray(bands[eligible].T)
    places = np.argsort(keys, axis=1, kind="stable")
    ordered = np.take_along_axis(keys, places, axis=1)
    same = ordered[:, 1:] == ordered[:, :-1]
    order = eligible[places]
    # The first of its bucket: the last place at which a new key began.
    began = np.where(same, 0, np.arange(1, len(eligible)))
    leaders = np.take_along_axis(order, np.maximum.accumulate(began, axis=1), axis=1)
    count, later = len(bands), order[:, 1:]
    found = [(leaders * count + later)[same], (order[:, :-1] * count + later)[same]]
    return np.column_stack(np.divmod(distinct(np.concatenate(found)), count))
