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
def pytest_collection_finish() -> None:
    """Modules and the tests themselves live to the end: the collector need not walk them again
    and again, which is an eighth of the time that tests of pages take."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
