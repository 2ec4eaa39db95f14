"""Made-up but consistent figures of one commune about its people: PL2, 3a, 3b, 3f, 3g.

Shares lie where published reports of northern communes lie; counts follow from the population.
"""

from __future__ import annotations

from decimal import Decimal

from app.demo.dice import Dice
from app.demo.tables import NIL, YEARS, Row, Table, number, total, whole
from app.demo.units import DemoUnit

D = Decimal
SCHOOLS = D(3)


def organisation(unit: DemoUnit) -> Table:
    """3a: members, branches and Party members, 2019 and 30/4/2024."""
    dice, people, villages = Dice(unit.key, "3a"), D(unit.population), len(unit.villages)
    members = dice.part_of(people, 22, 31)
    before = dice.part_of(members, 58, 76)
    party = dice.part_of(people, 4, 5)
    clans = D(villages * dice.between(3, 6))
    offices = D(dice.between(2, 5))
    members_party = dice.part_of(party, 74, 92)
    table: Table = {
        "dan_so": _then_now(whole(people * D("0.984")), people),
        "so_ho": _then_now(whole(unit.households * D("0.97")), D(unit.households)),
        "hoi_co_so": _then_now(D(1), D(1)),
        "chi_hoi": _then_now(D(villages + 2), D(villages + 3 + dice.below(3))),
        "ban_kh_dong_ho": _then_now(dice.part_of(clans, 55, 80), clans),
        "ban_kh_truong": _then_now(SCHOOLS, SCHOOLS),
        "ban_kh_co_quan": _then_now(offices - 1, offices),
        "hoi_vien": _then_now(before, members),
        "hoi_vien_dang_vien": _then_now(dice.part_of(members_party, 66, 84), members_party),
        "tong_dang_vien": _then_now(dice.part_of(party, 93, 98), party),
        "phat_trien_moi": {
            "nam_2019": None,
            "nam_2024": members - before + dice.part_of(before, 1, 4),
        },
    }
    parts = ("ban_kh_dong_ho", "ban_kh_truong", "ban_kh_co_quan")
    table["ban_kh"] = total(table[part] for part in parts)
    return table


def _then_now(before: Decimal, now: Decimal) -> Row:
    return {"nam_2019": before, "nam_2024": now, "tang_giam": now - before}


def models(unit: DemoUnit) -> Table:
    """3b: total, registered, recognised, of which excellent."""
    dice = Dice(unit.key, "3b")
    adults = whole(D(unit.population) * D("0.71"))
    villages = D(len(unit.villages) + dice.between(1, 3))
    recognised = D(dice.chance(75))
    return {
        "cong_dan": _recognised(dice, adults, (46, 62), (62, 82)),
        "gia_dinh": _recognised(dice, D(unit.households), (76, 93), (84, 96)),
        "dong_ho": _recognised(
            dice, D(len(unit.villages) * dice.between(7, 11)), (70, 95), (78, 96)
        ),
        "cong_dong_thon": _recognised(dice, villages, (100, 100), (70, 100)),
        "don_vi": _recognised(dice, D(dice.between(6, 9)), (100, 100), (72, 100)),
        "cong_dong_xa": {
            "tong": D(1),
            "dang_ky": D(1),
            "cong_nhan": recognised,
            "xuat_sac": D(0),
        },
    }


def _recognised(
    dice: Dice, everyone: Decimal, registered: tuple[int, int], recognised: tuple[int, int]
) -> Row:
    asked = dice.part_of(everyone, *registered)
    given = dice.part_of(asked, *recognised)
    best = dice.part_of(given, 8, 25)
    return {"tong": everyone, "dang_ky": asked, "cong_nhan": given, "xuat_sac": best}


def literacy(unit: DemoUnit) -> Table:
    """3f: 15–35 lies within 15–60, so does who cannot read; classes are rare in the delta."""
    dice, people = Dice(unit.key, "3f"), D(unit.population)
    young, everyone = dice.part_of(people, 27, 30), dice.part_of(people, 60, 63)
    none, weak = D(dice.between(1, 5)), D(dice.between(2, 14))
    older_none, older_weak = D(dice.between(2, 24)), D(dice.between(9, 80))
    return {
        "tuoi_15_35": _literate(young, none, weak),
        "tuoi_15_60": _literate(everyone, none + older_none, weak + older_weak),
    }


def _literate(everyone: Decimal, none: Decimal, weak: Decimal) -> Row:
    return {
        "tong": everyone,
        "muc_1": everyone - none,
        "muc_2": everyone - none - weak,
        "hoc_vien": NIL,
        "hoc_vien_nu": NIL,
    }


def training(unit: DemoUnit) -> Table:
    """3g: commune staff, teachers, part-time officers and workers."""
    dice = Dice(unit.key, "3g")
    table: Table = {
        "can_bo_cong_chuc": _trained(dice, D(dice.between(17, 21)), (89, 100)),
        "vien_chuc": _trained(dice, D(dice.between(58, 96)), (94, 100)),
        "khong_chuyen_trach": _trained(dice, D(dice.between(9, 13)), (60, 92)),
        "lao_dong": _trained(dice, dice.part_of(D(unit.population), 38, 47), (22, 41)),
    }
    table["tong_cong"] = total(table.values())
    return table


