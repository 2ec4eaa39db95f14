"""Errors and oddities put into the demo on purpose, so that checks and merging have what to find.

`PLANTED` lists every one of them; nothing else in the demo is meant to be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from app.demo.tables import Tables, number

Change = Callable[[Decimal], Decimal]

PROSE_FIGURE = "prose_figure"
BALANCE = "balance"
TENFOLD = "tenfold"
TWO_TABLES = "two_tables"
WRONG_DATE = "wrong_date"
SWAPPED_SYMBOL = "swapped_symbol"
TWICE_IN_LIST = "twice_in_list"
FOREIGN_SYMBOL = "foreign_symbol"
COPIED = "copied"
DECOMPOSED = "decomposed"
PASTED = "pasted"
BRIEF = "brief"


@dataclass(frozen=True)
class Planted:
    """One planted error. `cell` is "row.column" of a table, the slot of a figure in prose, or a
    document's symbol; `field` is "*" for a whole report, "" for what lies outside its fields.

    `source` is the unit a passage was copied from.
    """

    kind: str
    unit: str
    field: str
    cell: str = ""
    source: str = ""
    note: str = ""


PLANTED: tuple[Planted, ...] = (
    Planted(PROSE_FIGURE, "xa.hungan", "p2_4_ket_qua_a", "hoi_vien", note="Đảo hai chữ số"),
    Planted(PROSE_FIGURE, "xa.nghiadan", "p2_6_ket_qua_b", "gd_cn", note="Đảo hai chữ số"),
    Planted(PROSE_FIGURE, "xa.phamngulao", "p2_6_ket_qua_a", "quy_thu", note="Đảo hai chữ số"),
    Planted(BALANCE, "xa.phuthinh", "pl3c_quy", "du_cuoi.luy_ke", note="Thừa 10 triệu đồng"),
    Planted(TENFOLD, "xa.dongthanh", "pl3e_tthtcd", "luot_nguoi.luy_ke", note="Thừa một số 0"),
    Planted(TWO_TABLES, "xa.thovinh", "pl2_muc_tieu", "gia_dinh_hoc_tap.tu_2024",
            note="Còn số năm 2023, khác phụ lục mô hình"),
    Planted(WRONG_DATE, "xa.nghiadan", "pl1_van_ban", "14/CT-TTg", note="Ghi ngày 25/5/2022"),
    Planted(SWAPPED_SYMBOL, "xa.vuxa", "pl1_van_ban", "677/QĐ-TTg", note="Ghi nhầm 387/QĐ-TTg"),
    Planted(TWICE_IN_LIST, "xa.phamngulao", "pl3i_dien_hinh", note="Một điển hình ghi hai lần"),
    Planted(FOREIGN_SYMBOL, "xa.toanthang", "", "128-BC/HU", note="Báo cáo mang ký hiệu cấp trên"),
    Planted(COPIED, "xa.nhanla", "p2_3_ket_qua", source="xa.chinhnghia",
            note="Chép đoạn của xã bên, thay tên xã"),
    Planted(DECOMPOSED, "xa.ngocthanh", "*", note="Dấu tách rời (NFD)"),
    Planted(PASTED, "xa.hiepcuong", "*", note="Dán từ Word"),
    Planted(BRIEF, "xa.vinhxa", "*", note="Viết rất ngắn"),
)  # fmt: skip


def planted_in(unit: str, kind: str) -> tuple[Planted, ...]:
    return tuple(item for item in PLANTED if item.unit == unit and item.kind == kind)


def has(unit: str, kind: str) -> bool:
    return bool(planted_in(unit, kind))


def plant_figures(unit: str, tables: Tables) -> None:
    """Put the planted table errors of this unit into its tables."""
    for item in planted_in(unit, BALANCE):
        _change(tables, item, lambda value: value + 10)
    for item in planted_in(unit, TENFOLD):
        _change(tables, item, lambda value: value * 10)
    for item in planted_in(unit, TWO_TABLES):
        row = tables[item.field][item.cell.split(".")[0]]
        row["tu_2024"] = row["tu_2023"]


def _change(tables: Tables, item: Planted, change: Change) -> None:
    row, column = item.cell.split(".")
    tables[item.field][row][column] = change(number(tables[item.field][row][column]))


def unsaid_cells(unit: str) -> frozenset[str]:
    """Paths that this unit's prose keeps silent about: its slips in the tables."""
    kinds = (BALANCE, TENFOLD)
    return frozenset(
        f"{item.field}.{item.cell}" for kind in kinds for item in planted_in(unit, kind)
    )


def plant_slots(unit: str, field: str, slots: Mapping[str, str]) -> dict[str, str]:
    """The slots of one field, those planted as wrong with two digits the other way round."""
    wrong = {item.cell for item in planted_in(unit, PROSE_FIGURE) if item.field == field}
    return {name: transpose(text) if name in wrong else text for name, text in slots.items()}


def forced_slots(unit: str, field: str) -> frozenset[str]:
    """Slots that must be said in this field, because they are planted there."""
    return frozenset(item.cell for item in planted_in(unit, PROSE_FIGURE) if item.field == field)


def transpose(text: str) -> str:
    """Swap the last two neighbouring digits that differ: "1.745" → "1.754"."""
    places = [index for index, letter in enumerate(text) if letter.isdigit()]
    for left, right in reversed(list(pairwise(places))):
        if text[left] != text[right]:
            letters = list(text)
            letters[left], letters[right] = letters[right], letters[left]
            return "".join(letters)
    return text + "0"
