"""From the answers of many units to claims: who says the same, in which words, with what figures.

Scope: exact masks first, then near-duplicates; order and contradictions of the claims. The result
does not depend on the order of the answers. Nothing is dropped: every sentence is in exactly one
claim. Not here: what a group says (`claim_making`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from forms.narrative.analysis import analyse_answer
from forms.narrative.claim_making import Wording
from forms.narrative.claims import Answer, Claim, ClaimKind, ClaimSet, Polarity
from forms.narrative.clustering import group_similar, similar_pairs
from forms.narrative.denial import denies
from forms.narrative.memory import ClaimMemory, Made, Wordings
from forms.narrative.said import Key
from forms.narrative.tails import with_tails
from forms.narrative.unions import Numbered

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
    wordings = memory.wordings(answers)
    expected = expected_count or len(
        {one.place[0] for each in wordings.values() for one in each.said}
    )
    made = memory.claims(_groups(wordings, difficulties, memory), unit_names, expected)
    made.sort(key=lambda one: _place(one.claim))
    return ClaimSet(_with_conflicts(made, memory), expected)


def _groups(
    wordings: Wordings, difficulties: bool, memory: ClaimMemory
) -> dict[Key, list[Wording]]:
    """The wordings that say the same by the commonest of them."""
    counts = {key: -len(wording.said) for key, wording in wordings.items()}
    # In order of their letters where as many say so.
    keys = sorted(wordings, key=counts.__getitem__)
    if difficulties:
        # Among difficulties only what is denied keeps apart, not how often something is.
        counted = [(text, min(number, 0)) for text, number in keys]
        leaders, memory.alike = group_similar(counted, memory.alike, denies)
    else:
        leaders, memory.alike = group_similar(keys, memory.alike)
    homes = with_tails(keys, leaders, difficulties)
    groups: dict[Key, list[Wording]] = defaultdict(list)
    for key, leader in zip(keys, leaders, strict=True):
        groups[keys[homes[leader]]].append(wordings[key])
    return groups


def _place(claim: Claim) -> tuple[int, int, str, str]:
    """General, then figures, then what one unit says, then fragments; by number of units."""
    single = claim.unit_count == 1 and claim.kind is not ClaimKind.FRAGMENT
    rank = _SINGLE if single else _ORDER[claim.kind]
    return rank, -claim.unit_count, claim.text, claim.id


def _with_conflicts(made: Sequence[Made], memory: ClaimMemory) -> tuple[Claim, ...]:
    """ "trái chiều": the same words but for the negation. A help for the eye, not a proof."""
    claims = [one.claim for one in made]
    cores: dict[Numbered, list[int]] = defaultdict(list)
    for index, each in enumerate(made):
        cores[each.core, each.claim.polarity is Polarity.NEGATED].append(index)
    texts = list(cores)
    found: dict[int, set[str]] = defaultdict(set)
    pairs, memory.opposite = similar_pairs(texts, OPPOSITE_SIMILAR, memory.opposite)
    for one, two in pairs:
        for here, there in product(cores[texts[one]], cores[texts[two]]):
            found[here].add(claims[there].id)
            found[there].add(claims[here].id)
    return tuple(
        replace(claim, conflicts_with=tuple(sorted(found[index]))) if index in found else claim
        for index, claim in enumerate(claims)
    )
