"""Many files as one ZIP, with names that survive Zalo, mail and old unzippers."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable

_MAX_STEM = 80
_EPOCH = (2000, 1, 1, 0, 0, 0)
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9]+")


def plain_name(text: str) -> str:
    """ "Đảng ủy xã Phú Thọ" → "Dang-uy-xa-Phu-Tho"; never empty, never a path."""
    text = text.replace("đ", "d").replace("Đ", "D")
    letters = unicodedata.normalize("NFD", text)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_IN_NAME.sub("-", bare).strip("-")[:_MAX_STEM].rstrip("-") or "tep"


def bundle(files: Iterable[tuple[str, bytes]]) -> bytes:
    """`files` are (name with extension, content); equal names get a number."""
    taken: set[str] = set()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(_free_name(name, taken), _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def _free_name(name: str, taken: set[str]) -> str:
    stem, dot, extension = name.rpartition(".")
    if not dot or not extension.isalnum() or len(extension) > 5:
        stem, extension = name, ""
    bare, ending = plain_name(stem), f".{extension.lower()}" if extension else ""
    candidate, copy = bare + ending, 1
    while candidate.lower() in taken:
        copy += 1
        candidate = f"{bare}-{copy}{ending}"
    taken.add(candidate.lower())
    return candidate
