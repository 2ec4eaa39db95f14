"""A list of free rows (văn bản, điển hình, kiến nghị) as the section page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.blueprints.filling.table_views import CellView, input_text, typed_cell, whole_label
from app.services import known_citations
from app.services.attachments import TYPE_WITH_ROWS
from app.services.row_files import fresh_row_id
from forms import Column, Field, Finding, Json, cell_from_json, cell_name, field_type

BLANK_NUMBER = "__so__"
_COMPUTED = frozenset({"ratio", "computed"})


@dataclass(frozen=True)
class ItemView:
    """`number` is the row's place on the page; `id` the row's own, which outlives moves.

    An empty row has an id of its own from the start: with ids given only when they are saved, a
    row would take over the id (and the files) of one that was removed before it.
    """

    number: str
    id: str
    cells: tuple[CellView, ...]
    problems: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class ItemsView:
    noun: str
    rows: tuple[ItemView, ...]
    blank: ItemView
    takes_lines: bool
    takes_files: bool = False
    suggestions: tuple[tuple[str, str], ...] = ()
    """Documents everybody cites, offered while a symbol is typed."""


_NOUNS = {"citations": "văn bản", "recommendations": "kiến nghị"}


def items_view(
    field: Field, value: Json, findings: Iterable[Finding], spare_rows: int
) -> ItemsView:
    kind = field_type(field.type)
    columns = kind.column_specs(field)
    computed = {i["id"]: i["cells"] for i in kind.computed(field, value).get("items") or ()}
    of_rows = [f for f in findings if f.path != field.key]
    rows = [
        _item(field, columns, str(number), item, computed.get(item["id"], {}), of_rows)
        for number, item in enumerate(value.get("items") or (), 1)
    ]
    spare = max(spare_rows, 0 if rows else 1)
    rows += [
        _item(field, columns, str(len(rows) + n), {"id": fresh_row_id()}, {}, ())
        for n in range(1, spare + 1)
    ]
    return ItemsView(
        noun=_NOUNS.get(field.type, "dòng"),
        rows=tuple(rows),
        blank=_item(field, columns, BLANK_NUMBER, {}, {}, ()),
        takes_lines=field.type == "citations",
        takes_files=field.type == TYPE_WITH_ROWS,
        suggestions=known_citations.suggestions() if field.type == "citations" else (),
    )


def _item(
    field: Field,
    columns: Iterable[Column],
    number: str,
    item: Mapping[str, Any],
    computed: Mapping[str, Any],
    findings: Iterable[Finding],
) -> ItemView:
    item_id, cells = str(item.get("id", "")), item.get("cells") or {}
    start = f"{field.key}.{item_id}"
    problems = tuple(
        replace(finding, message=_in_its_row(finding.message, number))
        for finding in findings
        if finding.path == start or finding.path.startswith(f"{start}.")
    )
    views = tuple(_cell(field, column, number, cells, computed) for column in columns)
    return ItemView(number, item_id, views, problems if item_id else ())


def _in_its_row(message: str, number: str) -> str:
    """In the row itself one sees which one it is."""
    words = message.removeprefix(f"Dòng {number}, ")
    return words[:1].upper() + words[1:]


def _cell(
    field: Field,
    column: Column,
    number: str,
    cells: Mapping[str, Any],
    computed: Mapping[str, Any],
) -> CellView:
    kind: Any = field_type(field.type)
    if column.type in _COMPUTED:
        text = kind.display_cell(column, cell_from_json(computed.get(column.key)))
        return CellView("", text, column.key, whole_label(column))
    text = input_text(kind, column, cells.get(column.key))
    view = typed_cell(cell_name(field.key, number, column.key), column, text)
    # The title of a document runs over several lines: all of it is to be seen.
    is_title = field.type == "citations" and column.key == "title"
    return replace(view, control="long") if is_title else view
