"""The collector of cycles is off while anybody merges, and on again when the last is done."""

from __future__ import annotations

import gc
import weakref

import pytest

from app.services.garbage import GREAT, collector_paused


def test_pauses_may_be_nested_and_end_with_the_last() -> None:
    assert gc.isenabled()
    with collector_paused():
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_ends_the_pause() -> None:
    with pytest.raises(ValueError, match="giữa chừng"), collector_paused():
        raise ValueError("giữa chừng")
    assert gc.isenabled()


class Ring:
    """Refers to itself: only the collector can free it."""

    def __init__(self) -> None:
        self.next = self


def test_what_a_great_work_made_is_not_looked_through_at_once_but_by_a_full_collection() -> None:
    seen: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        seen.append(info["generation"])

    gc.callbacks.append(note)
    try:
        with collector_paused():
            kept = [Ring() for _ in range(GREAT + 1000)]
            trace = weakref.ref(kept[-1])
        assert seen == []
        assert gc.get_count()[0] < GREAT
    finally:
        gc.callbacks.remove(note)
    del kept
    assert trace() is not None
    gc.collect()
    assert trace() is None
