"""Lists of things (units, accounts) read from an Excel file: first a plan, then the deed.

What stands here is the same for every list: the template, the verdict on each row, the file of
rows that were not taken with the reason beside them. Reading the same file twice changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.documents.excel import ListRow, UnreadableWorkbook, heading_key, read_list, write_list
from app.services.errors import Invalid
from app.services.exported_files import EXCEL, ExportedFile
from app.services.file_kinds import OLD_OFFICE, XLSX, find_kind

MOST_ROWS = 20_000
REASON = "Lý do chưa nhận"
T = TypeVar("T")


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    ERROR = "error"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Verdict.NEW: "Thêm mới",
    Verdict.CHANGED: "Sửa",
    Verdict.SAME: "Không đổi",
    Verdict.DUPLICATE: "Trùng",
    Verdict.ERROR: "Lỗi",
}
REJECTED = (Verdict.ERROR, Verdict.DUPLICATE)


@dataclass(frozen=True)
class ListKind:
    """A list that can be read: its columns (key → heading) and what the notes sheet says."""

    name: str
    file_stem: str
    columns: Mapping[str, str]
    required: frozenset[str]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PlannedRow(Generic[T]):
    """What would be done with one row; `reason` tells the changes or why it is not taken."""

    number: int
    texts: Mapping[str, str]
    verdict: Verdict
    reason: str = ""
    item: T | None = None


@dataclass(frozen=True)
class Plan(Generic[T]):
    rows: tuple[PlannedRow[T], ...]

    @property
    def counts(self) -> Mapping[Verdict, int]:
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found[verdict] for verdict in Verdict}

    def of(self, *verdicts: Verdict) -> list[PlannedRow[T]]:
        return [row for row in self.rows if row.verdict in verdicts]

    @property
    def rejected(self) -> list[PlannedRow[T]]:
        return self.of(*REJECTED)


def read_file(kind: ListKind, data: bytes) -> list[ListRow]:
    """Rows of an uploaded file. Raises Invalid with what to do."""
    found = find_kind(data)
    if found is OLD_OFFICE:
        raise Invalid("Đây là tệp .xls cũ: hãy mở bằng Excel, chọn Lưu thành .xlsx rồi tải lại.")
    if found is not XLSX:
        raise Invalid("Tệp không phải Excel .xlsx. Hãy tải mẫu, điền rồi tải lên lại.")
    keys = {heading_key(label): key for key, label in kind.columns.items()}
    try:
        rows = read_list(data, keys)
    except UnreadableWorkbook as error:
        raise Invalid(
            "Không tìm thấy dòng tiêu đề của mẫu trong 10 dòng đầu của tờ đầu tiên. "
            "Hãy tải mẫu rồi chép danh sách vào đó."
        ) from error
    if not rows:
        raise Invalid("Tệp chưa có dòng nào dưới dòng tiêu đề.")
    if len(rows) > MOST_ROWS:
        raise Invalid(f"Tệp có {len(rows)} dòng; mỗi lần nhận tối đa {MOST_ROWS} dòng.")
    return rows


def missing(kind: ListKind, texts: Mapping[str, str]) -> list[str]:
    return [
        f"thiếu {kind.columns[key].lower()}" for key in kind.columns if _lacks(kind, key, texts)
    ]


def _lacks(kind: ListKind, key: str, texts: Mapping[str, str]) -> bool:
    return key in kind.required and not texts.get(key)


def template_file(kind: ListKind, rows: Iterable[Mapping[str, str]] = ()) -> ExportedFile:
    """The empty list, or one that holds what is there already, to be corrected in Excel."""
    lines = [[row.get(key, "") for key in kind.columns] for row in rows]
    return _file(kind, kind.file_stem, list(kind.columns.values()), lines, kind.notes)


def rejected_file(kind: ListKind, plan: Plan[T]) -> ExportedFile:
    """The rows that were not taken as they stood in the file, each with its reason and place."""
    headings = [*kind.columns.values(), REASON, "Dòng trong tệp"]
    lines = [
        [*(row.texts.get(key, "") for key in kind.columns), row.reason, str(row.number)]
        for row in plan.rejected
    ]
    return _file(kind, f"{kind.file_stem}-chua-nhan", headings, lines, ())


def _file(
    kind: ListKind,
    stem: str,
    headings: Sequence[str],
    lines: Sequence[Sequence[str]],
    notes: Sequence[str],
) -> ExportedFile:
    data = write_list(kind.name, headings, lines, notes=notes)
    return ExportedFile(f"{stem}.xlsx", EXCEL, data)
