"""All tables of one unit, with what real forms have too: blanks, nothing to report, estimates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.demo.commune_people import literacy, models, organisation, targets, training
from app.demo.commune_work import awards, centre, fund, outreach
from app.demo.dice import Dice
from app.demo.office_figures import office_tables
from app.demo.planted import plant_figures
from app.demo.tables import NIL, Tables, cell_at, number
from app.demo.units import DemoUnit

_MAY_BE_BLANK = (
    "pl3c_quy.hien_vat.nam_2023",
    "pl3h_tuyen_truyen.chuyen_muc.luy_ke",
    "pl3h_tuyen_truyen.chuyen_muc.nam_2023",
    "pl3h_tuyen_truyen.pa_no.luy_ke",
    "pl3h_tuyen_truyen.pa_no.nam_2023",
    "pl3h_tuyen_truyen.phat_thanh.nam_2023",
    "pl3g_boi_duong.khong_chuyen_trach.nghe_ky_nang",
    "pl3b_mo_hinh.don_vi.xuat_sac",
    "pl2_muc_tieu.csgd_so.tu_2019",
    "pl2_muc_tieu.can_bo_hoi_cntt.tu_2019",
    "pl2_muc_tieu.dan_15_cmkt.tu_2019",
)
_ALWAYS_ESTIMATED = ("pl2_muc_tieu.ld_thong_tin.tu_2024", "pl2_muc_tieu.ld_ky_nang_song.tu_2024")
_MAY_BE_ESTIMATED = ("pl3h_tuyen_truyen.quan_chung.luy_ke", "pl2_muc_tieu.dan_15_dai_hoc.tu_2024")


@dataclass(frozen=True)
class UnitFigures:
    """`tables` include computed rows; `estimates` are paths of cells typed as "ước …"."""

    tables: Tables
    estimates: frozenset[str]
    traits: frozenset[str]


def unit_figures(unit: DemoUnit) -> UnitFigures:
    tables = _commune_tables(unit) if unit.is_commune else office_tables(unit)
    dice = Dice(unit.key, "gaps")
    estimates = _estimate(tables, dice)
    _leave_gaps(tables, dice)
    plant_figures(unit.key, tables)
    return UnitFigures(tables, estimates, unit.traits | _derived_traits(tables))


def _commune_tables(unit: DemoUnit) -> Tables:
    members, learned, staff = organisation(unit), models(unit), training(unit)
    centres, spent = centre(unit), fund(unit)
    party = number(members["tong_dang_vien"]["nam_2024"])
    return {
        "pl2_muc_tieu": targets(unit, members, learned, staff, centres),
        "pl3a_to_chuc": members,
        "pl3b_mo_hinh": learned,
        "pl3c_quy": spent,
        "pl3d_hoc_bong": awards(unit, spent),
        "pl3e_tthtcd": centres,
        "pl3f_xoa_mu_chu": literacy(unit),
        "pl3g_boi_duong": staff,
        "pl3h_tuyen_truyen": outreach(unit, party),
    }


def _estimate(tables: Tables, dice: Dice) -> frozenset[str]:
    """Round what nobody counts, to tens; return the paths that carry "ước"."""
    paths = [*_ALWAYS_ESTIMATED, *(path for path in _MAY_BE_ESTIMATED if dice.chance(35))]
    present = [path for path in paths if isinstance(cell_at(tables, path), Decimal)]
    for path in present:
        table, row, column = path.split(".")
        tables[table][row][column] = Decimal(int(number(cell_at(tables, path)) / 10) * 10)
    return frozenset(present)


def _leave_gaps(tables: Tables, dice: Dice) -> None:
    for path in _MAY_BE_BLANK:
        table, row, column = path.split(".")
        if dice.chance(28) and row in tables.get(table, {}):
            tables[table][row][column] = None
    if dice.chance(25) and "pl3c_quy" in tables:
        tables["pl3c_quy"]["hien_vat"] = {"luy_ke": NIL, "nam_2023": NIL}


def _derived_traits(tables: Tables) -> frozenset[str]:
    """What sentences may claim because the tables say so."""
    claims = {
        "tru_so": cell_at(tables, "pl3e_tthtcd.tru_so_rieng.luy_ke"),
        "cntt": cell_at(tables, "pl3e_tthtcd.ung_dung_cntt.luy_ke"),
        "xa_hoc_tap": cell_at(tables, "pl3b_mo_hinh.cong_dong_xa.cong_nhan"),
    }
    traits = {trait for trait, value in claims.items() if number(value)}
    homes = tables.get("pl3b_mo_hinh", {}).get("gia_dinh", {})
    if homes and number(homes["cong_nhan"]) >= number(homes["tong"]) * Decimal("0.7"):
        traits.add("gd_70")
    return frozenset(traits)
