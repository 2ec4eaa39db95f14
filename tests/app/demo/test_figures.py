"""The appendix tables: what must add up adds up, save what was planted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.demo import PLANTED, demo_answers, full_units
from app.demo.answers import figures_of
from app.demo.planted import BALANCE, TENFOLD, TWO_TABLES
from app.demo.tables import YEARS, Table, balance, cell_at, number, total
from app.demo.typed import DOTS, PLAIN, write_number, write_percent
from app.demo.units import demo_unit
from forms.text.numbers import parse_number

COMMUNES = [key for key in full_units() if demo_unit(key).is_commune]
FUND_KEEPERS = [key for key in demo_answers() if "pl3c_quy" in figures_of(key).tables]


def planted(kind: str) -> set[tuple[str, str]]:
    return {(item.unit, item.cell) for item in PLANTED if item.kind == kind}


def table(unit: str, key: str) -> Table:
    return figures_of(unit).tables[key]


@pytest.mark.parametrize("unit", FUND_KEEPERS)
def test_parts_of_the_fund_make_its_totals(unit: str) -> None:
    fund = table(unit, "pl3c_quy")
    for whole in ("thu", "chi"):
        parts = [row for key, row in fund.items() if key.startswith(f"{whole}_")]
        assert total(parts) == fund[whole]


def test_the_fund_balances_everywhere_but_where_planted() -> None:
    wrong = {
        (unit, f"du_cuoi.{column}")
        for unit in FUND_KEEPERS
        for column in ("luy_ke", "nam_2023")
        if number(table(unit, "pl3c_quy")["du_cuoi"][column])
        != balance(table(unit, "pl3c_quy"), column)
    }
    assert wrong == planted(BALANCE)


@pytest.mark.parametrize("unit", FUND_KEEPERS)
def test_awards_are_what_the_fund_paid_for(unit: str) -> None:
    fund, awards = table(unit, "pl3c_quy"), table(unit, "pl3d_hoc_bong")
    prizes = total(awards[row] for row in ("hs_gioi", "giao_vien", "nguoi_lon"))
    assert awards["hoc_bong"]["so_tien"] == fund["chi_hoc_bong"]["luy_ke"]
    assert awards["hs_kho_khan"]["so_tien"] == fund["chi_ho_tro"]["luy_ke"]
    assert prizes["so_tien"] == fund["chi_khen_thuong"]["luy_ke"]
    assert prizes["so_tien_2023"] == fund["chi_khen_thuong"]["nam_2023"]


@pytest.mark.parametrize("unit", COMMUNES)
def test_members_lie_within_the_people_and_the_party(unit: str) -> None:
    rows = table(unit, "pl3a_to_chuc")
    for column in ("nam_2019", "nam_2024"):
        members = number(rows["hoi_vien"][column])
        of_party = number(rows["hoi_vien_dang_vien"][column])
        assert of_party < members < number(rows["dan_so"][column])
        assert of_party < number(rows["tong_dang_vien"][column])
    branches = ("ban_kh_dong_ho", "ban_kh_truong", "ban_kh_co_quan")
    assert total(rows[key] for key in branches) == rows["ban_kh"]


@pytest.mark.parametrize("unit", COMMUNES)
def test_recognised_lie_within_registered_within_all(unit: str) -> None:
    for row in table(unit, "pl3b_mo_hinh").values():
        counts = [number(row[key]) for key in ("xuat_sac", "cong_nhan", "dang_ky", "tong")]
        assert counts == sorted(counts)


@pytest.mark.parametrize("unit", full_units())
def test_targets_reached_never_exceed_their_base(unit: str) -> None:
    for key, row in table(unit, "pl2_muc_tieu").items():
        for year in YEARS:
            assert (
                number(row[f"tu_{year}"]) <= number(row[f"mau_{year}"]) or not row[f"mau_{year}"]
            ), (key, year)


def test_targets_and_models_agree_but_where_planted() -> None:
    pairs = {
        "cong_dan_hoc_tap": "cong_dan",
        "gia_dinh_hoc_tap": "gia_dinh",
        "dong_ho_hoc_tap": "dong_ho",
        "cong_dong_thon": "cong_dong_thon",
        "don_vi_hoc_tap": "don_vi",
    }
    wrong = {
        (unit, f"{target}.tu_2024")
        for unit in COMMUNES
        for target, model in pairs.items()
        if table(unit, "pl2_muc_tieu")[target]["tu_2024"]
        != table(unit, "pl3b_mo_hinh")[model]["cong_nhan"]
    }
    assert wrong == planted(TWO_TABLES)


@pytest.mark.parametrize("unit", COMMUNES)
def test_the_young_are_part_of_all_ages(unit: str) -> None:
    young, everyone = table(unit, "pl3f_xoa_mu_chu").values()
    assert number(young["tong"]) < number(everyone["tong"])
    for level in ("muc_1", "muc_2"):
        misses_young = number(young["tong"]) - number(young[level])
        misses_all = number(everyone["tong"]) - number(everyone[level])
        assert 0 <= misses_young <= misses_all


@pytest.mark.parametrize("unit", full_units())
def test_one_year_is_less_than_the_whole_period(unit: str) -> None:
    for key in ("pl3c_quy", "pl3e_tthtcd", "pl3h_tuyen_truyen"):
        for name, row in figures_of(unit).tables.get(key, {}).items():
            if name not in {"du_dau", "du_cuoi"} and row["luy_ke"] is not None:
                assert number(row["nam_2023"]) <= number(row["luy_ke"]), (key, name)


def test_learners_per_class_are_plausible_but_where_a_zero_was_added() -> None:
    odd = set()
    for unit in COMMUNES:
        rows = table(unit, "pl3e_tthtcd")
        per_class = number(rows["luot_nguoi"]["luy_ke"]) / number(rows["lop"]["luy_ke"])
        if not 30 < per_class < 70:
            odd.add((unit, "luot_nguoi.luy_ke"))
    assert odd == planted(TENFOLD)


def test_real_forms_have_blanks_nothing_to_report_and_estimates() -> None:
    cells = [
        value
        for unit in COMMUNES
        for key in ("pl3c_quy", "pl3g_boi_duong", "pl3h_tuyen_truyen")
        for row in table(unit, key).values()
        for value in row.values()
    ]
    assert cells.count(None) > 30
    assert cells.count("-") > 60
    assert all(figures_of(unit).estimates for unit in COMMUNES)
    for unit in COMMUNES:
        for path in figures_of(unit).estimates:
            assert isinstance(cell_at(figures_of(unit).tables, path), Decimal)


@given(
    value=st.decimals(min_value=0, max_value=10**7, places=1),
    notation=st.sampled_from((DOTS, PLAIN)),
)
def test_a_written_number_reads_back_as_the_same_number(value: Decimal, notation: str) -> None:
    read = parse_number(write_number(value, notation))
    assert (read.value, read.problem) == (value, None)


def test_percentages_are_rounded_half_up_to_one_decimal() -> None:
    assert write_percent(Decimal(1), Decimal(3)) == "33,3%"
    assert write_percent(Decimal(5), Decimal(5)) == "100%"
    assert write_percent(Decimal(125), Decimal(2000)) == "6,3%"
