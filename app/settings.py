"""Settings from the environment only. A default is safe to publish and works for a demonstration;
a production start (APP_ENV=production) refuses every setting that would be unsafe there."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HTMX_VERSION = "2.0.11"
HTMX_URL = f"https://cdn.jsdelivr.net/npm/htmx.org@{HTMX_VERSION}/dist/htmx.min.js"
HTMX_INTEGRITY = "sha384-2OatzQy1H+Zd/IIrjr1TcuDGqLXeHhbooAyJY1KdQMKnr4LZ22k31GBLdYKHmVjg"
DEMO_SECRET = "khoa-chi-dung-de-chay-thu"


class UnsafeSettings(RuntimeError):
    """Raised at start when production settings are missing or unsafe; lists every problem."""


@dataclass(frozen=True)
class MailServer:
    """Where letters leave: `security` is starttls, tls or none; `user` "" means no sign-in."""

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = 20.0


@dataclass(frozen=True)
class BackupPlan:
    """Where the daily backup goes, how many are kept, and from which hour it may be made."""

    folder: Path
    keep: int = 14
    hour: int = 2


@dataclass(frozen=True)
class Settings:
    """All settings of one process. `max_text_length` counts characters of one text answer."""

    env: str
    secret_key: str
    database_url: str
    instance_path: Path
    storage_path: Path
    timezone: str = "Asia/Ho_Chi_Minh"
    session_hours: int = 14
    secure_cookies: bool = False
    serve_local_htmx: bool = False
    max_text_length: int = 400_000
    max_upload_bytes: int = 20 * 1024 * 1024
    argon2_time_cost: int = 3
    argon2_memory_kib: int = 65536
    login_failures_allowed: int = 5
    login_lock_minutes: int = 15
    jobs: str = "sqlite"
    # Units × fields up to which a campaign is merged while the page waits.
    merge_at_once: int = 3000
    mail: MailServer | None = None
    backup: BackupPlan | None = None
    log_format: str = "text"
    base_url: str = ""
    soffice: str = ""
    trusted_proxies: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_production(self) -> bool:
        return self.env == "production"


def load_settings(environ: Mapping[str, str] | None = None, root: Path | None = None) -> Settings:
    """Read settings. Raises UnsafeSettings (production only), ValueError for a bad number."""
    env = dict(os.environ if environ is None else environ)
    base = Path(env.get("INSTANCE_PATH") or (root or Path.cwd()) / "instance")
    settings = Settings(
        env=env.get("APP_ENV", "demo"),
        secret_key=env.get("SECRET_KEY") or _demo_secret(env),
        database_url=_database_url(env.get("DATABASE_URL"), base),
        instance_path=base,
        storage_path=Path(env.get("STORAGE_PATH") or base / "files"),
        session_hours=int(env.get("SESSION_HOURS", "14")),
        secure_cookies=env.get("SECURE_COOKIES", _production_default(env)) == "1",
        serve_local_htmx=env.get("HTMX_LOCAL", "0") == "1",
        max_upload_bytes=int(env.get("MAX_UPLOAD_MB", "20")) * 1024 * 1024,
        argon2_time_cost=int(env.get("ARGON2_TIME_COST", "3")),
        argon2_memory_kib=int(env.get("ARGON2_MEMORY_KIB", "65536")),
        jobs=env.get("JOBS", "sqlite"),
        merge_at_once=int(env.get("MERGE_AT_ONCE", "3000")),
        mail=_mail_server(env),
        backup=_backup_plan(env),
        log_format=_log_format(env),
        base_url=env.get("BASE_URL", "").rstrip("/"),
        soffice=env.get("SOFFICE", ""),
        trusted_proxies=int(env.get("TRUSTED_PROXIES", "0")),
    )
    problems = production_problems(settings) if settings.is_production else []
    if problems:
        raise UnsafeSettings("Unsafe production settings:\n- " + "\n- ".join(problems))
    return settings


def production_problems(settings: Settings) -> list[str]:
    """Everything that must not be so on a server that holds real reports."""
    problems = []
    if settings.secret_key == DEMO_SECRET or len(settings.secret_key) < 32:
        problems.append("SECRET_KEY must be set to at least 32 random characters")
    if not settings.secure_cookies:
        problems.append("SECURE_COOKIES must be 1 (serve over HTTPS)")
    if not settings.base_url.startswith("https://"):
        problems.append("BASE_URL must be the public https:// address")
    if settings.argon2_time_cost < 2 or settings.argon2_memory_kib < 19456:
        problems.append("ARGON2_TIME_COST/ARGON2_MEMORY_KIB are below the recommended minimum")
    if settings.session_hours < 12:
        problems.append("SESSION_HOURS must be at least 12: long forms are filled over a whole day")
    return problems


def new_secret() -> str:
    return secrets.token_urlsafe(48)


def _demo_secret(env: Mapping[str, str]) -> str:
    return "" if env.get("APP_ENV") == "production" else DEMO_SECRET


def _production_default(env: Mapping[str, str]) -> str:
    return "1" if env.get("APP_ENV") == "production" else "0"


_MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


def _mail_server(env: Mapping[str, str]) -> MailServer | None:
    """None without SMTP_HOST: nothing is sent, and the pages say so. Raises ValueError."""
    host = env.get("SMTP_HOST", "").strip()
    if not host:
        return None
    security = env.get("SMTP_SECURITY", "starttls")
    if security not in _MAIL_PORTS:
        raise ValueError(f"SMTP_SECURITY={security!r}: use starttls, tls or none")
    user = env.get("SMTP_USER", "")
    sender = env.get("SMTP_SENDER", "") or user
    if "@" not in sender:
        raise ValueError("SMTP_SENDER must be the address letters come from, as SMTP_HOST is set")
    port = int(env.get("SMTP_PORT") or _MAIL_PORTS[security])
    return MailServer(host, port, sender, security, user, env.get("SMTP_PASSWORD", ""))


def _backup_plan(env: Mapping[str, str]) -> BackupPlan | None:
    """None without BACKUP_DIR: then backups are made by hand only. Raises ValueError."""
    folder = env.get("BACKUP_DIR", "").strip()
    if not folder:
        return None
    plan = BackupPlan(
        Path(folder), int(env.get("BACKUP_KEEP", "14")), int(env.get("BACKUP_HOUR", "2"))
    )
    if plan.keep < 1 or not 0 <= plan.hour <= 23:
        raise ValueError("BACKUP_KEEP must be at least 1 and BACKUP_HOUR 0 to 23")
    return plan


def _log_format(env: Mapping[str, str]) -> str:
    """JSON lines where somebody collects them, plain text on a terminal. Raises ValueError."""
    wanted = env.get("LOG_FORMAT", "json" if env.get("APP_ENV") == "production" else "text")
    if wanted not in ("json", "text"):
        raise ValueError(f"LOG_FORMAT={wanted!r}: use json or text")
    return wanted


def _database_url(url: str | None, base: Path) -> str:
    if not url:
        return f"sqlite:///{(base / 'app.db').absolute()}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url