def _trained(dice: Dice, everyone: Decimal, trained: tuple[int, int]) -> Row:
    done = dice.part_of(everyone, *trained)
    skills = dice.part_of(everyone, 12, 26)
    times = done + dice.part_of(done, 90, 240)
    return {
        "tong": everyone,
        "bat_buoc": done,
        "nghe_ky_nang": skills,
        "tieng_dan_toc": NIL,
        "luot": times,
    }


# PL2 rows that follow the population: key → (base in percent of people, share reached, known 2019)
_TARGET_SHARES: dict[str, tuple[int, tuple[int, int], bool]] = {
    "ld_thong_tin": (56, (38, 58), False),
    "ld_ky_nang_song": (56, (36, 57), False),
    "dan_15_cmkt": (77, (41, 59), True),
    "dan_15_dai_hoc": (77, (8, 15), True),
}
_STANDARDS = ("xa_xmc_muc_2", "xa_pcgdmn", "xa_pcgdth_3")


def targets(unit: DemoUnit, members: Table, learned: Table, staff: Table, centres: Table) -> Table:
    """PL2 out of 3a, 3b, 3e and 3g, so that the same figure never has two values."""
    dice = Dice(unit.key, "pl2")
    table = {
        row: _path(dice, _from_model(learned[model]), known)
        for row, model, known in (
            ("cong_dan_hoc_tap", "cong_dan", False),
            ("gia_dinh_hoc_tap", "gia_dinh", True),
            ("dong_ho_hoc_tap", "dong_ho", True),
            ("cong_dong_thon", "cong_dong_thon", True),
            ("don_vi_hoc_tap", "don_vi", True),
        )
    }
    workers = number(staff["can_bo_cong_chuc"]["tong"]) + number(staff["vien_chuc"]["tong"])
    citizens = number(learned["cong_dan"]["cong_nhan"])
    table |= {
        "cdht_can_bo": _path(dice, (dice.part_of(workers, 58, 88), workers), False),
        "cdht_ky_nang_so": _path(dice, (dice.part_of(citizens, 55, 81), citizens), False),
        "hoi_vien_quan_triet": _briefed_members(dice, members["hoi_vien"]),
        "can_bo_hoi_tthtcd": _path(dice, (D(dice.between(1, 2)), D(2)), True),
        "can_bo_hoi_cntt": _path(dice, (D(dice.between(0, 3)), D(dice.between(3, 5))), True),
        "csgd_so": _path(dice, (D(dice.between(2, 3)), SCHOOLS), True),
        "xa_pcgdthcs_3": _path(dice, (D(dice.chance(70)), D(1)), True),
    }
    for row, (base, reached, known) in _TARGET_SHARES.items():
        people = whole(D(unit.population) * base / 100)
        table[row] = _path(dice, (dice.part_of(people, *reached), people), known)
    digital = number(centres["ung_dung_cntt"]["luy_ke"])
    table["tthtcd_cntt"] = _constant(digital, D(1)) | {"tu_2019": D(0)}
    return table | {row: _constant(D(1), D(1)) for row in _STANDARDS}


def _from_model(row: Row) -> tuple[Decimal, Decimal]:
    return number(row["cong_nhan"]), number(row["tong"])


def _path(dice: Dice, now: tuple[Decimal, Decimal], known_2019: bool) -> Row:
    """2019 → 2023 → 30/4/2024, rising; models made in 2022 have no figure of 2019."""
    reached, base = now
    last = _earlier(dice, reached, (92, 99))
    first: Row = {"tu_2019": None, "mau_2019": None}
    if known_2019:
        first = {"tu_2019": _earlier(dice, last, (48, 80)), "mau_2019": base}
    return first | {"tu_2023": last, "mau_2023": base, "tu_2024": reached, "mau_2024": base}


def _earlier(dice: Dice, later: Decimal, share: tuple[int, int]) -> Decimal:
    """An earlier count, rounded up so that one school or hamlet does not vanish."""
    return dice.part_of(later, *share) + 1 if later else later


def _briefed_members(dice: Dice, members: Row) -> Row:
    """Members who were briefed, out of the members there were in each year."""
    before, now = number(members["nam_2019"]), number(members["nam_2024"])
    bases = zip(YEARS, (before, dice.part_of(now, 93, 98), now), strict=True)
    row: Row = {}
    for year, base in bases:
        row |= {f"tu_{year}": dice.part_of(base, 88, 99), f"mau_{year}": base}
    return row


def _constant(reached: Decimal, base: Decimal) -> Row:
    row: Row = {}
    for year in YEARS:
        row |= {f"tu_{year}": reached, f"mau_{year}": base}
    return row
