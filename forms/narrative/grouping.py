"""From the answers of many units to claims: who says the same, in which words, with what figures.

Scope: exact masks first, then near-duplicates; representative, variants, order, contradictions.
The result does not depend on the order of the answers. Nothing is dropped: every sentence is in
exactly one claim.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from forms.narrative.analysis import UNIT_TOKEN, AnalysedSentence, analyse_answer
from forms.narrative.claims import (
    Answer,
    Claim,
    ClaimKind,
    ClaimSet,
    Polarity,
    Statement,
    Variant,
)
from forms.narrative.clustering import group_similar, similar_pairs
from forms.narrative.figures import BLANK, COUNTED, Slots, build_slots, keyed, text_for_all
from forms.narrative.names import names_unit, without_names
from forms.narrative.tails import with_tails
from forms.text import strip_tones

OPPOSITE_SIMILAR = 0.5
POLARITY_WORDS = frozenset(("đã", "được", "chưa", "không", "chẳng", "còn", "vẫn", "luôn"))
_ORDER = {ClaimKind.GENERAL: 0, ClaimKind.FIGURES: 1, ClaimKind.FRAGMENT: 3}
_SINGLE = 2


class _Said(NamedTuple):
    """One sentence; `place` is its place among all, by unit, field and offset."""

    place: int
    statement: Statement
    sentence: AnalysedSentence


class _Wording(NamedTuple):
    """The sentences of equal mask in a group, and the one that speaks for them."""

    mask: str
    unit_count: int
    spokesman: _Said


def analyse_answers(
    answers: Iterable[tuple[str, str, str]], unit_names: Mapping[str, Sequence[str]]
) -> tuple[Answer, ...]:
    """Answers as (unit id, field key, text); names missing for a unit are simply not masked."""
    return tuple(
        Answer(unit_id, field_key, analyse_answer(text, unit_names.get(unit_id, ())))
        for unit_id, field_key, text in answers
    )


def build_claims(
    answers: Iterable[Answer],
    unit_names: Mapping[str, Sequence[str]],
    expected_count: int | None = None,
    *,
    difficulties: bool = False,
) -> ClaimSet:
    """`expected_count`: units that should have answered; by default those that did.

    `difficulties`: the answers tell what is lacking, so a clause more with "chưa", "không" goes
    on in the same sense and does not deny what stands before it.
    """
    said = _all_said(answers)
    expected = expected_count or len({s.statement.unit_id for s in said})
    claims, masks = [], {}
    for group in _groups(said, difficulties):
        claim, best = _claim(group, unit_names, expected)
        claims.append(claim)
        masks[claim.id] = best.sentence.mask
    return ClaimSet(_with_conflicts(sorted(claims, key=_place), masks), expected)


def _all_said(answers: Iterable[Answer]) -> list[_Said]:
    said = [
        (answer.unit_id, answer.field_key, sentence.start, sentence.text, place, sentence)
        for place, answer in enumerate(answers)
        for sentence in answer.sentences
    ]
    said.sort(key=itemgetter(0, 1, 2, 3))
    return [
        _Said(place, _statement(unit_id, field_key, sentence), sentence)
        for place, (unit_id, field_key, *_, sentence) in enumerate(said)
    ]


def _statement(unit_id: str, field_key: str, sentence: AnalysedSentence) -> Statement:
    text = sentence.text
    digest = _text_digest(field_key, text)
    return Statement(unit_id, field_key, sentence.start, sentence.end, text, digest)


@lru_cache(maxsize=1 << 14)
def _text_digest(field_key: str, text: str) -> str:
    return _digest(field_key, text)


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()


def _groups(said: Sequence[_Said], difficulties: bool) -> list[list[_Said]]:
    exact: dict[tuple[str, int], list[_Said]] = defaultdict(list)
    for one in said:
        exact[_key(one.sentence)].append(one)
    keys = sorted(exact, key=lambda key: (-len(exact[key]), key))
    leaders = group_similar([text for text, _ in keys], [number for _, number in keys])
    homes = with_tails(keys, leaders, difficulties)
    groups: dict[int, list[_Said]] = defaultdict(list)
    for key, leader in zip(keys, leaders, strict=True):
        groups[homes[leader]] += exact[key]
    return [sorted(group, key=itemgetter(0)) for group in groups.values()]


def _key(sentence: AnalysedSentence) -> tuple[str, int]:
    """Fragments only ever equal themselves; -1 keeps them out of every other group."""
    if sentence.fragment:
        return sentence.text, -1
    return sentence.plain_mask, sentence.negations


def _claim(
    group: Sequence[_Said], unit_names: Mapping[str, Sequence[str]], expected: int
) -> tuple[Claim, _Said]:
    """The claim and the sentence that represents it."""
    units = tuple(sorted({s.statement.unit_id for s in group}))
    slots = build_slots(((s.statement.unit_id, s.sentence.facts) for s in group), len(units))
    wordings = _wordings(group)
    best = _representative(wordings)
    if len(units) > 1 and _has_gap(best.sentence, slots):
        best = next((w.spokesman for w in wordings if _speaks_for_all(w, slots)), best)
    names = unit_names.get(best.statement.unit_id, ())
    claim = Claim(
        id=_digest(*(part for s in group for part in s.statement.member)),
        statements=tuple(s.statement for s in group),
        units=units,
        text=_common_text(best, slots, names) if len(units) > 1 else best.sentence.text,
        representative=best.statement,
        variants=tuple(Variant(w.spokesman.sentence.text, w.unit_count) for w in wordings),
        expected_count=max(expected, len(units)),
        kind=_kind(best.sentence),
        polarity=Polarity.NEGATED if best.sentence.negations else Polarity.AFFIRMED,
        slots=tuple(slots.values()),
        figure_conflict=any(slots[key].differs for key, _ in keyed(best.sentence.facts)),
        names_unit=names_unit(best.sentence.text, names),
        shabby=best.sentence.shabby,
        has_gap=len(units) > 1 and _has_gap(best.sentence, slots),
    )
    return claim, best


def _has_gap(sentence: AnalysedSentence, slots: Slots) -> bool:
    """Whether dots would stand where the units' values differ beyond telling."""
    shown = text_for_all(sentence.text, sentence.facts, slots)
    return shown.count(BLANK) > sentence.text.count(BLANK)


