"""Per section of the outline: proposals in the order of its fields, and the tray of the unused.

Narrative answers are grouped by meaning (forms.narrative); every other field gives one fixed
block: a composed sentence with live figures, or a table printed from the merged report. The
result depends on the merged report only, never on the order in which reports arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from forms.drafting import Proposal, units
from forms.merging import (
    MergedRecommendations,
    MergedReport,
    MergedTexts,
)
from forms.narrative import (
    ALONE_LEAD,
    EXAMPLE_LEAD,
    NarrativeProposals,
    ProposalOptions,
    TrayItem,
    TrayReason,
    analyse_answer,
    build_claims,
    left_out,
    phrases,
    propose,
)
from forms.proposing.fixed import fixed, fixed_member, guest_sentences, recommended
from forms.proposing.memory import FieldMemory, Made, ProposalMemory, Speaker, told
from forms.proposing.sources import (
    Analyse,
    source_digest,
    unit_spellings,
)
from forms.proposing.totals import Totals
from forms.proposing.unit_figures import UnitFigures
from forms.proposing.voice import Reporters, for_many, without_link
from forms.schema import Field, FilledBy, Outline, Section
from forms.values import CellState

NEGATIVE = "negative"


@dataclass(frozen=True)
class ProposeOptions:
    """`office_texts` are the texts of fields that the office fills (facts of the campaign);
    `name_units_in_difficulties` is the officer's choice, off by default."""

    office_texts: Mapping[str, str] = field(default_factory=dict)
    name_units_in_difficulties: bool = False
    count_suffix: bool = False
    max_single: int = 5


@dataclass(frozen=True)
class SectionProposals:
    """`unused` are sentences that stand in no block, each with its unit."""

    proposals: tuple[Proposal, ...] = ()
    unused: tuple[TrayItem, ...] = ()


@dataclass(frozen=True)
class _Context:
    merged: MergedReport
    options: ProposeOptions
    analyse: Analyse
    spellings: Mapping[str, tuple[str, ...]]
    speakers: Mapping[str, Speaker]
    labels: Mapping[str, str]
    guests: Mapping[str, Sequence[Proposal]]
    memory: ProposalMemory
    figures: UnitFigures
    reporters: Reporters


def propose_sections(
    outline: Outline,
    merged: MergedReport,
    options: ProposeOptions | None = None,
    analyse: Analyse = analyse_answer,
    tell: Callable[[int, int], None] | None = None,
    memory: ProposalMemory | None = None,
) -> dict[str, SectionProposals]:
    """Proposals by section key, for every section with fields.

    `analyse` may be a kept one; `tell` hears how many sections of how many are ready. With the
    `memory` of an earlier merge only fields whose texts changed are grouped again.
    """
    context = _context(outline, merged, options, analyse, memory)
    sections = [section for section in outline.walk() if section.fields]
    found: dict[str, SectionProposals] = {}
    for section in sections:
        if tell is not None:
            tell(len(found), len(sections))
        found[section.key] = _propose_section(section, context)
    return found


def propose_section(
    outline: Outline,
    section: Section,
    merged: MergedReport,
    options: ProposeOptions | None = None,
    analyse: Analyse = analyse_answer,
    memory: ProposalMemory | None = None,
) -> SectionProposals:
    """Of one section what `propose_sections` gives for it."""
    return _propose_section(section, _context(outline, merged, options, analyse, memory))


def _context(
    outline: Outline,
    merged: MergedReport,
    options: ProposeOptions | None,
    analyse: Analyse,
    memory: ProposalMemory | None,
) -> _Context:
    memory = memory or ProposalMemory()
    spellings, labels = unit_spellings(merged), merged.names
    speakers = {unit_id: Speaker(those, labels[unit_id]) for unit_id, those in spellings.items()}
    return _Context(
        merged,
        options or ProposeOptions(),
        analyse,
        spellings,
        memory.speakers(speakers),
        labels,
        guest_sentences(outline, merged),
        memory,
        UnitFigures(outline, merged, memory.figures),
        Reporters({unit_id: merged.names[unit_id] for unit_id in merged.reported}),
    )


def _propose_section(section: Section, context: _Context) -> SectionProposals:
    proposals: list[Proposal] = []
    unused: list[TrayItem] = []
    fields = [(item, _propose_field(section, item, context)) for item in section.fields]
    totals = _totals(fields, context)
    for item, whole in fields:
        found = _in_total(whole, totals)
        told = [_told_by_the_office(one, context) for one in found.proposals]
        for proposal in _with_guests(told, context.guests.get(item.key, ())):
            proposals.append(_placed(proposal, len(proposals), item.key))
        unused.extend(found.unused)
    return SectionProposals(tuple(proposals), tuple(unused))


def _placed(proposal: Proposal, rank: int, field_key: str) -> Proposal:
    meta = {**proposal.meta, "field": field_key}
    return Proposal(proposal.members, proposal.text, rank, proposal.kind, meta)


def _totals(fields: Sequence[tuple[Field, NarrativeProposals]], context: _Context) -> Totals:
    """What the composed sentences of a section tell already, and what its claims could."""
    totals = Totals(context.figures)
    for item, found in fields:
        for proposal in (*found.proposals, *context.guests.get(item.key, ())):
            if proposal.kind == "figure":
                totals.hear(proposal.text)
        for claim in found.ranged:
            totals.bind(claim)
    return totals


