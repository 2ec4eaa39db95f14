"""A bad line, on demand: answers that are slow, fail, or never arrive though the work was done."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.waiting import PATIENCE

Application = Callable[..., Iterable[bytes]]


@dataclass
class Weather:
    """What happens to the next requests of the method whose path contains `path`, in order.

    "slow" waits until `clear` is set, "late" does the work and then waits, "fail" is a 503 before
    anything was done, "drop" does the work and cuts the line, "gone" cuts it before any work.
    """

    path: str = "/o/"
    method: str = "POST"
    coming: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    clear: threading.Event = field(default_factory=threading.Event)

    def next_for(self, environ: dict[str, Any]) -> str:
        if environ["REQUEST_METHOD"] != self.method or self.path not in environ["PATH_INFO"]:
            return ""
        self.seen.append(environ["PATH_INFO"])
        return self.coming.pop(0) if self.coming else ""


def under(application: Application, weather: Weather) -> Application:
    def outside(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        kind = weather.next_for(environ)
        if kind == "fail":
            start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b""]
        if kind == "slow":
            weather.clear.wait(PATIENCE)
        if kind == "late":
            answer = list(application(environ, start_response))
            weather.clear.wait(PATIENCE)
            return answer
        if kind == "drop":
            list(application(environ, lambda *_: None))
        if kind in ("drop", "gone"):
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            raise ConnectionError("the line was cut")
        return application(environ, start_response)

    return outside
