"""Merging of prose: sentences of many units grouped into claims, claims proposed for a draft."""

from forms.narrative.alike import Alike, Candidate, find_alike
from forms.narrative.analysis import AnalysedSentence, analyse_answer
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
from forms.narrative.codec import Shared, answer_key, dump_answers, load_answers
from forms.narrative.disagreements import (
    Disagreement,
    DisagreementKind,
    Passage,
    find_disagreements,
)
from forms.narrative.facts import Fact
from forms.narrative.figures import Slot
from forms.narrative.grouping import analyse_answers, build_claims
from forms.narrative.memory import ClaimMemory
from forms.narrative.proposing import (
    ALONE_LEAD,
    EXAMPLE_LEAD,
    NarrativeProposals,
    ProposalOptions,
    names_result,
    propose,
)
from forms.narrative.tray import REASON_WORDS, TrayItem, TrayReason, left_out, phrases

__all__ = [
    "ALONE_LEAD",
    "EXAMPLE_LEAD",
    "REASON_WORDS",
    "SHARE_LABELS",
    "Alike",
    "AnalysedSentence",
    "Answer",
    "Candidate",
    "Claim",
    "ClaimKind",
    "ClaimMemory",
    "ClaimSet",
    "Disagreement",
    "DisagreementKind",
    "Fact",
    "NarrativeProposals",
    "Passage",
    "Polarity",
    "ProposalOptions",
    "Share",
    "Shared",
    "Slot",
    "Statement",
    "TrayItem",
    "TrayReason",
    "analyse_answer",
    "analyse_answers",
    "answer_key",
    "build_claims",
    "dump_answers",
    "find_alike",
    "find_disagreements",
    "left_out",
    "load_answers",
    "names_result",
    "phrases",
    "propose",
]
