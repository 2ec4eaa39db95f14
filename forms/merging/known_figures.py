"""The figures a text may be talking about, each with the words that name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from forms.fields import field_type
from forms.merging.formulas import ITEM, TOTAL
from forms.merging.printing import is_percentage
from forms.merging.results import (
    MergedField,
    MergedFigure,
    MergedRatio,
    MergedReport,
    MergedTable,
)
from forms.schema import Field, Outline
from forms.values import Json, cell_from_json, whole_state


class KnownFigure(NamedTuple):
    """`label` names the figure, `row` the row it stands in ("" for totals and single figures).

    `line` is the row's label also where it is a total.
    """

    path: str
    label: str
    number: Decimal
    row: str = ""
    measure: str = ""
    percentage: bool = False
    line: str = ""


def known_in_merged(
    outline: Outline, merged: MergedReport, section_key: str = ""
) -> tuple[KnownFigure, ...]:
    """The merged figures of one section, or of the whole outline."""
    items = outline.section(section_key).fields if section_key else _all_fields(outline)
    return tuple(
        figure
        for item in items
        if item.key in merged.fields
        for figure in _of_merged(item, merged.fields[item.key])
    )


def known_in_answers(outline: Outline, values: Mapping[str, Json]) -> tuple[KnownFigure, ...]:
    """One unit's own figures, computed ones included."""
    return tuple(
        figure
        for item in _all_fields(outline)
        if item.key in values and whole_state(values[item.key]) is None
        for figure in _of_answer(item, values[item.key])
    )


def _all_fields(outline: Outline) -> Iterable[Field]:
    return (item for _, item in outline.fields())


def _of_merged(item: Field, merged: MergedField) -> Iterator[KnownFigure]:
    if isinstance(merged, MergedTable):
        numbers = {place: cell.number for place, cell in merged.cells.items()}
        yield from _of_table(item, numbers)
        return
    if isinstance(merged, MergedRatio):
        yield from _single(item, merged.cell.number, percentage=True)
        for cell in (merged.numerator, merged.denominator):
            yield from _single(item, cell.number)
        return
    if isinstance(merged, MergedFigure):
        yield from _single(item, merged.cell.number, percentage=is_percentage(item))


def _of_answer(item: Field, value: Json) -> Iterator[KnownFigure]:
    kind = field_type(item.type)
    computed = kind.computed(item, value)
    if "rows" in computed:
        yield from _of_table(item, _numbers(computed["rows"]))
        return
    for figure in kind.figures(item, value):
        if not figure.row_key:
            yield from _single(item, figure.number)
    percent = kind.numbers(item, value).get(item.key) if "parts" in value else None
    if isinstance(percent, Decimal):
        yield from _single(item, percent, percentage=True)


def _numbers(rows: Mapping[str, Mapping[str, Json]]) -> dict[tuple[str, str], Decimal | None]:
    return {
        (row_key, column_key): cell_from_json(data).number
        for row_key, cells in rows.items()
        for column_key, data in cells.items()
    }


def _of_table(
    item: Field, numbers: Mapping[tuple[str, str], Decimal | None]
) -> Iterator[KnownFigure]:
    for row in item.rows:
        if row.kind not in (ITEM, TOTAL):
            continue
        for column in item.columns:
            number = numbers.get((row.key, column.key))
            if number is not None:
                yield KnownFigure(
                    path=f"{item.key}.{row.key}.{column.key}",
                    label=column.label,
                    number=number,
                    row="" if row.kind == TOTAL else row.label,
                    measure=row.unit_of_measure or column.unit_of_measure or item.unit_of_measure,
                    percentage=is_percentage(column),
                    line=row.label,
                )


def _single(item: Field, number: Decimal | None, percentage: bool = False) -> Iterator[KnownFigure]:
    if number is not None:
        measure = item.unit_of_measure
        yield KnownFigure(item.key, item.label, number, measure=measure, percentage=percentage)
