"""Waiting for what other threads and processes do: as long as a busy machine may take."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

# Only a guard against waiting for ever: nothing is asserted of how long something takes.
PATIENCE = 180.0


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            pytest.fail(f"waited in vain: {what}")
        time.sleep(0.05)
