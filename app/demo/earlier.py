"""What three communes reported for 2023, trying the same outline: the last period of the demo.

The tables are the unit's own of 2024 taken back by some months, so that no sum falls from one
period to the next; the prose is the same bank's, told by another chance, with the older figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.demo.answers import NIL_ANSWER, figures_of
from app.demo.commune_work import INCOME, SPENDING
from app.demo.figures import UnitFigures
from app.demo.lists import Item, document_items, own_documents
from app.demo.manner import in_hand, write_out
from app.demo.prose import NARRATIVES, Speaker, recommendations, sentences
from app.demo.scenario import earlier_scenario
from app.demo.slots import unit_slots
from app.demo.tables import Row, Table, Tables, Value, balance, number, tenths, total, whole
from app.demo.typed import notation_of, typed_tables
from app.demo.units import DemoUnit, demo_unit

_NOW, _LAST_DAY = "30/4/2024", "31/12/2023"
# What nobody could write at the end of 2023.
_LATER = ("2024", "05 năm")
_THIS_YEAR = ("nam_2024", "tu_2024", "mau_2024")
_SHARE = Decimal("0.93")
_GROWING = frozenset({"luy_ke", "suat", "so_tien", "bat_buoc", "luot"})
_FEW = 10
# Rows of 3b that PL2 tells by year.
_RECOGNISED = {
    "cong_dan": "cong_dan_hoc_tap",
    "gia_dinh": "gia_dinh_hoc_tap",
    "dong_ho": "dong_ho_hoc_tap",
    "cong_dong_thon": "cong_dong_thon",
    "don_vi": "don_vi_hoc_tap",
}


def earlier_answers() -> dict[str, dict[str, Any]]:
    """Unit key → field key → answer, in the encoding of `demo_answers`."""
    return {key: _answers(demo_unit(key)) for key in earlier_scenario()}


def _answers(unit: DemoUnit) -> dict[str, Any]:
    """The alias has other luck, and none of the errors planted in the report of 2024."""
    alias = replace(unit, key=f"{unit.key}/2023")
    figures, notation = _figures_of_2023(figures_of(unit.key)), notation_of(unit.key)
    documents = tuple(own for own in own_documents(unit) if not _is_later(own.date))
    spoken = replace(figures, tables={key: _spoken(t) for key, t in figures.tables.items()})
    slots = unit_slots(alias, spoken, documents, notation)
    speaker = Speaker(alias, slots, figures.traits)
    return _prose(speaker) | _typed(figures, notation) | _lists(speaker, documents)


def _prose(speaker: Speaker) -> dict[str, Any]:
    told = {field: _of_2023(sentences(speaker, field)) for field in NARRATIVES}
    return {
        field: write_out(speaker.unit, field, texts) if texts else NIL_ANSWER
        for field, texts in told.items()
    }


def _of_2023(texts: Iterable[str]) -> list[str]:
    dated = (text.replace(_NOW, _LAST_DAY) for text in texts)
    return [text for text in dated if not _is_later(text)]


def _is_later(text: str) -> bool:
    return any(mark in text for mark in _LATER)


def _lists(speaker: Speaker, documents: tuple[Any, ...]) -> dict[str, Any]:
    cited = [i for i in document_items(speaker.unit, documents) if not _is_later(i["date"])]
    asked = [item for item in recommendations(speaker) if not _is_later(item["text"])]
    lists: dict[str, list[Item]] = {"pl1_van_ban": cited, "p3_kien_nghi": asked}
    written = {
        key: [{column: in_hand(speaker.unit, text) for column, text in i.items()} for i in items]
        for key, items in lists.items()
    }
    filled = {key: {"items": items} if items else NIL_ANSWER for key, items in written.items()}
    return filled | {"pl3i_dien_hinh": NIL_ANSWER, "pl3k_hop_tac": NIL_ANSWER}


def _typed(figures: UnitFigures, notation: str) -> dict[str, Any]:
    """The columns of 2024 are still blank."""
    tables = {key: _without_this_year(table) for key, table in figures.tables.items()}
    return typed_tables(replace(figures, tables=tables), notation)


def _without_this_year(table: Table) -> Table:
    kept = {
        row: {column: value for column, value in cells.items() if column not in _THIS_YEAR}
        for row, cells in table.items()
    }
    return {row: cells for row, cells in kept.items() if cells}


def _figures_of_2023(figures: UnitFigures) -> UnitFigures:
    tables: Tables = {
        key: {row: _taken_back(cells) for row, cells in table.items()}
        for key, table in figures.tables.items()
    }
    for model, target in _RECOGNISED.items():
        tables["pl3b_mo_hinh"][model]["cong_nhan"] = tables["pl2_muc_tieu"][target]["tu_2023"]
    for key, whole_of in (("pl3d_hoc_bong", "tong"), ("pl3g_boi_duong", "tong_cong")):
        parts = [cells for row, cells in tables[key].items() if row != whole_of]
        tables[key][whole_of] = total(parts)
    fund = tables["pl3c_quy"]
    fund["du_dau"]["luy_ke"] = figures.tables["pl3c_quy"]["du_dau"]["luy_ke"]
    fund["thu"] = total(fund[row] for row in INCOME)
    fund["chi"] = total(fund[row] for row in SPENDING)
    fund["du_cuoi"] = {column: balance(fund, column) for column in fund["du_dau"]}
    return replace(figures, tables=tables)


def _taken_back(cells: Row) -> Row:
    return {
        column: _less(value) if column in _GROWING else value for column, value in cells.items()
    }


def _less(value: Value) -> Value:
    """A count stays whole, and what is one or a few stays as it is."""
    if not isinstance(value, Decimal) or value <= _FEW:
        return value
    less = value * _SHARE
    return whole(less) if value == value.to_integral_value() else tenths(less)


def _spoken(table: Table) -> Table:
    """What sentences call the present: the year 2023, or most of the way from 2019 to 2024."""
    return {row: cells | _present(cells) for row, cells in table.items()}


def _present(cells: Row) -> Row:
    if "tu_2023" in cells:
        return {"tu_2024": cells["tu_2023"], "mau_2024": cells["mau_2023"]}
    if "nam_2024" not in cells:
        return {}
    before, now = number(cells.get("nam_2019")), number(cells["nam_2024"])
    present = before + whole((now - before) * _SHARE)
    return {"nam_2024": present, "tang_giam": present - before}
