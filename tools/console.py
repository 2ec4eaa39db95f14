"""What the commands say, and how a command that cannot go on ends."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable


class SetupError(Exception):
    """A step cannot be finished; the message says what happened and what to do next."""


def say(message: str) -> None:
    """One line, at once: these commands are watched while they work."""
    sys.stdout.write(f"{message}\n")
    sys.stdout.flush()


def step(message: str) -> None:
    say(f"==> {message}")


def warn(message: str) -> None:
    say(f"CẢNH BÁO: {message}")


def run_main(main: Callable[[], int]) -> int:
    """Exit code of a command; a SetupError becomes its message and 1, Ctrl+C becomes 130."""
    _write_utf8()
    try:
        return main()
    except SetupError as error:
        say(f"\nKHÔNG LÀM TIẾP ĐƯỢC: {error}")
        return 1
    except KeyboardInterrupt:
        say("\nĐã dừng theo yêu cầu.")
        return 130


def _write_utf8() -> None:
    """A console in another encoding shows some marks wrongly rather than ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
