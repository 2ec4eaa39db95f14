"""Files by content hash in a folder: written once, never changed, safe against half writes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from app.services.errors import NotFound

_root: list[Path] = []


def use_folder(root: Path) -> None:
    """Set by the application factory; the last application of a process wins."""
    root.mkdir(parents=True, exist_ok=True)
    _root[:] = [root]


def store(data: bytes) -> str:
    """Keep bytes; gives their SHA-256. The same content is kept once."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    return sha256


def read(sha256: str) -> bytes:
    """Raises NotFound when the file is not there (any more)."""
    path = path_of(sha256)
    if not path.is_file():
        raise NotFound("Tệp này không còn trong kho lưu trữ. Hãy báo người quản trị.")
    return path.read_bytes()


def path_of(sha256: str) -> Path:
    """Raises NotFound for anything that is not a hash (no path of the caller's making)."""
    if not is_hash(sha256):
        raise NotFound("Không có tệp này.")
    return _root[0] / sha256[:2] / sha256


def list_files() -> list[str]:
    """Hashes of everything that is kept, sorted; half-written files are not among them."""
    found = (path.name for path in _root[0].glob("??/*") if path.is_file())
    return sorted(name for name in found if is_hash(name))


def is_hash(name: str) -> bool:
    return len(name) == 64 and all(char in "0123456789abcdef" for char in name)
