"""Rewrite requirements*.txt with the newest versions that requirements*.in admits.

Installs into an environment thrown away afterwards and writes down what came, so the pins are
a set that was really installed together. Lines with a marker (packages of another system or
Python) are taken over as they stand.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tools.console import SetupError, say, step
from tools.paths import ROOT, program_in, write_atomically

_HEAD = "# Written by `make pins` from {source}; do not edit.\n"


def write_pins(root: Path = ROOT) -> None:
    """Both requirement files; raises SetupError when an installation fails."""
    with tempfile.TemporaryDirectory(prefix="pins-") as name:
        venv = Path(name) / "venv"
        step("Cài thử vào một môi trường tạm (khoảng một phút)")
        _run([sys.executable, "-m", "venv", venv])
        conditional = marked((root / "requirements.in").read_text(encoding="utf-8"))
        runtime = without(_installed(venv, root / "requirements.in"), conditional)
        everything = without(_installed(venv, root / "requirements-dev.in"), conditional)
    _write(root, "requirements", [*runtime, *conditional])
    _write(root, "requirements-dev", ["-r requirements.txt", *without(everything, runtime)])


def marked(source: str) -> list[str]:
    """The lines of a source that hold only on some systems or Pythons."""
    return [line for line in source.splitlines() if ";" in line and not line.startswith("#")]


def without(pins: list[str], others: list[str]) -> list[str]:
    """Those pins whose package is not among the others'."""
    taken = {line.split("==")[0].lower() for line in others}
    return [pin for pin in pins if pin.split("==")[0].lower() not in taken]


def _installed(venv: Path, source: Path) -> list[str]:
    python = program_in(venv, "python")
    _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", source])
    listing = _run([python, "-m", "pip", "freeze", "--disable-pip-version-check"])
    return [line for line in listing.splitlines() if "==" in line]


def _write(root: Path, stem: str, lines: list[str]) -> None:
    text = _HEAD.format(source=f"{stem}.in") + "\n".join(lines) + "\n"
    write_atomically(root / f"{stem}.txt", text.encode("utf-8"))
    say(f"Đã ghi {stem}.txt ({len(lines)} dòng).")


def _run(command: list[str | Path]) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SetupError(f"lệnh hỏng: {result.stderr.strip()[-2000:]}")
    return result.stdout
