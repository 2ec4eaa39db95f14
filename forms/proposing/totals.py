"""Differing figures of a shared sentence that are figures of a table: told once, in total.

Where the numbers that the units write are those of one cell of their own tables, the draft tells
the merged cell as a live figure instead of "từ 06 đến 08". A sentence whose figures the section
tells already is left in the tray. Not here: which cell that is (`unit_figures`), anything added up
that no table asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from forms.merging import parts_of_share, token_paths
from forms.narrative import Claim, NarrativeProposals, Slot, names_result
from forms.proposing.unit_figures import UnitFigures, plain_path

# What one unit says of itself is not true of the total of all.
_OF_ONE_UNIT = re.compile(
    r"\b(?:toàn|trong|của|tại|Hội Khuyến học|trên địa bàn) (?:xã|thị trấn|phường|đặc khu|đơn vị)\b"
    r"|\bđơn vị (?:đã|có)\b|(?:^|, )Trung tâm\b",
    re.IGNORECASE,
)
# What a percentage is of, behind it: "84% kế hoạch".
_OF_WHAT = r"(?:[^,.;()]{1,40}(?=[,.;)]))?"


@dataclass(frozen=True)
class Totals:
    """What one section tells in total.

    `told` are the paths of figures that stand in it already, `bound` those of each claim's ranges.
    """

    figures: UnitFigures
    told: set[str] = field(default_factory=set)
    bound: dict[str, Mapping[Slot, str]] = field(default_factory=dict)

    def hear(self, text: str) -> None:
        """A composed sentence of the section."""
        self.told.update(plain_path(path) for path in token_paths(text))

    def bind(self, claim: Claim) -> None:
        """Every claim of the section is bound before the first is told."""
        ranged = [slot for slot in claim.slots if slot.low]
        bound = {slot: self.figures.path_of(slot, claim.text) for slot in ranged}
        counted = {path for path in bound.values() if path}
        for slot, path in bound.items():
            if not path and slot.kind == "percent":
                bound[slot] = self.figures.share_of(slot, claim.text, counted)
        self.bound[claim.id] = bound

    def bare_examples(self, found: NarrativeProposals) -> dict[str, Claim]:
        """What single units say with nothing but figures of their tables: no example for others.
        Where nobody says anything else it stays."""
        if len(found.proposals) == len(found.examples):
            return {}
        return {
            claim.id: claim
            for claim in found.examples
            if not names_result(claim.text) and self.figures.gives(claim.units[0], claim.text)
        }

    def text_of(self, claim: Claim, text: str) -> str | None:
        """The text with what can be told in total; None when all of it is told already."""
        paths = self.paths_of(claim.id)
        if not paths:
            return text
        bound = self.bound[claim.id]
        counted = all(path or slot.kind == "percent" for slot, path in bound.items())
        said = self._said(paths)
        if not counted:
            # Half in total and half from one unit to another could not be read together.
            return text
        if said <= self._said(self.told) or self._told_better(said):
            return None
        self.told.update(paths)
        return text if _OF_ONE_UNIT.search(text) else self._told_in_total(text, bound)

    def paths_of(self, claim_id: str) -> set[str]:
        """The cells that the claim's ranges are values of."""
        return {path for path in self.bound[claim_id].values() if path}

    def _said(self, paths: Iterable[str]) -> set[str | Decimal]:
        """What a reader sees: one number, whichever of two tables it comes from; a share behind
        the number that it is of says nothing more."""
        every = set(paths)
        counted = {path for path in every if not parts_of_share(path)[1]}
        return {self.figures.large_number(path) or path for path in counted or every}

    def _told_better(self, said: set[str | Decimal]) -> bool:
        """Whether another sentence of the section tells these figures and more."""
        return any(said < self._said(self.paths_of(claim_id)) for claim_id in self.bound)

    def _told_in_total(self, text: str, bound: Mapping[Slot, str]) -> str:
        for slot, path in bound.items():
            span = f"từ {slot.low} đến {slot.high}"
            if text.count(span) != 1:
                continue
            if path:
                text = text.replace(span, f"{{{{{path}}}}}{self.figures.measure(path)}")
            elif slot.kind == "percent":
                # Beside a total of all units it would read as a share of that total.
                text = re.sub(re.escape(span) + _OF_WHAT, r"\g<0> tùy đơn vị", text)
        return text
