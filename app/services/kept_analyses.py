"""Answers taken apart: once a process, or found among what was read beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from app.services import prose_readings
from app.services.memories import Memories
from app.services.prose_readings import Analysed
from forms import narrative


def analysed(text: str, names: Sequence[str]) -> Analysed:
    """Only answers that changed are taken apart again."""
    return _analysed(text, tuple(names))


@lru_cache(maxsize=20_000)
def _analysed(text: str, names: tuple[str, ...]) -> Analysed:
    readings = _at_hand.get()
    found = readings.find(text, names) if readings else None
    return narrative.analyse_answer(text, names) if found is None else found


@contextmanager
def readings_of(campaign_id: int, include_submitted: bool) -> Iterator[None]:
    """Answers of the campaign that this process has not met are taken from their readings.

    Worth it where all of them are asked for: readings are loaded report by report.
    """
    token = _at_hand.set(_Readings(campaign_id, include_submitted))
    try:
        yield
    finally:
        _at_hand.reset(token)


class _Readings:
    """Loaded when the first answer is asked for that nobody knows: a merge that finds all of
    them known sends no query."""

    def __init__(self, campaign_id: int, include_submitted: bool) -> None:
        self._of = campaign_id, include_submitted
        self._answers: dict[str, Analysed] | None = None

    def find(self, text: str, names: tuple[str, ...]) -> Analysed | None:
        if self._answers is None:
            taken = _taken.of(self._of)
            marks, self._answers = prose_readings.load(*self._of, tuple(taken))
            taken.update(marks)
        return self._answers.get(narrative.answer_key(text, names)) if self._answers else None


_at_hand: ContextVar[_Readings | None] = ContextVar("readings", default=None)
_taken: Memories[set[str]] = Memories(set)
"""Marks of the readings that this process has loaded: what was of use in them is kept above."""


def forget() -> None:
    """Measurements of a first merge call this."""
    _analysed.cache_clear()
    _taken.clear()
