"""Small habits of Vietnamese office prose: words inside a sentence, counts below ten.

Not here: spelling, and anything that changes what a text says.
"""

from __future__ import annotations

_COMMON = frozenset({"Các", "Những", "Xã", "Phường", "Thôn", "Huyện", "Tỉnh"})
_COMMON_PAIRS = ("Thị trấn ", "Thị xã ", "Đặc khu ", "Tổ dân phố ")
_NAMES = (
    *("Kết luận", "Chỉ thị", "Nghị quyết", "Nghị định", "Quyết định", "Quy định", "Quy chế"),
    *("Hướng dẫn", "Thông tri", "Thông tư", "Kế hoạch", "Chương trình", "Đề án", "Luật", "Pháp"),
    *("Đảng", "Nhân dân", "Hội", "Trung ương", "Mặt trận", "Quốc"),
)


def two_digits(count: int) -> str:
    """Offices write counts below ten with a zero: "05 đơn vị"; none at all stays "0"."""
    return f"{count:02d}" if count else "0"


def name_within_sentence(name: str) -> str:
    """ "Xã Nhân La" → "xã Nhân La", "Các bộ, ngành" → "các bộ, ngành"; bodies keep their capital:
    "Đảng ủy xã A", "Ủy ban MTTQ huyện", "Huyện đoàn"."""
    first, _, rest = name.partition(" ")
    is_place = first in _COMMON and (first in ("Các", "Những") or rest[:1].isupper())
    if is_place or name.startswith(_COMMON_PAIRS):
        return name[0].lower() + name[1:]
    return name


def within_sentence(title: str) -> str:
    """A title in the middle of a sentence: its first letter small, unless it begins with a name,
    an abbreviation or the kind of a document ("Kết luận số 49-KL/TW")."""
    first, second, *_ = [*title.split(" "), "", ""]
    if len(first) < 2 or not first[1:].islower() or title.startswith(_NAMES):
        return title
    if second[:1].isupper() and not second.isupper():
        return title  # "Kim Động …"
    return title[0].lower() + title[1:]
