"""Many files as one ZIP, with names that survive Zalo, mail and old unzippers."""

import io
import zipfile
from collections.abc import Iterable

from forms import file_name

_STEM = 90
_EPOCH = (2000, 1, 1, 0, 0, 0)


def bundle(files: Iterable[tuple[str, bytes]]) -> bytes:
    """`files` are (name with extension, content); names as `archive_names` gives them."""
    given = list(files)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        names = archive_names(name for name, _ in given)
        for name, (_, content) in zip(names, given, strict=True):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def archive_names(names: Iterable[str]) -> list[str]:
    """Without tones and paths; equal ones get a number."""
    taken: set[str] = set()
    return [_free_name(name, taken) for name in names]


def _free_name(name: str, taken: set[str]) -> str:
    stem, dot, extension = name.rpartition(".")
    if not dot or not extension.isalnum() or not extension.isascii() or len(extension) > 5:
        stem, extension = name, ""
    candidate, copy = _named(stem, extension), 1
    while candidate.lower() in taken:
        copy += 1
        candidate = _named(f"{_named(stem, '')[:_STEM]} {copy}", extension)
    taken.add(candidate.lower())
    return candidate


def _named(stem: str, extension: str) -> str:
    return file_name(stem, extension.lower()).removesuffix(".")
