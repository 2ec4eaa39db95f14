"""How alike texts are, by shortcuts and by the plain definition."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forms.narrative.kin import group_few
from forms.narrative.overlaps import LEADERS_SIMILAR, Overlaps
from forms.narrative.signatures import GRAM, hash_family, sign
from tests.forms.narrative.test_grouping_again import MASKS

WORDS = st.lists(st.sampled_from(MASKS).flatmap(lambda mask: st.sampled_from(mask.split())))
TEXTS = st.one_of(
    WORDS.map(" ".join), st.sampled_from(MASKS), st.text("abđ ", max_size=9).filter(str.strip)
)
MANY = st.lists(TEXTS.filter(bool), min_size=1, max_size=12, unique=True)
SIMILAR = 0.5
WHOLE = 1 << 64


def _grams(text: str) -> set[str]:
    padded = text.ljust(GRAM)
    return {padded[start : start + GRAM] for start in range(len(padded) - GRAM + 1)}


def _overlap(one: str, two: str) -> float:
    first, second = _grams(one), _grams(two)
    return len(first & second) / len(first | second)


@given(MANY, st.data())
def test_an_overlap_is_what_two_texts_share_of_what_they_have(
    texts: list[str], data: st.DataObject
) -> None:
    overlaps = Overlaps(texts)
    for _ in range(2):
        known = data.draw(st.lists(st.sampled_from(range(len(texts))), min_size=1, unique=True))
        overlaps.know(known)
        for one in known:
            for two in known:
                assert overlaps.of(one, two) == _overlap(texts[one], texts[two])


@given(MANY)
def test_who_is_kept_apart_has_nothing_in_common(texts: list[str]) -> None:
    overlaps = Overlaps(texts, lambda one, two: one < two).among(range(len(texts)))
    overlaps.know(range(len(texts)))
    for one, text in enumerate(texts):
        for two, other in enumerate(texts):
            found = _overlap(text, other)
            apart = text < other and found >= LEADERS_SIMILAR
            assert overlaps.of(one, two) == (0.0 if apart else found)


@given(MANY)
def test_grams_are_those_of_the_text_whatever_is_signed_beside(texts: list[str]) -> None:
    signed = sign(texts)
    for text, one in zip(texts, signed, strict=True):
        assert len(one.grams) == len(_grams(text))
        for other, two in zip(texts, signed, strict=True):
            shared = np.intersect1d(one.grams, two.grams)
            assert len(shared) == len(_grams(text) & _grams(other))


@given(MANY)
def test_a_signature_holds_the_least_value_of_each_hash(texts: list[str]) -> None:
    factors, shifts = hash_family()
    for one in sign(texts):
        mixed = [(gram * 0x9E3779B97F4A7C15) % WHOLE for gram in one.grams.tolist()]
        mixed = [gram ^ (gram >> 31) for gram in mixed]
        least = [
            min((gram * factor + shift) % WHOLE >> 32 for gram in mixed)
            for factor, shift in zip(factors.tolist(), shifts.tolist(), strict=True)
        ]
        assert one.signature.tolist() == least


@given(st.sets(st.tuples(TEXTS.filter(bool), st.sampled_from((0, 1))), min_size=1, max_size=40))
def test_connected_is_what_a_chain_of_likenesses_links(texts: set[tuple[str, int]]) -> None:
    groups = group_few(sorted(texts), SIMILAR)
    found = [text for text, _ in groups.kin.places]
    linked = {place: {place} for place in range(len(found))}
    for one, two in groups.kin.pairs.tolist():
        if _overlap(found[one], found[two]) >= SIMILAR:
            together = linked[one] | linked[two]
            linked |= dict.fromkeys(together, together)
    for place, together in linked.items():
        same = np.flatnonzero(groups.connected == groups.connected[place])
        assert set(same.tolist()) == together
