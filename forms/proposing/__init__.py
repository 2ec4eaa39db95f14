"""From a merged report to the blocks that each section of the draft could hold."""

from forms.proposing.sections import (
    Analyse,
    ProposeOptions,
    SectionProposals,
    propose_sections,
)

__all__ = ["Analyse", "ProposeOptions", "SectionProposals", "propose_sections"]
