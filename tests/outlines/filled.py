"""A report of an outline with every question answered, for tests of the whole library."""

from __future__ import annotations

from typing import Any

from forms import Outline
from forms.fields import field_type
from forms.merging import Expected, MergedReport, UnitInfo, UnitReport, merge_report
from forms.schema import Column, Field
from forms.values import Json

TAGS = ("bao_chi", "tham_muu_chinh_sach", "giao_duc", "dia_ban", "hop_tac_quoc_te")
UNITS = 3


def filled(outline: Outline, number: int = 1) -> dict[str, Json]:
    """Every figure is the same, so that parts never exceed their wholes."""
    return {field.key: answer(field, number) for _, field in outline.fields()} | {}


def answer(field: Field, number: int) -> Json:
    kind = field_type(field.type)
    if not kind.is_answered or field.type == "attachment":
        return {}
    if field.type == "ratio":
        return {"parts": {"num": {"v": f"{number}0"}, "den": {"v": f"{number}0"}}}
    columns = kind.column_specs(field)
    if field.type == "table":
        cells = {column.key: cell(column, number) for column in columns if is_typed(column)}
        return {"rows": {row.key: cells for row in field.rows if row.kind == "item"}}
    if columns:
        cells = {column.key: cell(column, number) for column in columns if is_typed(column)}
        return {"items": [{"id": "r1", "cells": cells}]}
    return cell(field, number)


def is_typed(column: Column) -> bool:
    return column.type not in ("ratio", "computed")


def cell(spec: Field | Column, number: int) -> dict[str, Any]:
    if spec.type in ("integer", "decimal", "money"):
        return {"v": f"{number}0"}
    if spec.type == "date":
        return {"v": f"2024-05-0{number}"}
    if spec.type == "yes_no":
        return {"v": "yes"}
    if spec.type == "choice":
        return {"v": spec.choices[0].key}
    if spec.key == "symbol":
        return {"v": f"{number}-KH/ĐU"}
    return {"v": f"Cấp ủy số {number} đã tổ chức thực hiện tốt nhiệm vụ được giao."}


def invented_units(outline: Outline) -> tuple[UnitInfo, ...]:
    """Units of the outline's kinds in turn, with every tag that an outline asks about."""
    kinds = list(outline.unit_kinds)
    wanted = max(UNITS, len(kinds))
    return tuple(
        UnitInfo(f"u{n}", f"Đơn vị {n}", kind=kinds[n % len(kinds)], order=n, tags=TAGS)
        for n in range(1, wanted + 1)
    )


def merged(outline: Outline) -> MergedReport:
    units = invented_units(outline)
    reports = [
        UnitReport(unit, filled(outline, n % 9 + 1), tags=TAGS) for n, unit in enumerate(units)
    ]
    return merge_report(outline, reports, Expected(units))
