"""The demo's units: huyện Kim Động in May 2024, its Party organisation and offices.

Accounts belong to offices (login = unit key) and are named by function; there are no persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.demo.sources import read_yaml

DISTRICT = "huyenuy.kimdong"
COLLECTOR = "btg.kimdong"
COMMUNE_KINDS = frozenset({"xa", "thi_tran"})


@dataclass(frozen=True)
class Letterhead:
    parent: str
    issuer: str
    symbol: str
    place: str
    authority: str


@dataclass(frozen=True)
class Account:
    """One login of an office. `role`: reporter, approver, collector, leader, clerk or observer."""

    login: str
    display_name: str
    unit_key: str
    role: str


@dataclass(frozen=True)
class DemoUnit:
    """One unit. `population`, `households` are 0 for offices; `staff`, `members` 0 for communes.

    `body` is the Party body or board that acts for the unit; `style`, `tone` and `traits` steer
    how its report reads and are no part of the unit itself.
    """

    key: str
    name: str
    short_name: str
    kind: str
    level_label: str
    parent: str
    letterhead: Letterhead
    valid_from: date
    valid_to: date | None
    body: str
    office: str
    population: int = 0
    households: int = 0
    staff: int = 0
    members: int = 0
    villages: tuple[str, ...] = ()
    style: str = "prose"
    tone: str = "new"
    traits: frozenset[str] = frozenset()

    @property
    def is_commune(self) -> bool:
        return self.kind in COMMUNE_KINDS


@cache
def demo_units() -> tuple[DemoUnit, ...]:
    """Parents before children."""
    data = read_yaml("units.yaml")
    above = [_above(entry, data) for entry in data["above"]]
    communes = [_commune(entry, data) for entry in data["communes"]]
    return (*above, *communes, *(_office(entry, data) for entry in data["offices"]))


def demo_unit(key: str) -> DemoUnit:
    """Raises KeyError when there is no such unit."""
    return {unit.key: unit for unit in demo_units()}[key]


def unit_kinds() -> Mapping[str, str]:
    """Kind → Vietnamese label."""
    return dict(read_yaml("units.yaml")["kinds"])


def demo_accounts() -> tuple[Account, ...]:
    accounts = [account for unit in demo_units() for account in _accounts(unit)]
    leader = Account("btg.truongban", "Trưởng Ban Tuyên giáo Huyện ủy", COLLECTOR, "leader")
    return (*accounts, leader)


def _accounts(unit: DemoUnit) -> tuple[Account, ...]:
    roles = {"tinh_uy": "observer", "huyen_uy": "clerk", "co_quan_huyen_uy": "collector"}
    entry = Account(unit.key, unit.office, unit.key, roles.get(unit.kind, "reporter"))
    if not unit.is_commune:
        return (entry,)
    approver = f"Phó Bí thư Thường trực {unit.body}"
    return (entry, Account(f"{unit.key}.duyet", approver, unit.key, "approver"))


def _above(entry: Mapping[str, Any], data: Mapping[str, Any]) -> DemoUnit:
    ends = entry.get("valid_to", data["defaults"]["valid_to"])
    return DemoUnit(
        key=entry["key"], name=entry["name"], short_name=entry["short_name"], kind=entry["kind"],
        level_label=entry["level_label"], parent=entry["parent"],
        letterhead=Letterhead(**entry["letterhead"]),
        valid_from=entry.get("valid_from", data["defaults"]["valid_from"]),
        valid_to=ends or None, body=entry["name"], office=entry["office"],
    )  # fmt: skip


def _commune(entry: Mapping[str, Any], data: Mapping[str, Any]) -> DemoUnit:
    defaults, kind = data["defaults"], entry["kind"]
    label = "thị trấn" if kind == "thi_tran" else "xã"
    name, key = f"{label} {entry['name']}", f"xa.{entry['slug']}"
    head = Letterhead(
        defaults["issuer_parent"], f"ĐẢNG ỦY {name.upper()}", defaults[kind]["symbol"],
        entry["name"], defaults[kind]["authority"],
    )  # fmt: skip
    return DemoUnit(
        key=key, name=f"Đảng ủy {name}", short_name=name[0].upper() + name[1:], kind=kind,
        level_label=defaults[kind]["level_label"], parent=DISTRICT, letterhead=head,
        valid_from=defaults["valid_from"], valid_to=_commune_end(key, data),
        body=f"Đảng ủy {name}", office=f"Cán bộ tuyên giáo {name}",
        population=entry["population"], households=entry["households"],
        villages=tuple(entry["villages"]), style=entry["style"], tone=entry["tone"],
        traits=frozenset(entry["traits"]),
    )  # fmt: skip


def _commune_end(key: str, data: Mapping[str, Any]) -> date:
    merged = data["merged_2024"]
    ends: date = merged["valid_to"] if key in merged["keys"] else data["defaults"]["valid_to"]
    return ends


def _office(entry: Mapping[str, Any], data: Mapping[str, Any]) -> DemoUnit:
    defaults = data["defaults"]
    head = Letterhead(
        defaults["issuer_parent"], entry["issuer"], entry["symbol"], "Kim Động", entry["authority"]
    )
    return DemoUnit(
        key=entry["key"], name=entry["name"], short_name=entry["short_name"], kind=entry["kind"],
        level_label=data["kinds"][entry["kind"]], parent=DISTRICT, letterhead=head,
        valid_from=defaults["valid_from"], valid_to=defaults["valid_to"], body=entry["body"],
        office=entry["office"], staff=entry["staff"], members=entry["members"],
        style=entry["style"], tone=entry["tone"], traits=frozenset(entry["traits"]),
    )  # fmt: skip
