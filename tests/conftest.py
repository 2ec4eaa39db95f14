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
    end only short ones are left, and no worker stands idle while another ends a long one."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: not _is_long(item))


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
