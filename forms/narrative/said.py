"""One sentence of one unit on its way into a claim, with what grouping asks of it made out once.

Scope: order, identity and figures of a sentence. Not here: which sentences belong together
(`grouping`), what a group says (`claim_making`).
"""

import hashlib
from operator import itemgetter
from typing import NamedTuple

from forms.narrative.analysis import AnalysedSentence
from forms.narrative.claims import Answer, Statement
from forms.narrative.figures import KeyedFact, keyed

MASK = AnalysedSentence._fields.index("mask")  # what follows from the words begins there
Key = tuple[str, int]  # words and number of negations: equal keys say the same


class Said(NamedTuple):
    """`place` orders sentences by unit, field, offset and words; `course` is how far into the
    answer it begins, from 0 to 1."""

    place: tuple[str, str, int, str]
    statement: Statement
    sentence: AnalysedSentence
    key: Key
    facts: tuple[KeyedFact, ...]
    course: float

    @property
    def unit_id(self) -> str:
        return self.place[0]


class _Words(NamedTuple):
    """What of a sentence does not depend on who says it."""

    sentence: AnalysedSentence
    key: Key
    digest: str
    facts: tuple[KeyedFact, ...]


class KnownWords:
    """Sentences on their way, where many units use the same words."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, str], _Words] = {}

    def said_in(self, answer: Answer) -> tuple[Said, ...]:
        """Every sentence of an answer, in order."""
        end = max([one.end for one in answer.sentences], default=1)
        said = [self._said(answer, one, end) for one in answer.sentences]
        return tuple(sorted(said, key=itemgetter(0)))

    def _said(self, answer: Answer, sentence: AnalysedSentence, end: int) -> Said:
        unit_id, field_key, text = answer.unit_id, answer.field_key, sentence.text
        start, words = sentence.start, self._words_of(field_key, sentence)
        statement = Statement(unit_id, field_key, start, sentence.end, text, words.digest)
        place = (unit_id, field_key, start, text)
        return Said(place, statement, sentence, words.key, words.facts, start / end)

    def _words_of(self, field_key: str, sentence: AnalysedSentence) -> _Words:
        place = (field_key, sentence.text)
        known = self._words.get(place)
        # Where a unit's name is hidden, the same words have other contents.
        if known is None or known.sentence[MASK:] != sentence[MASK:]:
            digest = digest_of(field_key, sentence.text)
            known = _Words(sentence, _key(sentence), digest, keyed(sentence.facts))
            self._words[place] = known
        return known


def _key(sentence: AnalysedSentence) -> Key:
    """Fragments only ever equal themselves; -1 keeps them out of every other group."""
    if sentence.fragment:
        return sentence.text, -1
    return sentence.plain_mask, sentence.negations


def digest_of(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()