def _speaks_for_all(wording: _Wording, slots: Slots) -> bool:
    sentence = wording.spokesman.sentence
    presentable = not sentence.shabby and UNIT_TOKEN not in wording.mask
    return presentable and not _has_gap(sentence, slots)


def _wordings(group: Sequence[_Said]) -> list[_Wording]:
    """The wording of most units first."""
    found: dict[str, list[_Said]] = defaultdict(list)
    for one in group:
        found[one.sentence.mask].append(one)
    wordings = [
        _Wording(mask, len({one.statement.unit_id for one in said}), _spokesman(said))
        for mask, said in found.items()
    ]
    return sorted(wordings, key=lambda wording: (-wording.unit_count, wording.mask))


def _representative(wordings: Sequence[_Wording]) -> _Said:
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


def _spokesman(wording: Sequence[_Said]) -> _Said:
    """The spelling that occurs most often; ties go to the presentable, then to the alphabet."""
    first: dict[str, _Said] = {}
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


def _common_text(best: _Said, slots: Slots, names: Sequence[str]) -> str:
    text = text_for_all(best.sentence.text, best.sentence.facts, slots)
    return without_names(text, names)


def _kind(sentence: AnalysedSentence) -> ClaimKind:
    if sentence.fragment:
        return ClaimKind.FRAGMENT
    counted = any(fact.kind in COUNTED for fact in sentence.facts)
    return ClaimKind.FIGURES if counted else ClaimKind.GENERAL


def _place(claim: Claim) -> tuple[int, int, str, str]:
    """General, then figures, then what one unit says, then fragments; by number of units."""
    single = claim.unit_count == 1 and claim.kind is not ClaimKind.FRAGMENT
    rank = _SINGLE if single else _ORDER[claim.kind]
    return rank, -claim.unit_count, claim.text, claim.id


def _core(mask: str) -> str:
    return strip_tones(" ".join(w for w in mask.split() if w not in POLARITY_WORDS))


def _with_conflicts(claims: Sequence[Claim], masks: Mapping[str, str]) -> tuple[Claim, ...]:
    """ "trái chiều": the same words but for the negation. A help for the eye, not a proof."""
    found: dict[int, set[str]] = defaultdict(set)
    cores = [_core(masks[claim.id]) for claim in claims]
    negated = [claim.polarity is Polarity.NEGATED for claim in claims]
    for one, two in similar_pairs(cores, negated, OPPOSITE_SIMILAR):
        found[one].add(claims[two].id)
        found[two].add(claims[one].id)
    return tuple(
        replace(claim, conflicts_with=tuple(sorted(found[index]))) if index in found else claim
        for index, claim in enumerate(claims)
    )
