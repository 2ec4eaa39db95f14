"""From claims to the blocks a draft could hold, and the tray of everything that stays outside.

Scope: shared claims become one block each in a unit's own words, the best single results become
examples; nothing is worded that no unit wrote, counts travel in `meta`. Every claim is either in
a proposal or in the tray. Not here: merging into a draft (`forms.drafting`).
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from forms.drafting import Proposal, count_words
from forms.narrative.claims import Claim, ClaimKind, ClaimSet, Share
from forms.narrative.figures import Slot
from forms.narrative.order import in_course
from forms.narrative.tray import TrayItem, TrayReason, left_out, repeats

EXAMPLE_LEAD = "Tiêu biểu như:"
ALONE_LEAD = "Kết quả cụ thể ở một số đơn vị:"  # where nothing is said that it could be typical of
NAMELESS_LEAD = "Có đơn vị phản ánh:"
SHORTEST, LONGEST = 40, 400  # characters of a sentence worth quoting
_RESULT = re.compile(
    r"mô hình|sáng kiến|giải (?:nhất|nhì|ba|khuyến khích)|danh hiệu|bằng khen|giấy khen|"
    r"đạt chuẩn|hoàn thành|vượt (?:chỉ tiêu|kế hoạch)|đứng đầu|đầu tiên|[\"“]",
    re.IGNORECASE,
)

_UNDONE = re.compile(r"\bchưa\b", re.IGNORECASE)


@dataclass(frozen=True)
class ProposalOptions:
    """`names_allowed`: results name their unit, difficulties and causes do not.

    `max_shared` None takes every shared claim; `count_suffix` adds "(17/20 đơn vị nêu)". `asked`
    are phrases of the outline: who only repeats them has said nothing.
    """

    names_allowed: bool = True
    max_single: int = 5
    max_shared: int | None = None
    min_units: int = 2
    count_suffix: bool = False
    unit_labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NarrativeProposals:
    """`ranged` are the claims behind proposals that tell a figure as a range, `examples` those
    behind what single units say."""

    proposals: tuple[Proposal, ...]
    unused: tuple[TrayItem, ...]
    ranged: tuple[Claim, ...] = ()
    examples: tuple[Claim, ...] = ()


def propose(claims: ClaimSet, options: ProposalOptions | None = None) -> NarrativeProposals:
    options = options or ProposalOptions()
    shared = in_course(_shared(claims, options))
    examples = _examples(claims, options, {claim.id for claim in shared})
    if not shared and not examples:
        # Where every unit tells its own, an empty section would say that there is nothing to tell.
        examples = _examples(claims, options, set(), least=0)
    proposals = [_shared_proposal(claim, rank, options) for rank, claim in enumerate(shared)]
    proposals += [
        _example_proposal(claim, rank, options)
        for rank, claim in enumerate(examples, start=len(shared))
    ]
    used = {claim.id for claim in (*shared, *examples)}
    unused = [
        item
        for claim in claims.claims
        if claim.id not in used
        for item in left_out(claim, _reason(claim, claims.expected_count, options))
    ]
    ranged = (claim for claim in shared if any(slot.low for slot in claim.slots))
    return NarrativeProposals(tuple(proposals), tuple(unused), tuple(ranged), tuple(examples))


def _reason(claim: Claim, expected: int, options: ProposalOptions) -> TrayReason:
    """Why a claim that was not chosen stays outside."""
    if claim.kind is ClaimKind.FRAGMENT:
        return TrayReason.FRAGMENT
    if repeats(claim.text, options.asked):
        return TrayReason.OUTLINE
    if claim.unit_count >= _needed(expected, options):
        return TrayReason.DIFFERING if claim.has_gap else TrayReason.FEWER_UNITS
    return _why_no_example(claim, options)


def _why_no_example(claim: Claim, options: ProposalOptions) -> TrayReason:
    if claim.shabby:
        return TrayReason.SHABBY
    if not SHORTEST <= len(claim.text) <= LONGEST:
        return TrayReason.SHORT if len(claim.text) < SHORTEST else TrayReason.LONG
    if not options.names_allowed and claim.names_unit:
        return TrayReason.NAMES_UNIT
    if _quality(claim):
        return TrayReason.NOT_CHOSEN
    return TrayReason.GENERAL if options.names_allowed else TrayReason.SINGLE


def _needed(expected: int, options: ProposalOptions) -> int:
    """With a single unit expected, everything it says is what "the units" say."""
    return min(options.min_units, max(expected, 1))


def _shared(claims: ClaimSet, options: ProposalOptions) -> list[Claim]:
    needed = _needed(claims.expected_count, options)
    found = [
        claim
        for claim in claims.claims
        if claim.unit_count >= needed
        and claim.kind is not ClaimKind.FRAGMENT
        and not repeats(claim.text, options.asked)
        # What a few units say with figures that cannot be told together is left to the officer.
        and not (claim.has_gap and claim.share is Share.SOME)
    ]
    if options.max_shared is None:
        return found
    kept = {c.id for c in sorted(found, key=lambda c: -c.unit_count)[: options.max_shared]}
    return [claim for claim in found if claim.id in kept]


def _examples(
    claims: ClaimSet, options: ProposalOptions, taken: set[str], least: int = 1
) -> list[Claim]:
    """The best of each unit first, so that one eager unit does not fill the section; what is
    chosen of one unit stands together."""
    by_unit: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims.claims:
        if (
            claim.share is Share.SINGLE
            and claim.id not in taken
            and _quotable(claim, options, least)
        ):
            by_unit[claim.units[0]].append(claim)
    queue = []
    for unit_id in sorted(by_unit):
        ranked = sorted(by_unit[unit_id], key=lambda c: (-_quality(c), c.text, c.id))
        queue += [(turn, -_quality(c), unit_id, c.text, c) for turn, c in enumerate(ranked)]
    queue.sort(key=lambda item: item[:4])
    chosen = [item[4] for item in queue[: max(0, options.max_single)]]
    places: dict[str, int] = {}
    for claim in chosen:
        places.setdefault(claim.units[0], len(places))
    return sorted(chosen, key=lambda claim: places[claim.units[0]])


def _quotable(claim: Claim, options: ProposalOptions, least: int) -> bool:
    if claim.kind is ClaimKind.FRAGMENT or claim.shabby or _quality(claim) < least:
        return False
    if repeats(claim.text, options.asked):
        return False
    if not SHORTEST <= len(claim.text) <= LONGEST:
        return False
    # "Tiêu biểu như: … chưa có chương trình nào" would expose the unit and is no result.
    if least == 0 and options.names_allowed and _UNDONE.search(claim.text):
        return False
    return options.names_allowed or not claim.names_unit


# Asked of the same sentences again and again; the expression is long.
@lru_cache(maxsize=1 << 12)
def names_result(text: str) -> bool:
    """Whether it tells of a model, a prize, something with a name of its own."""
    return _RESULT.search(text) is not None


def _quality(claim: Claim) -> int:
    """0: no figure and no named result, or a length that does not read as an example."""
    if not SHORTEST <= len(claim.text) <= LONGEST:
        return 0
    return 2 * (claim.kind is ClaimKind.FIGURES) + names_result(claim.text)


def _shared_proposal(claim: Claim, rank: int, options: ProposalOptions) -> Proposal:
    text = _with_count(claim) if options.count_suffix else claim.text
    return Proposal(claim.members, text, rank, meta=_meta(claim))


def _with_count(claim: Claim) -> str:
    body = claim.text.rstrip()
    end = body[-1] if body.endswith((".", ";")) else ""
    count = count_words(claim.unit_count, claim.expected_count)
    return f"{body.removesuffix(end)} {count}{end}"


def _example_proposal(claim: Claim, rank: int, options: ProposalOptions) -> Proposal:
    """The lead stands in `meta`, to be printed once before a run of examples: inside the text it
    would change with the rank and look like a changed source."""
    label = options.unit_labels.get(claim.units[0], "")
    named = options.names_allowed and label and not claim.names_unit
    lead = EXAMPLE_LEAD if options.names_allowed else NAMELESS_LEAD
    text = f"{label[:1].upper()}{label[1:]}: {claim.text}" if named else claim.text
    return Proposal(claim.members, text, rank, "example", {**_meta(claim), "lead": lead})


def _meta(claim: Claim) -> dict[str, object]:
    """JSON values only."""
    return {
        "claim": claim.id,
        "unit_count": claim.unit_count,
        "expected_count": claim.expected_count,
        "share": claim.share.value,
        "polarity": claim.polarity.value,
        "figure_conflict": claim.figure_conflict,
        "conflicts_with": list(claim.conflicts_with),
        "slots": [_slot_meta(slot) for slot in claim.slots],
    }


def _slot_meta(slot: Slot) -> dict[str, object]:
    return {
        "kind": slot.kind,
        "noun": slot.noun,
        "low": slot.low,
        "high": slot.high,
        "unit_count": slot.unit_count,
        "differs": slot.differs,
    }
