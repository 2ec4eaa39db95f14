"""Tables pasted among words: which table of the report they belong to, poured in, undone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.services import assignments, filling, reports
from app.services.actors import Actor
from app.services.answer_places import find_field
from app.services.errors import Invalid
from app.services.reports import ReportRef
from forms import Grid, GridCell, clean_text, field_type, match_table

GROUP = "dan-"
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Target:
    """A table field that a pasted table fits; `cells` are texts by "row.column"."""

    field_key: str
    label: str
    cells: Mapping[str, str]
    text: str
    """What stands for the table in the pasted text."""


def find_targets(ref: ReportRef, tables: Sequence[Rows], actor: Actor) -> list[Target]:
    """The table fields this account may write that pasted tables fit by rows and columns."""
    fields = {
        field.key: field
        for section, field in reports.load_answers(ref).applicable_fields()
        if field.type == "table"
        and ref.section_is_open(section.key)
        and assignments.may_write_section(actor, ref, section.key)
    }
    found = []
    for number, rows in enumerate(tables, 1):
        match = match_table(_grid(number, rows), fields.values())
        if match is not None:
            label, text = fields[match.field_key].label, table_text(rows)
            found.append(Target(match.field_key, label, match.cells, text))
    return found


def table_text(rows: Rows) -> str:
    """How a table stands in a text: one line a row."""
    return clean_text("\n".join(" | ".join(row) for row in rows if any(row)))


def _grid(number: int, rows: Rows) -> Grid:
    cells = tuple(
        GridCell(down, across, text)
        for down, row in enumerate(rows)
        for across, text in enumerate(row)
    )
    return Grid(number, len(rows), max((len(row) for row in rows), default=0), cells, True)


def pour(ref: ReportRef, field_key: str, cells: Mapping[str, str], *, actor: Actor) -> str:
    """Write cells over those of a table as one revision; gives the name to undo it by.

    Raises NotFound, Refused, Invalid (no table, or nothing in it).
    """
    section, field = find_field(ref, field_key)
    if field.type != "table" or not cells:
        raise Invalid("Không có số liệu nào để đưa vào bảng.")
    assignments.require_section(actor, ref, section.key)
    kind: Any = field_type(field.type)
    present = reports.load_values(ref.id).get(field_key, {})
    value = kind.merge_cells(field, present, cells).value
    group = f"{GROUP}{uuid.uuid4().hex[:16]}"
    filling.put_value(ref, field_key, value, actor=actor, origin="pasted", group_key=group)
    return group


def undo(ref: ReportRef, field_key: str, group_key: str, *, actor: Actor) -> int:
    """Raises NotFound, Refused."""
    section, _ = find_field(ref, field_key)
    assignments.require_section(actor, ref, section.key)
    return filling.undo_group(ref, group_key, actor=actor) if group_key.startswith(GROUP) else 0