def _in_total(found: NarrativeProposals, totals: Totals) -> NarrativeProposals:
    """Ranges give way to live figures; a sentence that tells nothing more goes to the tray."""
    ranged = {claim.id: claim for claim in found.ranged}
    examples = totals.bare_examples(found)
    kept: list[Proposal] = []
    repeated: list[TrayItem] = []
    for proposal in found.proposals:
        claim_id = str(proposal.meta.get("claim", ""))
        claim, example = ranged.get(claim_id), examples.get(claim_id)
        text = totals.text_of(claim, proposal.text) if claim else proposal.text
        if example:
            repeated += left_out(example, TrayReason.IN_TABLES)
        elif text is not None:
            kept.append(proposal.worded(text))
        elif claim:
            repeated += left_out(claim, TrayReason.TOLD, totals.paths_of(claim.id))
    return NarrativeProposals(tuple(kept), (*found.unused, *repeated))


def _told_by_the_office(proposal: Proposal, context: _Context) -> Proposal:
    """What several units say is said of them, not by one of them."""
    if "claim" not in proposal.meta:
        return proposal
    unit_ids, text = units(proposal.members), without_link(proposal.text)
    if len(unit_ids) > 1:
        text = for_many(text, context.reporters.speakers(unit_ids))
    return proposal.worded(text)


def _with_guests(own: Sequence[Proposal], guests: Sequence[Proposal]) -> list[Proposal]:
    """Figures of other fields come after what is said in general and before the examples."""
    general = [proposal for proposal in own if proposal.kind != "example"]
    examples = [proposal for proposal in own if proposal.kind == "example"]
    if not general and not guests:
        examples = [_alone(proposal) for proposal in examples]
    return [*general, *guests, *examples]


def _alone(example: Proposal) -> Proposal:
    """ "Tiêu biểu như:" needs something before it."""
    if example.meta.get("lead") != EXAMPLE_LEAD:
        return example
    return replace(example, meta={**example.meta, "lead": ALONE_LEAD})


def _propose_field(section: Section, item: Field, context: _Context) -> NarrativeProposals:
    if section.filled_by is FilledBy.OFFICE or item.filled_by is FilledBy.OFFICE:
        return NarrativeProposals(tuple(_office(item, context)), ())
    merged = context.merged.fields.get(item.key)
    if merged is None:
        return NarrativeProposals((), ())
    if isinstance(merged, MergedTexts):
        return _texts(section, item, merged, context)
    if isinstance(merged, MergedRecommendations):
        return NarrativeProposals(tuple(recommended(item, merged)), ())
    return NarrativeProposals(tuple(fixed(item, merged, context.merged)), ())


def _office(item: Field, context: _Context) -> Iterator[Proposal]:
    text = context.options.office_texts.get(item.key) or item.default
    if text.strip():
        yield Proposal(fixed_member(item.key), text.strip(), 0, "office")


def _texts(
    section: Section, item: Field, merged: MergedTexts, context: _Context
) -> NarrativeProposals:
    value = CellState.VALUE
    said = [s for s in merged.sources if s.state is value and s.text and not s.text.isspace()]
    if item.merge.rule == "manual":
        return NarrativeProposals((), tuple(_whole(s.unit_id, item.key, s.text) for s in said))
    if item.merge.rule in ("text_append", "list_units"):
        named = item.merge.rule == "list_units"
        return NarrativeProposals(
            tuple(_appended(item, s.unit_id, s.text, named, context) for s in said), ()
        )
    options = _narrative_options(section, item, context)
    made_of = Made(item, tuple(said), context.speakers, merged.cell.expected, told(options))
    memory = context.memory.of(item)
    return memory.recall(made_of, lambda: _grouped(made_of, options, context, memory))


def _grouped(
    made_of: Made, options: ProposalOptions, context: _Context, memory: FieldMemory
) -> NarrativeProposals:
    claims = build_claims(
        memory.answers(made_of, context.analyse),
        context.spellings,
        made_of.expected or None,
        difficulties=made_of.field.polarity == NEGATIVE,
        memory=memory.claims,
    )
    return propose(claims, options)


def _narrative_options(section: Section, item: Field, context: _Context) -> ProposalOptions:
    difficult = item.polarity == NEGATIVE
    return ProposalOptions(
        names_allowed=not difficult or context.options.name_units_in_difficulties,
        max_single=context.options.max_single,
        count_suffix=context.options.count_suffix,
        unit_labels=context.labels,
        asked=_asked(section, item),
    )


def _asked(section: Section, item: Field) -> frozenset[str]:
    """What the outline says where it asks for this field; an example may be taken over."""
    return phrases(section.heading, section.guidance, section.note, item.label, item.guidance)


def _whole(unit_id: str, field_key: str, text: str) -> TrayItem:
    return TrayItem(unit_id, field_key, text, source_digest(field_key, text), 1, TrayReason.BY_HAND)


def _appended(item: Field, unit_id: str, text: str, named: bool, context: _Context) -> Proposal:
    label = context.labels.get(unit_id, unit_id)
    return Proposal(
        frozenset({(unit_id, source_digest(item.key, text))}),
        f"{label}: {text.strip()}" if named else text.strip(),
        0,
        "paragraph",
        {"unit_count": 1, "expected_count": len(context.merged.reported)},
    )
