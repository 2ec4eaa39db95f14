"""The sentences and claims of one field as they were last grouped.

Scope: what a late report leaves alone is taken as it was made before, by whoever groups the same
field again and again. What a part was made of stands beside it and is compared, so that a memory
never changes a result. Not here: how long a memory lives (the caller's choice).
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from forms.narrative.claim_making import make_claim
from forms.narrative.claims import Answer, Claim
from forms.narrative.said import Key, Said, said_in
from forms.text import strip_tones

Names = Mapping[str, Sequence[str]]
POLARITY_WORDS = frozenset(("đã", "được", "chưa", "không", "chẳng", "còn", "vẫn", "luôn"))


class _Split(NamedTuple):
    answer: Answer
    said: tuple[Said, ...]


class Made(NamedTuple):
    """A claim with its words but for those that deny or affirm, and what it was made of."""

    claim: Claim
    core: str
    group: Sequence[Said]
    names: Sequence[str]
    expected: int


class ClaimMemory:
    """Only the last grouping is kept; each part is put in place whole, for threads that share it.

    Sentences of an answer are known by unit and field, claims by the words they gathered around.
    """

    def __init__(self) -> None:
        self._splits: Mapping[tuple[str, str], _Split] = {}
        self._claims: Mapping[Key, Made] = {}

    def sentences(self, answers: Iterable[Answer]) -> list[Said]:
        """All sentences in the order of their places."""
        old = self._splits
        new: dict[tuple[str, str], _Split] = {}
        found: list[Said] = []
        for answer in answers:
            place = (answer.unit_id, answer.field_key)
            kept = old.get(place)
            if kept is None or (kept.answer is not answer and kept.answer != answer):
                kept = _Split(answer, said_in(answer))
            new[place] = kept
            found += kept.said
        self._splits = new
        return sorted(found, key=itemgetter(0))

    def claims(
        self, groups: Mapping[Key, Sequence[Said]], names: Names, expected: int
    ) -> list[Made]:
        old = self._claims
        new = {
            key: _known(old.get(key), group, names, expected) or _made(group, names, expected)
            for key, group in groups.items()
        }
        self._claims = new
        return list(new.values())


def _known(kept: Made | None, group: Sequence[Said], names: Names, expected: int) -> Made | None:
    if kept is None or kept.expected != expected or kept.group != group:
        return None
    return kept if _names_of(kept.claim, names) == kept.names else None


def _made(group: Sequence[Said], names: Names, expected: int) -> Made:
    claim, best = make_claim(group, names, expected)
    return Made(claim, _core(best.sentence.mask), group, _names_of(claim, names), expected)


def _core(mask: str) -> str:
    return strip_tones(" ".join(w for w in mask.split() if w not in POLARITY_WORDS))


def _names_of(claim: Claim, names: Names) -> Sequence[str]:
    return names.get(claim.representative.unit_id, ())
