"""Made-up but consistent figures of one commune about its work: 3c, 3d, 3e, 3h."""

from __future__ import annotations

from decimal import Decimal

from app.demo.dice import Dice
from app.demo.tables import NIL, Row, Table, balance, number, tenths, total
from app.demo.units import DemoUnit

D = Decimal
INCOME = ("thu_ngan_sach", "thu_doanh_nghiep", "thu_dong_ho", "thu_ca_nhan")
SPENDING = ("chi_hoc_bong", "chi_khen_thuong", "chi_ho_tro", "chi_khac")


def fund(unit: DemoUnit) -> Table:
    """3c in triệu đồng: opening + income − spending = closing, in both columns."""
    dice = Dice(unit.key, "3c")
    scale = D(unit.population) * dice.between(52, 96) / 1000
    table: Table = {
        "du_dau": _both(tenths(scale * dice.percent(22, 38)), tenths(scale * dice.percent(60, 75))),
        "thu_ngan_sach": _money(dice, scale, (9, 16)),
        "thu_doanh_nghiep": {"luy_ke": NIL, "nam_2023": NIL},
        "thu_dong_ho": _money(dice, scale, (38, 52)),
        "thu_ca_nhan": _money(dice, scale, (20, 34)),
        "hien_vat": _money(dice, scale, (2, 9)),
    }
    if "doanh_nghiep" in unit.traits:
        table["thu_doanh_nghiep"] = _money(dice, scale, (14, 30))
    table["thu"] = total(table[row] for row in INCOME)
    _spend(dice, table)
    return table


def _spend(dice: Dice, table: Table) -> None:
    """Spend part of the income of each column over the four kinds, and close the balance."""
    for column in ("luy_ke", "nam_2023"):
        income = number(table["thu"][column])
        for row, low, high in zip(SPENDING, (24, 36, 14, 3), (30, 44, 20, 6), strict=True):
            table.setdefault(row, {})[column] = tenths(income * dice.percent(low, high))
    table["chi"] = total(table[row] for row in SPENDING)
    table["du_cuoi"] = {column: balance(table, column) for column in ("luy_ke", "nam_2023")}


def _money(dice: Dice, scale: Decimal, share: tuple[int, int]) -> Row:
    whole_period = tenths(scale * dice.percent(*share))
    return _both(whole_period, tenths(whole_period * dice.percent(18, 27)))


def _both(luy_ke: Decimal, nam_2023: Decimal) -> Row:
    return {"luy_ke": luy_ke, "nam_2023": nam_2023}


# Row of 3d → the fund's spending row it is paid from, its part of it, and đồng (nghìn) per award.
_AWARDS: tuple[tuple[str, str, tuple[int, int], int], ...] = (
    ("hoc_bong", "chi_hoc_bong", (100, 100), 450),
    ("hs_kho_khan", "chi_ho_tro", (100, 100), 380),
    ("hs_gioi", "chi_khen_thuong", (72, 84), 110),
    ("giao_vien", "chi_khen_thuong", (9, 14), 210),
)


def awards(unit: DemoUnit, spent: Table) -> Table:
    """3d: what the fund paid for, so 3c and 3d agree."""
    dice, table = Dice(unit.key, "3d"), {}
    for row, source, share, price in _AWARDS:
        part = dice.percent(*share)
        price_now = D(price + dice.below(60)) / 1000
        table[row] = _award(part, price_now, spent[source])
    table["nguoi_lon"] = _remaining(table, spent["chi_khen_thuong"])
    table["tong"] = total(table.values())
    return table


def _award(part: Decimal, price: Decimal, paid: Row) -> Row:
    row: Row = {}
    for column, suffix in (("luy_ke", ""), ("nam_2023", "_2023")):
        money = tenths(number(paid[column]) * part)
        row |= {f"suat{suffix}": D(int(money / price)), f"so_tien{suffix}": money}
    return row


def _remaining(table: Table, prizes: Row) -> Row:
    """Adults get what is left of the prizes after pupils and teachers."""
    row: Row = {}
    for column, suffix in (("luy_ke", ""), ("nam_2023", "_2023")):
        given = sum(number(table[key][f"so_tien{suffix}"]) for key in ("hs_gioi", "giao_vien"))
        money = number(prizes[column]) - given
        row |= {f"suat{suffix}": D(int(money / D("0.25"))), f"so_tien{suffix}": money}
    return row


def centre(unit: DemoUnit) -> Table:
    """3e: one community learning centre; stocks have no figure for the single year."""
    dice = Dice(unit.key, "3e")
    classes = D(dice.between(96, 210))
    learners = classes * dice.between(38, 64) + dice.below(40)
    money = tenths(D(dice.between(900, 1600)) / 10)
    return {
        "so_trung_tam": _stock(1),
        "tru_so_rieng": _stock(int(dice.chance(45))),
        "ung_dung_cntt": _stock(int(dice.chance(58))),
        "co_tu_sach": _stock(int(dice.chance(85))),
        "co_internet": _stock(int(dice.chance(80))),
        "lop": _flow(dice, classes),
        "luot_nguoi": _flow(dice, learners),
        "kinh_phi": _both(money, tenths(money * dice.percent(19, 24))),
    }


def _stock(count: int) -> Row:
    return {"luy_ke": D(count), "nam_2023": None}


def _flow(dice: Dice, count: Decimal) -> Row:
    return _both(count, dice.part_of(count, 20, 29))


def outreach(unit: DemoUnit, party: Decimal) -> Table:
    """3h: meetings, Party members who studied the conclusion, audience, broadcasts."""
    dice = Dice(unit.key, "3h")
    called = dice.part_of(party, 94, 100)
    broadcasts = D(dice.between(310, 690))
    return {
        "hoi_nghi": _flow(dice, D(dice.between(14, 38))),
        "dv_trieu_tap": {"luy_ke": called, "nam_2023": None},
        "dv_du": {"luy_ke": dice.part_of(called, 91, 99), "nam_2023": None},
        "quan_chung": _flow(dice, dice.part_of(D(unit.population), 48, 92)),
        "tin_bai": _flow(dice, D(dice.between(120, 360))),
        "phat_thanh": _flow(dice, broadcasts),
        "chuyen_muc": _flow(dice, D(dice.between(6, 24))),
        "pa_no": _flow(dice, D(dice.between(60, 240))),
    }
