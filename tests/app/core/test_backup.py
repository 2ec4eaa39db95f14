"""Backups: taken while others write, restored equal on either database, damage found before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Connection, Table, func, select

from app.extensions import db, write_intent
from app.models import (
    Attachment,
    AuditEvent,
    Draft,
    DraftBlock,
    Report,
    ReportReading,
    ReportState,
    Unit,
    User,
)
from app.services import (
    audit,
    backup_archive,
    backups,
    clock,
    regular_backups,
    restoring,
    storage,
    upkeep,
)
from app.services.actors import SYSTEM
from app.services.backup_archive import TablePart
from app.services.errors import Invalid
from app.settings import BackupPlan
from tests.app.world import find_world, open_world
from tests.app_fixtures import dispose
from tests.database import ROOT, make_app, migrate_up
from tests.postgres import create_database
from tests.waiting import wait_until


def run(app: Flask, *words: str) -> Result:
    """A command of the application, as on its server: its own store of files."""
    storage.use_folder(app.config["SETTINGS"].storage_path)
    return app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def source(empty_database: str, tmp_path: Path, world_file: Path) -> Iterator[Flask]:
    """An installation with a small world, a stored file and values that are easily lost."""
    app = open_world(empty_database, tmp_path / "source", world_file)
    with app.app_context():
        world = find_world(app)
        attach(world.reports["xa-a"].id, "Tệp kèm theo – “Đảng ủy”".encode())
        # The parent comes after its child: a plain insert in the order of ids would fail.
        world.units["tinh-uy"].successor_id = world.units["phong-p"].id
        draft = Draft(campaign_id=world.campaign.id, created_at=clock.now())
        db.session.add(draft)
        db.session.flush()
        for key, theirs in (("khong", None), ("co", {"text": "Chữ “ngoặc”\u2028 và \\ gạch"})):
            db.session.add(block(draft, key, theirs))
        db.session.commit()
    yield app
    dispose(app)


def block(draft: Draft, key: str, theirs: dict[str, str] | None) -> DraftBlock:
    return DraftBlock(
        draft_id=draft.id,
        section_key="a",
        key=key,
        position=1,
        kind="text",
        state="new",
        text="Một\nhai\t“ba”",
        theirs=theirs,
        updated_at=clock.now(),
    )


def attach(report_id: int, data: bytes) -> None:
    """As attaching does: the file first, then the row that names it."""
    sha256 = storage.store(data)
    db.session.add(
        Attachment(
            report_id=report_id,
            field_key="f",
            sha256=sha256,
            name="tep.txt",
            media_type="text/plain",
            size=len(data),
            created_at=clock.now(),
        )
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An empty place on either database, whichever the backup comes from."""
    if request.param == "sqlite":
        yield from empty_place(f"sqlite:///{tmp_path / 'target.db'}", tmp_path)
        return
    server = request.getfixturevalue("postgres_url")
    yield from empty_place(create_database(server, f"restored_{os.getpid()}"), tmp_path)


@pytest.fixture
def sqlite_target(tmp_path: Path) -> Iterator[Flask]:
    yield from empty_place(f"sqlite:///{tmp_path / 'target.db'}", tmp_path)


def empty_place(url: str, folder: Path) -> Iterator[Flask]:
    app = make_app(url, folder / "target")
    yield app
    dispose(app)


def saved(source: Flask, tmp_path: Path) -> Path:
    file = tmp_path / "sao-luu.zip"
    result = run(source, "backup", str(file))
    assert result.exit_code == 0, result.output
    return file


def rows_of(app: Flask) -> dict[str, list[str]]:
    """Every row of every table as the lines a backup writes, in an order of their own."""
    path = Path(app.instance_path) / "so-sanh.zip"
    storage.use_folder(app.config["SETTINGS"].storage_path)
    with app.app_context():
        manifest = backups.write_backup(path)
    with ZipFile(path) as archive:
        found = {
            name: sorted(archive.read(backup_archive.table_entry(name)).decode().splitlines())
            for name in manifest.tables
        }
    path.unlink()
    return found


