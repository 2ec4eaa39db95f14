"""The demo's units: one thị trấn, sixteen xã, the district's offices, and their accounts."""

from __future__ import annotations

import re
from datetime import date

from app.demo import COLLECTOR, DISTRICT, demo_accounts, demo_unit, demo_units, unit_kinds

KEY = re.compile(r"[a-z]+\.[a-z]+\Z")


def test_the_district_has_one_town_and_sixteen_communes() -> None:
    kinds = [unit.kind for unit in demo_units()]
    assert (kinds.count("thi_tran"), kinds.count("xa")) == (1, 16)


def test_keys_are_ascii_and_unique() -> None:
    keys = [unit.key for unit in demo_units()]
    assert len(set(keys)) == len(keys)
    assert all(KEY.match(key) for key in keys)


def test_a_parent_comes_before_its_children() -> None:
    seen = {""}
    for unit in demo_units():
        assert unit.parent in seen, unit.key
        seen.add(unit.key)


def test_reporting_units_hang_under_the_district_and_it_under_the_province() -> None:
    below = [unit for unit in demo_units() if unit.parent == DISTRICT and unit.key != COLLECTOR]
    assert len(below) == 17 + 15
    assert demo_unit(demo_unit(DISTRICT).parent).name == "Tỉnh ủy Hưng Yên"


def test_every_kind_has_a_label() -> None:
    assert {unit.kind for unit in demo_units()} == set(unit_kinds())


def test_a_commune_letterhead_names_the_district_party_and_its_own_committee() -> None:
    head = demo_unit("xa.chinhnghia").letterhead
    assert (head.parent, head.issuer) == ("ĐẢNG BỘ HUYỆN KIM ĐỘNG", "ĐẢNG ỦY XÃ CHÍNH NGHĨA")
    assert (head.symbol, head.place, head.authority) == ("ĐU", "Chính Nghĩa", "T/M BAN THƯỜNG VỤ")


def test_the_district_level_ends_with_june_2025_and_merged_communes_before() -> None:
    assert demo_unit(DISTRICT).valid_to == date(2025, 6, 30)
    assert demo_unit("xa.toanthang").valid_to == date(2025, 6, 30)
    assert demo_unit("xa.nhanla").valid_to == date(2024, 11, 30)
    assert demo_unit("tinhuy.hungyen").valid_to is None


def test_all_units_exist_during_the_campaign() -> None:
    day = date(2024, 5, 9)
    assert all(
        unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)
        for unit in demo_units()
    )


def test_the_communes_together_are_as_large_as_the_district() -> None:
    people = sum(unit.population for unit in demo_units())
    homes = sum(unit.households for unit in demo_units())
    assert 115_000 < people < 122_000
    assert 3.0 < people / homes < 3.7


def test_accounts_belong_to_offices_and_are_unique() -> None:
    accounts = demo_accounts()
    assert len({account.login for account in accounts}) == len(accounts)
    assert {account.unit_key for account in accounts} == {unit.key for unit in demo_units()}
    roles = {account.role for account in accounts}
    assert roles == {"reporter", "approver", "collector", "leader", "clerk", "observer"}


def test_an_account_is_named_by_function() -> None:
    names = {account.login: account.display_name for account in demo_accounts()}
    assert names["xa.chinhnghia"] == "Cán bộ tuyên giáo xã Chính Nghĩa"
    assert names["xa.chinhnghia.duyet"] == "Phó Bí thư Thường trực Đảng ủy xã Chính Nghĩa"
    assert names["btg.truongban"] == "Trưởng Ban Tuyên giáo Huyện ủy"
