"""What the unit wrote before: beside the fields, copied on request, marked until looked through."""

from __future__ import annotations

from datetime import date

from app.extensions import db
from app.models import Campaign, ReportState
from app.services import filling, reports
from app.services.filling import Base
from tests.app.filling.last_year import LAST_YEAR
from tests.app.filling.saving import save
from tests.app.page_client import PageClient
from tests.app.world import World


def test_last_periods_answers_stand_beside_the_fields(
    officer: PageClient, address: str, last_year: Campaign
) -> None:
    save(officer, address, "dan_so", "1.320")
    page = officer.get(f"{address}/muc/so_lieu")
    assert "Kỳ trước (năm 2025): 1.200 người – tăng 120 (10%)" in page.words("#o-dan_so")
    assert "quán triệt kết luận" in officer.get(f"{address}/muc/lanh_dao").words(".earlier")


def test_one_answer_is_copied_and_marked_unread(
    officer: PageClient, address: str, last_year: Campaign
) -> None:
    button = officer.get(f"{address}/muc/lanh_dao").one("button[name='chep']")
    officer.post(f"{address}/ky-truoc", {"chep": button.get("value"), "muc": "lanh_dao"}, 303)
    page = officer.get(f"{address}/muc/lanh_dao")
    assert page.one("#q_ket_qua").text_content() == LAST_YEAR
    assert "chưa đọc lại" in page.words("#o-ket_qua")


def test_copying_everything_leaves_what_was_written(
    officer: PageClient, address: str, last_year: Campaign
) -> None:
    save(officer, address, "ket_qua", "Viết mới")
    number = officer.get(address).one("button[name='nguon']").get("value")
    officer.post(f"{address}/ky-truoc", {"nguon": number}, 303)
    assert officer.get(f"{address}/muc/lanh_dao").one("#q_ket_qua").text_content() == "Viết mới"
    assert officer.get(f"{address}/muc/so_lieu").one("#q_dan_so").get("value") == "1.200"


def test_a_report_that_ends_on_the_same_day_prefills_this_one(
    officer: PageClient, address: str, last_year: Campaign, world: World
) -> None:
    """Quý IV and the year end on one day: what was written for one is offered for the other."""
    world.campaign.previous_id, world.campaign.period_to = None, last_year.period_to
    db.session.commit()
    page = officer.get(f"{address}/muc/lanh_dao")
    assert "Báo cáo cùng kỳ (năm 2025)" in page.words("#o-ket_qua")
    chosen = page.one("button[name='chep']").get("value")
    officer.post(f"{address}/ky-truoc", {"chep": chosen, "muc": "lanh_dao"}, 303)
    page = officer.get(f"{address}/muc/lanh_dao")
    assert page.one("#q_ket_qua").text_content() == LAST_YEAR
    assert "chưa đọc lại" in page.words("#o-ket_qua")


def test_a_report_that_ends_on_another_day_does_not(
    officer: PageClient, address: str, last_year: Campaign, world: World
) -> None:
    world.campaign.previous_id, world.campaign.period_to = None, date(2025, 6, 30)
    db.session.commit()
    assert not officer.get(f"{address}/muc/lanh_dao").select(".earlier")


def test_another_units_report_is_no_source(officer: PageClient, address: str, world: World) -> None:
    other = world.reports["xa-b"].id
    officer.post(f"{address}/ky-truoc", {"nguon": str(other)}, 404)


def copied(officer: PageClient, address: str) -> None:
    number = officer.get(address).one("button[name='nguon']").get("value")
    officer.post(f"{address}/ky-truoc", {"nguon": number}, 303)


def test_a_table_stands_there_as_a_table_with_what_has_changed(
    officer: PageClient, address: str, last_year: Campaign
) -> None:
    save(officer, address, "quy", {"du_dau-nam_2025": "100", "thu-nam_2025": "30"})
    page = officer.get(f"{address}/muc/pl2")
    assert "Kỳ trước (năm 2025) – 1 số tăng, 1 số giảm" in page.words("#o-quy summary")
    rows = [" ".join(row.text_content().split()) for row in page.select(".earlier-table tbody tr")]
    assert rows == ["Số dư đầu kỳ80 tăng 20 (25%)", "Thu trong kỳ40 giảm 10 (25%)"]


