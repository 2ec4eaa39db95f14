"""Programs the tests drive that no Python package carries: a browser, LibreOffice, poppler."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import apt
from tools.console import SetupError, say, warn

# Chromium without its windows: the same engine at half the processor time.
LIGHT_BROWSER = "chromium-headless-shell"
BROWSER_COMMANDS = (
    LIGHT_BROWSER,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


@dataclass(frozen=True)
class Need:
    """`is_met` looks at the machine; `packages` are Debian's names for what would meet it."""

    purpose: str
    is_met: Callable[[], bool]
    packages: tuple[str, ...]


def find_browser() -> str | None:
    """Path of a Chromium or Chrome; the variable BROWSER_PATH goes before everything found."""
    chosen = os.environ.get("BROWSER_PATH")
    found = (shutil.which(name) for name in BROWSER_COMMANDS)
    return chosen or next((path for path in found if path), None)


def browser_starts() -> bool:
    """A browser that is only a name (a snap in a container) is as good as none."""
    path = find_browser()
    if path is None:
        return False
    try:
        result = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0


def has_office_part(library: str) -> bool:
    """Writer and Calc come in separate packages, and `soffice` alone can be without both."""
    soffice = shutil.which("soffice")
    return soffice is not None and (Path(soffice).resolve().parent / library).exists()


def has_document_font() -> bool:
    """Whether something with the widths of Times New Roman is there, so that pages break alike."""
    if shutil.which("fc-match") is None:
        return False
    match = subprocess.run(
        ["fc-match", "-f", "%{family}", "Times New Roman"],
        capture_output=True,
        text=True,
        check=False,
    )
    return match.stdout.startswith(("Times New Roman", "Liberation Serif", "Tinos"))


BROWSER = (Need("trình duyệt Chromium", browser_starts, ("chromium",)),)
OFFICE = (
    Need(
        "LibreOffice Writer", lambda: has_office_part("libswlo.so"), ("libreoffice-writer-nogui",)
    ),
    Need("LibreOffice Calc", lambda: has_office_part("libsclo.so"), ("libreoffice-calc-nogui",)),
    Need("phông chữ Liberation", has_document_font, ("fontconfig", "fonts-liberation")),
    Need("poppler-utils", lambda: shutil.which("pdftoppm") is not None, ("poppler-utils",)),
)
QUEUE = (Need("Redis", lambda: shutil.which("redis-server") is not None, ("redis-server",)),)


def ensure_browser() -> None:
    """The light build where the system has one, else whatever browser there is or can be had."""
    if shutil.which(LIGHT_BROWSER) is None and "BROWSER_PATH" not in os.environ:
        _wish_for_light_browser()
    ensure(BROWSER)


def _wish_for_light_browser() -> None:
    """Beside another browser it is worth one try, without one all that can be done."""
    if not apt.can_install():
        return
    if find_browser():
        apt.try_install(LIGHT_BROWSER)
        return
    try:
        apt.ensure([LIGHT_BROWSER], BROWSER[0].purpose)
    except SetupError as error:
        warn(f"không có bản Chromium gọn, thử bản đầy đủ: {error}")


def ensure(needs: Sequence[Need]) -> None:
    """Install what is not met; raises SetupError that names what to install by hand."""
    missing = [need for need in needs if not need.is_met()]
    if not missing:
        say(f"Đã có: {', '.join(need.purpose for need in needs)}.")
        return
    purposes = ", ".join(need.purpose for need in missing)
    packages = [package for need in missing for package in need.packages]
    if apt.can_install():
        apt.ensure(packages, purposes)
    unmet = [need.purpose for need in missing if not need.is_met()]
    if unmet:
        raise SetupError(
            f"máy này chưa có {', '.join(unmet)}. Trên Debian, Ubuntu hãy chạy:\n"
            f"    {apt.install_command(packages)}\n"
            "Máy khác: cài theo cách của hệ điều hành; trình duyệt ở chỗ khác thì chỉ rõ bằng "
            "biến BROWSER_PATH."
        )
