"""Where every unit stands on the day the demo shows: Thursday 16/5/2024, a day after the deadline.

The plan asks for reports "trước ngày 15/5/2024", read as 17 giờ ngày 14/5/2024.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from app.demo.sources import read_yaml

ACCEPTED = "accepted"
SUBMITTED = "submitted"
RETURNED = "returned"
STARTED = "in_progress"
MISSING = "missing"
COORDINATING = "coordinating"
EXCLUDED = "excluded"
# States whose units have filled in the whole report.
FULL_STATES = frozenset({ACCEPTED, SUBMITTED, RETURNED})


@dataclass(frozen=True)
class Standing:
    """One unit in the campaign. `late` goes with a state of sending; `reason` is what the unit
    reads when its report was returned, or why it is not expected to report."""

    unit: str
    state: str
    late: bool = False
    sent_at: datetime | None = None
    symbol: str = ""
    reason: str = ""


@cache
def scenario() -> dict[str, Standing]:
    """Unit key → standing, for every unit below the collector."""
    entries = read_yaml("scenario.yaml")["units"]
    return {entry["unit"]: Standing(**entry) for entry in entries}


def campaign_dates() -> dict[str, datetime]:
    """opens_at, deadline, shown_at, superior_deadline: naive local time."""
    return dict(read_yaml("scenario.yaml")["campaign"])


def earlier_scenario() -> dict[str, Standing]:
    """Unit key → standing in the trial of the year before; all were accepted."""
    entries = read_yaml("scenario.yaml")["earlier"]["units"]
    return {entry["unit"]: Standing(**entry) for entry in entries}


def earlier_dates() -> dict[str, datetime]:
    """opens_at, deadline, closed_at of that trial: naive local time."""
    earlier = read_yaml("scenario.yaml")["earlier"]
    return {key: value for key, value in earlier.items() if key != "units"}


def full_units() -> tuple[str, ...]:
    """Units whose report is complete (20)."""
    return tuple(key for key, standing in scenario().items() if standing.state in FULL_STATES)


IN_PROGRESS = frozenset(key for key, item in scenario().items() if item.state == STARTED)


def answering_units() -> tuple[str, ...]:
    """Units with answers, complete or only begun."""
    return tuple(key for key in scenario() if key in full_units() or key in IN_PROGRESS)
