"""Keys for what an editor adds: readable, never one that was used before."""

from __future__ import annotations

import re
from collections.abc import Iterable

from forms.loading import RESERVED_KEYS
from forms.schema import Outline
from forms.text import search_key

_MOST = 40
_WORDS = 5


def free_key(title: str, taken: Iterable[str]) -> str:
    """A key out of the first words of a title: "Kết quả đạt được" → ket_qua_dat_duoc."""
    words = re.findall(r"[a-z0-9]+", search_key(title))[:_WORDS]
    base = "_".join(words)[:_MOST].strip("_") or "muc"
    if not base[0].isalpha():
        base = f"m_{base}"
    used = {*taken, *RESERVED_KEYS}
    return next(key for key in _candidates(base) if key not in used)


def _candidates(base: str) -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}_{number}"
        number += 1


def taken_keys(outline: Outline) -> set[str]:
    """Every key of a section or field that stands or stood in the outline."""
    found = {section.key for section in outline.walk()}
    found |= {field.key for _, field in outline.fields()}
    for item in outline.archived:
        found |= {section.key for section in item.walk()}
        found |= {field.key for field in item.fields()}
    return found
