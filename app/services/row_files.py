"""Files beside the rows of a list of documents: which row each belongs to, and what is left over.

Only the row's id ties them: a row that moves keeps its files; the files of a row that was removed
are kept and named apart, and come back with the row when its removal is undone.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.models import Attachment
from app.services.attachments import TYPE_WITH_ROWS
from forms import Answers, Field, Json

_WORDS_FROM = ("symbol", "title", "kind")
_LONGEST = 60


@dataclass(frozen=True)
class RowFile:
    """`number` is the row's place in the list, from 1; 0 when there is no such row any more."""

    file: Attachment
    number: int
    row_words: str


@dataclass(frozen=True)
class RowFiles:
    """Files of one list: by the id of the row, and those whose row is gone."""

    by_row: Mapping[str, list[Attachment]] = field(default_factory=dict)
    unattached: tuple[Attachment, ...] = ()


def fresh_row_id() -> str:
    """An id no row ever had, so that a new row never gets the files of a removed one."""
    return f"v{secrets.token_hex(6)}"


def files_of_rows(asked: Field, value: Json, files: Iterable[Attachment]) -> RowFiles:
    """Of a field that is no list of documents: nothing."""
    if asked.type != TYPE_WITH_ROWS:
        return RowFiles()
    by_row: dict[str, list[Attachment]] = {row_id: [] for row_id, _ in _rows(value)}
    unattached = []
    for file in _of_rows(asked.key, files):
        if file.row_key in by_row:
            by_row[file.row_key].append(file)
        else:
            unattached.append(file)
    return RowFiles(by_row, tuple(unattached))


def listed_files(key: str, value: Json, files: Iterable[Attachment]) -> list[RowFile]:
    """Files of a list in the order of its rows, those without a row last."""
    rows = {row_id: (n, words) for n, (row_id, words) in enumerate(_rows(value), 1)}
    found = [RowFile(file, *rows.get(file.row_key, (0, ""))) for file in _of_rows(key, files)]
    return sorted(found, key=lambda f: (f.number == 0, f.number, f.file.id))


def words_of(file: Attachment, answers: Answers) -> str:
    """What a file is, for the list of an archive: “Tệp kèm văn bản 15-KH/ĐU: a.pdf”."""
    if not file.row_key:
        return f"Tệp kèm: {file.name}"
    rows = dict(_rows(answers.stored(file.field_key)))
    if file.row_key not in rows:
        return f"Tệp chưa gắn với văn bản nào: {file.name}"
    return f"Tệp kèm văn bản {rows[file.row_key]}: {file.name}"


def _of_rows(key: str, files: Iterable[Attachment]) -> list[Attachment]:
    return [file for file in files if file.row_key and file.field_key == key]


def _rows(value: Json) -> list[tuple[str, str]]:
    """(id, words that tell the document) of each row, in order."""
    return [(str(item.get("id")), _words(item)) for item in value.get("items") or ()]


def _words(item: Json) -> str:
    """The symbol where there is one, else the start of the title."""
    cells = item.get("cells") or {}
    texts = (str((cells.get(key) or {}).get("v") or "") for key in _WORDS_FROM)
    words = next((text for text in texts if text), "")
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]}…"
