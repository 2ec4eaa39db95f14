"""Keys for proposed sections and fields: short, readable, unique, allowed by the language."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

from forms.expressions import FUNCTIONS
from forms.text import search_key

MAX_KEY = 60
_RESERVED = frozenset({*FUNCTIONS, *keyword.kwlist, "unit", "true", "false", "items"})
_KNOWN = (
    ("ket qua", "ket_qua"), ("ton tai", "han_che"), ("han che", "han_che"),
    ("khuyet diem", "han_che"), ("kho khan", "kho_khan"), ("nguyen nhan", "nguyen_nhan"),
    ("uu diem", "uu_diem"), ("thuan loi", "thuan_loi"), ("bai hoc", "bai_hoc"),
    ("danh gia chung", "chung"), ("kien nghi", "kien_nghi"), ("de xuat", "de_xuat"),
    ("danh muc", "danh_muc"), ("phuong huong", "phuong_huong"), ("muc tieu", "muc_tieu"),
)  # fmt: skip


class Keys:
    """Gives keys out; the same wish twice becomes `_2`, `_3` …"""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {*_RESERVED, *taken}

    def take(self, wish: str) -> str:
        base = (wish if wish[:1].isalpha() else f"m_{wish}")[:MAX_KEY].strip("_") or "muc"
        key, number = base, 1
        while key in self._taken:
            number += 1
            tail = f"_{number}"
            key = base[: MAX_KEY - len(tail)] + tail
        self._taken.add(key)
        return key


def slug(text: str, words: int = 4) -> str:
    """The first words of a heading as a key: "Bối cảnh và những vấn đề" → "boi_canh_va_nhung"."""
    plain = search_key(text)
    for start, short in _KNOWN:
        if plain.startswith(start):
            return short
    return "_".join(re.findall(r"[a-z0-9]+", plain)[:words])[:40].strip("_")


def number_slug(number: str) -> str:
    """The last part of a printed number, as it goes into a key: "1.2" → "2", "đ" → "d"."""
    return "".join(re.findall(r"[a-z0-9]+", search_key(number.rsplit(".", 1)[-1])))