def files_of(app: Flask) -> dict[str, bytes]:
    root = app.config["SETTINGS"].storage_path
    return {path.name: path.read_bytes() for path in root.glob("??/*")}


def test_what_was_read_beforehand_is_left_out_and_read_again(
    source: Flask, sqlite_target: Flask, tmp_path: Path
) -> None:
    with source.app_context():
        world = find_world(source)
        world.reports["xa-a"].state = ReportState.SUBMITTED.value
        db.session.commit()
        assert upkeep.run(None, "").read == 1
        before = [(row.report_id, row.mark, row.data) for row in db.session.query(ReportReading)]
    file = saved(source, tmp_path)
    with ZipFile(file) as archive:
        assert not [name for name in archive.namelist() if "reading" in name]
    result = run(sqlite_target, "restore", str(file))
    assert result.exit_code == 0, result.output
    with sqlite_target.app_context():
        assert db.session.query(ReportReading).count() == 0
        assert upkeep.run(None, "").read == 1
        after = [(row.report_id, row.mark, row.data) for row in db.session.query(ReportReading)]
    assert after == before


def test_a_restored_place_is_equal_row_for_row_and_file_for_file(
    source: Flask, target: Flask, tmp_path: Path
) -> None:
    file = saved(source, tmp_path)
    result = run(target, "restore", str(file))
    assert result.exit_code == 0, result.output
    assert "Đã khôi phục" in result.output
    assert rows_of(target) == rows_of(source)
    assert files_of(target) == files_of(source)
    assert not restoring.is_unfinished(target.config["SETTINGS"].instance_path)


def test_a_restored_place_goes_on_working(source: Flask, target: Flask, tmp_path: Path) -> None:
    run(target, "restore", str(saved(source, tmp_path)))
    with target.app_context():
        db.session.add(Unit(code="moi", name="Đảng ủy xã mới", kind="xa", tags=[]))
        audit.record("unit.added", SYSTEM)
        db.session.commit()
        assert list(audit.verify()) == []
        assert db.session.scalar(select(func.count()).select_from(User)) == 10


