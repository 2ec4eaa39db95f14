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


def test_without_a_mail_server_nothing_is_sent(tmp_path: Path) -> None:
    assert load_settings({}, root=tmp_path).mail is None


def test_a_mail_server_has_the_usual_port_of_its_security(tmp_path: Path) -> None:
    given = {"SMTP_HOST": "mail.example.vn", "SMTP_USER": "he-thong@example.vn"}
    mail = load_settings(given, root=tmp_path).mail
    assert mail is not None
    assert (mail.port, mail.security, mail.sender) == (587, "starttls", "he-thong@example.vn")
    encrypted = load_settings({**given, "SMTP_SECURITY": "tls"}, root=tmp_path).mail
    assert encrypted is not None
    assert encrypted.port == 465


@pytest.mark.parametrize(
    "change", [{"SMTP_SENDER": ""}, {"SMTP_SECURITY": "ssl"}, {"SMTP_PORT": "muoi"}]
)
def test_a_mail_server_that_cannot_work_stops_the_start(
    tmp_path: Path, change: dict[str, str]
) -> None:
    given = {"SMTP_HOST": "mail.example.vn", "SMTP_SENDER": "he-thong@example.vn"}
    with pytest.raises(ValueError, match=r"SMTP|muoi"):
        load_settings({**given, **change}, root=tmp_path)


def test_the_password_of_the_mail_server_is_not_printed(tmp_path: Path) -> None:
    given = {"SMTP_HOST": "m.vn", "SMTP_SENDER": "a@m.vn", "SMTP_PASSWORD": "mat-khau-thu"}
    assert "mat-khau-thu" not in repr(load_settings(given, root=tmp_path))


def test_daily_backups_need_a_folder(tmp_path: Path) -> None:
    assert load_settings({}, root=tmp_path).backup is None
    plan = load_settings({"BACKUP_DIR": "/kho", "BACKUP_KEEP": "5"}, root=tmp_path).backup
    assert plan is not None
    assert (str(plan.folder), plan.keep, plan.hour) == ("/kho", 5, 2)


@pytest.mark.parametrize(
    "bad", [{"BACKUP_KEEP": "0"}, {"BACKUP_HOUR": "24"}, {"LOG_FORMAT": "xml"}]
)
def test_settings_of_operation_that_cannot_be_are_refused(
    tmp_path: Path, bad: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=next(iter(bad))):
        load_settings({"BACKUP_DIR": "/kho", **bad}, root=tmp_path)
