"""What all tests share. Tests of the engine need none of it; tests of the app use tests/app."""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

from tests.searching import THOROUGH, examples

settings.register_profile(
    "project",
    max_examples=examples(50),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not THOROUGH,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several workers those first that wait for browsers, offices and other processes: at the
    end only short ones are left, and no worker stands idle while another ends a long one.

    Each worker is given a part of the list to begin with, and takes of the end of another's when
    it is done: so each part has its share of the long ones, and begins with them.
    """
    if workers := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0")):
        long = [item for item in items if _is_long(item)]
        short = [item for item in items if not _is_long(item)]
        items[:] = [
            item
            for number in range(workers)
            for kind in (long, short)
            for item in _share(kind, number, workers)
        ]


def _share(items: list[pytest.Item], number: int, workers: int) -> list[pytest.Item]:
    return items[len(items) * number // workers : len(items) * (number + 1) // workers]


def _is_long(item: pytest.Item) -> bool:
    marks = ("browser", "office")
    return item.path.parent.name == "jobs" or any(item.get_closest_marker(m) for m in marks)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Modules and the tests themselves live to the end: the collector need not walk them again
    and again, which is an eighth of the time that tests of pages take."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
