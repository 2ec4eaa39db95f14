"""One thing to ask a unit back about, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    TEXT_DISAGREES = "text_disagrees"
    PREVIOUS_PERIOD = "previous_period"
    OUTLIER = "outlier"
    MEASURE = "measure"
    BOUNDS = "bounds"
    SHARE = "share"
    CHECK = "check"
    DUPLICATE = "duplicate"
    SYMBOL_DATES = "symbol_dates"


class FindingSeverity(StrEnum):
    """WARN: most likely wrong. HINT: unusual, often right."""

    WARN = "warn"
    HINT = "hint"


@dataclass(frozen=True)
class CollectedFinding:
    """`row_key` is a row of a table or an item of a list; `evidence` is what was compared."""

    unit_id: str
    field_key: str
    row_key: str
    column_key: str
    kind: FindingKind
    message: str
    severity: FindingSeverity = FindingSeverity.WARN
    evidence: str = ""
