"""Tables of the merged report: sums with who is missing, united lists, one row per unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from forms.composing.cells import NUMERIC, answer_cell, merged_cell
from forms.composing.columns import INDEX, PERCENT_PLACES, shared_unit, text_column, value_columns
from forms.composing.unit_tables import leading_cells, leading_columns, row_kind, row_numbers, specs
from forms.composing.widths import fitted
from forms.document import Cell as DocCell
from forms.document import CellState as DocState
from forms.document import Column, Row, RowKind, Table, TotalRule, column_widths
from forms.merging import MergedItem, MergedList, MergedRecommendations, MergedTable, UnitRow
from forms.schema import Column as FieldColumn
from forms.schema import Field
from forms.schema import Row as FieldRow
from forms.values import BLANK


def merged_table(field: Field, merged: MergedTable, names: Mapping[str, str]) -> Table:
    """A fixed-rows table with merged figures."""
    columns, numbers = _numeric(field), row_numbers(field)
    rows = [
        Row(
            (
                *leading_cells(field, row, numbers[row.key]),
                *(_merged_value(merged, row, column, names) for column in columns),
            ),
            row_kind(row),
        )
        for row in field.rows
    ]
    return Table(
        fitted((*leading_columns(field), *value_columns(columns, shared=shared_unit(field))), rows),
        tuple(rows),
        caption=field.label,
        unit=shared_unit(field),
        form_number=field.form_code,
        key=field.key,
        column_numbers=True,
        landscape=True if field.landscape else None,
        notes=_ratio_notes(field, columns, merged, numbers),
    )


def _ratio_notes(
    field: Field,
    columns: Sequence[FieldColumn],
    merged: MergedTable,
    numbers: Mapping[str, str],
) -> tuple[str, ...]:
    """Says why a ratio is not the quotient printed beside it: some units gave one part only."""
    rows = [
        numbers[row.key] or row.label
        for row in field.rows
        if any(_is_apart(merged, row, column) for column in columns if column.type == "ratio")
    ]
    if not rows:
        return ()
    return (f"Tỷ lệ ở dòng {', '.join(rows)} chỉ tính các đơn vị có đủ tử số và mẫu số.",)


def _is_apart(merged: MergedTable, row: FieldRow, column: FieldColumn) -> bool:
    keys = (column.numerator, column.denominator, column.key)
    cells = [merged.cells.get((row.key, key)) for key in keys]
    above, below, share = (cell.number if cell else None for cell in cells)
    if above is None or share is None or not below:
        return False
    step = Decimal(1).scaleb(-(column.places or PERCENT_PLACES))
    return abs(above * 100 / below - share) > step


def _numeric(field: Field) -> tuple[FieldColumn, ...]:
    """Columns that have a merged figure; remarks of units are not figures."""
    return tuple(c for c in specs(field) if c.type in NUMERIC)


def _merged_value(
    merged: MergedTable, row: FieldRow, column: FieldColumn, names: Mapping[str, str]
) -> DocCell:
    cell = merged.cells.get((row.key, column.key))
    return DocCell(None, DocState.BLANK) if cell is None else merged_cell(cell, names)


def merged_list_table(
    field: Field, merged: MergedList, names: Mapping[str, str], *, with_units: bool = False
) -> Table:
    """A united list, one row an item; `with_units` adds which units gave it."""
    columns = tuple(merged.columns) or specs(field)
    rows = [
        Row((DocCell(str(n)), *_item_cells(columns, item, names), *_units(item, names, with_units)))
        for n, item in enumerate(merged.items, start=1)
    ]
    extra = (text_column("Đơn vị báo cáo"),) if with_units else ()
    return Table(
        fitted((INDEX, *value_columns(columns), *extra), rows),
        tuple(rows),
        caption=field.label,
        form_number=field.form_code,
        key=field.key,
        landscape=True if field.landscape else None,
    )


def recommendation_items(
    merged: MergedRecommendations,
) -> tuple[tuple[str, tuple[tuple[str, MergedItem], ...]], ...]:
    """(addressee, ((text, item), …)) in the order of the outline's addressees."""
    groups = []
    for group in merged.groups:
        items = tuple((_text_of(item), item) for item in group.items)
        groups.append((group.label, items))
    return tuple(groups)


def _text_of(item: MergedItem) -> str:
    """The recommendation itself: the longest text among the item's cells."""
    return max((cell.value for cell in item.cells.values()), key=len, default="")


def _item_cells(
    columns: tuple[FieldColumn, ...], item: MergedItem, names: Mapping[str, str]
) -> list[DocCell]:
    return [
        merged_cell(item.figures[column.key], names)
        if column.key in item.figures
        else answer_cell(column, item.cells.get(column.key, BLANK))
        for column in columns
    ]


