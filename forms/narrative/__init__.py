"""Merging of prose: sentences of many units grouped into claims, claims proposed for a draft."""

from forms.narrative.analysis import AnalysedSentence, Fact, analyse_answer
from forms.narrative.claims import (
    SHARE_LABELS,
    Answer,
    Claim,
    ClaimKind,
    ClaimSet,
    Polarity,
    Share,
    Statement,
)
from forms.narrative.figures import Slot
from forms.narrative.grouping import analyse_answers, build_claims
from forms.narrative.memory import ClaimMemory
from forms.narrative.proposing import (
    NarrativeProposals,
    ProposalOptions,
    TrayItem,
    left_out,
    propose,
)

__all__ = [
    "SHARE_LABELS",
    "AnalysedSentence",
    "Answer",
    "Claim",
    "ClaimKind",
    "ClaimMemory",
    "ClaimSet",
    "Fact",
    "NarrativeProposals",
    "Polarity",
    "ProposalOptions",
    "Share",
    "Slot",
    "Statement",
    "TrayItem",
    "analyse_answer",
    "analyse_answers",
    "build_claims",
    "left_out",
    "propose",
]
