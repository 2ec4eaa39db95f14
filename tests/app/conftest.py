"""Fixtures of the application's tests."""

from tests.app_fixtures import *  # noqa: F403
