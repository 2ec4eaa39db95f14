"""`make run`: from a bare checkout to a running server with demonstration data."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import htmx, venv
from tools.console import SetupError, run_main, say, step, warn
from tools.paths import ROOT, VENV, instance_folder, program_in

HOST = "127.0.0.1"
DEFAULT_PORT = 8000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.serve", description=__doc__)
    parser.add_argument("--open", action="store_true", help="mở trình duyệt khi máy chủ đã chạy")
    open_page = parser.parse_args().open
    port = chosen_port(os.environ.get("PORT", ""))
    refuse_busy(port)
    python = venv.ensure_venv()
    _fetch_htmx(python)
    instance_folder().mkdir(parents=True, exist_ok=True)
    _flask(python, "Cập nhật cơ sở dữ liệu", "db", "upgrade")
    _flask(python, "Nạp dữ liệu mẫu", "demo", "load")
    _flask(python, "Tài khoản dùng thử", "demo", "accounts")
    refuse_busy(port)
    if open_page:
        subprocess.Popen([sys.executable, "-m", "tools.open_page", HOST, str(port)], cwd=ROOT)
    say(f"\nPhần mềm chạy tại:  http://{HOST}:{port}\nDừng lại bằng Ctrl+C.\n")
    return _serve(port)


def chosen_port(text: str) -> int:
    """Port of the variable PORT, or the usual one; raises SetupError for something else."""
    if not text:
        return DEFAULT_PORT
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise SetupError(f"PORT phải là một số từ 1 đến 65535, không phải «{text}».")
    return int(text)


def refuse_busy(port: int) -> None:
    """Raises SetupError when something else listens on the port already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            # Connections of a server stopped a moment ago do not count as taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise SetupError(
                f"tài khoản này không được mở cổng {port}; hãy chọn cổng từ 1024 trở lên."
            ) from error
        except OSError as error:
            other = port + 1 if port < 65535 else DEFAULT_PORT
            raise SetupError(
                f"cổng {port} đang có chương trình khác dùng (có thể là một lần chạy trước chưa "
                f"dừng). Hãy dừng chương trình đó, hoặc chọn cổng khác:\n    make run PORT={other}"
            ) from error


def server_command(port: int) -> list[str]:
    python = str(program_in(VENV, "python"))
    return [
        *(python, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "wsgi:app"),
    ]


def _fetch_htmx(python: Path) -> None:
    """Without the local copy the pages still have the CDN, so this never stops a start."""
    try:
        htmx.ensure_served(python)
    except SetupError as error:
        warn(f"chưa có bản htmx trên máy ({error}). Phần mềm vẫn chạy nếu máy ra được Internet.")


def _flask(python: Path, title: str, *arguments: str) -> None:
    step(title)
    command: Sequence[str | Path] = [python, "-m", "flask", "--app", "wsgi", *arguments]
    if subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode != 0:
        raise SetupError(
            f"bước «{title}» hỏng, lý do ở các dòng trên. Dữ liệu đã có trong "
            f"{instance_folder()} vẫn còn nguyên."
        )


def _serve(port: int) -> int:
    command = server_command(port)
    os.chdir(ROOT)
    if os.name == "nt":
        return subprocess.run(command, env=_environment(), check=False).returncode
    # In place of this process, so that signals reach the server itself.
    os.execve(command[0], command, _environment())


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


if __name__ == "__main__":
    sys.exit(run_main(main))
