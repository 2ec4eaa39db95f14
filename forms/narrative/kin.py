"""Near-duplicates among a few texts, whatever order the texts come in.

Scope: every pair that meets in a band of its MinHash signatures, and the groups of those that are
alike. Both follow from the texts alone, never from how often each is said: a text that comes or
goes costs the comparisons with it and a new look at the texts it is connected with. Not here: many
texts, of which not every pair can be looked at (`clustering`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forms.narrative.overlaps import LEADERS_SIMILAR, NO_BITS, Apart, Bits, Overlaps
from forms.narrative.signatures import BANDS, ROWS, sign
from forms.narrative.unions import (
    Numbered,
    Pairs,
    guarded_union,
    is_long_enough,
    likeliest_first,
    likely,
)

PAIRS_AT_A_TIME = 1 << 9

Places = NDArray[np.int64]


class Kin(NamedTuple):
    """Texts with their places, by place the bands and whether the text is long enough to be
    compared, the likely pairs of places, and how alike each pair seems."""

    places: Mapping[Numbered, int]
    bands: NDArray[np.uint64]
    long_enough: NDArray[np.bool_]
    pairs: Pairs
    estimates: NDArray[np.float64]


class Groups(NamedTuple):
    """By the place of each text: one that stands for all it is connected with, however far, and
    the leader of its group, which is a part of those; and the bits of texts that were compared."""

    kin: Kin
    connected: Places
    leaders: Places
    bits: Bits


NO_KIN = Kin(
    {},
    np.empty((0, BANDS), dtype=np.uint64),
    np.empty(0, dtype=np.bool_),
    np.empty((0, 2), dtype=np.int64),
    np.empty(0),
)
NO_GROUPS = Groups(NO_KIN, np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), NO_BITS)


class Opposites(NamedTuple):
    """Texts under different numbers, and the bits of those that were compared."""

    kin: Kin
    bits: Bits


NO_OPPOSITES = Opposites(NO_KIN, NO_BITS)


def group_few(
    texts: Collection[Numbered],
    similar: float,
    last: Groups = NO_GROUPS,
    apart: Apart | None = None,
) -> Groups:
    """Only texts with equal numbers can be in one group; `last` was made with the same limit and
    the same `apart`."""
    kin = kin_of(texts, equal=True, last=last.kin)
    if kin is last.kin:
        return last
    bits = last.bits.for_texts(len(kin.places))
    overlaps = Overlaps([text for text, _ in kin.places], apart, bits)
    connected, leaders = _standing(last, kin)
    # Whatever was connected with a text that is gone, and what is new.
    open_ = connected < 0
    connected[open_] = np.flatnonzero(open_)
    touching = kin.pairs[open_[kin.pairs].any(axis=1)]
    overlaps.know(np.unique(touching).tolist())
    connected, joined = _connect(connected, touching, overlaps, similar)
    again = np.flatnonzero(open_ | np.isin(connected, joined))
    leaders[again] = _leaders_of(again, connected, kin, overlaps, similar)
    return Groups(kin, connected, leaders, overlaps.bits)


def _standing(last: Groups, kin: Kin) -> tuple[Places, Places]:
    """What was connected, and the leaders, by the places of today; -1 where it has to be seen."""
    places = [kin.places.get(text, -1) for text in last.kin.places]
    moved = np.array(places, dtype=np.int64)
    torn = np.unique(last.connected[moved < 0])
    stays = (moved >= 0) & ~np.isin(last.connected, torn)
    connected, leaders = np.full((2, len(kin.places)), -1, dtype=np.int64)
    connected[moved[stays]] = moved[last.connected[stays]]
    leaders[moved[stays]] = moved[last.leaders[stays]]
    return connected, leaders


def _connect(
    connected: Places, pairs: Pairs, overlaps: Overlaps, similar: float
) -> tuple[Places, list[int]]:
    """With the pairs that are alike joined, and those that now stand for what was joined."""
    names: dict[int, int] = {}
    # Most pairs are connected by the time their turn comes: those are left out unseen.
    for start in range(0, len(pairs), PAIRS_AT_A_TIME):
        some = pairs[start : start + PAIRS_AT_A_TIME]
        some = some[connected[some[:, 0]] != connected[some[:, 1]]]
        _join(names, connected[some].tolist(), some.tolist(), overlaps, similar)
        connected = np.array([_last(names, name) for name in connected.tolist()], dtype=np.int64)
    return connected, list({_last(names, name) for name in names})


def _join(
    names: dict[int, int],
    named: Iterable[tuple[int, int]],
    pairs: Iterable[tuple[int, int]],
    overlaps: Overlaps,
    similar: float,
) -> None:
    for (one, two), (name, other) in zip(pairs, named, strict=True):
        first, second = _last(names, name), _last(names, other)
        if first != second and overlaps.of(one, two) >= similar:
            names[second] = first


def _last(names: Mapping[int, int], name: int) -> int:
    while name in names:
        name = names[name]
    return name


def _leaders_of(
    again: Places, connected: Places, kin: Kin, overlaps: Overlaps, similar: float
) -> list[int]:
    """The leaders among the given places; nothing outside is connected with them.

    What is all near its first text is one group; elsewhere the guard looks at every union.
    """
    texts = list(kin.places)
    sets: dict[int, list[int]] = {}
    for place, name in zip(again.tolist(), connected[again].tolist(), strict=True):
        sets.setdefault(name, []).append(place)
    leader_at = {places[0]: places[0] for places in sets.values() if len(places) == 1}
    apart: list[int] = []
    several = [places for places in sets.values() if len(places) > 1]
    overlaps.know([place for places in several for place in places])
    for places in several:
        first = min(places, key=texts.__getitem__)
        if all(overlaps.of(first, place) >= LEADERS_SIMILAR for place in places):
            leader_at |= dict.fromkeys(places, first)
        else:
            apart += places
    leader_at |= _guarded(apart, texts, kin, overlaps, similar) if apart else {}
    return [leader_at[place] for place in again.tolist()]


def _guarded(
    places: Sequence[int],
    texts: Sequence[Numbered],
    kin: Kin,
    overlaps: Overlaps,
    similar: float,
) -> dict[int, int]:
    ordered = sorted(places, key=texts.__getitem__)
    ranks = np.full(len(texts), -1, dtype=np.int64)
    ranks[ordered] = np.arange(len(ordered))
    found = np.sort(ranks[kin.pairs], axis=1)
    inside = found[:, 0] >= 0
    pairs = likeliest_first(found[inside], kin.estimates[inside])
    leaders = guarded_union(overlaps.among(ordered), pairs, similar)
    return {place: ordered[leader] for place, leader in zip(ordered, leaders, strict=True)}


def kin_of(texts: Collection[Numbered], *, equal: bool, last: Kin = NO_KIN) -> Kin:
    """Only texts with equal numbers are compared, or with `equal` False only those with others.

    `texts` are distinct; `last` are pairs made with the same `equal`.
    """
    wanted = dict.fromkeys(texts)
    gone, fresh = last.places.keys() - wanted, wanted.keys() - last.places
    kept = _without(last, gone) if gone else last
    return _with(kept, [text for text in wanted if text in fresh], equal) if fresh else kept


def _without(last: Kin, gone: Collection[Numbered]) -> Kin:
    stay = np.array([text not in gone for text in last.places], dtype=bool)
    both = stay[last.pairs].all(axis=1)
    moved = np.cumsum(stay) - 1
    left = [text for text in last.places if text not in gone]
    places = {text: place for place, text in enumerate(left)}
    return Kin(
        places,
        last.bands[stay],
        last.long_enough[stay],
        moved[last.pairs[both]],
        last.estimates[both],
    )


def _with(kept: Kin, fresh: Sequence[Numbered], equal: bool) -> Kin:
    texts, first = [*kept.places, *fresh], len(kept.places)
    signed = sign([text for text, _ in fresh])
    bands = np.concatenate((kept.bands, [one.bands for one in signed]))
    long_enough = np.concatenate((kept.long_enough, [is_long_enough(one) for one in signed]))
    met = _met(bands, first)
    met &= long_enough[first:, None] & long_enough
    numbers = np.array([number for _, number in texts])
    met &= (numbers[first:, None] == numbers) == equal
    # Each pair once.
    met &= np.arange(first, len(texts))[:, None] > np.arange(len(texts))
    later, earlier = np.nonzero(met)
    pairs, estimates = _likely(texts, np.column_stack((earlier, later + first)))
    return Kin(
        {text: place for place, text in enumerate(texts)},
        bands,
        long_enough,
        np.concatenate((kept.pairs, pairs)),
        np.concatenate((kept.estimates, estimates)),
    )


def _met(bands: NDArray[np.uint64], first: int) -> NDArray[np.bool_]:
    """Which of those from the first on share a band with which of all."""
    fresh = bands[first:]
    if len(fresh) < BANDS:
        return np.array([(one == bands).any(axis=1) for one in fresh])
    met = np.zeros((len(fresh), len(bands)), dtype=np.bool_)
    for own, band in zip(fresh.T, bands.T, strict=True):
        met |= own[:, None] == band
    return met


def _likely(texts: Sequence[Numbered], pairs: Pairs) -> tuple[Pairs, NDArray[np.float64]]:
    """Of the pairs those that may well be alike."""
    seen = np.unique(pairs)
    signed = sign([texts[place][0] for place in seen.tolist()])
    rows = [np.empty((0, BANDS * ROWS), dtype=np.uint32), *(one.signature[None] for one in signed)]
    found, estimates = likely(np.concatenate(rows), np.searchsorted(seen, pairs))
    return seen[found], estimates
