"""Free lists of one unit: PL1 documents, 3i models and commendations, 3k cooperation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.demo.dice import Dice
from app.demo.planted import SWAPPED_SYMBOL, TWICE_IN_LIST, WRONG_DATE, has, planted_in
from app.demo.sources import read_yaml
from app.demo.units import DemoUnit

Item = dict[str, str]
_LEVELS = {"xa": "xa", "thi_tran": "xa"}


@dataclass(frozen=True)
class OwnDocument:
    """A document the unit issued itself; `date` as typed, d/m/yyyy."""

    key: str
    kind: str
    symbol: str
    date: str
    issuer: str
    title: str


def cite(document: OwnDocument) -> str:
    return f"{document.kind} số {document.symbol}, ngày {document.date}"


def own_documents(unit: DemoUnit) -> tuple[OwnDocument, ...]:
    """A commune's plan only when it issued one; offices have at most their own plan."""
    entries = read_yaml("documents.yaml")["own"]
    wanted = [entry for entry in entries if _issued(unit, entry[0])]
    return tuple(_own_document(unit, *entry) for entry in wanted)


def _issued(unit: DemoUnit, key: str) -> bool:
    if key == "ke_hoach":
        return "ke_hoach" in unit.traits
    if not unit.is_commune:
        return False
    return key in {"ub_kh", "qd_bcd"} or Dice(unit.key, "issued", key).chance(70)


def _own_document(
    unit: DemoUnit, key: str, kind: str, level: str, month: str, title: str
) -> OwnDocument:
    dice = Dice(unit.key, "document", key)
    year, month_number = month.split("-")
    day = f"{dice.between(4, 28):02d}/{int(month_number) + dice.below(2)}/{year}"
    place = unit.short_name[0].lower() + unit.short_name[1:]
    type_mark = {"Kế hoạch": "KH", "Quyết định": "QĐ", "Báo cáo": "BC"}[kind]
    symbol, issuer = {
        "party": (f"{dice.between(6, 88):02d}-{type_mark}/{unit.letterhead.symbol}", unit.body),
        "state": (f"{dice.between(21, 240)}/{type_mark}-UBND", f"UBND {place}"),
        "society": (f"{dice.between(2, 30):02d}/{type_mark}-HKH", f"Hội Khuyến học {place}"),
    }[level]
    return OwnDocument(key, kind, symbol, _real_day(day), issuer, title)


def _real_day(day: str) -> str:
    """A thirteenth month, which the spread over two months may give, becomes December."""
    return day.replace("/13/", "/12/")


def document_items(unit: DemoUnit, documents: tuple[OwnDocument, ...]) -> list[Item]:
    dice = Dice(unit.key, "pl1")
    superior = read_yaml("documents.yaml")["superior"]
    chosen = [entry for entry in superior if entry[0] == "kl49" or _keeps(unit, entry, dice)]
    return [_superior_item(unit, entry, dice) for entry in chosen] + [
        _own_item(unit, document) for document in documents
    ]


def _keeps(unit: DemoUnit, entry: list[str], dice: Dice) -> bool:
    planted = (*planted_in(unit.key, WRONG_DATE), *planted_in(unit.key, SWAPPED_SYMBOL))
    return dice.chance(72) or entry[3] in {item.cell for item in planted}


def _superior_item(unit: DemoUnit, entry: list[str], dice: Dice) -> Item:
    _, level, kind, symbol, day, issuer, title = entry
    spellings = read_yaml("documents.yaml")["spellings"].get(symbol, [])
    written = dice.pick(spellings) if spellings and dice.chance(25) else symbol
    if symbol in {item.cell for item in planted_in(unit.key, WRONG_DATE)}:
        day = "25/5/2022"
    if symbol in {item.cell for item in planted_in(unit.key, SWAPPED_SYMBOL)}:
        written = "387/QĐ-TTg"
    return _item(level, kind, written, day, issuer, title)


def _own_item(unit: DemoUnit, document: OwnDocument) -> Item:
    level = _LEVELS.get(unit.kind, "don_vi")
    return _item(
        level, document.kind, document.symbol, document.date, document.issuer, document.title
    )


def _item(level: str, kind: str, symbol: str, day: str, issuer: str, title: str) -> Item:
    return {
        "cap": level,
        "kind": kind,
        "symbol": symbol,
        "date": day,
        "issuer": issuer,
        "title": title,
    }


def local_passages(unit: DemoUnit) -> tuple[Mapping[str, Any], ...]:
    """What only this unit can say: {field, text, item?} (data/local.yaml)."""
    return tuple(read_yaml("local.yaml").get(unit.key, ()))


def example_items(unit: DemoUnit) -> list[Item]:
    """3i, one row for each local passage that names a model."""
    columns = ("ten", "loai", "dia_chi", "cap_khen", "nam", "tom_tat")
    rows = [passage["item"] for passage in local_passages(unit) if "item" in passage]
    items = [dict(zip(columns, map(str, row), strict=True)) for row in rows]
    if has(unit.key, TWICE_IN_LIST):
        items.append(items[0] | {"ten": f"  {items[0]['ten'].upper()}"})
    return items


def cooperation_items(unit: DemoUnit) -> list[Item]:
    columns = ("chuong_trinh", "doi_tac", "nam", "kinh_phi", "so_nguoi", "ket_qua")
    rows = read_yaml("cooperation.yaml").get(unit.key, ())
    return [dict(zip(columns, map(str, row), strict=True)) for row in rows]
