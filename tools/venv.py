"""The virtual environment `.venv` with exactly the pinned packages in it.

A stamp holds the hash of the requirements that were installed last, so a repeated run costs
nothing. A mark stands while pip works: an environment that still carries it was left by a run
that was killed, and is built anew, because pip takes a half-copied package for an installed one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

from tools import apt
from tools.console import SetupError, step, warn
from tools.locking import only_one
from tools.paths import ROOT, VENV, program_in

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
_UNFINISHED = ".dang-cai"


def ensure_venv(name: str = RUNTIME, *, root: Path = ROOT, venv: Path = VENV) -> Path:
    """Python of an environment that holds the packages of `name`; raises SetupError."""
    with only_one(venv.with_name(f"{venv.name}.lock")):
        if not is_sound(venv):
            _create(venv)
        names = [RUNTIME] if name == RUNTIME else [RUNTIME, DEVELOPMENT]
        if _stamp(venv, name).exists() and _read(_stamp(venv, name)) == wanted(root, names):
            return program_in(venv, "python")
        _install(root, venv, name)
        # The development list contains the runtime list.
        for count, installed in enumerate(names, start=1):
            _stamp(venv, installed).write_text(wanted(root, names[:count]), encoding="ascii")
    return program_in(venv, "python")


def is_sound(venv: Path) -> bool:
    """Whether the environment starts, is new enough, has pip, and no run died while filling it."""
    python = program_in(venv, "python")
    if not python.exists() or (venv / _UNFINISHED).exists():
        return False
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        result = subprocess.run([python, "-c", probe], capture_output=True, check=False)
    except OSError:
        return False
    return result.returncode == 0


def wanted(root: Path, names: list[str]) -> str:
    """Hash of the requirement files, which is what a stamp holds."""
    digest = hashlib.sha256()
    for name in names:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def _read(stamp: Path) -> str:
    return stamp.read_text(encoding="ascii", errors="replace").strip()


def _stamp(venv: Path, name: str) -> Path:
    return venv / f".da-cai-{name}"


def _create(venv: Path) -> None:
    if venv.exists():
        warn(f"Môi trường {venv.name} còn dở từ lần trước hoặc đã hỏng, tạo lại từ đầu.")
    step(f"Tạo môi trường Python {sys.version.split()[0]} trong {venv.name}")
    _ensure_ensurepip()
    result = subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=False)
    if result.returncode != 0 or not is_sound(venv):
        raise SetupError(
            f"không tạo được {venv}. Kiểm tra quyền ghi và chỗ trống của ổ đĩa, "
            f"xóa thư mục {venv.name} rồi chạy lại."
        )


def _ensure_ensurepip() -> None:
    """Debian and Ubuntu keep the part that puts pip into an environment in its own package."""
    if importlib.util.find_spec("ensurepip") is not None:
        return
    package = f"python3.{sys.version_info.minor}-venv"
    if apt.can_install():
        apt.ensure([package], "phần tạo môi trường của Python")
        return
    raise SetupError(
        "Python của máy này thiếu phần «ensurepip». Trên Debian, Ubuntu hãy chạy:\n"
        f"    sudo apt-get install {package}\nrồi chạy lại lệnh vừa rồi."
    )


def _install(root: Path, venv: Path, name: str) -> None:
    step(f"Cài các thư viện ghi trong {name} (lần đầu mất khoảng một phút)")
    command: list[str | Path] = [program_in(venv, "python"), "-m", "pip", "install", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "-r", root / name]
    (venv / _UNFINISHED).touch()
    result = subprocess.run(command, check=False)
    if result.returncode != 0:
        (venv / _UNFINISHED).unlink()
        raise SetupError(
            f"pip không cài được các thư viện trong {name} (mã {result.returncode}, lý do ở các "
            "dòng trên). Thường là do mạng: kiểm tra đường ra Internet hoặc cấu hình proxy của "
            "pip rồi chạy lại, phần đã tải không phải tải lại."
        )
    (venv / _UNFINISHED).unlink()
