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

Key = tuple[str, int]  # words and number of negations: equal keys say the same


class Said(NamedTuple):
    """`place` orders sentences by unit, field, offset and words."""

    place: tuple[str, str, int, str]
    statement: Statement
    sentence: AnalysedSentence
    key: Key
    facts: tuple[KeyedFact, ...]

    @property
    def unit_id(self) -> str:
        return self.place[0]


def said_in(answer: Answer) -> tuple[Said, ...]:
    """Every sentence of an answer, in order."""
    return tuple(sorted((_said(answer, one) for one in answer.sentences), key=itemgetter(0)))


def _said(answer: Answer, sentence: AnalysedSentence) -> Said:
    unit_id, field_key, text = answer.unit_id, answer.field_key, sentence.text
    statement = Statement(
        unit_id, field_key, sentence.start, sentence.end, text, digest_of(field_key, text)
    )
    place = (unit_id, field_key, sentence.start, text)
    return Said(place, statement, sentence, _key(sentence), keyed(sentence.facts))


def _key(sentence: AnalysedSentence) -> Key:
    """Fragments only ever equal themselves; -1 keeps them out of every other group."""
    if sentence.fragment:
        return sentence.text, -1
    return sentence.plain_mask, sentence.negations


def digest_of(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()
