"""One answer as the section page shows it: inputs with their texts, problems, what was saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.blueprints.filling.item_views import ItemsView, items_view
from app.blueprints.filling.table_views import TableView, table_view
from app.services.differences import Marked, compare
from app.services.filling import SaveResult
from app.services.reports import StoredAnswer
from forms import (
    Answers,
    Cell,
    Field,
    Finding,
    Json,
    Required,
    Section,
    cell_from_json,
    field_type,
    html_name,
    target_words,
    whole_state,
)


@dataclass(frozen=True)
class PartView:
    """An input of a ratio."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class ConflictView:
    """Two texts of which one must be chosen; `can_join` where both could be put together."""

    theirs_by: str
    is_own: bool
    saved_at: datetime
    revision: int
    mine: Marked
    theirs: Marked
    mine_text: str
    theirs_text: str
    can_join: bool


@dataclass(frozen=True)
class FieldView:
    field: Field
    widget: str
    name: str
    value: Json
    revision: int
    text: str = ""
    state: str = ""
    saved_at: datetime | None = None
    unread: bool = False
    origin: str = ""
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    parts: tuple[PartView, ...] = ()
    picks: frozenset[str] = frozenset()
    files: tuple[Mapping[str, Any], ...] = ()
    table: TableView | None = None
    items: ItemsView | None = None
    shown: str = ""
    conflict: ConflictView | None = None

    @property
    def key(self) -> str:
        return self.field.key

    @property
    def is_required(self) -> bool:
        return self.field.required is Required.HARD

    @property
    def is_optional(self) -> bool:
        return self.field.required is Required.NO

    @property
    def _has_hint(self) -> bool:
        field = self.field
        return bool(field.guidance or field.example or field.suggested or field.targets)

    @property
    def targets(self) -> str:
        return target_words(self.field.targets)

    @property
    def described_by(self) -> str:
        """Ids that explain the input to a screen reader."""
        ids = [f"goi-y-{self.key}"] if self._has_hint else []
        return " ".join([*ids, f"loi-{self.key}", f"tt-{self.key}"])


@dataclass(frozen=True)
class Shown:
    """What stands in the inputs of one field when it is not what is stored."""

    value: Json
    problems: tuple[str, ...] = ()
    conflict: ConflictView | None = None


def field_views(
    section: Section,
    answers: Answers,
    rows: Mapping[str, StoredAnswer],
    findings: Sequence[Finding],
    shown: Mapping[str, Shown] | None = None,
    spare_rows: Mapping[str, int] | None = None,
) -> list[FieldView]:
    """The fields of a section that are asked now. `spare_rows`: empty rows to add to a list."""
    return [
        _field_view(
            field,
            answers,
            rows.get(field.key),
            [f for f in findings if f.field_key == field.key],
            (shown or {}).get(field.key),
            (spare_rows or {}).get(field.key, 0),
        )
        for field in answers.fields_of(section)
    ]


def _field_view(
    field: Field,
    answers: Answers,
    row: StoredAnswer | None,
    findings: Sequence[Finding],
    shown: Shown | None,
    spare_rows: int,
) -> FieldView:
    kind = field_type(field.type)
    value = shown.value if shown else answers.stored(field.key)
    state = whole_state(value)
    own = [f for f in findings if f.path == field.key]
    begun = row is not None
    return FieldView(
        field=field,
        widget=kind.widget,
        name=html_name(field.key),
        value=value,
        revision=row.revision if row else 0,
        state=state.value if state else "",
        saved_at=row.updated_at if row else None,
        unread=bool(row and row.unread),
        origin=row.origin if row else "",
        problems=shown.problems if shown else _texts(own, "block") if begun else (),
        warnings=_texts(own, "warn") if begun else (),
        conflict=shown.conflict if shown else None,
        shown=_shown_text(field, answers, value),
        **_inputs(field, value, findings, spare_rows),
    )


def _texts(findings: Sequence[Finding], severity: str) -> tuple[str, ...]:
    return tuple(f.message for f in findings if f.severity == severity)


def _shown_text(field: Field, answers: Answers, value: Json) -> str:
    """What a field that is not typed says (formulas)."""
    if field.type != "computed":
        return ""
    kind: Any = field_type(field.type)
    text = str(kind.display_cell(field, cell_from_json(answers.value(field.key))))
    return f"{text} {field.unit_of_measure}".strip() if text else ""


def _inputs(
    field: Field, value: Json, findings: Sequence[Finding], spare_rows: int
) -> dict[str, Any]:
    """The parts of the view that hang on the way of answering."""
    kind: Any = field_type(field.type)
    match kind.widget:
        case "table":
            return {"table": table_view(field, value, findings)}
        case "items":
            return {"items": items_view(field, value, findings, spare_rows)}
        case "ratio":
            return {
                "parts": tuple(_part(kind, field, value, key) for key in ("num", "den")),
                "text": kind.display(field, value),
            }
        case "choices":
            return {"picks": frozenset(value.get("picks") or ())}
        case "files":
            return {"files": tuple(value.get("files") or ())}
        case _:
            return {"text": _edit_text(kind, field, value)}


def _edit_text(kind: Any, field: Field, value: Json) -> str:
    cell = cell_from_json(value)
    if kind.widget in ("yes_no", "choice"):
        return cell.value
    return str(kind.edit_text(field, cell))


def _part(kind: Any, field: Field, value: Json, key: str) -> PartView:
    cell: Cell = kind.parts(value)[key]
    column = kind.part_column(field, key)
    return PartView(key, column.label, kind.edit_text(column, cell))


def conflict_view(result: SaveResult) -> ConflictView:
    """Both sides of a refused save, with the words that differ."""
    kind = field_type(result.field.type)
    mine = _whole_text(kind, result.field, result.mine or {})
    theirs = _whole_text(kind, result.field, result.value)
    own, other = compare(mine, theirs)
    return ConflictView(
        theirs_by=result.theirs_by,
        is_own=result.theirs_is_own,
        saved_at=result.saved_at,
        revision=result.revision,
        mine=own,
        theirs=other,
        mine_text=mine,
        theirs_text=theirs,
        can_join=kind.widget == "text",
    )


def _whole_text(kind: Any, field: Field, value: Json) -> str:
    return str(kind.display(field, value))
