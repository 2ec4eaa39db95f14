"""Units: the tree, search without tones, adding and changing, merging and its kin on the page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.extensions import db
from app.models import AuditEvent, Membership, Notice, Unit
from app.services import clock, units
from app.services.actors import SYSTEM
from tests.app.page_client import PageClient
from tests.app.world import World


@pytest.fixture
def admin(client: PageClient) -> PageClient:
    client.login("quantri")
    return client


def names(page: object) -> list[str]:
    return [cell.text_content().split("\n")[0].strip() for cell in page.select("tbody th a")]  # type: ignore[attr-defined]


def test_the_list_is_the_tree_in_its_order(admin: PageClient) -> None:
    page = admin.get("/don-vi")
    assert names(page)[:3] == ["Tỉnh ủy T", "Huyện ủy H", "Ban Tuyên giáo Huyện ủy H"]
    assert page.select("th.depth-2")
    assert "5 đơn vị" in page.words("table")


@pytest.mark.parametrize("words", ["dang uy xa a", "Đảng ủy xã A", "xa-a", "DANG UY XA A"])
def test_units_are_found_without_tones(admin: PageClient, words: str) -> None:
    page = admin.get(f"/don-vi?tim={words}")
    assert names(page) == ["Đảng ủy xã A"]
    assert "Tỉnh ủy › Huyện ủy H" in page.words("table")


def test_the_list_narrows_by_kind_group_and_branch(admin: PageClient, world: World) -> None:
    units.change_unit(world.units["xa-b"], {"tags": ["miền núi"]}, actor=SYSTEM)
    db.session.commit()
    assert names(admin.get("/don-vi?loai=phong_ban")) == ["Phòng P huyện H"]
    assert names(admin.get("/don-vi?nhom=miền núi")) == ["Đảng ủy xã B"]
    branch = names(admin.get(f"/don-vi?duoi={world.units['huyen-uy'].id}"))
    assert branch[0] == "Huyện ủy H"
    assert "Huyện ủy K" not in branch


def test_a_unit_is_added_with_a_code_from_its_name(admin: PageClient) -> None:
    admin.get("/don-vi/moi")
    typed = {
        "name": "Đảng ủy phường Phố Hiến",
        "kind": "Đảng ủy xã",
        "parent": "huyen-uy",
        "tags": "đô thị, cụm 1",
        "phone": "0221 123 456",
        "valid_from": "1/7/2025",
        "symbol": "ĐU",
    }
    admin.post("/don-vi/moi", typed, 303)
    unit = units.get_unit_by_code("dang-uy-phuong-pho-hien")
    assert (unit.kind, unit.tags, unit.valid_from) == ("xa", ["đô thị", "cụm 1"], date(2025, 7, 1))
    assert unit.parent is not None
    assert unit.parent.code == "huyen-uy"
    assert unit.letterhead["symbol"] == "ĐU"
    page = admin.get(f"/don-vi/{unit.id}")
    assert "0221 123 456" in page.words()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Thiếu tên đơn vị"),
        ({"name": "X", "code": "xa-a"}, "Mã đơn vị “xa-a” đã có"),
        ({"name": "X", "code": "xã a"}, "chỉ được gồm chữ không dấu"),
        ({"name": "X", "parent": "khong-co"}, "Không có đơn vị cấp trên"),
        ({"name": "X", "valid_from": "31/2/2025"}, "chưa đọc được ngày"),
        ({"name": "X", "valid_from": "2/7/2025", "valid_to": "1/7/2025"}, "sau ngày kết thúc"),
        ({"name": "X" * 301}, "dài quá 300 ký tự"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(
    admin: PageClient, typed: dict[str, str], words: str
) -> None:
    page = admin.post("/don-vi/moi", typed, 422)
    assert words in page.words("#loi")
    assert page.one("#name").get("value", "") == typed["name"]


def test_changing_keeps_what_was_before_in_the_log(admin: PageClient, world: World) -> None:
    unit = world.units["xa-a"]
    page = admin.get(f"/don-vi/{unit.id}/sua")
    typed = {control.get("name"): control.get("value", "") for control in page.select("form input")}
    admin.post(f"/don-vi/{unit.id}/sua", {**typed, "phone": "0221 999"}, 303)
    event = db.session.query(AuditEvent).filter_by(action="unit.changed", unit_id=unit.id).one()
    assert event.details == {"before": {"phone": ""}, "after": {"phone": "0221 999"}}
    assert unit.letterhead["place"] == "Xã A"


def test_a_unit_never_hangs_under_itself(admin: PageClient, world: World) -> None:
    above = world.units["huyen-uy"]
    typed = {"name": above.name, "code": above.code, "parent": "xa-a"}
    page = admin.post(f"/don-vi/{above.id}/sua", typed, 422)
    assert "không làm cấp trên được" in page.words("#loi")


def test_units_below_move_together(admin: PageClient, world: World) -> None:
    above = world.units["huyen-uy"]
    admin.post(f"/don-vi/{above.id}/chuyen-truc-thuoc", {"parent": "huyen-khac"}, 303)
    assert units.children_of(above) == []
    assert len(units.children_of(world.units["huyen-khac"])) == 5


def merge(admin: PageClient, world: World, **typed: object) -> Unit:
    ids = [str(world.units[code].id) for code in ("xa-a", "xa-b")]
    address = f"/don-vi/{ids[0]}/sap-xep/sap-nhap"
    admin.get(address)
    data = {"unit": ids, "into": "moi", "name": "Đảng ủy xã Mới", "carry": "1", **typed}
    admin.post(address, data, 303)
    return units.get_unit_by_code("dang-uy-xa-moi")


def test_merging_into_a_new_unit_ends_the_old_and_hands_over(
    admin: PageClient, world: World
) -> None:
    today = clock.today()
    new = merge(admin, world, on=f"{today.day}/{today.month}/{today.year}")
    for code in ("xa-a", "xa-b"):
        assert world.units[code].valid_to == today - timedelta(days=1)
        assert world.units[code].successor_id == new.id
    assert (new.kind, new.parent_id) == ("xa", world.units["huyen-uy"].id)
    assert new.letterhead["issuer_line"] == "ĐẢNG ỦY XÃ MỚI"
    given = db.session.query(Membership).filter_by(unit_id=new.id).all()
    assert {role.user.username for role in given} == {"canbo.a", "bithu.a", "canbo.b"}
    assert {role.valid_from for role in given} == {today}
    page = admin.get(f"/don-vi/{new.id}")
    assert "Đảng ủy xã A" in page.words(".fact-list")
    assert "nay là" in admin.get("/don-vi?da-ngung=1&tim=xa a").words("table")


def test_merging_during_a_campaign_says_what_is_left_to_do(admin: PageClient, world: World) -> None:
    ids = [str(world.units[code].id) for code in ("xa-a", "xa-b")]
    address = f"/don-vi/{ids[0]}/sap-xep/sap-nhap"
    assert "đang phải báo cáo" in admin.get(address).words("[role=note]")
    day = clock.today()
    data = {"unit": ids, "into": ids[1], "on": f"{day.day}/{day.month}/{day.year}"}
    page = admin.post(address, data, follow=True)
    assert "Xã A còn phải báo cáo trong đợt" in page.words(".alert-warning")
    told = db.session.query(Notice).filter_by(user_id=world.users["truongban"].id).all()
    assert any("Xã A ngừng hoạt động" in notice.text for notice in told)
    assert world.units["xa-b"].valid_to is None


def test_splitting_makes_the_parts(admin: PageClient, world: World) -> None:
    unit = world.units["xa-c"]
    address = f"/don-vi/{unit.id}/sap-xep/chia-tach"
    page = admin.post(address, {"on": "1/7/2025", "parts": "Đảng ủy xã C Đông"}, 422)
    assert "ít nhất hai đơn vị mới" in page.words("#loi")
    assert units.find_unit("dang-uy-xa-c-dong") is None
    parts = "Đảng ủy xã C Đông; c-dong; Xã C Đông\n\nĐảng ủy xã C Tây"
    admin.post(address, {"on": "1/7/2025", "parts": parts}, 303)
    assert unit.successor_id == units.get_unit_by_code("c-dong").id
    assert units.get_unit_by_code("dang-uy-xa-c-tay").valid_from == date(2025, 7, 1)


def test_renaming_keeps_the_old_name_for_old_reports(admin: PageClient, world: World) -> None:
    unit = world.units["phong-p"]
    admin.post(
        f"/don-vi/{unit.id}/sap-xep/doi-ten",
        {"on": "1/7/2025", "name": "Phòng Văn hóa - Xã hội", "carry": "1"},
        303,
    )
    assert unit.name == "Phòng P huyện H"
    assert units.get_unit_by_code("phong-van-hoa-xa-hoi").kind == "phong_ban"


def test_a_unit_with_others_below_is_not_dissolved(admin: PageClient, world: World) -> None:
    address = f"/don-vi/{world.units['huyen-uy'].id}/sap-xep/giai-the"
    page = admin.post(address, {"on": "1/7/2025"}, 422)
    assert "còn 5 đơn vị trực thuộc" in page.words("#loi")
    page = admin.post(f"/don-vi/{world.units['xa-c'].id}/sap-xep/giai-the", {"on": ""}, 422)
    assert "ngày có hiệu lực" in page.words("#loi")
    admin.post(f"/don-vi/{world.units['xa-c'].id}/sap-xep/giai-the", {"on": "1/7/2025"}, 303)
    assert "Đã ngừng hoạt động" in admin.get(f"/don-vi/{world.units['xa-c'].id}").words()


def test_an_ended_unit_is_not_ended_again(admin: PageClient, world: World) -> None:
    address = f"/don-vi/{world.units['xa-c'].id}/sap-xep/giai-the"
    admin.post(address, {"on": "1/7/2025"}, 303)
    page = admin.post(address, {"on": "1/9/2025"}, 422)
    assert "đã ngừng hoạt động" in page.words("#loi")


def test_a_unit_whose_last_day_was_known_is_still_followed(admin: PageClient, world: World) -> None:
    world.units["xa-a"].valid_to = world.units["xa-b"].valid_to = date(2025, 6, 30)
    db.session.commit()
    new = merge(admin, world, on="1/7/2025")
    assert world.units["xa-a"].successor_id == new.id


def test_an_officer_looks_units_up_but_changes_none(client: PageClient, world: World) -> None:
    client.login("chuyenvien")
    page = client.get(f"/don-vi/{world.units['xa-a'].id}")
    assert "Cán bộ tuyên giáo xã A" in page.words()
    assert not page.select("form[method=post]:not([data-sign-out])")
    client.get("/don-vi/moi", status=403)
