"""Sending again after a return: comments with replies, texts before and after."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.services import remarks, transitions
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
