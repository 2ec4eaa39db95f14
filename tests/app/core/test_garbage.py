"""The collector of cycles is off while anybody merges, and on again when the last is done."""

from __future__ import annotations

import gc

import pytest

from app.services.garbage import collector_paused


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
