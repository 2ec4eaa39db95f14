"""The archive of a backup: what is in it, and reading it with every hash checked.

A ZIP file: `manifest.json`; `database/<table>.jsonl`, the names of the columns in the first line
and then one row a line; `files/<sha256>`. Nothing in it belongs to one kind of database, so that
what was kept from SQLite can be restored into PostgreSQL. Writing and restoring are elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from app.services import storage
from app.services.errors import Invalid

FORMAT = 1
MANIFEST = "manifest.json"
_CHUNK = 1 << 20
# What the standard library raises for archives that are cut, changed, locked by a password
# (RuntimeError) or no archives at all.
_BROKEN = (BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, RuntimeError)


@dataclass(frozen=True)
class TablePart:
    """One table: its number of rows, and the SHA-256 of its lines."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive must hold. `files` gives sizes by hash; `revision` is the schema's."""

    made_at: str
    database: str
    revision: str
    tables: Mapping[str, TablePart]
    files: Mapping[str, int]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables.values())

    def dump(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)


def table_entry(name: str) -> str:
    return f"database/{name}.jsonl"


def file_entry(sha256: str) -> str:
    return f"files/{sha256}"


def check_archive(path: Path) -> Manifest:
    """Read everything once. Raises Invalid naming the first part that is missing or changed."""
    with opened(path) as archive:
        manifest = read_manifest(archive)
        for name, part in manifest.tables.items():
            if _sha256(archive, table_entry(name)) != part.sha256:
                raise _damaged(f"bảng {name} không còn nguyên vẹn")
        for sha256 in manifest.files:
            if not storage.is_hash(sha256) or _sha256(archive, file_entry(sha256)) != sha256:
                raise _damaged(f"tệp {sha256[:12]}… không còn nguyên vẹn")
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """The archive; whatever is wrong with it inside the block becomes Invalid."""
    try:
        with ZipFile(path) as archive:
            yield archive
    except FileNotFoundError as error:
        raise Invalid(f"Không thấy tệp {path}.") from error
    except _BROKEN as error:
        raise _damaged(str(error)[:200]) from error


def read_manifest(archive: ZipFile) -> Manifest:
    raw = json.loads(archive.read(MANIFEST))
    if raw["format"] != FORMAT:
        raise Invalid("Bản sao lưu này của phiên bản phần mềm mới hơn. Hãy cập nhật phần mềm.")
    tables = {name: TablePart(**part) for name, part in raw.pop("tables").items()}
    return Manifest(tables=tables, **raw)


def read_rows(archive: ZipFile, name: str) -> Iterator[list[Any]]:
    """The names of the columns first, then the rows."""
    with archive.open(table_entry(name)) as lines:
        for line in lines:
            yield json.loads(line)


def _sha256(archive: ZipFile, entry: str) -> str:
    digest = hashlib.sha256()
    with archive.open(entry) as content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _damaged(reason: str) -> Invalid:
    return Invalid(
        f"Tệp sao lưu bị hỏng hoặc không phải tệp sao lưu ({reason}). Hãy dùng bản sao lưu khác."
    )
