"""From the answers of many units to claims: who says the same, in which words, with what figures.

Scope: exact masks first, then near-duplicates; representative, variants, order, contradictions.
The result does not depend on the order of the answers. Nothing is dropped: every sentence is in
exactly one claim.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

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
from forms.narrative.figures import COUNTED, Slots, build_slots, keyed, text_for_all
from forms.narrative.names import names_unit, without_names
from forms.text import strip_tones

OPPOSITE_SIMILAR = 0.5
POLARITY_WORDS = frozenset(("đã", "được", "chưa", "không", "chẳng", "còn", "vẫn", "luôn"))
_ORDER = {ClaimKind.GENERAL: 0, ClaimKind.FIGURES: 1, ClaimKind.FRAGMENT: 3}
_SINGLE = 2


@dataclass(frozen=True, slots=True)
class _Said:
    statement: Statement
    sentence: AnalysedSentence


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
) -> ClaimSet:
    """`expected_count`: units that should have answered; by default those that did."""
    said = _all_said(answers)
    expected = expected_count or len({s.statement.unit_id for s in said})
    claims, masks = [], {}
    for group in _groups(said):
        best = _representative(_wordings(group))
        claims.append(_claim(group, best, unit_names, expected))
        masks[claims[-1].id] = best.sentence.mask
    return ClaimSet(_with_conflicts(sorted(claims, key=_place), masks), expected)


def _all_said(answers: Iterable[Answer]) -> list[_Said]:
    said = [
        _Said(_statement(answer, sentence), sentence)
        for answer in answers
        for sentence in answer.sentences
    ]
    return sorted(said, key=_source)


def _source(said: _Said) -> tuple[str, str, int, str]:
    statement = said.statement
    return statement.unit_id, statement.field_key, statement.start, statement.text


def _statement(answer: Answer, sentence: AnalysedSentence) -> Statement:
    return Statement(
        answer.unit_id,
        answer.field_key,
        sentence.start,
        sentence.end,
        sentence.text,
        _digest(answer.field_key, sentence.text),
    )


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()


def _groups(said: Sequence[_Said]) -> list[list[_Said]]:
    exact: dict[tuple[str, int], list[_Said]] = defaultdict(list)
    for one in said:
        exact[_key(one.sentence)].append(one)
    keys = sorted(exact, key=lambda key: (-len(exact[key]), key))
    leaders = group_similar([text for text, _ in keys], [number for _, number in keys])
    groups: dict[int, list[_Said]] = defaultdict(list)
    for key, leader in zip(keys, leaders, strict=True):
        groups[leader] += exact[key]
    return [sorted(group, key=_source) for group in groups.values()]


def _key(sentence: AnalysedSentence) -> tuple[str, int]:
    """Fragments only ever equal themselves; -1 keeps them out of every other group."""
    if sentence.fragment:
        return sentence.text, -1
    return sentence.plain_mask, sentence.negations


def _claim(
    group: Sequence[_Said],
    best: _Said,
    unit_names: Mapping[str, Sequence[str]],
    expected: int,
) -> Claim:
    units = tuple(sorted({s.statement.unit_id for s in group}))
    names = unit_names.get(best.statement.unit_id, ())
    slots = build_slots(((s.statement.unit_id, s.sentence.facts) for s in group), len(units))
    return Claim(
        id=_digest(*(part for s in group for part in s.statement.member)),
        statements=tuple(s.statement for s in group),
        units=units,
        text=_common_text(best, slots, names) if len(units) > 1 else best.sentence.text,
        representative=best.statement,
        variants=_variants(_wordings(group)),
        expected_count=max(expected, len(units)),
        kind=_kind(best.sentence),
        polarity=Polarity.NEGATED if best.sentence.negations else Polarity.AFFIRMED,
        slots=tuple(slots.values()),
        figure_conflict=any(slots[key].differs for key, _ in keyed(best.sentence.facts)),
        names_unit=names_unit(best.sentence.text, names),
        shabby=best.sentence.shabby,
    )


def _wordings(group: Sequence[_Said]) -> list[list[_Said]]:
    """Sentences of equal mask together, the wording of most units first."""
    found: dict[str, list[_Said]] = defaultdict(list)
    for one in group:
        found[one.sentence.mask].append(one)
    return [
        found[mask] for mask in sorted(found, key=lambda mask: (-_unit_count(found[mask]), mask))
    ]


def _unit_count(said: Sequence[_Said]) -> int:
    return len({one.statement.unit_id for one in said})


def _representative(wordings: Sequence[Sequence[_Said]]) -> _Said:
    """Presentable, naming no unit, the words of most units; among equals the most typical."""
    candidates = [_spokesman(wording) for wording in wordings]
    usual = Counter(pair for one in candidates for pair in set(_word_pairs(one.sentence.mask)))
    counts = [_unit_count(wording) for wording in wordings]
    ranked = min(
        zip(counts, candidates, strict=True),
        key=lambda pair: (
            pair[1].sentence.shabby,
            UNIT_TOKEN in pair[1].sentence.mask,
            -pair[0],
            -_typical(pair[1].sentence.mask, usual),
            pair[1].sentence.mask,
        ),
    )
    return ranked[1]


def _word_pairs(mask: str) -> list[tuple[str, str]]:
    words = mask.split()
    return list(zip(["", *words], [*words, ""], strict=True))


def _typical(mask: str, usual: Counter[tuple[str, str]]) -> float:
    """How common the word pairs of a wording are in its group: slips and trimmings are not."""
    pairs = _word_pairs(mask)
    return sum(usual[pair] for pair in pairs) / len(pairs)


def _spokesman(wording: Sequence[_Said]) -> _Said:
    """The spelling that occurs most often; ties go to the presentable, then to the alphabet."""
    spelt = Counter(one.sentence.text for one in wording)
    return min(
        wording,
        key=lambda one: (
            one.sentence.shabby,
            -spelt[one.sentence.text],
            one.sentence.text,
            _source(one),
        ),
    )


def _variants(wordings: Sequence[Sequence[_Said]]) -> tuple[Variant, ...]:
    return tuple(Variant(_spokesman(w).sentence.text, _unit_count(w)) for w in wordings)


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
    for one, two in similar_pairs([_core(masks[c.id]) for c in claims], OPPOSITE_SIMILAR):
        if claims[one].polarity is not claims[two].polarity:
            found[one].add(claims[two].id)
            found[two].add(claims[one].id)
    return tuple(
        replace(claim, conflicts_with=tuple(sorted(found[index]))) if index in found else claim
        for index, claim in enumerate(claims)
    )
