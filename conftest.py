"""Fixtures of the application are one plugin, so that a session has one database of each kind."""

pytest_plugins = ["tests.app_fixtures"]
