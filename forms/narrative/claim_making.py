"""One claim out of the sentences of a group: in whose words, with which figures.

Scope: representative, spellings, slots. What follows from the sentences of equal words alone is
made out once for them. Not here: which sentences belong together (`grouping`).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from forms.narrative.analysis import UNIT_TOKEN, AnalysedSentence
from forms.narrative.claims import Claim, ClaimKind, Polarity
from forms.narrative.figures import BLANK, COUNTED, Columns, Slots, build_slots, text_for_all
from forms.narrative.names import names_unit, without_names
from forms.narrative.said import Said, digest_of

SEVERAL = 8  # sentences of one wording whose figures are worth keeping together


class Spelling(NamedTuple):
    """Sentences of equal mask, and the one that speaks for them."""

    mask: str
    said: Sequence[Said]
    unit_count: int
    spokesman: Said

    @classmethod
    def of(cls, mask: str, said: Sequence[Said]) -> "Spelling":
        return cls(mask, said, len({one.place[0] for one in said}), _spokesman(said))


class Wording:
    """The sentences of equal words, in order. Nothing is ever added to one."""

    def __init__(self, said: Sequence[Said]) -> None:
        self.said = tuple(said)

    @cached_property
    def spellings(self) -> Mapping[str, Spelling]:
        found: dict[str, list[Said]] = defaultdict(list)
        for one in self.said:
            found[one.sentence.mask].append(one)
        return {mask: Spelling.of(mask, said) for mask, said in found.items()}

    @cached_property
    def columns(self) -> Columns:
        return Columns.of([(one.place, one.facts) for one in self.said if one.facts])


def make_claim(
    parts: Sequence[Wording], unit_names: Mapping[str, Sequence[str]], expected: int
) -> tuple[Claim, Said]:
    """The claim of all who say it, and the sentence that represents it."""
    group = sorted(chain.from_iterable([part.said for part in parts]), key=itemgetter(0))
    units = tuple(dict.fromkeys([one.place[0] for one in group]))
    shared = len(units) > 1
    slots = build_slots(Columns.together(_columns(parts)), len(units))
    spellings = _spellings(parts)
    best = _representative(spellings)
    text, has_gap = _for_all(best, slots) if shared else (best.sentence.text, False)
    if has_gap:
        best = next((s.spokesman for s in spellings if _speaks_for_all(s, slots)), best)
        text, has_gap = _for_all(best, slots)
    names = unit_names.get(best.unit_id, ())
    statements = tuple([one.statement for one in group])
    claim = Claim(
        id=digest_of(*[part for one in statements for part in (one.unit_id, one.digest)]),
        statements=statements,
        units=units,
        text=without_names(text, names) if shared else text,
        representative=best.statement,
        expected_count=max(expected, len(units)),
        kind=_kind(best.sentence),
        polarity=Polarity.NEGATED if best.sentence.negations else Polarity.AFFIRMED,
        slots=tuple(slots.values()),
        figure_conflict=any(slots[fact.key].differs for fact in best.facts),
        names_unit=names_unit(best.sentence.text, names),
        shabby=best.sentence.shabby,
        has_gap=has_gap,
        course=median([one.course for one in group]),
    )
    return claim, best


def _columns(parts: Sequence[Wording]) -> list[Columns]:
    """Of wordings that many use as they are kept; of the others together."""
    few = [
        (one.place, one.facts)
        for part in parts
        if len(part.said) < SEVERAL
        for one in part.said
        if one.facts
    ]
    return [Columns.of(few), *(part.columns for part in parts if len(part.said) >= SEVERAL)]


def _for_all(one: Said, slots: Slots) -> tuple[str, bool]:
    """The sentence as all may say it, and whether dots stand where the units' values differ
    beyond telling."""
    text = text_for_all(one.sentence.text, one.facts, slots)
    return text, text.count(BLANK) > one.sentence.text.count(BLANK)


def _speaks_for_all(spelling: Spelling, slots: Slots) -> bool:
    presentable = not spelling.spokesman.sentence.shabby and UNIT_TOKEN not in spelling.mask
    return presentable and not _for_all(spelling.spokesman, slots)[1]


def _spellings(parts: Sequence[Wording]) -> list[Spelling]:
    """The one of most units first. A few masks stand in several wordings."""
    found: dict[str, Spelling] = {}
    for part in parts:
        for mask, one in part.spellings.items():
            known = found.get(mask)
            if known is not None:
                said = sorted((*known.said, *one.said), key=itemgetter(0))
                one = Spelling.of(mask, said)
            found[mask] = one
    return sorted(found.values(), key=lambda one: (-one.unit_count, one.mask))


def _representative(spellings: Sequence[Spelling]) -> Said:
    """Presentable, naming no unit, the words of most units; among equals the most typical."""
    ranks = [_presentable(spelling) for spelling in spellings]
    first = min(ranks)
    equals = [spelling for spelling, rank in zip(spellings, ranks, strict=True) if rank == first]
    if len(equals) == 1:
        return equals[0].spokesman
    usual = Counter(pair for one in spellings for pair in set(_word_pairs(one.mask)))
    best = min(equals, key=lambda one: (-_typical(one.mask, usual), one.mask))
    return best.spokesman


def _presentable(spelling: Spelling) -> tuple[bool, bool, int]:
    return spelling.spokesman.sentence.shabby, UNIT_TOKEN in spelling.mask, -spelling.unit_count


def _word_pairs(mask: str) -> list[tuple[str, str]]:
    words = mask.split()
    return list(zip(["", *words], [*words, ""], strict=True))


def _typical(mask: str, usual: Counter[tuple[str, str]]) -> float:
    """How common the word pairs of a spelling are in its group: slips and trimmings are not."""
    pairs = _word_pairs(mask)
    return sum(usual[pair] for pair in pairs) / len(pairs)


def _spokesman(said: Sequence[Said]) -> Said:
    """The writing that occurs most often; ties go to the presentable, then to the alphabet."""
    if len(said) == 1:
        return said[0]
    first: dict[str, Said] = {}
    spelt: dict[str, int] = {}
    for one in said:
        text = one.sentence.text
        first.setdefault(text, one)
        spelt[text] = spelt.get(text, 0) + 1
    if len(first) == 1:
        return said[0]
    return min(first.values(), key=lambda one: _rank(one.sentence, spelt))


def _rank(sentence: AnalysedSentence, spelt: Mapping[str, int]) -> tuple[bool, int, str]:
    return sentence.shabby, -spelt[sentence.text], sentence.text


def _kind(sentence: AnalysedSentence) -> ClaimKind:
    if sentence.fragment:
        return ClaimKind.FRAGMENT
    counted = any(fact.kind in COUNTED for fact in sentence.facts)
    return ClaimKind.FIGURES if counted else ClaimKind.GENERAL
