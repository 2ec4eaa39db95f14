"""The tray: sentences that no block shows, each with its unit and the reason in an officer's words.

Scope: values and labels, and what of the units' words is the outline's own. Not here: which
claims are shown (`proposing`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from forms.narrative.claims import Claim
from forms.text import normalised_words

FEWEST_WORDS = 6  # fewer words in a row are anybody's


class TrayReason(StrEnum):
    FRAGMENT = "fragment"
    OUTLINE = "outline"
    SHABBY = "shabby"
    SHORT = "short"
    LONG = "long"
    NAMES_UNIT = "names_unit"
    GENERAL = "general"
    SINGLE = "single"
    NOT_CHOSEN = "not_chosen"
    DIFFERING = "differing"
    FEWER_UNITS = "fewer_units"
    TOLD = "told"
    IN_TABLES = "in_tables"
    BY_HAND = "by_hand"


REASON_WORDS = {
    TrayReason.FRAGMENT: "chỉ là đề mục hoặc vài chữ, chưa thành câu",
    TrayReason.OUTLINE: "chép lại lời của đề cương",
    TrayReason.SHABBY: "viết hoa toàn bộ, thiếu dấu hoặc lỗi phông chữ, cần sửa rồi mới dùng",
    TrayReason.SHORT: "câu quá ngắn để nêu riêng",
    TrayReason.LONG: "câu quá dài để nêu làm ví dụ; nên rút gọn nếu dùng",
    TrayReason.NAMES_UNIT: "nêu tên đơn vị ở phần tồn tại, nguyên nhân",
    TrayReason.GENERAL: "ý chung, chỉ một đơn vị nêu, không có số liệu hay kết quả cụ thể",
    TrayReason.SINGLE: "chỉ một đơn vị nêu",
    TrayReason.NOT_CHOSEN: "ví dụ, đã nhường chỗ cho ví dụ của đơn vị khác",
    TrayReason.DIFFERING: "ít đơn vị nêu và số liệu mỗi nơi một khác nên không nêu chung được",
    TrayReason.FEWER_UNITS: "ít đơn vị nêu hơn các ý đã chọn",
    TrayReason.TOLD: "số liệu này đã tính vào số chung của mục",
    TrayReason.IN_TABLES: "chỉ nhắc lại số liệu đã có trong bảng của đơn vị",
    TrayReason.BY_HAND: "nội dung này để chuyên viên tự viết",
}


@dataclass(frozen=True)
class TrayItem:
    """A sentence that no block shows, with the unit that wrote it; `paths` are the figures by
    which a composed sentence tells it already."""

    unit_id: str
    field_key: str
    text: str
    claim_id: str
    unit_count: int
    reason: TrayReason
    paths: tuple[str, ...] = ()


def left_out(claim: Claim, reason: TrayReason, paths: Iterable[str] = ()) -> tuple[TrayItem, ...]:
    told = tuple(sorted(paths))
    return tuple(
        TrayItem(s.unit_id, s.field_key, s.text, claim.id, claim.unit_count, reason, told)
        for s in claim.statements
    )


@lru_cache(maxsize=1 << 10)
def phrases(*texts: str) -> frozenset[str]:
    """What a unit repeats when it copies these texts: their lines and clauses, as plain words."""
    found = {_plain(part) for text in texts for part in _parts(text)}
    return frozenset(words for words in found if words.count(" ") + 1 >= FEWEST_WORDS)


def _parts(text: str) -> Sequence[str]:
    return text.replace(";", "\n").replace(". ", ".\n").splitlines()


@lru_cache(maxsize=1 << 12)
def _plain(text: str) -> str:
    return " ".join(normalised_words(text))


# Most claims say the same at the next merge.
@lru_cache(maxsize=1 << 12)
def repeats(text: str, asked: frozenset[str]) -> bool:
    """Whether every clause of the text is one of the phrases."""
    said = [words for words in map(_plain, _parts(text)) if words]
    return bool(said) and all(words in asked for words in said)
