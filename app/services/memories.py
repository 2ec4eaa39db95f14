"""What the engine remembers between merges, for the few campaigns merged last in this process."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

MOST_CAMPAIGNS = 4

Memory = TypeVar("Memory")


class Memories(Generic[Memory]):
    """A memory for each of a few keys; the one not asked for longest gives way to a new one."""

    def __init__(self, make: Callable[[], Memory]) -> None:
        self._make = make
        self._kept: dict[Hashable, Memory] = {}
        self._lock = Lock()

    def of(self, key: Hashable) -> Memory:
        with self._lock:
            found = self._kept.pop(key, None)
            if found is None:
                found = self._make()
            self._kept[key] = found
            while len(self._kept) > MOST_CAMPAIGNS:
                del self._kept[next(iter(self._kept))]
            return found

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


class LastResults(Generic[Memory]):
    """The last result for each of a few keys, while what it was made of has the same stamp."""

    def __init__(self) -> None:
        self._kept: Memories[dict[Hashable, Memory]] = Memories(dict)

    def recall(self, key: Hashable, stamp: Hashable, make: Callable[[], Memory]) -> Memory:
        kept = self._kept.of(key)
        found = kept.get(stamp)
        if found is None:
            found = make()
            kept.clear()
            kept[stamp] = found
        return found

    def clear(self) -> None:
        self._kept.clear()
