"""What whoever keeps the server running looks at: is each part well, and what to do when not.

Counts and times only; nothing about what is in any report.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select, text

from app.documents.pdf import PROGRAM
from app.extensions import db
from app.models import Job, MailState, OutgoingMail
from app.services import backups, clock, regular_backups, restoring
from app.services.job_records import JobState
from app.settings import Settings
from forms import format_number

HEARTBEAT = "nguoi-lam-viec.txt"
_WORKER_SILENT = timedelta(minutes=3)
_LATE_JOB = timedelta(minutes=10)
_LOOK_BACK = timedelta(days=7)
_BACKUP_OLD = timedelta(hours=36)
_LEAST_FREE = 2 * 1024**3
_LEAST_SHARE = 0.1


class Level(StrEnum):
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"

    @property
    def label(self) -> str:
        return {"good": "Tốt", "watch": "Cần để ý", "bad": "Phải xử lý"}[self.value]


@dataclass(frozen=True)
class Check:
    """One part of the installation: how it is, and what to do ("" when nothing)."""

    title: str
    level: Level
    words: str
    advice: str = ""


def run_checks(settings: Settings, head: str) -> list[Check]:
    """`head` is the revision that the schema should have."""
    checks: list[Callable[[], Check]] = [
        lambda: _database(settings),
        lambda: _schema(head),
        lambda: _restoration(settings),
        lambda: _worker(settings),
        _jobs,
        lambda: _mails(settings),
        lambda: _disk(settings),
        lambda: _backup(settings),
        lambda: _converter(settings),
    ]
    return [check() for check in checks]


def beat(folder: Path) -> None:
    """Say that a worker lives; the time of the file is the message."""
    (folder / HEARTBEAT).touch()


def _database(settings: Settings) -> Check:
    dialect = db.session.get_bind().dialect.name
    if dialect == "sqlite":
        version = f"SQLite {db.session.scalar(text('SELECT sqlite_version()'))}"
        pages = db.session.scalar(text("PRAGMA page_count")) or 0
        size = pages * (db.session.scalar(text("PRAGMA page_size")) or 0)
    else:
        version = f"PostgreSQL {db.session.scalar(text('SHOW server_version'))}"
        size = db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0
    return Check("Cơ sở dữ liệu", Level.GOOD, f"{version}, {size_words(size)}")


def _schema(head: str) -> Check:
    title, found = "Cấu trúc dữ liệu", backups.read_revision(db.session.connection())
    if found == head:
        return Check(title, Level.GOOD, f"đúng phiên bản của phần mềm ({found})")
    return Check(
        title,
        Level.BAD,
        f"đang ở {found or 'chưa tạo'}, phần mềm cần {head}",
        "Dừng phần mềm, sao lưu, rồi chạy: flask db upgrade.",
    )


def _restoration(settings: Settings) -> Check:
    if restoring.is_unfinished(settings.instance_path):
        return Check(
            "Khôi phục",
            Level.BAD,
            "một lần khôi phục bị dừng giữa chừng",
            "Chạy lại đúng lệnh flask restore với tệp cũ trước khi cho đơn vị dùng.",
        )
    return Check("Khôi phục", Level.GOOD, "không có lần khôi phục nào dở dang")


def _worker(settings: Settings) -> Check:
    title, path = "Bộ phận làm việc nền", settings.instance_path / HEARTBEAT
    advice = (
        "Khởi động lại phần mềm."
        if settings.jobs == "sqlite"
        else "Chạy flask jobs run (dịch vụ làm việc nền) và xem nhật ký của nó."
    )
    if not path.exists():
        return Check(title, Level.WATCH, "chưa thấy hoạt động trên máy này", advice)
    silent = _file_age(path)
    level = Level.GOOD if silent < _WORKER_SILENT else Level.BAD
    words = f"hoạt động cách đây {_span(silent)} (hàng đợi: {_queue_kind(settings.jobs)})"
    return Check(title, level, words, "" if level is Level.GOOD else advice)


def _queue_kind(setting: str) -> str:
    # An address may hold a password.
    return setting.partition(":")[0]


def _jobs() -> Check:
    moment = clock.now()
    waiting = _count_jobs(Job.state == JobState.WAITING)
    oldest = db.session.scalar(
        select(Job.created_at).where(Job.state == JobState.WAITING).order_by(Job.created_at)
    )
    running = _count_jobs(Job.state.in_([JobState.RUNNING, JobState.CANCELLING]))
    failed = _count_jobs(Job.state == JobState.FAILED, Job.finished_at > moment - _LOOK_BACK)
    words = f"{waiting} đang chờ, {running} đang làm, {failed} không làm được trong 7 ngày"
    if oldest is not None and moment - oldest > _LATE_JOB:
        words += f"; việc chờ lâu nhất đã {_span(moment - oldest)}"
        return Check("Việc xuất tệp", Level.BAD, words, "Kiểm tra bộ phận làm việc nền.")
    return Check("Việc xuất tệp", Level.WATCH if failed else Level.GOOD, words)


def _count_jobs(*wanted: object) -> int:
    return db.session.scalar(select(func.count()).select_from(Job).where(*wanted)) or 0  # type: ignore[arg-type]


def _mails(settings: Settings) -> Check:
    title = "Thư điện tử"
    rows = db.session.execute(select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state))
    counts: dict[str, int] = {row[0]: row[1] for row in rows}
    waiting = counts.get(MailState.WAITING, 0) + counts.get(MailState.SENDING, 0)
    failed = counts.get(MailState.FAILED, 0) + counts.get(MailState.UNCLEAR, 0)
    words = f"{waiting} đang chờ gửi, {failed} không gửi được"
    if settings.mail is None:
        level = Level.WATCH if waiting else Level.GOOD
        return Check(title, level, f"chưa cài máy chủ thư; {words}")
    advice = "Xem từng thư ở trang đôn đốc của đợt, rồi gửi lại." if failed else ""
    return Check(title, Level.WATCH if failed else Level.GOOD, words, advice)


def _disk(settings: Settings) -> Check:
    folders = [settings.instance_path, settings.storage_path]
    if settings.backup:
        folders.append(settings.backup.folder)
    least = min(
        (shutil.disk_usage(folder) for folder in folders if folder.is_dir()),
        key=lambda usage: usage.free,
    )
    words = f"còn trống {size_words(least.free)} trên {size_words(least.total)}"
    if least.free < _LEAST_FREE or least.free < least.total * _LEAST_SHARE:
        return Check("Chỗ trên đĩa", Level.BAD, words, "Dọn đĩa hoặc chuyển bớt bản sao lưu cũ.")
    return Check("Chỗ trên đĩa", Level.GOOD, words)


def _backup(settings: Settings) -> Check:
    title, plan = "Sao lưu", settings.backup
    if plan is None:
        return Check(
            title,
            Level.WATCH,
            "chưa đặt sao lưu hằng ngày",
            "Đặt BACKUP_DIR tới thư mục trên một ổ đĩa khác, rồi khởi động lại.",
        )
    if failure := regular_backups.last_failure(plan):
        return Check(
            title, Level.BAD, f"lần gần nhất không sao lưu được: {failure}", "Xem nhật ký."
        )
    kept = regular_backups.list_backups(plan)
    if not kept:
        return Check(title, Level.WATCH, f"chưa có bản nào; sẽ lập sau {plan.hour} giờ")
    age = _since(kept[0].made_at)
    words = (
        f"bản mới nhất {kept[0].name}, {size_words(kept[0].size)}, cách đây {_span(age)}; "
        f"đang giữ {len(kept)} bản"
    )
    if age > _BACKUP_OLD:
        return Check(title, Level.BAD, words, "Kiểm tra bộ phận làm việc nền và thư mục sao lưu.")
    return Check(title, Level.GOOD, words)


def _converter(settings: Settings) -> Check:
    path = shutil.which(settings.soffice or PROGRAM)
    if path is None:
        advice = "Cài LibreOffice trên máy chủ nếu cần tải bản PDF; bản Word vẫn tải được."
        return Check("Chuyển sang PDF", Level.WATCH, "chưa có LibreOffice", advice)
    return Check("Chuyển sang PDF", Level.GOOD, f"có LibreOffice ({Path(path).name})")


def size_words(size: int) -> str:
    """ "1,4 GB", with the unit that leaves few digits."""
    value, unit = float(size), "B"
    for unit in ("B", "KB", "MB", "GB", "TB"):
        if value < 1024 or unit == "TB":
            break
        value /= 1024
    return f"{format_number(Decimal(f'{value:.1f}' if value < 10 else f'{value:.0f}'))} {unit}"


def _file_age(path: Path) -> timedelta:
    return _since(datetime.fromtimestamp(path.stat().st_mtime, UTC))


def _since(instant: datetime) -> timedelta:
    # File times are the real ones, also while the demonstration shows another day.
    return max(datetime.now(UTC) - instant, timedelta())  # noqa: TID251


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for length, word in ((86400, "ngày"), (3600, "giờ"), (60, "phút")):
        if seconds >= length:
            return f"{seconds // length} {word}"
    return f"{seconds} giây"
