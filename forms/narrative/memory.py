"""The sentences and claims of one field as they were last grouped.

Scope: what a late report leaves alone is taken as it was made before, by whoever groups the same
field again and again. What a part was made of stands beside it and is compared, so that a memory
never changes a result. Not here: how long a memory lives (the caller's choice).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from forms.narrative.claim_making import Wording, make_claim
from forms.narrative.claims import Answer, Claim
from forms.narrative.kin import NO_GROUPS, NO_KIN
from forms.narrative.said import Key, KnownWords, Said
from forms.text import strip_tones

Names = Mapping[str, Sequence[str]]
Wordings = Mapping[Key, Wording]
POLARITY_WORDS = frozenset(("đã", "được", "chưa", "không", "chẳng", "còn", "vẫn", "luôn"))


_UNSAID = Wording(())


class _Split(NamedTuple):
    answer: Answer
    said: tuple[Said, ...]


_Splits = Mapping[tuple[str, str], _Split]


class _Filed(NamedTuple):
    """The answers by unit and field, and their sentences by words, each in order."""

    splits: _Splits
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
        self._filed = _Filed({}, {})
        self._claims: Mapping[Key, Made] = {}
        self.alike, self.opposite = NO_GROUPS, NO_KIN

    def wordings(self, answers: Iterable[Answer]) -> Wordings:
        """All sentences by their words, those in order. Raises ValueError for two answers of a
        unit to a field."""
        last = self._filed
        splits = _split(answers, last.splits)
        wordings = dict(last.wordings)
        for key, (gone, come) in _moved(last.splits, splits).items():
            known = wordings.pop(key, _UNSAID).said
            left = [one for one in known if one.place not in gone] if gone else known
            together = sorted((*left, *come), key=itemgetter(0))
            if together:
                wordings[key] = Wording(together)
        # Nearly in order already.
        wordings = {key: wordings[key] for key in sorted(wordings)}
        self._filed = _Filed(splits, wordings)
        return wordings

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


def _split(answers: Iterable[Answer], old: _Splits) -> _Splits:
    new: dict[tuple[str, str], _Split] = {}
    known = KnownWords()
    for answer in answers:
        place = (answer.unit_id, answer.field_key)
        if place in new:
            raise ValueError(f"two answers of one unit: {place}")
        kept = old.get(place)
        if kept is None or (kept.answer is not answer and kept.answer != answer):
            kept = _Split(answer, known.said_in(answer))
        new[place] = kept
    return new


def _moved(old: _Splits, new: _Splits) -> dict[Key, tuple[set[object], list[Said]]]:
    """By the words of sentences: the places of those that are gone, and those that came."""
    found: dict[Key, tuple[set[object], list[Said]]] = {}
    for one in _only(old, new):
        found.setdefault(one.key, (set(), []))[0].add(one.place)
    for one in _only(new, old):
        found.setdefault(one.key, (set(), []))[1].append(one)
    return found


def _only(these: _Splits, others: _Splits) -> Iterator[Said]:
    """The sentences of answers that are not among the others."""
    for place, split in these.items():
        if others.get(place) is not split:
            yield from split.said


def _known(kept: Made | None, parts: Sequence[Wording], names: Names, expected: int) -> Made | None:
    if kept is None or kept.expected != expected or len(kept.parts) != len(parts):
        return None
    # Wordings that nobody added to or took from are the very same ones.
    if not all(one is other for one, other in zip(kept.parts, parts, strict=True)):
        return None
    return kept if _names_of(kept.claim, names) == kept.names else None


def _made(parts: Sequence[Wording], names: Names, expected: int) -> Made:
    claim, best = make_claim(parts, names, expected)
    return Made(claim, _core(best.sentence.mask), parts, _names_of(claim, names), expected)


def _core(mask: str) -> str:
    return strip_tones(" ".join(w for w in mask.split() if w not in POLARITY_WORDS))


def _names_of(claim: Claim, names: Names) -> Sequence[str]:
    return names.get(claim.representative.unit_id, ())
