"""What the units say, grouped: values of a claim and of the set of claims.

Scope: frozen results. Not here: how groups are found (`grouping`), what becomes of them in a draft
(`proposing`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from forms.narrative.analysis import AnalysedSentence
from forms.narrative.figures import Slot

MOST_SHARE = 0.7
MANY_SHARE = 0.4


class Share(StrEnum):
    MOST = "most"
    MANY = "many"
    SOME = "some"
    SINGLE = "single"


SHARE_LABELS = {
    Share.MOST: "hầu hết",
    Share.MANY: "nhiều",
    Share.SOME: "một số",
    Share.SINGLE: "riêng",
}


class Polarity(StrEnum):
    AFFIRMED = "affirmed"
    NEGATED = "negated"


class ClaimKind(StrEnum):
    GENERAL = "general"
    FIGURES = "figures"
    FRAGMENT = "fragment"


@dataclass(frozen=True)
class Answer:
    """One unit's answer to one narrative field, taken apart."""

    unit_id: str
    field_key: str
    sentences: tuple[AnalysedSentence, ...]


class Statement(NamedTuple):
    """One sentence of one unit; offsets point into the cleaned answer."""

    unit_id: str
    field_key: str
    start: int
    end: int
    text: str
    digest: str

    @property
    def member(self) -> tuple[str, str]:
        return self.unit_id, self.digest


@dataclass(frozen=True)
class Claim:
    """`text` may stand in a draft for all units; `representative` is the sentence it came from.

    `has_gap`: dots stand in it where the values of the units differ and no range can be told.
    `course`: how far into their answers the units say it, from 0 to 1.
    """

    id: str
    statements: tuple[Statement, ...]
    units: tuple[str, ...]
    text: str
    representative: Statement
    expected_count: int
    kind: ClaimKind
    polarity: Polarity
    slots: tuple[Slot, ...] = ()
    figure_conflict: bool = False
    names_unit: bool = False
    shabby: bool = False
    has_gap: bool = False
    course: float = 0.0
    conflicts_with: tuple[str, ...] = ()

    @cached_property
    def members(self) -> frozenset[tuple[str, str]]:
        return frozenset([(one.unit_id, one.digest) for one in self.statements])

    @property
    def unit_count(self) -> int:
        return len(self.units)

    @cached_property
    def share(self) -> Share:
        if self.unit_count < 2:
            return Share.SINGLE
        part = self.unit_count / self.expected_count
        if part >= MOST_SHARE:
            return Share.MOST
        return Share.MANY if part >= MANY_SHARE else Share.SOME


@dataclass(frozen=True)
class ClaimSet:
    """All sentences of a field or section, each in exactly one claim, in the order of a draft."""

    claims: tuple[Claim, ...]
    expected_count: int

    def by_id(self) -> Mapping[str, Claim]:
        return {claim.id: claim for claim in self.claims}
