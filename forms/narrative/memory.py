"""The sentences and claims of one field as they were last grouped.

Scope: what a late report leaves alone is taken as it was made before, by whoever groups the same
field again and again. What a part was made of stands beside it and is compared, so that a memory
never changes a result. Not here: how long a memory lives (the caller's choice).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from forms.narrative.claim_making import Wording, make_claim
from forms.narrative.claims import Answer, Claim
from forms.narrative.kin import NO_GROUPS, NO_OPPOSITES
from forms.narrative.said import Key, KnownWords, Said
from forms.text import strip_tones

Names = Mapping[str, Sequence[str]]
Wordings = Mapping[Key, Wording]
POLARITY_WORDS = frozenset(("đã", "được", "chưa", "không", "chẳng", "còn", "vẫn", "luôn"))


_UNSAID = Wording(())


class _Filed(NamedTuple):
    """Answers by identity, their sentences by unit and field, and those by words, in order."""

    answers: Mapping[int, Answer]
    said: Mapping[tuple[str, str], Sequence[Said]]
    wordings: Wordings


class Made(NamedTuple):
    """A claim with its words but for those that deny or affirm, and what it was made of."""

    claim: Claim
    core: str
    parts: Sequence[Wording]
    names: Sequence[str]
    expected: int


class ClaimMemory:
    """Only the last grouping is kept; each part is put in place whole, for threads that share it.

    Sentences of an answer are known by unit and field, claims by the words they gathered around.
    """

    def __init__(self) -> None:
        self._filed = _Filed({}, {}, {})
        self._claims: Mapping[Key, Made] = {}
        self.alike, self.opposite = NO_GROUPS, NO_OPPOSITES

    def wordings(self, answers: Iterable[Answer]) -> Wordings:
        """All sentences by their words, those in order. Raises ValueError for two answers of a
        unit to a field."""
        last = self._filed
        given = tuple(answers)
        now = {id(answer): answer for answer in given}
        gone = [answer for key, answer in last.answers.items() if key not in now]
        come = [answer for key, answer in now.items() if key not in last.answers]
        said = dict(last.said)
        left = [one for answer in gone for one in said.pop(_place(answer))]
        known = KnownWords()
        for answer in come:
            if _place(answer) not in said:
                said[_place(answer)] = known.said_in(answer)
        if len(said) < len(given):
            raise ValueError(f"two answers of one unit: {_twice(given)}")
        new = [one for answer in come for one in said[_place(answer)]]
        self._filed = _Filed(now, said, _moved(last.wordings, left, new))
        return self._filed.wordings

    def claims(
        self, groups: Mapping[Key, Sequence[Wording]], names: Names, expected: int
    ) -> list[Made]:
        """`groups` are the wordings that say the same, each whole, by the commonest of them."""
        old = self._claims
        new = {
            key: _known(old.get(key), parts, names, expected) or _made(parts, names, expected)
            for key, parts in groups.items()
        }
        self._claims = new
        return list(new.values())


def _place(answer: Answer) -> tuple[str, str]:
    return answer.unit_id, answer.field_key


def _twice(answers: Iterable[Answer]) -> tuple[str, str]:
    return max(Counter(map(_place, answers)).items(), key=itemgetter(1))[0]


def _moved(old: Wordings, gone: Iterable[Said], come: Iterable[Said]) -> Wordings:
    """Without the sentences that are gone and with those that came."""
    moved: dict[Key, tuple[set[object], list[Said]]] = {}
    for one in gone:
        moved.setdefault(one.key, (set(), []))[0].add(one.place)
    for one in come:
        moved.setdefault(one.key, (set(), []))[1].append(one)
    wordings = dict(old)
    for key, (left, new) in moved.items():
        known = wordings.get(key, _UNSAID).said
        stay = [one for one in known if one.place not in left] if left else known
        if together := sorted((*stay, *new), key=itemgetter(0)):
            wordings[key] = Wording(together)
        else:
            del wordings[key]
    if moved.keys() <= old.keys():
        return wordings
    # Nearly in order already.
    return {key: wordings[key] for key in sorted(wordings)}


def _known(kept: Made | None, parts: Sequence[Wording], names: Names, expected: int) -> Made | None:
    # Wordings that nobody added to or took from are the very same ones.
    if kept is None or kept.expected != expected or kept.parts != parts:
        return None
    return kept if _names_of(kept.claim, names) == kept.names else None


def _made(parts: Sequence[Wording], names: Names, expected: int) -> Made:
    claim, best = make_claim(parts, names, expected)
    return Made(claim, _core(best.sentence.mask), parts, _names_of(claim, names), expected)


@lru_cache(maxsize=1 << 12)
def _core(mask: str) -> str:
    return strip_tones(" ".join(w for w in mask.split() if w not in POLARITY_WORDS))


def _names_of(claim: Claim, names: Names) -> Sequence[str]:
    return names.get(claim.representative.unit_id, ())