def test_a_backup_under_load_holds_one_moment(
    source: Flask, sqlite_target: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, written = threading.Event(), []
    storage.use_folder(source.config["SETTINGS"].storage_path)
    write_table = backups._write_table

    def write_after_others(archive: ZipFile, connection: Connection, table: Table) -> TablePart:
        """The tables that are written to meanwhile are read after others have written."""
        if table.name in ("attachment", "audit_event"):
            seen = len(written)
            wait_until(lambda: len(written) > seen, "the backup holds up those who write")
        return write_table(archive, connection, table)

    monkeypatch.setattr(backups, "_write_table", write_after_others)

    def write() -> None:
        write_intent.set(True)
        with source.app_context():
            report_id = db.session.scalar(select(Report.id).limit(1))
            db.session.commit()
            while not stop.is_set():
                attach(report_id, f"tệp {len(written)}".encode())
                audit.record("report.attached", SYSTEM, report_id=report_id)
                db.session.commit()
                written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        files = []
        for number in range(3):
            files.append(tmp_path / f"{number}.zip")
            with source.app_context():
                backups.write_backup(files[-1])
    finally:
        stop.set()
        writer.join()
    assert run(sqlite_target, "restore", str(files[-1])).exit_code == 0
    with sqlite_target.app_context():
        assert list(audit.verify()) == []
        attachments = list(db.session.scalars(select(Attachment)))
        attached = db.session.scalar(
            select(func.count()).where(AuditEvent.action == "report.attached")
        )
        # The world's own attachment has no line in the log.
        assert len(attachments) == attached + 1 > 1
        assert {found.sha256 for found in attachments} <= set(storage.list_files())


@pytest.mark.one_database
@pytest.mark.parametrize("part", ["database/unit.jsonl", "files/", "manifest.json"])
def test_a_damaged_archive_is_refused_before_anything_is_written(
    source: Flask, sqlite_target: Flask, tmp_path: Path, part: str
) -> None:
    good, bad = saved(source, tmp_path), tmp_path / "hong.zip"
    with ZipFile(good) as old, ZipFile(bad, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.startswith(part):
                data = data.replace("Đảng".encode(), "Đoàn".encode()).replace(b'"1', b'"2')
            new.writestr(entry.filename, data)
    result = run(sqlite_target, "restore", str(bad))
    assert result.exit_code == 1
    assert "sao lưu" in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "target.db").exists()
    assert files_of(sqlite_target) == {}


@pytest.mark.one_database
@pytest.mark.parametrize("cut", [0, 10, 0.5, -30])
def test_a_cut_archive_is_refused(source: Flask, tmp_path: Path, cut: float) -> None:
    data = saved(source, tmp_path).read_bytes()
    half = tmp_path / "nua.zip"
    half.write_bytes(data[: int(len(data) * cut) if isinstance(cut, float) else cut])
    result = run(source, "backup-check", str(half))
    assert result.exit_code == 1
    assert "bị hỏng" in result.output


def test_a_sound_archive_passes_the_check(source: Flask, tmp_path: Path) -> None:
    result = run(source, "backup-check", str(saved(source, tmp_path)))
    assert result.exit_code == 0
    assert "nguyên vẹn" in result.output


def test_a_place_with_data_is_never_overwritten(source: Flask, tmp_path: Path) -> None:
    before = rows_of(source)
    result = run(source, "restore", str(saved(source, tmp_path)))
    assert result.exit_code == 1
    assert "đã có dữ liệu" in result.output
    assert rows_of(source) == before


@pytest.mark.one_database
def test_a_store_with_files_is_never_mixed(
    source: Flask, sqlite_target: Flask, tmp_path: Path
) -> None:
    file = saved(source, tmp_path)
    storage.use_folder(sqlite_target.config["SETTINGS"].storage_path)
    storage.store(b"cua nguoi khac")
    result = run(sqlite_target, "restore", str(file))
    assert result.exit_code == 1
    assert "Kho tệp đã có tệp" in result.output


def test_a_migrated_but_empty_place_is_empty(
    source: Flask, sqlite_target: Flask, tmp_path: Path
) -> None:
    migrate_up(sqlite_target)
    assert run(sqlite_target, "restore", str(saved(source, tmp_path))).exit_code == 0


KILLED = """
import os, signal, sys
from app.services import restoring
restoring._check_counts = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from wsgi import app
app.test_cli_runner().invoke(args=["restore", sys.argv[1]])
"""


def test_a_restoration_that_was_killed_leaves_no_rows_and_can_be_ended(
    source: Flask, sqlite_target: Flask, tmp_path: Path
) -> None:
    file, settings = saved(source, tmp_path), sqlite_target.config["SETTINGS"]
    own = {"DATABASE_URL": settings.database_url, "INSTANCE_PATH": str(settings.instance_path)}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(file)], cwd=ROOT, env={**os.environ, **own}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert restoring.is_unfinished(settings.instance_path)
    with sqlite_target.app_context():
        assert db.session.scalar(select(func.count()).select_from(Unit)) == 0
    assert run(sqlite_target, "restore", str(file)).exit_code == 0
    assert not restoring.is_unfinished(settings.instance_path)
    assert rows_of(sqlite_target) == rows_of(source)
    assert files_of(sqlite_target) == files_of(source)


