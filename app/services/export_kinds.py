"""What can be exported: the kinds of files with their words, and what an officer asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.services.errors import Invalid

FORMATS = {
    "word": "Word (.docx)",
    "excel": "Excel (.xlsx)",
    "pdf": "PDF",
    "zip": "ZIP",
    "csv": "CSV",
}
AT_ONCE_UNITS = 60
"""Up to so many units an export is made while the page waits (a second or two)."""


@dataclass(frozen=True)
class Kind:
    """`long` ones always go to a worker; `is_letter` ones have every part of a full document, so
    that their format can be checked."""

    key: str
    label: str
    words: str
    formats: tuple[str, ...]
    needs_draft: bool = False
    long: bool = False
    is_letter: bool = False


KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            "du-thao",
            "Dự thảo báo cáo tổng hợp",
            "Toàn bộ hoặc các mục được chọn, đúng thể thức.",
            ("word", "pdf"),
            needs_draft=True,
            is_letter=True,
        ),
        Kind(
            "phu-luc",
            "Phụ lục số liệu",
            "Biểu số liệu theo đơn vị, công thức tính sẵn, tình hình nộp, nguồn.",
            ("excel", "word", "pdf"),
            needs_draft=True,
        ),
        Kind(
            "tap-bao-cao",
            "Tập báo cáo của các đơn vị",
            "Mọi báo cáo đã gửi trong một tệp, có mục lục.",
            ("word", "pdf"),
            long=True,
        ),
        Kind(
            "goi-tep",
            "Gói tệp của các đơn vị",
            "Từng báo cáo Word kèm tệp đính kèm và bảng kê.",
            ("zip",),
            long=True,
        ),
        Kind(
            "tinh-hinh-nop",
            "Tình hình nộp",
            "Đơn vị nào đã gửi, lúc nào, đúng hạn hay trễ.",
            ("word", "excel"),
            is_letter=True,
        ),
        Kind(
            "don-doc",
            "Công văn đôn đốc",
            "Gửi các đơn vị chưa nộp báo cáo.",
            ("word",),
            is_letter=True,
        ),
        Kind(
            "to-trinh",
            "Tờ trình",
            "Trình dự thảo báo cáo lên cấp ủy.",
            ("word",),
            needs_draft=True,
            is_letter=True,
        ),
        Kind("de-cuong", "Đề cương", "Đề cương báo cáo kèm yêu cầu từng mục.", ("word", "pdf")),
        Kind(
            "mau-nhap",
            "Mẫu nhập không cần mạng",
            "Mẫu Word để đơn vị điền rồi nhập lại vào hệ thống.",
            ("word",),
        ),
        Kind(
            "tra-loi",
            "Toàn bộ câu trả lời",
            "Mỗi câu trả lời, mỗi ô số liệu một dòng để phân tích.",
            ("excel", "csv"),
        ),
        Kind(
            "luu-tru",
            "Câu trả lời đã lưu trữ",
            "Những gì đơn vị đã nhập ở các nội dung nay không còn trong đề cương của đợt.",
            ("excel", "csv"),
        ),
    )
}


@dataclass(frozen=True)
class Wish:
    """What the officer asked for."""

    kind: Kind
    format: str
    sections: tuple[str, ...] = ()
    sources: bool = False
    unit_kind: str = ""

    def params(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "sections": list(self.sections),
            "sources": self.sources,
            "unit_kind": self.unit_kind,
        }

    @property
    def chosen(self) -> frozenset[str] | None:
        return frozenset(self.sections) or None


def read_wish(kind: str, params: Mapping[str, Any]) -> Wish:
    """Raises Invalid for a kind or format that does not exist."""
    found = KINDS.get(kind)
    wanted = str(params.get("format") or "")
    if found is None:
        raise Invalid("Hãy chọn một nội dung để xuất.")
    if wanted not in found.formats:
        wanted = found.formats[0]
    return Wish(
        found,
        wanted,
        tuple(str(key) for key in params.get("sections") or ()),
        bool(params.get("sources")),
        str(params.get("unit_kind") or ""),
    )


def is_small(wish: Wish, units: int) -> bool:
    """Whether it may be made while the page waits."""
    return not wish.kind.long and wish.format != "pdf" and units <= AT_ONCE_UNITS
