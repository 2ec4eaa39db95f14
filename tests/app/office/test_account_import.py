"""Accounts from Excel: thousands at once, slips once, wrong rows back with their reason."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Membership, Unit, User
from app.services import account_import, accounts, audit, units
from app.services.actors import SYSTEM
from tests.app.office.lists import preview, rows_of, upload, workbook
from tests.app.page_client import PageClient
from tests.app.world import World

HEADINGS = ("Mã đơn vị", "Họ tên hoặc chức danh", "Vai", "Tên đăng nhập", "Điện thoại")


@pytest.fixture
def admin(client: PageClient) -> PageClient:
    client.login("quantri")
    return client


def test_rows_are_judged_and_new_ones_get_slips(admin: PageClient, world: World) -> None:
    data = workbook(
        HEADINGS,
        [
            ("xa-b", "Phó Bí thư xã B", "Người duyệt", None, None),
            ("xa-c", "Phó Bí thư xã C", "nguoi duyet", "bithu.c", "0912"),
            ("xa-a", "Phó Bí thư xã C", "Người nhập", "bithu.c", None),
            ("xa-a", "Cán bộ tuyên giáo xã A", "Người nhập", "canbo.a", None),
            ("xa-b", "Cán bộ tuyên giáo xã A", "", "canbo.a", "0999"),
            ("xa-b", "Người khác", "", "canbo.a", None),
            ("xa-b", "Cán bộ tuyên giáo xã A", "", "canbo.a", None),
            ("khong-co", "Ai đó", "", "ai.do", None),
            ("xa-a", "Ai đó", "Quản trị", "ai.do", None),
            ("xa-a", "", "", "ai.do", None),
            ("xa-a", "Ai đó", "", "ai do", None),
        ],
    )
    address = preview(admin, "/tai-khoan/nhap", data)
    page = admin.get(address)
    assert page.words(".counters") == "Thêm mới: 3 Sửa: 1 Không đổi: 1 Trùng: 2 Lỗi: 4"
    assert accounts.find_user("bithu.c") is None
    page = admin.post(address, {})
    assert [name.text_content() for name in page.select(".slip-code")][::2] == [
        "xa-b.duyet",
        "bithu.c",
    ]
    assert page.one(".alert-success a").get("href") == f"{address}/chua-nhan"
    user = accounts.get_user("bithu.c")
    held = {(role.unit.code, role.role) for role in user.memberships}
    assert held == {("xa-c", "approver"), ("xa-a", "editor")}
    changed = accounts.get_user("canbo.a")
    assert changed.phone == "0999"
    assert {role.unit.code for role in changed.memberships} == {"xa-a", "xa-b"}
    assert list(audit.verify()) == []


def test_the_codes_of_the_slips_open_the_accounts(admin: PageClient) -> None:
    data = workbook(HEADINGS, [("xa-b", "Phó Bí thư xã B", "Người duyệt", None, None)])
    page = admin.post(preview(admin, "/tai-khoan/nhap", data), {})
    name, code = (found.text_content() for found in page.select(".slip-code"))
    other = PageClient(admin.app)
    other.get("/dang-nhap")
    other.post("/dang-nhap", {"username": name, "password": code}, 302)
    assert other.get("/", 302).response.headers["Location"] == "/mat-khau"


def test_the_same_file_twice_makes_nobody_and_shows_no_code(admin: PageClient) -> None:
    data = workbook(HEADINGS, [("xa-b", "Phó Bí thư xã B", "Người duyệt", None, None)])
    address = preview(admin, "/tai-khoan/nhap", data)
    admin.post(address, {})
    before = accounts.get_user("xa-b.duyet").password_hash
    assert "Không có gì để ghi" in admin.get(address).words()
    page = admin.post(address, {})
    assert "Không có tài khoản mới nào" in page.words()
    assert accounts.get_user("xa-b.duyet").password_hash == before


def test_rows_that_failed_come_back_with_their_reason(admin: PageClient) -> None:
    data = workbook(HEADINGS, [("khong-co", "Ai đó", "", "ai.do", "0912")])
    answer = admin.get(f"{preview(admin, '/tai-khoan/nhap', data)}/chua-nhan")
    head, row = rows_of(answer.response.data)
    assert row[head.index("Lý do chưa nhận")] == "Không có đơn vị mang mã “khong-co”."
    assert row[head.index("Điện thoại")] == "0912"


def test_a_list_of_units_is_no_list_of_accounts(admin: PageClient) -> None:
    page = upload(admin, "/tai-khoan/nhap", workbook(("Số thứ tự", "Ghi chú"), [("1", "x")]), 422)
    assert "Không tìm thấy dòng tiêu đề" in page.words("#loi")


def test_five_thousand_accounts_with_forty_bad_rows(admin: PageClient, world: World) -> None:
    made = [Unit(code=f"cb-{n}", name=f"Chi bộ {n}", position=100 + n) for n in range(500)]
    db.session.add_all(made)
    db.session.commit()
    rows = [
        [f"cb-{n % 500}" if n % 125 else "khong-co", f"Người nhập {n}", "", f"nguoi.{n}", ""]
        for n in range(5000)
    ]
    plan = account_import.plan(workbook(HEADINGS, rows))
    assert (len(plan.rejected), len(plan.rows)) == (40, 5000)
    passwords = world.app.config["PASSWORDS"]
    slips = account_import.apply(plan, actor=SYSTEM, passwords=passwords)
    db.session.commit()
    assert len(slips) == len({slip.code for slip in slips}) == 4960
    assert db.session.query(User).filter(User.username.like("nguoi.%")).count() == 4960
    unit = units.get_unit_by_code("cb-1")
    assert db.session.query(Membership).filter_by(unit_id=unit.id).count() == 10
    assert list(audit.verify()) == []
