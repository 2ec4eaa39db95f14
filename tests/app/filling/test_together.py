"""Colleagues: comments, sections given to others, last period's answers, kind advice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.extensions import db
from app.models import Campaign, Role
from app.services import accounts
from app.services.actors import SYSTEM
from app.services.writing_advice import (
    advise_copied,
    advise_jump,
    advise_text,
    advise_turns,
    copied_share,
    sentence_keys,
)
from forms import Field
from tests.app.filling.saving import save
from tests.app.page_client import PageClient
from tests.app.world import World

LONG = (
    "Đảng ủy đã tổ chức quán triệt kết luận đến từng chi bộ. "
    "Cấp ủy ban hành kế hoạch thực hiện hằng năm."
)


def test_comments_are_answered_and_settled(officer: PageClient, address: str) -> None:
    path = f"{address}/muc/lanh_dao/y-kien"
    thread = officer.post(path, {"text": "Thiếu số liệu lớp học"}, htmx=True)
    assert "Thiếu số liệu" in thread.words("#y-kien")
    number = thread.one("input[name='parent']").get("value")
    officer.post(path, {"text": "Đã bổ sung", "parent": number}, 303)
    officer.post(path, {"xong": number}, 303)
    words = officer.get(f"{address}/muc/lanh_dao").words("#y-kien")
    assert "Đã bổ sung" in words
    assert "đã xử lý" in words


def test_a_coordinating_unit_sees_and_fills_only_what_it_was_given(
    client: PageClient, address: str, world: World
) -> None:
    accounts.grant(world.users["canbo.p"], world.units["phong-p"], Role.COORDINATOR, actor=SYSTEM)
    db.session.commit()
    client.login("canbo.a")
    client.get(address)
    unit = world.units["phong-p"].id
    client.post(f"{address}/giao-muc", {"muc": "so_lieu", "ai": f"don-vi-{unit}"}, 303)
    client.logout()
    client.login("canbo.p")
    tasks = client.get(address)
    assert "Số liệu chung" in tasks.words()
    assert "Sự lãnh đạo" not in tasks.words()
    save(client, address, "dan_so", "900")
    save(client, address, "ket_qua", "không phải việc của mình", status=404)
    for path in ("/muc/lanh_dao", "/xem", "/kiem-tra", "/word", "/o/ket_qua/lich-su"):
        client.get(f"{address}{path}", 404)


def test_the_check_page_advises_without_blocking(
    officer: PageClient, address: str, last_year: Campaign
) -> None:
    save(officer, address, "ket_qua", LONG)
    save(officer, address, "dan_so", "1.200.000")
    page = officer.get(f"{address}/kiem-tra")
    words = page.words("section[aria-labelledby='nen-xem']")
    assert "giống kỳ trước" in words
    assert "chênh khoảng 1.000 lần" in words
    assert not page.select("button[disabled]")


NARRATIVE = Field("ket_qua", "narrative", "Kết quả")
PEOPLE = Field("hoc_vien", "integer", "Số học viên", unit_of_measure="người")


def messages(advice: object) -> str:
    return " ".join(item.message for item in advice)  # type: ignore[attr-defined]


def test_general_words_without_a_figure_are_noted() -> None:
    vague = (
        "Cấp ủy tiếp tục tăng cường lãnh đạo, đẩy mạnh tuyên truyền, "
        "quan tâm chỉ đạo các chi bộ thực hiện."
    )
    assert "nên thêm số liệu" in messages(advise_text(NARRATIVE, vague))
    assert not messages(advise_text(NARRATIVE, vague + " Đã mở 12 lớp."))


def test_registered_is_not_recognised() -> None:
    assert "đăng ký" in messages(advise_text(NARRATIVE, "Có 120 hộ đăng ký gia đình học tập."))
    both = "Có 120 hộ đăng ký, 100 hộ được công nhận gia đình học tập."
    assert not messages(advise_text(NARRATIVE, both))


def test_turns_are_not_people() -> None:
    text = {"ket_qua": "Đã có 1.250 lượt học viên tham gia."}
    assert "lượt" in messages(advise_turns(text, [(PEOPLE, Decimal(1250))]))
    assert not messages(advise_turns(text, [(PEOPLE, Decimal(900))]))


def test_numbers_in_the_prose_that_differ_from_fields_and_tables_are_noted(
    officer: PageClient, address: str
) -> None:
    save(officer, address, "dan_so", "12.500")
    save(officer, address, "quy", {"du_dau-nam_2025": "774,7", "thu-nam_2025": "12,5"})
    text = "Dân số toàn xã 15.200 người. Năm 2025 quỹ có số dư đầu kỳ 777,4 triệu đồng."
    save(officer, address, "ket_qua", text)
    noted = officer.get(f"{address}/kiem-tra").words("section[aria-labelledby='nen-xem']")
    assert "“15.200”" in noted
    assert "Dân số là 12.500 người" in noted
    assert "“777,4 triệu đồng”" in noted
    assert noted.count("Hãy kiểm tra và thống nhất") == 2


def test_numbers_that_speak_of_something_else_are_left_alone(
    officer: PageClient, address: str
) -> None:
    save(officer, address, "dan_so", "12.500")
    text = "Tuyên truyền đến người dân 12 buổi; dân số 12.500 người, 35% dân số được phổ biến."
    save(officer, address, "ket_qua", text)
    page = officer.get(f"{address}/kiem-tra")
    assert "thống nhất" not in page.words("section[aria-labelledby='nen-xem']")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [("120", "1200", True), ("120", "119000", True), ("120", "300", False)],
)
def test_a_slip_of_the_unit_is_noted(before: str, now: str, said: bool) -> None:
    assert bool(messages(advise_jump(PEOPLE, Decimal(before), Decimal(now)))) is said


def test_a_copy_with_new_figures_is_still_a_copy() -> None:
    assert copied_share(LONG.replace("từng", "5"), sentence_keys(LONG)) >= 50
    assert "trùng với báo cáo" in messages(advise_copied(NARRATIVE, LONG, "", [LONG]))
    assert not messages(advise_copied(NARRATIVE, LONG, "Khác hẳn.", ["Không liên quan gì."]))
