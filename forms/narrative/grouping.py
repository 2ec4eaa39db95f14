"""From the answers of many units to claims: who says the same, in which words, with what figures.

Scope: exact masks first, then near-duplicates; order and contradictions of the claims. The result
does not depend on the order of the answers. Nothing is dropped: every sentence is in exactly one
claim. Not here: what a group says (`claim_making`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from forms.narrative.analysis import analyse_answer
from forms.narrative.claims import Answer, Claim, ClaimKind, ClaimSet, Polarity
from forms.narrative.clustering import group_similar, similar_pairs
from forms.narrative.denial import denies
from forms.narrative.memory import ClaimMemory, Made
from forms.narrative.said import Key, Said
from forms.narrative.tails import with_tails

OPPOSITE_SIMILAR = 0.5
_ORDER = {ClaimKind.GENERAL: 0, ClaimKind.FIGURES: 1, ClaimKind.FRAGMENT: 3}
_SINGLE = 2


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
    memory: ClaimMemory | None = None,
) -> ClaimSet:
    """`expected_count`: units that should have answered; by default those that did.

    `difficulties`: the answers tell what is lacking, so a clause more with "chưa", "không" goes
    on in the same sense and does not deny what stands before it. With the `memory` of an earlier
    grouping only what changed since is made out anew.
    """
    memory = memory or ClaimMemory()
    said = memory.sentences(answers)
    expected = expected_count or len({one.unit_id for one in said})
    made = memory.claims(_groups(said, difficulties), unit_names, expected)
    made.sort(key=lambda one: _place(one.claim))
    return ClaimSet(_with_conflicts(made), expected)


def _groups(said: Sequence[Said], difficulties: bool) -> dict[Key, list[Said]]:
    """The sentences that say the same, in order, by the commonest words among theirs."""
    exact: dict[Key, list[Said]] = defaultdict(list)
    for one in said:
        exact[one.key].append(one)
    keys = sorted(exact, key=lambda key: (-len(exact[key]), key))
    texts = [text for text, _ in keys]
    if difficulties:
        numbers = [min(number, 0) for _, number in keys]
        leaders = group_similar(texts, numbers, apart=denies)
    else:
        leaders = group_similar(texts, [number for _, number in keys])
    homes = with_tails(keys, leaders, difficulties)
    groups: dict[Key, list[Said]] = defaultdict(list)
    for key, leader in zip(keys, leaders, strict=True):
        groups[keys[homes[leader]]] += exact[key]
    for group in groups.values():
        group.sort(key=itemgetter(0))
    return groups


def _place(claim: Claim) -> tuple[int, int, str, str]:
    """General, then figures, then what one unit says, then fragments; by number of units."""
    single = claim.unit_count == 1 and claim.kind is not ClaimKind.FRAGMENT
    rank = _SINGLE if single else _ORDER[claim.kind]
    return rank, -claim.unit_count, claim.text, claim.id


def _with_conflicts(made: Sequence[Made]) -> tuple[Claim, ...]:
    """ "trái chiều": the same words but for the negation. A help for the eye, not a proof."""
    found: dict[int, set[str]] = defaultdict(set)
    claims = [one.claim for one in made]
    negated = [claim.polarity is Polarity.NEGATED for claim in claims]
    for one, two in similar_pairs([one.core for one in made], negated, OPPOSITE_SIMILAR):
        found[one].add(claims[two].id)
        found[two].add(claims[one].id)
    return tuple(
        replace(claim, conflicts_with=tuple(sorted(found[index]))) if index in found else claim
        for index, claim in enumerate(claims)
    )
