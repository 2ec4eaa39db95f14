"""Figures of an office: only what concerns its own staff, so that communes are not counted twice.

Tables that ask about a territory are left out here and answered "không áp dụng".
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.demo.commune_work import awards, fund
from app.demo.dice import Dice
from app.demo.tables import NIL, Row, Table, Tables, total
from app.demo.units import DemoUnit

D = Decimal
# The district fund is as large as that of this many people.
_FUND_OF = 22_000
_COMMITTEES = "hoi_quan_chung"


def office_tables(unit: DemoUnit) -> Tables:
    """PL2 (two rows), 3g, 3h; the Hội Khuyến học also keeps the district's fund (3c, 3d)."""
    tables = {
        "pl2_muc_tieu": _targets(unit),
        "pl3g_boi_duong": _training(unit),
        "pl3h_tuyen_truyen": _outreach(unit),
    }
    if unit.kind == _COMMITTEES:
        district = _district_of(unit)
        tables["pl3c_quy"] = fund(district)
        tables["pl3d_hoc_bong"] = awards(district, tables["pl3c_quy"])
    return tables


def _district_of(unit: DemoUnit) -> DemoUnit:
    return replace(unit, population=_FUND_OF)


def _targets(unit: DemoUnit) -> Table:
    dice, staff = Dice(unit.key, "pl2"), D(unit.staff)
    reached = dice.part_of(staff, 80, 100)
    return {
        "cdht_can_bo": {
            "tu_2019": None, "mau_2019": None,
            "tu_2023": dice.part_of(reached, 85, 99), "mau_2023": staff,
            "tu_2024": reached, "mau_2024": staff,
        },
        "don_vi_hoc_tap": {
            "tu_2019": D(0), "mau_2019": D(1), "tu_2023": D(1), "mau_2023": D(1),
            "tu_2024": D(1), "mau_2024": D(1),
        },
    }  # fmt: skip


def _training(unit: DemoUnit) -> Table:
    dice, staff = Dice(unit.key, "3g"), D(unit.staff)
    trained = dice.part_of(staff, 86, 100)
    row: Row = {
        "tong": staff,
        "bat_buoc": trained,
        "nghe_ky_nang": dice.part_of(staff, 30, 60),
        "tieng_dan_toc": NIL,
        "luot": trained * dice.between(3, 6),
    }
    return {"can_bo_cong_chuc": row, "tong_cong": total([row])}


def _outreach(unit: DemoUnit) -> Table:
    dice, party = Dice(unit.key, "3h"), D(unit.members)
    meetings, news = D(dice.between(6, 22)), D(dice.between(24, 96))
    audience = meetings * dice.between(60, 180) + dice.below(50)
    return {
        "hoi_nghi": _flow(dice, meetings),
        "dv_trieu_tap": {"luy_ke": party, "nam_2023": None},
        "dv_du": {"luy_ke": dice.part_of(party, 92, 100), "nam_2023": None},
        "quan_chung": _flow(dice, audience),
        "tin_bai": _flow(dice, news),
    }


def _flow(dice: Dice, count: Decimal) -> Row:
    return {"luy_ke": count, "nam_2023": dice.part_of(count, 20, 30)}
