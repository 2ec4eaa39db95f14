"""Restoring a backup into an empty place: checked before, written in one transaction and counted.

Whenever it is cut off, the database is either still without rows or complete, and a mark in the
instance folder says that a restoration was begun; running it again ends it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sqlalchemy import (
    JSON,
    Connection,
    LargeBinary,
    MetaData,
    Table,
    bindparam,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.types import Date, DateTime, NullType, Time

from app.extensions import db, write_intent
from app.services import audit, storage
from app.services.backup_archive import (
    Manifest,
    check_archive,
    file_entry,
    opened,
    read_rows,
)
from app.services.backups import read_revision, read_tables
from app.services.errors import Invalid, Refused

MARK = "khoi-phuc-dang-do.txt"
_AT_ONCE = 500
Migrate = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What was restored, and what the chain of the audit log complains of (nothing, if sound)."""

    manifest: Manifest
    problems: tuple[str, ...]


def restore(path: Path, instance: Path, migrate: Migrate, known: Collection[str]) -> Restored:
    """Restore `path`. `migrate` brings the schema to a revision, `known` are those it can reach.

    Raises Invalid for a damaged or newer archive, Refused for a place that is not empty; then
    nothing was written.
    """
    manifest = check_archive(path)
    if manifest.revision not in known:
        raise Invalid("Bản sao lưu này của phiên bản phần mềm mới hơn. Hãy cập nhật phần mềm.")
    mark = instance / MARK
    if not _require_empty(mark, manifest):
        mark.write_text(f"{manifest.made_at}\n", encoding="utf-8")
        migrate(manifest.revision)
        with opened(path) as archive:
            _restore_files(archive, manifest)
            _restore_rows(archive, manifest)
    migrate("head")
    problems = tuple(problem.message for problem in audit.verify())
    db.session.rollback()
    mark.unlink()
    return Restored(manifest, problems)


def is_unfinished(instance: Path) -> bool:
    return (instance / MARK).exists()


def _require_empty(mark: Path, manifest: Manifest) -> bool:
    """Whether an earlier run has written the rows already. Raises Refused."""
    db.session.remove()
    with db.engine.connect() as connection:
        has_rows = _has_rows(connection)
        has_schema = inspect(connection).has_table("alembic_version")
        revision = read_revision(connection) if has_schema else ""
    begun = mark.exists()
    if begun and has_rows and mark.read_text(encoding="utf-8").strip() == manifest.made_at:
        return True
    if has_rows:
        raise Refused(
            "Cơ sở dữ liệu đã có dữ liệu nên không khôi phục đè lên. "
            "Hãy trỏ DATABASE_URL tới một cơ sở dữ liệu trống rồi chạy lại."
        )
    if revision not in ("", manifest.revision):
        raise Refused(
            f"Cơ sở dữ liệu trống nhưng ở phiên bản {revision}, bản sao lưu ở {manifest.revision}. "
            "Hãy tạo lại cơ sở dữ liệu trống, chưa chạy db upgrade, rồi chạy lại."
        )
    if not begun and storage.list_files():
        raise Refused(
            "Kho tệp đã có tệp nên không khôi phục đè lên. "
            "Hãy trỏ STORAGE_PATH tới một thư mục trống rồi chạy lại."
        )
    return False


def _has_rows(connection: Connection) -> bool:
    return any(
        connection.execute(select(text("1")).select_from(table).limit(1)).first() is not None
        for table in read_tables(connection).sorted_tables
    )


def _restore_files(archive: ZipFile, manifest: Manifest) -> None:
    for sha256 in manifest.files:
        if storage.store(archive.read(file_entry(sha256))) != sha256:
            raise Invalid(f"Tệp {sha256[:12]}… trong bản sao lưu không còn nguyên vẹn.")


def _restore_rows(archive: ZipFile, manifest: Manifest) -> None:
    """All tables in one transaction. Raises Invalid when a count differs at its end."""
    token = write_intent.set(True)
    try:
        with db.engine.begin() as connection:
            tables = _tables_to_fill(connection)
            order = [table for table in tables.sorted_tables if table.name in manifest.tables]
            if len(order) != len(manifest.tables):
                raise Invalid("Bản sao lưu có bảng mà phiên bản này không có.")
            later = [part for table in order for part in _insert(archive, connection, table, order)]
            for statement, rows in later:
                connection.execute(statement, rows)
            _check_counts(connection, tables, manifest)
            _set_sequences(connection, order)
    finally:
        write_intent.reset(token)


def _tables_to_fill(connection: Connection) -> MetaData:
    tables = read_tables(connection)
    for table in tables.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                # It goes in as the text it was; its own type would make a JSON text of that.
                column.type = NullType()
    return tables


def _insert(
    archive: ZipFile, connection: Connection, table: Table, order: list[Table]
) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Insert a table's rows; references to rows that are not there yet are left for later."""
    waiting = _references_ahead(table, order)
    rows = read_rows(archive, table.name)
    names = next(rows)
    later: list[dict[str, Any]] = []
    for batch in _batches(rows):
        records = [_record(table, names, row) for row in batch]
        later += [_taken_out(table, record, waiting) for record in records if _any(record, waiting)]
        connection.execute(insert(table), records)
    if not later:
        return []
    keys = [column == bindparam(f"key_{column.name}") for column in table.primary_key]
    return [(update(table).where(*keys), later)]


def _batches(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while batch := list(itertools.islice(rows, _AT_ONCE)):
        yield batch


def _references_ahead(table: Table, order: list[Table]) -> list[str]:
    """Columns that name rows of this table itself or of one that comes after it."""
    ahead = set(order[order.index(table) :])
    return [key.parent.name for key in table.foreign_keys if key.column.table in ahead]


def _any(record: dict[str, Any], names: list[str]) -> bool:
    return any(record[name] is not None for name in names)


def _taken_out(table: Table, record: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """The update that sets the references later; the record itself goes in without them."""
    found = {f"key_{column.name}": record[column.name] for column in table.primary_key}
    for name in names:
        found[name], record[name] = record[name], None
    return found


def _record(table: Table, names: list[str], row: list[Any]) -> dict[str, Any]:
    return {
        name: _value(table.columns[name].type, value)
        for name, value in zip(names, row, strict=True)
    }


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    for wanted, read in (
        (DateTime, datetime.fromisoformat),
        (Date, date.fromisoformat),
        (Time, time.fromisoformat),
        (LargeBinary, bytes.fromhex),
    ):
        if isinstance(kind, wanted):
            return read(value)
    return value


def _check_counts(connection: Connection, tables: MetaData, manifest: Manifest) -> None:
    for name, part in manifest.tables.items():
        found = connection.scalar(select(func.count()).select_from(tables.tables[name]))
        if found != part.rows:
            raise Invalid(f"Bảng {name}: bản sao lưu có {part.rows} dòng, chỉ ghi được {found}.")


def _set_sequences(connection: Connection, order: list[Table]) -> None:
    """PostgreSQL gives numbers from sequences, which know nothing of the rows put in."""
    if connection.dialect.name != "postgresql":
        return
    for table in order:
        for column in table.primary_key:
            name = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": f'"{table.name}"', "column": column.name},
            )
            highest = connection.scalar(select(func.max(column)))
            if name and highest:
                connection.execute(
                    text("SELECT setval(CAST(:name AS regclass), :value)"),
                    {"name": name, "value": highest},
                )
