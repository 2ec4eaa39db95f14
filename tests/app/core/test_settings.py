"""Settings come from the environment; an unsafe production does not start."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import UnsafeSettings, load_settings, production_problems

SAFE = {
    "APP_ENV": "production",
    "SECRET_KEY": "x" * 48,
    "BASE_URL": "https://baocao.example.vn",
}


def test_defaults_work_for_a_demonstration(tmp_path: Path) -> None:
    settings = load_settings({}, root=tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path / 'instance' / 'app.db'}"
    assert not settings.is_production
    assert settings.session_hours >= 12


def test_a_safe_production_starts(tmp_path: Path) -> None:
    settings = load_settings(SAFE, root=tmp_path)
    assert settings.is_production
    assert settings.secure_cookies


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "ngan"}, "SECRET_KEY"),
        ({"SECURE_COOKIES": "0"}, "SECURE_COOKIES"),
        ({"BASE_URL": "http://baocao.example.vn"}, "BASE_URL"),
        ({"ARGON2_MEMORY_KIB": "8"}, "ARGON2_MEMORY_KIB"),
        ({"SESSION_HOURS": "1"}, "SESSION_HOURS"),
    ],
)
def test_an_unsafe_production_is_refused(
    tmp_path: Path, change: dict[str, str], named: str
) -> None:
    with pytest.raises(UnsafeSettings, match=named):
        load_settings({**SAFE, **change}, root=tmp_path)


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    settings = load_settings({}, root=tmp_path)
    assert len(production_problems(settings)) == 3


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_addresses_use_psycopg_3(tmp_path: Path, scheme: str) -> None:
    settings = load_settings({"DATABASE_URL": f"{scheme}://u@h/db"}, root=tmp_path)
    assert settings.database_url == "postgresql+psycopg://u@h/db"
