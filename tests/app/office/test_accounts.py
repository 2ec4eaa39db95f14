"""Accounts: made one by one with a code on a slip, given roles, locked, left, reset."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.extensions import db
from app.models import AuditEvent, Membership, Role
from app.services import account_admin, accounts, assignments, campaigns, clock, reports
from app.services.actors import SYSTEM, actor_of
from tests.app.page_client import Page, PageClient
from tests.app.world import World


@pytest.fixture
def admin(client: PageClient) -> PageClient:
    client.login("quantri")
    return client


@pytest.fixture
def other(client: PageClient, world: World) -> PageClient:
    """A second browser."""
    return PageClient(client.app)


def shown(page: Page) -> list[str]:
    return [cell.text_content() for cell in page.select("tbody .row-code")]


def codes(page: Page) -> list[str]:
    """Every second line in the type of codes: the first is the name."""
    return [found.text_content() for found in page.select(".slip-code")][1::2]


NEW = {"name": "Cán bộ mới", "unit": "xa-a", "role": "editor", "username": "canbo.moi"}


def test_a_new_account_gets_a_slip_and_chooses_a_password(
    admin: PageClient, other: PageClient
) -> None:
    admin.get("/tai-khoan/moi")
    page = admin.post("/tai-khoan/moi", NEW)
    (code,) = codes(page)
    assert "Đảng ủy xã A" in page.words(".slip-unit")
    assert "no-store" in page.response.headers["Cache-Control"]
    other.get("/dang-nhap")
    # As it was heard over the telephone.
    spoken = code.upper().replace("-", " ")
    other.post("/dang-nhap", {"username": "canbo.moi", "password": spoken}, 302)
    assert other.get("/", 302).response.headers["Location"] == "/mat-khau"
    other.get("/mat-khau")
    new = "mot cau ngan de nho"
    other.post("/mat-khau", {"current": code, "new": new, "again": new}, 302)
    assert "Sơ kết thử nghiệm" in other.get("/").words()
    assert code not in admin.get("/tai-khoan").text


def test_a_code_is_in_no_log_and_not_stored_as_it_is(admin: PageClient) -> None:
    admin.get("/tai-khoan/moi")
    (code,) = codes(admin.post("/tai-khoan/moi", NEW))
    user = accounts.get_user("canbo.moi")
    assert code not in user.password_hash
    assert code.replace("-", "") not in user.password_hash
    for event in db.session.query(AuditEvent):
        assert code not in str(event.details)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "họ tên hoặc chức danh"),
        ({"unit": "khong-co"}, "Không có đơn vị mang mã"),
        ({"username": "canbo.a"}, "đã có người dùng"),
        ({"username": "can bo"}, "không có dấu cách"),
        ({"role": "vua"}, "chọn vai"),
    ],
)
def test_what_cannot_be_taken_is_said(admin: PageClient, typed: dict[str, str], words: str) -> None:
    admin.get("/tai-khoan/moi")
    page = admin.post("/tai-khoan/moi", {**NEW, **typed}, 422)
    assert words in page.words("#loi")
    assert accounts.find_user("canbo.moi") is None


def test_without_a_name_to_sign_in_the_code_of_the_unit_is_one(admin: PageClient) -> None:
    admin.get("/tai-khoan/moi")
    admin.post("/tai-khoan/moi", {**NEW, "username": "", "role": "approver"})
    assert accounts.find_user("xa-a.duyet") is not None


def test_the_list_is_searched_and_narrowed(admin: PageClient, world: World) -> None:
    assert len(shown(admin.get("/tai-khoan"))) == 10
    assert shown(admin.get("/tai-khoan?tim=bi thu")) == ["bithu.a"]
    assert shown(admin.get("/tai-khoan?don-vi=xa-a")) == ["bithu.a", "canbo.a"]
    assert shown(admin.get("/tai-khoan?don-vi=khong-co")) == []
    assert shown(admin.get("/tai-khoan?vai=viewer")) == ["captren"]
    accounts.set_active(world.users["canbo.b"], False, actor=SYSTEM)
    db.session.commit()
    assert shown(admin.get("/tai-khoan?tt=da-khoa")) == ["canbo.b"]
    assert shown(admin.get("/tai-khoan?tt=dang-dung")) == ["quantri"]


def test_new_codes_for_many_end_their_sessions(
    admin: PageClient, other: PageClient, world: World
) -> None:
    other.login("canbo.a")
    ids = [str(world.users[name].id) for name in ("canbo.b", "canbo.a")]
    page = admin.post("/tai-khoan/cap-ma", {"tk": ids})
    units = [found.text_content() for found in page.select(".slip-unit")]
    assert units == ["Đảng ủy xã A", "Đảng ủy xã B"]
    assert len(codes(page)) == 2
    other.get("/", 302)
    assert admin.post("/tai-khoan/cap-ma", {}, 422)


def test_locking_ends_sessions_and_unlocking_lets_in_again(
    admin: PageClient, other: PageClient, world: World
) -> None:
    user = world.users["canbo.a"]
    other.login("canbo.a")
    admin.post(f"/tai-khoan/{user.id}/khoa", {}, 303)
    other.get("/", 302)
    admin.post(f"/tai-khoan/{user.id}/mo-khoa", {}, 303)
    other.login("canbo.a")


def test_too_many_wrong_passwords_are_forgiven_by_hand(
    admin: PageClient, other: PageClient, world: World
) -> None:
    other.get("/dang-nhap")
    for _ in range(5):
        other.post("/dang-nhap", {"username": "canbo.a", "password": "sai"}, 422)
    user = world.users["canbo.a"]
    assert "Tạm khóa vì nhập sai" in admin.get(f"/tai-khoan/{user.id}").words()
    admin.post(f"/tai-khoan/{user.id}/mo-khoa", {}, 303)
    other.login("canbo.a")


def test_the_last_administrator_stays(admin: PageClient, world: World) -> None:
    user = world.users["quantri"]
    page = admin.post(f"/tai-khoan/{user.id}/khoa", {}, 409)
    assert "Không tự khóa" in page.words("#loi")
    role = user.memberships[0]
    page = admin.post(f"/tai-khoan/{user.id}/vai/{role.id}/thoi", {}, 409)
    assert "quản trị cuối cùng" in page.words("#loi")


def test_a_substitute_works_only_between_the_days(
    admin: PageClient, other: PageClient, world: World
) -> None:
    user, today = world.users["canbo.b"], clock.today()
    start, end = today + timedelta(days=1), today + timedelta(days=10)
    data = {
        "unit": "xa-a",
        "role": "editor",
        "valid_from": f"{start.day}/{start.month}/{start.year}",
        "valid_to": f"{end.day}/{end.month}/{end.year}",
    }
    admin.post(f"/tai-khoan/{user.id}/vai", data, 303)
    assert "hiện không có hiệu lực" in admin.get(f"/tai-khoan/{user.id}").words()
    address = f"/bao-cao/{world.reports['xa-a'].id}"
    other.login("canbo.b")
    other.get(address, 404)
    for days, status in ((1, 200), (10, 200), (11, 404)):
        with clock.fixed(clock.now() + timedelta(days=days)):
            late = PageClient(other.app)
            late.login("canbo.b")
            late.get(address, status)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"valid_from": "9/9/2099", "valid_to": "8/9/2099"}, "phải trước"),
        ({"valid_to": "1/1/2020"}, "đã qua"),
        ({"valid_from": "mai"}, "chưa đọc được ngày"),
    ],
)
def test_days_of_a_substitution_must_make_sense(
    admin: PageClient, world: World, days: dict[str, str], words: str
) -> None:
    user = world.users["canbo.b"]
    data = {"unit": "xa-a", "role": "editor", **days}
    assert words in admin.post(f"/tai-khoan/{user.id}/vai", data, 422).words("#loi")
    assert db.session.query(Membership).filter_by(user_id=user.id).count() == 1


def test_leaving_a_unit_ends_the_session_and_every_right(
    admin: PageClient, other: PageClient, world: World
) -> None:
    user, report = world.users["canbo.a"], world.reports["xa-a"]
    ref = reports.get_ref(report.id)
    assignments.assign(ref, "lanh_dao", user=user)
    db.session.commit()
    other.login("canbo.a")
    other.get(f"/bao-cao/{report.id}")
    admin.post(f"/tai-khoan/{user.id}/vai/{user.memberships[0].id}/thoi", {}, 303)
    other.get(f"/bao-cao/{report.id}", 302)
    other.login("canbo.a")
    other.get(f"/bao-cao/{report.id}/muc/lanh_dao", 404)


def test_a_role_of_somebody_else_cannot_be_taken_through_another_account(
    admin: PageClient, world: World
) -> None:
    user, role = world.users["canbo.a"], world.users["canbo.b"].memberships[0]
    admin.post(f"/tai-khoan/{user.id}/vai/{role.id}/thoi", {}, 404)
    assert db.session.get(Membership, role.id) is not None


def test_what_an_account_is_called_can_be_changed(admin: PageClient, world: World) -> None:
    user = world.users["canbo.a"]
    admin.post(f"/tai-khoan/{user.id}/sua", {"name": "Cán bộ khoa giáo", "phone": "0912"}, 303)
    assert (user.display_name, user.phone) == ("Cán bộ khoa giáo", "0912")
    assert "họ tên" in admin.post(f"/tai-khoan/{user.id}/sua", {"name": " "}, 422).words("#loi")


def test_a_hash_that_is_no_code_of_ours_opens_nothing(world: World) -> None:
    passwords = world.app.config["PASSWORDS"]
    stored = passwords.hash_code("abcd-efgh-jkmn")
    assert passwords.verify(stored, "abcdefghjkmn")
    assert not passwords.verify(stored, "abcd-efgh-jkmm")
    assert not passwords.verify(stored, stored)
    assert not passwords.verify("code$", "")
    assert not passwords.verify("", "")
    assert not passwords.needs_rehash(stored)


def test_giving_a_role_again_changes_its_days(world: World) -> None:
    user, unit = world.users["canbo.b"], world.units["xa-a"]
    first = account_admin.give_role(user, unit, Role.EDITOR, actor=SYSTEM)
    last = clock.today() + timedelta(days=3)
    second = account_admin.give_role(user, unit, Role.EDITOR, actor=SYSTEM, valid_to=last)
    assert first.id == second.id
    assert actor_of(user, last).has(unit.id, Role.EDITOR)
    assert not actor_of(user, last + timedelta(days=1)).has(unit.id, Role.EDITOR)


def test_an_office_helps_people_of_its_campaigns_and_nobody_else(
    client: PageClient, other: PageClient, world: World
) -> None:
    accounts.grant(world.users["canbo.c"], world.units["btg"], Role.OFFICER, actor=SYSTEM)
    db.session.commit()
    client.login("truongban")
    page = client.get("/tai-khoan")
    assert shown(page) == ["bithu.a", "canbo.a", "canbo.b", "canbo.p"]
    assert "Nhập từ Excel" not in page.words()
    names = ("canbo.a", "canbo.c", "quantri", "chuyenvien", "captren", "nguoingoai")
    page = client.post("/tai-khoan/cap-ma", {"tk": [str(world.users[name].id) for name in names]})
    (code,) = codes(page)
    other.get("/dang-nhap")
    other.post("/dang-nhap", {"username": "canbo.a", "password": code}, 302)
    quantri = world.users["quantri"].id
    assert "đang dùng được" in client.post("/tai-khoan/cap-ma", {"tk": str(quantri)}, 422).text
    client.get(f"/tai-khoan/{quantri}", 404)
    page = client.get(f"/tai-khoan/{world.users['canbo.a'].id}")
    assert [form.get("action") for form in page.select("main form")] == ["/tai-khoan/cap-ma"]
    client.post(f"/tai-khoan/{world.users['canbo.a'].id}/khoa", {}, 403)
    client.logout()
    client.login("nguoingoai")
    assert shown(client.get("/tai-khoan")) == []


def test_choosing_a_unit_for_a_campaign_gives_no_power_over_its_accounts(
    client: PageClient, world: World
) -> None:
    campaign = campaigns.create_campaign(
        "Đợt của huyện khác",
        outline_version_id=world.version.id,
        collector=world.units["huyen-khac"],
        office=world.units["huyen-khac"],
        actor=SYSTEM,
    )
    campaigns.set_units(campaign, [world.units["xa-a"].id], actor=SYSTEM)
    db.session.commit()
    client.login("nguoingoai")
    assert shown(client.get("/tai-khoan")) == []
    client.get(f"/tai-khoan/{world.users['canbo.a'].id}", 404)
