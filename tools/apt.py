"""Debian packages, where this account may install them without being asked for a password."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import time
from collections.abc import Sequence

from tools.console import SetupError, say, step

# Another apt or dpkg (an unattended upgrade, a second terminal) is waited for, not fought.
_WAIT_SECONDS = 600
_APT = ("apt-get", "-y", "-o", f"DPkg::Lock::Timeout={_WAIT_SECONDS}", "-o", "Dpkg::Use-Pty=0")


@functools.cache
def can_install() -> bool:
    """Whether apt-get is here and this account is root or has sudo without a password."""
    if os.name == "nt" or shutil.which("apt-get") is None:
        return False
    return os.geteuid() == 0 or _has_free_sudo()


def is_installed(package: str) -> bool:
    command = ["dpkg-query", "-W", "-f", "${db:Status-Status}", package]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.returncode == 0 and result.stdout == "installed"


def try_install(package: str) -> bool:
    """One attempt with the lists as they are, for what can be done without."""
    command = ["apt-cache", "show", "--quiet", package]
    is_known = subprocess.run(command, capture_output=True, check=False).returncode == 0
    return is_known and _install([package])


def ensure(packages: Sequence[str], purpose: str) -> None:
    """Install what is missing; raises SetupError when that cannot be done."""
    missing = [package for package in packages if not is_installed(package)]
    if not missing:
        return
    step(f"Cài {purpose}: {' '.join(missing)} (có thể mất vài phút)")
    if _install(missing):
        return
    # Either the lists are missing or old, or an earlier run was killed in the middle of dpkg.
    say("Chưa được: hoàn tất phần cài dở nếu có, tải lại danh mục gói rồi thử lại…")
    _run_as_root(["dpkg", "--configure", "-a"])
    _update()
    if not _install(missing):
        raise SetupError(
            f"không cài được {purpose}. Hãy tự chạy:\n    {install_command(missing)}\n"
            "xem lỗi báo ra rồi chạy lại."
        )


def install_command(packages: Sequence[str]) -> str:
    """The line to show to someone who has to install by hand."""
    return f"sudo apt-get install --no-install-recommends {' '.join(packages)}"


def _install(packages: Sequence[str]) -> bool:
    return _run_as_root([*_APT, "install", "--no-install-recommends", *packages])


def _update() -> None:
    # apt waits for the lock of the packages, but not for the lock of their lists.
    for attempt in range(1, 7):
        if _run_as_root([*_APT, "update"]):
            return
        say(f"Danh mục gói chưa tải được (lần {attempt}/6), đợi 10 giây rồi thử lại…")
        time.sleep(10)


def _run_as_root(command: Sequence[str]) -> bool:
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", *command]
    full = quiet if os.geteuid() == 0 else ["sudo", "-n", *quiet]
    return subprocess.run(full, stdin=subprocess.DEVNULL, check=False).returncode == 0


def _has_free_sudo() -> bool:
    if shutil.which("sudo") is None:
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