def test_a_restoration_cut_off_after_its_rows_is_ended_by_running_it_again(
    source: Flask, sqlite_target: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(source, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(audit, "verify", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        run(sqlite_target, "restore", str(file))
    assert restoring.is_unfinished(sqlite_target.config["SETTINGS"].instance_path)
    assert run(sqlite_target, "restore", str(file)).exit_code == 0
    assert rows_of(sqlite_target) == rows_of(source)


def test_a_log_that_was_changed_before_is_told_after_restoring(
    source: Flask, sqlite_target: Flask, tmp_path: Path
) -> None:
    with source.app_context():
        event = db.session.scalars(select(AuditEvent).limit(1)).one()
        event.actor_name = "Người khác"
        db.session.commit()
    result = run(sqlite_target, "restore", str(saved(source, tmp_path)))
    assert result.exit_code == 1
    assert "nhật ký trong bản sao lưu không liền mạch" in result.output


@pytest.mark.one_database
def test_a_backup_of_a_newer_version_is_refused(
    source: Flask, sqlite_target: Flask, tmp_path: Path
) -> None:
    file = saved(source, tmp_path)
    with sqlite_target.app_context(), pytest.raises(Invalid, match="mới hơn"):
        restoring.restore(file, tmp_path, lambda _: None, {"0001_create_tables"})


@pytest.mark.one_database
def test_a_backup_that_cannot_be_written_leaves_nothing(source: Flask, tmp_path: Path) -> None:
    assert run(source, "backup", str(tmp_path / "khong-co" / "x.zip")).exit_code == 1
    taken = tmp_path / "co-roi.zip"
    taken.write_bytes(b"cu")
    assert "Đã có tệp" in run(source, "backup", str(taken)).output
    assert taken.read_bytes() == b"cu"


MORNING = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)  # 3:30 the next day where the offices are


@pytest.mark.one_database
def test_the_daily_backup_is_made_once_after_its_hour(source: Flask, tmp_path: Path) -> None:
    plan = BackupPlan(tmp_path / "kho", keep=2, hour=3)
    with source.app_context():
        with clock.fixed(MORNING - timedelta(hours=1)):
            assert not regular_backups.run_due(plan)
        with clock.fixed(MORNING):
            assert regular_backups.run_due(plan)
            assert not regular_backups.run_due(plan)
    assert [kept.name for kept in regular_backups.list_backups(plan)] == ["sao-luu-2026-03-03.zip"]


@pytest.mark.one_database
def test_only_so_many_daily_backups_are_kept(source: Flask, tmp_path: Path) -> None:
    plan = BackupPlan(tmp_path / "kho", keep=2, hour=3)
    with source.app_context():
        for day in range(4):
            with clock.fixed(MORNING + timedelta(days=day)):
                regular_backups.run_due(plan)
    kept = [kept.name for kept in regular_backups.list_backups(plan)]
    assert kept == ["sao-luu-2026-03-06.zip", "sao-luu-2026-03-05.zip"]


@pytest.mark.one_database
def test_a_backup_that_somebody_else_makes_is_left_to_him(source: Flask, tmp_path: Path) -> None:
    plan = BackupPlan(tmp_path, keep=2, hour=3)
    (tmp_path / ".sao-luu-2026-03-03.zip.lock").touch()
    with source.app_context(), clock.fixed(MORNING):
        assert not regular_backups.run_due(plan)
    assert regular_backups.list_backups(plan) == []


@pytest.mark.one_database
def test_a_failed_daily_backup_is_told_and_not_tried_every_minute(
    source: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, tries = BackupPlan(tmp_path, keep=2, hour=3), []

    def full(_target: Path) -> None:
        tries.append(1)
        raise OSError(28, "No space left on device")

    with source.app_context(), clock.fixed(MORNING):
        with monkeypatch.context() as patch:
            patch.setattr(backups, "write_backup", full)
            assert not regular_backups.run_due(plan)
            assert not regular_backups.run_due(plan)
        assert len(tries) == 1
        assert "No space left" in regular_backups.last_failure(plan)
        (tmp_path / "sao-luu-loi.txt").unlink()
        assert regular_backups.run_due(plan)
    assert regular_backups.last_failure(plan) == ""
