"""From a merged report to the blocks that each section of the draft could hold."""

from forms.proposing.memory import ProposalMemory
from forms.proposing.sections import (
    ProposeOptions,
    SectionProposals,
    propose_section,
    propose_sections,
)
from forms.proposing.sources import (
    Analyse,
    SourceSentence,
    prose_of,
    section_sources,
    source_digest,
    spellings_of,
    unit_spellings,
)

__all__ = [
    "Analyse",
    "ProposalMemory",
    "ProposeOptions",
    "SectionProposals",
    "SourceSentence",
    "propose_section",
    "propose_sections",
    "prose_of",
    "section_sources",
    "source_digest",
    "spellings_of",
    "unit_spellings",
]
