"""Units from Excel: preview, what is taken, what comes back with its reason, and again."""

from __future__ import annotations

import datetime

import pytest

from app.extensions import db
from app.models import AuditEvent, Unit
from app.services import audit, units
from tests.app.office.lists import preview, rows_of, upload, workbook
from tests.app.page_client import PageClient
from tests.app.world import World

HEADINGS = ("Tên đơn vị", "Mã đơn vị", "Mã cấp trên", "Loại", "Điện thoại", "Hoạt động từ ngày")


@pytest.fixture
def admin(client: PageClient) -> PageClient:
    client.login("quantri")
    return client


def test_new_changed_same_twice_and_wrong_rows_are_told_apart(
    admin: PageClient, world: World
) -> None:
    data = workbook(
        HEADINGS,
        [
            ("Đảng ủy xã D", "xa-d", "huyen-uy", "Đảng ủy xã", 221333444, None),
            ("Chi bộ thôn Đoài", "cb-doai", "xa-d", "chi_bo", None, datetime.date(2025, 7, 1)),
            ("Đảng ủy xã A", "xa-a", None, None, "0221 555", None),
            ("Đảng ủy xã B", "xa-b", "huyen-uy", "xa", None, None),
            ("Đảng ủy xã D", "xa-d", "huyen-uy", None, None, None),
            ("Đảng ủy xã C", "xa-c-moi", "huyen-uy", None, None, None),
            (None, "xa-e", "huyen-uy", None, None, None),
            ("Đảng ủy xã G", "xa-g", "khong-co", None, None, None),
        ],
    )
    address = preview(admin, "/don-vi/nhap", data)
    page = admin.get(address)
    assert page.words(".counters") == "Thêm mới: 2 Sửa: 1 Không đổi: 1 Trùng: 2 Lỗi: 2"
    assert units.find_unit("xa-d") is None
    admin.post(address, {}, 303)
    xa_d, village = units.get_unit_by_code("xa-d"), units.get_unit_by_code("cb-doai")
    assert (xa_d.kind, xa_d.phone) == ("xa", "221333444")
    assert village.parent_id == xa_d.id
    assert village.valid_from == datetime.date(2025, 7, 1)
    assert world.units["xa-a"].phone == "0221 555"
    assert world.units["xa-a"].parent_id == world.units["huyen-uy"].id
    assert list(audit.verify()) == []


def test_rows_that_were_not_taken_come_back_with_their_reason(admin: PageClient) -> None:
    data = workbook(HEADINGS, [("Đảng ủy xã G", "xa-g", "khong-co"), ("", "xa-h", "huyen-uy")])
    address = preview(admin, "/don-vi/nhap", data)
    answer = admin.get(f"{address}/chua-nhan")
    head, *rows = rows_of(answer.response.data)
    reason = head.index("Lý do chưa nhận")
    assert "Không có cấp trên mang mã “khong-co”" in rows[0][reason]
    assert "Thiếu tên đơn vị" in rows[1][reason]
    # Mended in the file that came back, it is taken as it is.
    again = preview(admin, "/don-vi/nhap", answer.response.data)
    assert "Lỗi: 2" in admin.get(again).words(".counters")


def test_the_same_file_twice_changes_nothing(admin: PageClient) -> None:
    data = workbook(HEADINGS, [("Đảng ủy xã D", None, "huyen-uy", "xa", "1", None)])
    address = preview(admin, "/don-vi/nhap", data)
    admin.post(address, {}, 303)
    lines = db.session.query(AuditEvent).count()
    assert "Không có gì để ghi" in admin.get(address).words()
    admin.post(address, {}, 303)
    assert db.session.query(Unit).filter_by(code="dang-uy-xa-d").count() == 1
    assert db.session.query(AuditEvent).count() == lines


def test_the_list_of_today_reads_back_without_a_change(admin: PageClient) -> None:
    data = admin.get("/don-vi/excel").response.data
    assert "Không đổi: 8" in admin.get(preview(admin, "/don-vi/nhap", data)).words(".counters")


def test_a_loop_of_superiors_is_an_error(admin: PageClient, world: World) -> None:
    data = workbook(
        HEADINGS, [("Huyện ủy H", "huyen-uy", "xa-a"), ("Tổ 1", "t1", "t2"), ("Tổ 2", "t2", "t1")]
    )
    address = preview(admin, "/don-vi/nhap", data)
    assert "Lỗi: 3" in admin.get(address).words(".counters")
    admin.post(address, {}, 303)
    assert world.units["huyen-uy"].parent_id == world.units["tinh-uy"].id


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"khong phai excel", "Tệp không phải Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "tệp .xls cũ"),
        (workbook(("A", "B"), [("1", "2")]), "Không tìm thấy dòng tiêu đề"),
        (workbook(HEADINGS, []), "chưa có dòng nào"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(
    admin: PageClient, data: bytes, words: str
) -> None:
    assert words in upload(admin, "/don-vi/nhap", data, 422).words("#loi")


def test_no_file_is_said(admin: PageClient) -> None:
    assert "Chưa chọn tệp" in admin.post("/don-vi/nhap", {}, 422).words("#loi")


def test_a_formula_stays_a_text(admin: PageClient) -> None:
    data = workbook(HEADINGS, [("=1+1", "xa-d", "khong-co"), ("@SUM(A1)", "xa-e", "khong-co")])
    answer = admin.get(f"{preview(admin, '/don-vi/nhap', data)}/chua-nhan")
    assert b"<f>" not in answer.response.data


def test_five_thousand_rows_with_forty_bad_ones(admin: PageClient) -> None:
    """Nothing hangs under the bad rows, which are the last of each hundred-and-some."""
    rows = [
        [f"Chi bộ số {n}", f"cb-{n}", f"cb-{n // 50}" if n > 49 else "xa-a"] for n in range(5000)
    ]
    for number in range(40):
        rows[1000 + number * 100][0] = ""
    address = preview(admin, "/don-vi/nhap", workbook(HEADINGS[:3], rows))
    assert "Thêm mới: 4960" in admin.get(address).words(".counters")
    admin.post(address, {}, 303)
    assert db.session.query(Unit).filter(Unit.code.like("cb-%")).count() == 4960
    returned = rows_of(admin.get(f"{address}/chua-nhan").response.data)
    assert len(returned) == 41
    assert {row[-1] for row in returned[1:]} == {str(1002 + n * 100) for n in range(40)}
    assert list(audit.verify()) == []
