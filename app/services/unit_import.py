"""Units from an Excel file: what each row would do, and doing it in a few statements.

A blank cell leaves what is there; a unit that the file does not name is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.documents.excel import ListRow
from app.extensions import db
from app.models import Unit
from app.services import audit, list_import, unit_fields, unit_tree, units
from app.services.actors import Actor
from app.services.errors import Invalid
from app.services.exported_files import ExportedFile
from app.services.list_import import ListKind, Plan, PlannedRow, Verdict
from app.services.unit_fields import COLUMNS, UnitFields
from forms import search_key

KIND = ListKind(
    "Đơn vị",
    "danh-sach-don-vi",
    COLUMNS,
    frozenset({"name"}),
    (
        "Mỗi dòng một đơn vị. Chỉ “Tên đơn vị” là bắt buộc; cột không dùng có thể xóa.",
        "Mã đơn vị: chữ không dấu, số, dấu chấm, gạch nối. Để trống thì lấy từ tên.",
        "Đơn vị đã có mã thì được sửa theo tệp; ô để trống giữ nguyên nội dung đang có.",
        "Mã cấp trên: mã của đơn vị cấp trên, có sẵn hoặc ở dòng khác trong tệp này.",
        "Nhóm: nhiều nhóm cách nhau bằng dấu phẩy. Ngày ghi như 1/7/2025.",
        "Đơn vị không có trong tệp không bị xóa. Sáp nhập, giải thể làm ở trang của đơn vị.",
    ),
)


@dataclass(frozen=True)
class UnitRow:
    """A row that can be done; `unit` is the one to change, None to add."""

    fields: UnitFields
    unit: Unit | None


UnitPlan = Plan[UnitRow]


def plan(data: bytes) -> UnitPlan:
    """What the file would do now. Raises Invalid when it is no list of units."""
    rows = list_import.read_file(KIND, data)
    planner = _Planner()
    planned = [planner.plan(row) for row in rows]
    return Plan(tuple(planner.with_superiors(planned)))


class _Planner:
    """Judges row after row; remembers codes and names of the rows before."""

    def __init__(self) -> None:
        self.existing = {unit.code: unit for unit in units.list_units()}
        self.labels = unit_tree.kind_labels()
        self.rows_of: dict[str, int] = {}
        self.names = {
            (unit.parent.code if unit.parent else "", search_key(unit.name)): unit.code
            for unit in self.existing.values()
            if unit.valid_to is None
        }

    def plan(self, row: ListRow) -> PlannedRow[UnitRow]:
        try:
            fields = self._fields(row.texts)
        except Invalid as error:
            return PlannedRow(row.number, row.texts, Verdict.ERROR, error.message)
        twice = self._twice(row.number, fields)
        if twice:
            return PlannedRow(row.number, row.texts, Verdict.DUPLICATE, twice)
        unit = self.existing.get(fields.code)
        self.rows_of[fields.code] = row.number
        item = UnitRow(fields, unit)
        if unit is None:
            return PlannedRow(row.number, row.texts, Verdict.NEW, "", item)
        changed = _changed(unit, fields)
        verdict = Verdict.CHANGED if changed else Verdict.SAME
        return PlannedRow(row.number, row.texts, verdict, ", ".join(changed), item)

    def _fields(self, texts: Mapping[str, str]) -> UnitFields:
        kind = texts.get("kind", "")
        known = {**texts, "kind": unit_tree.kind_key(kind, self.labels)} if kind else texts
        return unit_fields.read(known)

    def _twice(self, number: int, fields: UnitFields) -> str:
        if fields.code in self.rows_of:
            return f"Mã “{fields.code}” đã có ở dòng {self.rows_of[fields.code]}."
        place = (fields.parent, search_key(fields.attributes["name"]))
        other = self.names.setdefault(place, fields.code)
        if other != fields.code and fields.code not in self.existing:
            return f"Đơn vị cùng tên, cùng cấp trên đã có với mã “{other}”."
        return ""

    def with_superiors(
        self, planned: Iterable[PlannedRow[UnitRow]]
    ) -> Iterable[PlannedRow[UnitRow]]:
        """Rows whose superior is nowhere, or hangs under the row itself, are errors."""
        listed = list(planned)
        above = {
            unit.code: unit.parent.code if unit.parent else "" for unit in self.existing.values()
        }
        above |= {
            row.item.fields.code: row.item.fields.parent or above.get(row.item.fields.code, "")
            for row in listed
            if row.item
        }
        wrong = {code for code in above if not _reaches_the_top(code, above)}
        for row in listed:
            if row.item and row.item.fields.code in wrong:
                reason = f"Không có cấp trên mang mã “{row.item.fields.parent}”, hoặc bị vòng."
                yield replace(row, verdict=Verdict.ERROR, reason=reason, item=None)
            else:
                yield row


def _reaches_the_top(code: str, above: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    while code:
        if code in seen or code not in above:
            return False
        seen.add(code)
        code = above[code]
    return True


def _changed(unit: Unit, fields: UnitFields) -> list[str]:
    """Words for what the row changes: headings of the columns."""
    letterhead = unit.letterhead or {}
    keys = [key for key, value in fields.attributes.items() if getattr(unit, key) != value]
    keys += [key for key, value in fields.letterhead.items() if letterhead.get(key, "") != value]
    if fields.parent and fields.parent != (unit.parent.code if unit.parent else ""):
        keys.append("parent")
    return [COLUMNS[key] for key in COLUMNS if key in keys]


def apply(planned: UnitPlan, *, actor: Actor) -> None:
    """Add and change; the log gets one line for each unit. Raises nothing: the plan is sound."""
    known = {unit.code: unit for unit in units.list_units()}
    added = _add([row.item for row in planned.of(Verdict.NEW) if row.item], known)
    lines = [_line("unit.added", unit, {"code": unit.code}) for unit in added]
    for row in planned.of(Verdict.CHANGED):
        if row.item and row.item.unit:
            lines.append(_change(row.item.unit, row.item.fields, known))
    for row in planned.of(Verdict.NEW):
        if row.item:
            known[row.item.fields.code].parent_id = _above(row.item.fields, known)
    audit.record_many(actor, lines)


def _add(items: list[UnitRow], known: dict[str, Unit]) -> list[Unit]:
    """Without their superiors, which may come later in the file."""
    first = units.next_position()
    added = [
        Unit(
            code=item.fields.code,
            position=first + place,
            letterhead=dict(item.fields.letterhead),
            **item.fields.attributes,
        )
        for place, item in enumerate(items)
    ]
    for unit in added:
        unit.search_key = units.search_key_of(unit)
    db.session.add_all(added)
    # The ids are needed by the units below and by the log.
    db.session.flush()
    known |= {unit.code: unit for unit in added}
    return added


def _change(unit: Unit, fields: UnitFields, known: Mapping[str, Unit]) -> audit.Line:
    values: dict[str, Any] = dict(fields.attributes)
    if fields.letterhead:
        values["letterhead"] = units.letterhead_with(unit, fields)
    if fields.parent:
        values["parent_id"] = _above(fields, known)
    before, after = units.assign(unit, values)
    return _line("unit.changed", unit, {"before": before, "after": after})


def _above(fields: UnitFields, known: Mapping[str, Unit]) -> int | None:
    return known[fields.parent].id if fields.parent else None


def _line(action: str, unit: Unit, details: Mapping[str, Any]) -> audit.Line:
    return audit.Line(action, unit_id=unit.id, details=details)


def template(*, filled: bool) -> ExportedFile:
    """An empty list, or all units as they are, to be corrected in Excel and read back."""
    known = [unit_fields.texts_of(unit) for unit in units.list_units()] if filled else []
    return list_import.template_file(KIND, known)
