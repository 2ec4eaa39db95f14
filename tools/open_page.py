"""Show the first page once the server answers: `python -m tools.open_page HOST PORT`."""

from __future__ import annotations

import socket
import sys
import time
import webbrowser

_SECONDS = 60


def answers(host: str, port: int, seconds: float = _SECONDS) -> bool:
    """Whether something accepts connections there before the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            if probe.connect_ex((host, port)) == 0:
                return True
        time.sleep(0.2)
    return False


if __name__ == "__main__":
    if answers(sys.argv[1], int(sys.argv[2])):
        webbrowser.open(f"http://{sys.argv[1]}:{sys.argv[2]}/")
