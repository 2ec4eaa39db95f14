"""ZIP packages that somebody sends: opened in one guarded way, nothing is unpacked here."""

from __future__ import annotations

import io
import zipfile

# ValueError: numbers no archive can have; RuntimeError: a version or method zipfile has not.
_NO_ARCHIVE = (zipfile.BadZipFile, ValueError, RuntimeError)


class NotAnArchive(ValueError):
    """The bytes are no ZIP package that can be read."""


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Only the list of its parts is read. Raises NotAnArchive."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _NO_ARCHIVE as error:
        raise NotAnArchive(str(error)) from error


def unpacked_bytes(archive: zipfile.ZipFile) -> int:
    """What its parts say they hold."""
    return sum(part.file_size for part in archive.infolist())