def test_a_field_that_was_emptied_can_be_filled_from_last_period_again(
    officer: PageClient, address: str, last_year: Campaign
) -> None:
    save(officer, address, "ket_qua", "Viết nhầm chỗ")
    assert not officer.get(f"{address}/muc/lanh_dao").select("button[name='chep']")
    save(officer, address, "ket_qua", "", rev=1, seq=2)
    assert officer.get(f"{address}/muc/lanh_dao").select("button[name='chep']")


def test_what_was_copied_and_not_looked_through_is_counted_by_section(
    officer: PageClient, address: str, last_year: Campaign
) -> None:
    copied(officer, address)
    tasks = officer.get(address)
    assert "Còn 3 ô chưa đọc lại" in tasks.words(".unread-note")
    assert [row.text_content().strip() for row in tasks.select(".task-word .mark-quiet")] == [
        "1 ô chưa đọc lại"
    ] * 3
    noted = officer.get(f"{address}/kiem-tra").words("section[aria-labelledby='nen-xem']")
    assert "Còn 3 ô chưa đọc lại" in noted
    assert "giống kỳ trước" not in noted
    save(officer, address, "dan_so", "1.300", rev=1)
    assert "Còn 2 ô chưa đọc lại" in officer.get(address).words(".unread-note")


def test_what_was_copied_is_emptied_again_but_not_what_was_read(
    officer: PageClient, address: str, last_year: Campaign
) -> None:
    save(officer, address, "han_che", "Viết mới")
    copied(officer, address)
    save(officer, address, "dan_so", "1.300", rev=1)
    officer.post(f"{address}/ky-truoc", {"bo": "1"}, 303)
    assert "Đã bỏ 2 ô" in officer.get(address).words()
    page = officer.get(f"{address}/muc/lanh_dao")
    assert not (page.one("#q_ket_qua").text_content() or "").strip()
    assert page.one("#q_han_che").text_content() == "Viết mới"
    assert officer.get(f"{address}/muc/so_lieu").one("#q_dan_so").get("value") == "1.300"
    assert not officer.get(address).select(".unread-note")


def test_a_cell_ten_times_last_periods_is_told_with_its_row_and_column(
    officer: PageClient, address: str, last_year: Campaign
) -> None:
    save(officer, address, "quy", {"du_dau-nam_2025": "800", "thu-nam_2025": "41"})
    noted = officer.get(f"{address}/kiem-tra").words("section[aria-labelledby='nen-xem']")
    assert "Dòng “Số dư đầu kỳ”, cột “Năm 2025” là 800, kỳ trước 80" in noted
    assert "Thu trong kỳ”, cột" not in noted


def test_advice_names_its_question_where_a_section_has_several(
    officer: PageClient, address: str, last_year: Campaign
) -> None:
    save(officer, address, "ket_qua", LAST_YEAR)
    noted = officer.get(f"{address}/kiem-tra").words("section[aria-labelledby='nen-xem']")
    assert "Kết quả đạt được: tất cả các câu giống kỳ trước." in noted


def test_the_same_advice_on_several_questions_of_a_section_is_one_line(
    officer: PageClient, address: str, last_year: Campaign, world: World
) -> None:
    before = reports.find_report(last_year, world.units["xa-a"])
    assert before is not None
    last_year.state, before.state = "published", ReportState.FILLING
    db.session.flush()
    ref, actor = reports.get_ref(before.id), world.actor("canbo.a")
    causes = "Cán bộ xã kiêm nhiệm nhiều việc. Kinh phí cấp cho công tác này còn hạn chế."
    filling.save_answer(ref, "nguyen_nhan", causes, Base(0), actor=actor)
    db.session.commit()
    save(officer, address, "ket_qua", LAST_YEAR)
    save(officer, address, "nguyen_nhan", causes)
    page = officer.get(f"{address}/kiem-tra")
    noted = [line.text_content() for line in page.select("section[aria-labelledby='nen-xem'] a")]
    told = [text for text in noted if "giống kỳ trước" in text]
    assert len(told) == 1
    assert told[0].startswith("Kết quả đạt được; Nguyên nhân: tất cả các câu")
