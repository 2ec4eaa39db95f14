"""The local copy of htmx, for networks that do not reach the CDN and for the browser tests.

A file gets its final name only after its hash has been found right, and one that is there
already is checked again, so a wrong or half-written copy is never served.
"""

from __future__ import annotations

import base64
import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import npm
from tools.console import SetupError, say, warn
from tools.paths import instance_folder, write_atomically


@dataclass(frozen=True)
class Build:
    """One published htmx.min.js; `sha384` in the base64 form of an integrity attribute."""

    version: str
    sha384: str

    @property
    def file_name(self) -> str:
        return f"htmx-{self.version}.min.js"


SERVED = Build("2.0.11", "2OatzQy1H+Zd/IIrjr1TcuDGqLXeHhbooAyJY1KdQMKnr4LZ22k31GBLdYKHmVjg")
NEXT = Build("4.0.1", "Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn")
# For an office with pip but without npm: one release older, from the package below.
SUBSTITUTE = Build("2.0.10", "H5SrcfygHmAuTDZphMHqBJLc3FhssKjG7w/CeCpFReSfwBWDTKpkzPP8c+cLsK+V")
_SUBSTITUTE_WHEEL = "django-htmx==1.29.0"
_SUBSTITUTE_FILE = "django_htmx/static/django_htmx/htmx-2.min.js"


def ensure_served(python: Path, folder: Path | None = None) -> Path:
    """The copy the application may serve, or its substitute; raises SetupError without either."""
    folder = folder or instance_folder() / "htmx"
    if is_right(folder, SERVED):
        return folder / SERVED.file_name
    command = npm.find_npm()
    try:
        if command is None:
            raise SetupError("máy này không có npm")
        return _from_npm(command, SERVED, folder)
    except SetupError as error:
        if is_right(folder, SUBSTITUTE):
            return folder / SUBSTITUTE.file_name
        warn(f"htmx {SERVED.version}: {error}; lấy bản {SUBSTITUTE.version} qua pip.")
        return _from_wheel(python, folder)


def ensure_tested(python: Path, folder: Path | None = None) -> list[Path]:
    """Exactly the builds the browser tests run against; raises SetupError."""
    folder = folder or instance_folder() / "htmx"
    missing = [build for build in (SERVED, NEXT) if not is_right(folder, build)]
    if missing:
        _fetch_all(python, missing, folder)
    return [folder / build.file_name for build in (SERVED, NEXT)]


def is_right(folder: Path, build: Build) -> bool:
    path = folder / build.file_name
    return path.is_file() and sha384(path.read_bytes()) == build.sha384


def store(content: bytes, build: Build, folder: Path) -> Path:
    """Put a file in its place if it is the pinned one; raises SetupError if it is not."""
    found = sha384(content)
    if found != build.sha384:
        raise SetupError(
            f"tệp nhận được không phải htmx {build.version} đã chọn "
            f"(sha384-{found}, cần sha384-{build.sha384}); không dùng tệp này."
        )
    path = folder / build.file_name
    write_atomically(path, content)
    say(f"Đã có {path.name} (đã kiểm tra sha384).")
    return path


def sha384(content: bytes) -> str:
    return base64.b64encode(hashlib.sha384(content).digest()).decode("ascii")


def _fetch_all(python: Path, builds: Sequence[Build], folder: Path) -> None:
    command = npm.find_npm()
    if command is not None:
        for build in builds:
            _from_npm(command, build, folder)
        return
    with npm.npm_from_wheel(python) as borrowed:
        for build in builds:
            _from_npm(borrowed, build, folder)


def _from_npm(command: Sequence[str], build: Build, folder: Path) -> Path:
    name = "dist/htmx.min.js"
    files = npm.read_files(command, f"htmx.org@{build.version}", [name])
    return store(files[name], build, folder)


def _from_wheel(python: Path, folder: Path) -> Path:
    with tempfile.TemporaryDirectory(prefix="htmx-") as name:
        npm.pip_into(python, _SUBSTITUTE_WHEEL, Path(name))
        path = Path(name) / _SUBSTITUTE_FILE
        if not path.is_file():
            raise SetupError(f"gói {_SUBSTITUTE_WHEEL} không có tệp {_SUBSTITUTE_FILE}.")
        return store(path.read_bytes(), SUBSTITUTE, folder)
