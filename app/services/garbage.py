"""Python's collector of reference cycles, kept out of work that makes many lasting objects.

A merge makes hundreds of thousands of values and hardly a cycle; looking through all of them over
and over takes as long as a third of the work. Reference counting goes on as always. At its end
nothing that a great piece of work made is looked through either: it joins what has been there for
long, where the next full collection finds the few cycles in it.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_paused = 0
GREAT = 10_000
"""So many values more than were freed."""


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
            _resume()


def _resume() -> None:
    if gc.get_count()[0] > GREAT:
        # Into the permanent generation and back into the oldest one: two changes of a list's ends.
        gc.freeze()
        gc.unfreeze()
    gc.enable()
