"""One claim out of the sentences of a group: in whose words, with which figures.

Scope: representative, wordings, slots. Not here: which sentences belong together (`grouping`).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from forms.narrative.analysis import UNIT_TOKEN, AnalysedSentence
from forms.narrative.claims import Claim, ClaimKind, Polarity, Variant
from forms.narrative.figures import BLANK, COUNTED, Slots, build_slots, text_for_all
from forms.narrative.names import names_unit, without_names
from forms.narrative.said import Said, digest_of


class _Wording(NamedTuple):
    """The sentences of equal mask in a group, and the one that speaks for them."""

    mask: str
    unit_count: int
    spokesman: Said


def make_claim(
    group: Sequence[Said], unit_names: Mapping[str, Sequence[str]], expected: int
) -> tuple[Claim, Said]:
    """The claim and the sentence that represents it; `group` stands in order."""
    units = tuple(dict.fromkeys([one.place[0] for one in group]))
    shared = len(units) > 1
    slots = build_slots([(one.place[0], one.facts) for one in group], len(units))
    wordings = _wordings(group)
    best = _representative(wordings)
    text, has_gap = _for_all(best, slots) if shared else (best.sentence.text, False)
    if has_gap:
        best = next((w.spokesman for w in wordings if _speaks_for_all(w, slots)), best)
        text, has_gap = _for_all(best, slots)
    names = unit_names.get(best.unit_id, ())
    statements = tuple([one.statement for one in group])
    claim = Claim(
        id=digest_of(*[part for one in statements for part in one.member]),
        statements=statements,
        units=units,
        text=without_names(text, names) if shared else text,
        representative=best.statement,
        variants=tuple(Variant(w.spokesman.sentence.text, w.unit_count) for w in wordings),
        expected_count=max(expected, len(units)),
        kind=_kind(best.sentence),
        polarity=Polarity.NEGATED if best.sentence.negations else Polarity.AFFIRMED,
        slots=tuple(slots.values()),
        figure_conflict=any(slots[key].differs for key, _ in best.facts),
        names_unit=names_unit(best.sentence.text, names),
        shabby=best.sentence.shabby,
        has_gap=has_gap,
    )
    return claim, best


def _for_all(one: Said, slots: Slots) -> tuple[str, bool]:
    """The sentence as all may say it, and whether dots stand where the units' values differ
    beyond telling."""
    text = text_for_all(one.sentence.text, one.facts, slots)
    return text, text.count(BLANK) > one.sentence.text.count(BLANK)


def _speaks_for_all(wording: _Wording, slots: Slots) -> bool:
    presentable = not wording.spokesman.sentence.shabby and UNIT_TOKEN not in wording.mask
    return presentable and not _for_all(wording.spokesman, slots)[1]


def _wordings(group: Sequence[Said]) -> list[_Wording]:
    """The wording of most units first."""
    found: dict[str, list[Said]] = defaultdict(list)
    for one in group:
        found[one.sentence.mask].append(one)
    wordings = [
        _Wording(mask, len({one.place[0] for one in said}), _spokesman(said))
        for mask, said in found.items()
    ]
    return sorted(wordings, key=lambda wording: (-wording.unit_count, wording.mask))


def _representative(wordings: Sequence[_Wording]) -> Said:
    """Presentable, naming no unit, the words of most units; among equals the most typical."""
    ranks = [_presentable(wording) for wording in wordings]
    first = min(ranks)
    equals = [wording for wording, rank in zip(wordings, ranks, strict=True) if rank == first]
    if len(equals) == 1:
        return equals[0].spokesman
    usual = Counter(pair for wording in wordings for pair in set(_word_pairs(wording.mask)))
    best = min(equals, key=lambda wording: (-_typical(wording.mask, usual), wording.mask))
    return best.spokesman


def _presentable(wording: _Wording) -> tuple[bool, bool, int]:
    return wording.spokesman.sentence.shabby, UNIT_TOKEN in wording.mask, -wording.unit_count


def _word_pairs(mask: str) -> list[tuple[str, str]]:
    words = mask.split()
    return list(zip(["", *words], [*words, ""], strict=True))


def _typical(mask: str, usual: Counter[tuple[str, str]]) -> float:
    """How common the word pairs of a wording are in its group: slips and trimmings are not."""
    pairs = _word_pairs(mask)
    return sum(usual[pair] for pair in pairs) / len(pairs)


def _spokesman(wording: Sequence[Said]) -> Said:
    """The spelling that occurs most often; ties go to the presentable, then to the alphabet."""
    if len(wording) == 1:
        return wording[0]
    first: dict[str, Said] = {}
    spelt: dict[str, int] = {}
    for one in wording:
        text = one.sentence.text
        first.setdefault(text, one)
        spelt[text] = spelt.get(text, 0) + 1
    if len(first) == 1:
        return wording[0]
    return min(first.values(), key=lambda one: _rank(one.sentence, spelt))


def _rank(sentence: AnalysedSentence, spelt: Mapping[str, int]) -> tuple[bool, int, str]:
    return sentence.shabby, -spelt[sentence.text], sentence.text


def _kind(sentence: AnalysedSentence) -> ClaimKind:
    if sentence.fragment:
        return ClaimKind.FRAGMENT
    counted = any(fact.kind in COUNTED for fact in sentence.facts)
    return ClaimKind.FIGURES if counted else ClaimKind.GENERAL
