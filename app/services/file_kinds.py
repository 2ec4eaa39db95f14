"""What a file is, told by its content: names and the browser's word are never trusted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.documents import NotAnArchive, open_zip

OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileKind:
    """`endings`: the first is given to files whose name has none of them."""

    media_type: str
    label: str
    endings: tuple[str, ...]


PDF = FileKind("application/pdf", "PDF", (".pdf",))
PNG = FileKind("image/png", "ảnh PNG", (".png",))
JPEG = FileKind("image/jpeg", "ảnh JPEG", (".jpg", ".jpeg"))
DOCX = FileKind(f"{OFFICE}wordprocessingml.document", "Word", (".docx",))
XLSX = FileKind(f"{OFFICE}spreadsheetml.sheet", "Excel", (".xlsx",))
OLD_OFFICE = FileKind("application/x-ole-storage", "Word hoặc Excel bản cũ", (".doc", ".xls"))

_STARTS = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
)
_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
LONGEST_NAME = 150


def find_kind(data: bytes) -> FileKind | None:
    """The kind of a file, or None when it is none that reports take."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    return _office_kind(data) if data.startswith(b"PK\x03\x04") else None


def _office_kind(data: bytes) -> FileKind | None:
    """Only the list of a package's parts is read; nothing is unpacked. Macros are refused."""
    try:
        names = set(open_zip(data).namelist())
    except NotAnArchive:
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((kind for part, kind in _PARTS if part in names), None)


def safe_name(name: str, kind: FileKind) -> str:
    """A file name without folders, signs that systems refuse, or a misleading ending."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    clean = " ".join(_FORBIDDEN.sub(" ", last).split()).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    if dot and f".{ending.lower()}" in kind.endings:
        return f"{stem[:LONGEST_NAME] or 'tep'}.{ending.lower()}"
    return f"{clean[:LONGEST_NAME] or 'tep'}{kind.endings[0]}"