def _units(item: MergedItem, names: Mapping[str, str], wanted: bool) -> tuple[DocCell, ...]:
    if not wanted:
        return ()
    shown = ", ".join(names.get(unit, unit) for unit in item.units)
    if len(item.units) <= MOST_NAMED:
        return (DocCell(shown),)
    return (DocCell(f"{len(item.units)} đơn vị", note=shown),)


WIDEST_SIDE_BY_SIDE = 420.0
"""Millimetres that are still legible when they are shrunk to one A4 page across."""
MOST_NAMED = 4


def unit_rows_table(field: Field, merged: MergedTable) -> Table:
    """The figures unit by unit with their sums; sums and ratios are live formulas in Excel.

    A small table has one row a unit with the field's rows side by side, totals at the foot. A
    large one has a block for each of the field's rows: its sum, then a row a unit.
    """
    columns = _numeric(field)
    shown = [row for row in field.rows if row.kind != "group"]
    units = _answering(merged, shown, columns)
    table = _side_by_side(field, merged, units, shown)
    if sum(column_widths(table)) <= WIDEST_SIDE_BY_SIDE:
        return table
    return _in_blocks(field, merged, units, shown)


def _answering(
    merged: MergedTable, shown: Sequence[FieldRow], columns: Sequence[FieldColumn]
) -> list[UnitRow]:
    """Units that said anything in this table; who was asked and is missing stands in notes."""
    return [
        unit_row
        for unit_row in merged.unit_rows()
        if any(not unit_row.cell(row.key, c.key).is_blank for row in shown for c in columns)
    ]


def _side_by_side(
    field: Field, merged: MergedTable, units: Sequence[UnitRow], shown: Sequence[FieldRow]
) -> Table:
    columns = _numeric(field)
    tree = tuple(
        Column(
            _row_title(field, row),
            children=value_columns(columns, f"{row.key}__", TotalRule.SUM, shared_unit(field)),
        )
        for row in shown
    )
    rows = [
        Row(
            (
                DocCell(str(number)),
                DocCell(unit_row.unit.shown_name),
                *(
                    answer_cell(column, unit_row.cell(row.key, column.key))
                    for row in shown
                    for column in columns
                ),
            )
        )
        for number, unit_row in enumerate(units, start=1)
    ]
    sums = (_merged_value(merged, row, column, {}) for row in shown for column in columns)
    rows.append(Row((DocCell(""), DocCell("Tổng cộng"), *sums), RowKind.TOTAL))
    return _unit_table(field, tree, rows, landscape=True)


def _in_blocks(
    field: Field, merged: MergedTable, units: Sequence[UnitRow], shown: Sequence[FieldRow]
) -> Table:
    rows: list[Row] = []
    columns = _numeric(field)
    for place, row in enumerate(shown, start=1):
        sums = (_merged_value(merged, row, column, {}) for column in columns)
        rows.append(
            Row((DocCell(str(place)), DocCell(_row_title(field, row)), *sums), RowKind.GROUP)
        )
        rows += [
            Row(
                (
                    DocCell(f"{place}.{number}"),
                    DocCell(unit_row.unit.shown_name),
                    *(answer_cell(c, unit_row.cell(row.key, c.key)) for c in columns),
                )
            )
            for number, unit_row in enumerate(units, start=1)
        ]
    tree = value_columns(columns, total=TotalRule.SUM, shared=shared_unit(field))
    return _unit_table(field, tree, rows)


def _unit_table(
    field: Field, columns: Sequence[Column], rows: Sequence[Row], *, landscape: bool | None = None
) -> Table:
    return Table(
        fitted((INDEX, text_column("Đơn vị"), *columns), rows),
        tuple(rows),
        caption=field.label,
        unit=shared_unit(field),
        form_number=field.form_code,
        key=field.key,
        column_numbers=True,
        landscape=landscape,
    )


def _row_title(field: Field, row: FieldRow) -> str:
    """The unit of measure is said once: above the table when all rows share it."""
    said = not row.unit_of_measure or row.unit_of_measure == shared_unit(field)
    return row.label if said else f"{row.label} ({row.unit_of_measure})"


def recommendations_table(
    field: Field, merged: MergedRecommendations, names: Mapping[str, str]
) -> Table:
    """Recommendations with their addressee and the units that made them."""
    rows = [
        Row(
            (
                DocCell(str(number)),
                DocCell(addressee),
                DocCell(text),
                DocCell(", ".join(names.get(unit, unit) for unit in item.units)),
            )
        )
        for number, (addressee, text, item) in enumerate(_flat(merged), start=1)
    ]
    columns = (
        INDEX,
        text_column("Nơi nhận kiến nghị"),
        text_column("Nội dung kiến nghị"),
        text_column("Đơn vị nêu"),
    )
    return Table(fitted(columns, rows), tuple(rows), caption=field.label, key=field.key)


def _flat(merged: MergedRecommendations) -> list[tuple[str, str, MergedItem]]:
    return [
        (addressee, text, item)
        for addressee, items in recommendation_items(merged)
        for text, item in items
    ]
