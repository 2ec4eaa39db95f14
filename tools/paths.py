"""Where things are in a checkout, and writing a file so that nobody ever sees half of it."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"


def instance_folder() -> Path:
    """The folder of everything that is made on this machine and never committed."""
    return Path(os.environ.get("INSTANCE_PATH") or ROOT / "instance")


def program_in(venv: Path, name: str) -> Path:
    """Path of an installed command of a virtual environment, on any system."""
    if os.name == "nt":
        return venv / "Scripts" / f"{name}.exe"
    return venv / "bin" / name


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target, then rename: a killed run leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
