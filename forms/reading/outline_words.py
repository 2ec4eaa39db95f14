"""Wordings that decide what a heading asks for: kinds of answers, praise or blame, who writes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forms.text import clean_line, search_key

_MAX_ITEM = 70
_ITEMS = re.compile(
    r"\b(?:gồm|trên các mặt|theo các mặt|theo các nội dung|nêu rõ)\s*(?:các\s+\w+(?:\s+\w+)?\s*)?:\s*"  # noqa: E501
    r"(?P<items>[^.:]+?)\s*(?:\.|$)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"(?:ton tai|han che|khuyet diem|kho khan|vuong mac|yeu kem|nguyen nhan)")
_POSITIVE = re.compile(r"(?:ket qua|uu diem|thuan loi|thanh tich)")
_NOTE = re.compile(r"(?:luu y|chu y|ghi chu)\b\s*[:,.-]?")
_RECOMMENDATIONS = re.compile(r"(?:nhung\s+)?(?:de xuat|kien nghi)\b")
_CITATIONS = re.compile(r"danh muc (?:cac )?(?:van ban|tai lieu|nghi quyet)")
_FIGURES = re.compile(r"(?:bieu|bang|so lieu|thong ke)\b|.*\b(?:muc tieu|chi tieu|so lieu)\b")
_COUNT = re.compile(r"(?:tong so|so luong|so)\s+\S+")
_PREFACE = re.compile(r"(?:mo dau|dat van de|loi noi dau)\Z")
_KINDS = (
    ("tong_ket", re.compile(r"tong ket")),
    ("so_ket", re.compile(r"so ket")),
    ("khao_sat", re.compile(r"khao sat")),
    ("dinh_ky", re.compile(r"\b(?:quy|6 thang|hang nam|hằng năm|dinh ky|cong tac nam)\b")),
)
KNOWN_HEADINGS = frozenset({
    "mo dau", "dat van de", "danh gia chung", "ket luan", "phu luc", "kien nghi", "de xuat",
    "kien nghi, de xuat", "de xuat, kien nghi", "bai hoc kinh nghiem", "dac diem tinh hinh",
    "phuong huong", "phuong huong, nhiem vu", "phuong huong, nhiem vu, giai phap", "uu diem",
    "han che", "ton tai, han che", "nguyen nhan", "ket qua dat duoc", "danh gia",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a heading or point asks for: a field type, and whether the words say so plainly."""

    type: str
    plain: bool


def asked_by(heading: str, *, appendix: bool = False) -> Asked:
    key = search_key(heading)
    if _RECOMMENDATIONS.match(key):
        return Asked("recommendations", True)
    if _CITATIONS.match(key):
        return Asked("citations", True)
    if appendix:
        return Asked("list", False)
    if _COUNT.match(key) and len(heading) <= 60 and "," not in heading:
        return Asked("integer", False)
    return Asked("narrative", True)


def repeated_items(text: str) -> tuple[str, ...]:
    """The parts of "…, gồm: Kết quả đạt được; Tồn tại, hạn chế; Nguyên nhân." or none."""
    for match in _ITEMS.finditer(text):
        items = tuple(clean_line(item).strip(" .,–-") for item in match["items"].split(";"))
        if len(items) >= 2 and all(0 < len(item) <= _MAX_ITEM for item in items):
            return items
    return ()


def polarity_of(label: str) -> str:
    key = search_key(label)
    if _NEGATIVE.match(key):
        return "negative"
    return "positive" if _POSITIVE.match(key) else ""


def is_note(text: str) -> bool:
    return bool(_NOTE.match(search_key(text)))


def is_preface(heading: str) -> bool:
    return bool(_PREFACE.match(search_key(heading).rstrip(" .:")))


def is_about_the_centre(heading: str) -> bool:
    """ "… triển khai ở Trung ương": what the collecting unit writes for everybody."""
    return search_key(heading).rstrip(" .:").endswith("o trung uong")


def kind_of(title: str) -> str:
    key = search_key(title)
    return next((kind for kind, pattern in _KINDS if pattern.search(key)), "chuyen_de")


def short_label(text: str, longest: int = 90) -> str:
    """The first clause of a long point, cut at a word: what stands above the box to write in."""
    clause = re.split(r"\s*[;.:…]\s*|\s+gắn với\s+|\s+\(", text.strip(), maxsplit=1)[0].strip(
        " ,.;:"
    )
    if len(clause) <= longest:
        return clause or text.strip()[:longest]
    part = clause[:longest].rsplit(",", 1)
    cut = part[0] if len(part) > 1 and len(part[0]) >= 30 else clause[:longest].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,')}…"


def heading_text(text: str) -> str:
    """A heading without the mark that ends it: "Ưu điểm." → "Ưu điểm"."""
    return text.strip().rstrip(" .:;,") or text.strip()


def lower_first(text: str) -> str:
    """For the middle of a sentence; abbreviations and names keep their capital."""
    first, _, rest = text.partition(" ")
    if len(first) > 1 and first[1:].islower():
        return f"{first[0].lower()}{first[1:]} {rest}".strip()
    return text
