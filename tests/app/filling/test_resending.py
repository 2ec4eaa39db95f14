"""Sending again after a return: comments with replies, texts before and after."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Answer, ReportState
from app.services import filling, remarks, reports, transitions
from tests.app.filling.saving import save
from tests.app.page_client import PageClient
from tests.app.world import World

SENT = "Đã tổ chức 12 hội nghị quán triệt."
MENDED = "Đã tổ chức 15 hội nghị quán triệt."


@pytest.fixture
def returned(officer: PageClient, address: str, world: World) -> PageClient:
    """A report that came back with a comment on one section, edited once before it was sent."""
    save(officer, address, "ket_qua", "Bản đầu")
    save(officer, address, "ket_qua", SENT, rev=1, seq=2)
    officer.post(f"{address}/gui", {"key": "k"}, 303)
    transitions.return_report(
        world.reports["xa-a"],
        "Đề nghị rà lại số hội nghị",
        actor=world.actor("chuyenvien"),
        sections=["lanh_dao"],
        section_reasons=[("lanh_dao", "Số hội nghị chưa khớp với phụ lục")],
    )
    db.session.commit()
    return officer


def test_comments_stand_with_replies_and_with_what_changed(
    returned: PageClient, address: str, world: World
) -> None:
    save(returned, address, "ket_qua", MENDED, rev=2, seq=3)
    (comment,) = [r for r in remarks.list_all(world.reports["xa-a"].id) if r.section_key]
    reply = {"parent": comment.id, "text": "Đã sửa thành 15 theo phụ lục"}
    returned.post(f"{address}/muc/lanh_dao/y-kien", reply, 303)
    page = returned.get(f"{address}/kiem-tra")
    words = page.words(".resend")
    assert "Đề nghị rà lại số hội nghị" in words
    assert "Số hội nghị chưa khớp với phụ lục" in words
    assert "Cán bộ tuyên giáo xã A trả lời: Đã sửa thành 15 theo phụ lục" in words
    assert page.words(".resend del") == "12"
    assert page.words(".resend ins") == "15"
    assert "Bản đầu" not in words


def test_a_section_that_was_not_touched_is_said_to_be_so(
    returned: PageClient, address: str
) -> None:
    words = returned.get(f"{address}/kiem-tra").words(".resend")
    assert "Chưa sửa nội dung nào trong mục này" in words
    assert "Chưa trả lời" in words


def test_before_a_return_and_after_sending_again_nothing_is_compared(
    returned: PageClient, address: str
) -> None:
    save(returned, address, "ket_qua", MENDED, rev=2, seq=3)
    returned.post(f"{address}/gui", {"key": "k2"}, 303)
    assert not returned.get(f"{address}/kiem-tra").select(".resend")


def test_a_first_check_has_no_such_part(officer: PageClient, address: str) -> None:
    assert not officer.get(f"{address}/kiem-tra").select(".resend")


def test_home_says_why_how_much_and_until_when(returned: PageClient) -> None:
    words = returned.get("/").words(".alert-warning")
    assert "Lý do: Đề nghị rà lại số hội nghị. Mở để sửa 1 mục. Hạn: hết 17 giờ" in words


def send_back(world: World, *sections: str) -> None:
    transitions.return_report(
        world.reports["xa-a"], "Rà lại số", actor=world.actor("chuyenvien"), sections=sections
    )
    db.session.commit()


def test_what_the_office_said_before_returning_is_a_reason_to_answer(
    officer: PageClient, address: str, world: World
) -> None:
    report = world.reports["xa-a"]
    save(officer, address, "ket_qua", SENT)
    officer.post(f"{address}/gui", {"key": "k"}, 303)
    by = {"actor": world.actor("chuyenvien")}
    remarks.add(report.id, "Nêu tên chi bộ làm tốt", section_key="lanh_dao", **by)
    remarks.add(report.id, "Phần này đã tốt", section_key="so_lieu", **by)
    remarks.add(report.id, "Nhắc nhau", section_key="lanh_dao", actor=world.actor("canbo.a"))
    send_back(world, "lanh_dao")
    above = officer.get(f"{address}/muc/lanh_dao").words(".remark-return")
    assert "Ý kiến trả lại: Nêu tên chi bộ làm tốt" in above
    assert "Nhắc nhau" not in above
    assert "Nêu tên chi bộ làm tốt" in officer.get(f"{address}/kiem-tra").words(".resend")
    assert not officer.get(f"{address}/muc/so_lieu").select(".remark-return")


def test_a_change_in_a_long_text_is_seen_without_looking_for_it(
    officer: PageClient, address: str, world: World
) -> None:
    long = "Các chi bộ trực thuộc đưa nội dung vào nghị quyết hằng năm. " * 30
    save(officer, address, "ket_qua", long + SENT)
    officer.post(f"{address}/gui", {"key": "k"}, 303)
    send_back(world, "lanh_dao")
    save(officer, address, "ket_qua", long + MENDED, rev=1, seq=2)
    words = officer.get(f"{address}/kiem-tra").words(".resend .conflict-texts")
    assert "[…]" in words
    assert "Đã tổ chức 15 hội nghị" in words
    assert len(words) < 1000


def test_only_what_may_still_be_read_is_said_to_be_unread(
    officer: PageClient, address: str, world: World
) -> None:
    """A report came back for one section; the rest is closed, read or not."""
    save(officer, address, "ket_qua", SENT)
    report = world.reports["xa-a"]
    ref = reports.get_ref(report.id)
    for key in ("han_che", "dan_so"):
        value = {"v": "5303"}
        filling.put_value(ref, key, value, actor=world.actor("canbo.a"), origin="previous")
    db.session.commit()
    officer.post(f"{address}/gui", {"key": "k"}, 303)
    closed = officer.get(f"{address}/muc/lanh_dao").words("#o-han_che")
    assert "chưa đọc lại" in closed
    assert "bấm “Lưu”" not in closed
    send_back(world, "lanh_dao")
    tasks = officer.get(address)
    assert "Còn 1 ô chưa đọc lại" in tasks.words()
    assert "Bỏ 1 ô đã chép" in tasks.words()
    assert "Còn 1 ô chưa đọc lại" in officer.get(f"{address}/kiem-tra").words()


def test_being_sent_back_is_no_work_of_the_office_on_a_section(
    returned: PageClient, address: str
) -> None:
    hints = [hint.text_content() for hint in returned.get(address).select(".task-hint")]
    assert any("Cán bộ tuyên giáo xã A" in hint for hint in hints)
    assert not any("Chuyên viên" in hint for hint in hints)


def test_what_is_wrong_in_a_closed_section_is_told_and_keeps_nobody_from_sending(
    officer: PageClient, address: str, world: World
) -> None:
    save(officer, address, "ket_qua", SENT)
    officer.post(f"{address}/gui", {"key": "k"}, 303)
    report = world.reports["xa-a"]
    transitions.return_report(
        report, "Bổ sung số liệu", actor=world.actor("chuyenvien"), sections=["so_lieu"]
    )
    # As when the office asks for more than it did when the section was filled.
    answer = db.session.scalars(db.select(Answer).filter_by(field_key="ket_qua")).one()
    answer.value = {"v": ""}
    db.session.commit()
    page = officer.get(f"{address}/kiem-tra")
    assert "Phải sửa (0)" in page.words()
    assert "đề nghị Ban Tuyên giáo mở thêm mục" in page.words("section[aria-labelledby='phai-sua']")
    assert page.select(f"a[href='{address}/muc/lanh_dao#o-ket_qua']")
    officer.post(f"{address}/gui", {"key": "k2"}, 303)
    assert report.state == ReportState.SUBMITTED


def test_what_is_wrong_in_a_section_that_came_back_keeps_from_sending(
    returned: PageClient, address: str
) -> None:
    save(returned, address, "ket_qua", "", rev=2, seq=3)
    assert "Phải sửa (1)" in returned.get(f"{address}/kiem-tra").words()
    returned.post(f"{address}/gui", {"key": "k2"}, 422)
