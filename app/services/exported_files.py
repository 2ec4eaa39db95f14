"""What long work ends in: a file with a name without tones and its kind, or a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
ZIP = "application/zip"
CSV = "text/csv"

Progress = Callable[[int, int, str], None]
"""(steps done, steps in all, what is being done, in Vietnamese)."""


@dataclass(frozen=True)
class ExportedFile:
    """A finished file; `name` has no tones, so that Zalo and mail keep it."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class PreparedChange:
    """What long work wants to write: made ready without a lock, written in the very transaction
    that ends the job, so that it happens once however often the job was begun.

    `write` gives what was done, in Vietnamese.
    """

    write: Callable[[], str]


def no_progress(_done: int, _total: int, _message: str) -> None:
    """For callers that wait for the file."""
