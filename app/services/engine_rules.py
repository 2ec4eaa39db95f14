"""Which rules of the engine this process works by, as a short text that changes when they do."""

from __future__ import annotations

import hashlib
import logging
import sys
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

log = logging.getLogger("app.engine_rules")

ROOMS = ("narrative", "text")
"""Where all that decides how prose is taken apart stands."""


@cache
def prose_rules() -> str:
    """ "" where the engine's sources cannot be read: then nobody knows whether the rules are those
    of before."""
    try:
        return digest_of(files("forms") / room for room in ROOMS)
    except OSError:
        log.warning(
            "the sources of the engine cannot be read; nothing is read ahead", exc_info=True
        )
        return ""


def digest_of(rooms: Iterable[Traversable]) -> str:
    """Of every source file, and of what Python knows of letters; "" when there is no such file."""
    found = {
        f"{room.name}/{file.name}": file.read_bytes()
        for room in rooms
        for file in room.iterdir()
        if file.name.endswith(".py")
    }
    if not found:
        return ""
    digest = hashlib.blake2b(repr(sorted(found.items())).encode(), digest_size=8)
    digest.update(f"{sys.version_info[:2]} {unicodedata.unidata_version}".encode())
    return digest.hexdigest()
