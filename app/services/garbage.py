"""Python's collector of reference cycles, kept out of work that makes many lasting objects.

A merge makes hundreds of thousands of values and hardly a cycle; looking through all of them over
and over takes as long as a third of the work. Reference counting goes on as always.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_paused = 0


@contextmanager
def collector_paused() -> Iterator[None]:
    """May be nested and used by several threads at once; the last one out turns it on again."""
    _change(+1)
    try:
        yield
    finally:
        _change(-1)


def _change(by: int) -> None:
    global _paused  # the collector is one for the whole process
    with _lock:
        _paused += by
        if _paused:
            gc.disable()
        else:
            gc.enable()
