"""Writing a backup while everybody works: one reading transaction sees the whole database.

One way for both databases: SQLite in WAL mode and PostgreSQL (REPEATABLE READ) show a reader the
same moment until it ends, without holding up those who write. Stored files are written before the
row that names them and never changed or deleted, so those found after that moment are enough.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import JSON, Connection, MetaData, Table, Text, cast, select, text

from app.extensions import db
from app.services import clock, storage
from app.services.backup_archive import (
    MANIFEST,
    Manifest,
    TablePart,
    check_archive,
    file_entry,
    table_entry,
)

# Alembic's own table is named by the manifest; messages of the queue are sent again by its sweep,
# and what was read of reports beforehand is read again by the upkeep.
_NOT_KEPT = ("alembic_version", "job_queue", "report_reading")
_AT_ONCE = 500


def write_backup(target: Path) -> Manifest:
    """Write `target` as a whole or not at all, and read it back. Raises OSError, Invalid."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, allowZip64=True) as archive:
                manifest = _write_parts(archive)
            file.flush()
            os.fsync(file.fileno())
        # A backup that was never read back is only a hope.
        check_archive(partial)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _write_parts(archive: ZipFile) -> Manifest:
    with snapshot() as connection:
        revision = read_revision(connection)
        tables = {
            table.name: _write_table(archive, connection, table)
            for table in read_tables(connection).sorted_tables
        }
        database = connection.dialect.name
    files = {sha256: _write_file(archive, sha256) for sha256 in storage.list_files()}
    made_at = clock.now().isoformat(timespec="seconds")
    manifest = Manifest(made_at, database, revision, tables, files)
    archive.writestr(_entry(MANIFEST, ZIP_DEFLATED), manifest.dump())
    return manifest


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees one moment of the database until it is closed."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        yield connection


def read_revision(connection: Connection) -> str:
    """The revision of the schema; also the first read, which fixes the moment."""
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return str(found or "")


def read_tables(connection: Connection) -> MetaData:
    """Tables as the database has them: the models may be newer than what is restored."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: not name.startswith(_NOT_KEPT))
    return found


def _write_table(archive: ZipFile, connection: Connection, table: Table) -> TablePart:
    digest, rows = hashlib.sha256(), 0
    # Documents of JSON as the text that is stored: null and no value stay different.
    columns = [
        cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column
        for column in table.columns
    ]
    query = select(*columns).order_by(*table.primary_key)
    found = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    entry = _entry(table_entry(table.name), ZIP_DEFLATED)
    with archive.open(entry, "w", force_zip64=True) as part:
        part.write(_line(list(table.columns.keys()), digest))
        for row in found:
            part.write(_line(list(row), digest))
            rows += 1
    return TablePart(rows, digest.hexdigest())


def _line(values: list[Any], digest: Any) -> bytes:
    line = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()
    line += b"\n"
    digest.update(line)
    return line


def _plain(value: object) -> str:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    raise TypeError(f"a backup cannot keep a value of type {type(value).__name__}")


def _write_file(archive: ZipFile, sha256: str) -> int:
    data = storage.read(sha256)
    # Word, Excel and PDF files are packed already.
    archive.writestr(_entry(file_entry(sha256), ZIP_STORED), data)
    return len(data)


def _entry(name: str, compression: int) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = compression
    entry.external_attr = 0o600 << 16
    return entry
