"""First values that an outline declares: from another outline's report, the last period, itself."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import db
from app.models import Answer, Campaign, Report, Role
from app.services import accounts, campaigns, filling, outlines, reports
from app.services.actors import SYSTEM
from app.services.filling import Base
from tests.app.page_client import PageClient
from tests.app.world import World

QUARTER = """
id: quy
version: 1
title: Báo cáo quý
kind: dinh_ky
unit_kinds: {xa: Đảng ủy xã}
sections:
  - key: chung
    heading: TÌNH HÌNH CHUNG
    fields:
      - {key: q_ket_qua, type: narrative, label: Kết quả}
      - {key: q_lop, type: integer, label: Số lớp}
      - {key: q_ghi_chu, type: short_text, label: Ghi chú}
"""
HALF = """
id: nua_nam
version: 1
title: Báo cáo 6 tháng
kind: dinh_ky
unit_kinds: {xa: Đảng ủy xã}
sections:
  - key: chung
    heading: TÌNH HÌNH CHUNG
    fields:
      - {key: ket_qua, type: narrative, label: Kết quả, prefill: "outline:quy.q_ket_qua"}
      - {key: lop, type: integer, label: Số lớp, prefill: "outline:quy.q_lop"}
      - {key: chi_bo, type: integer, label: Số chi bộ, prefill: previous_period}
      - {key: hop, type: short_text, label: Lịch họp, default: Mỗi tháng một lần}
  - key: khac
    heading: NỘI DUNG KHÁC
    fields:
      - {key: tu_chu, type: integer, label: Số từ ghi chú, prefill: "outline:quy.q_ghi_chu"}
      - {key: la, type: narrative, label: Không có ở quý, prefill: "outline:quy.khong_co"}
"""
NAMES = {(3, 31): "quý I", (6, 30): "quý II", (9, 30): "quý III"}


def campaign_of(world: World, source: str, end: date, period: str) -> Campaign:
    version = outlines.register_outline(source, "thử.yaml", actor=SYSTEM)
    made = campaigns.create_campaign(
        version.title,
        outline_version_id=version.id,
        collector=world.units["huyen-uy"],
        office=world.units["btg"],
        actor=SYSTEM,
        period_label=f"{period} năm {end.year}",
        period_to=end,
    )
    campaigns.set_units(made, [world.units["xa-a"].id], actor=SYSTEM)
    made.state = "published"
    db.session.flush()
    return made


def report_of(world: World, campaign: Campaign) -> Report:
    report = reports.find_report(campaign, world.units["xa-a"])
    assert report is not None
    return report


def write(world: World, campaign: Campaign, **answers: filling.RawAnswer) -> None:
    ref = reports.get_ref(report_of(world, campaign).id)
    for key, text in answers.items():
        filling.save_answer(ref, key, text, Base(0), actor=world.actor("canbo.a"))
    db.session.commit()


def quarter(world: World, end: date, **answers: str) -> Campaign:
    made = campaign_of(world, QUARTER, end, NAMES[end.month, end.day])
    write(world, made, **answers)
    return made


@pytest.fixture
def half(world: World) -> Campaign:
    """The campaign of 6 tháng, to which quarters prefill; nothing is written yet."""
    last = campaign_of(world, HALF, date(2025, 6, 30), "6 tháng")
    write(world, last, chi_bo="17", ket_qua="Việc của năm trước.")
    made = campaign_of(world, HALF, date(2026, 6, 30), "6 tháng")
    db.session.commit()
    return made


def address_of(world: World, campaign: Campaign) -> str:
    return f"/bao-cao/{report_of(world, campaign).id}"


def stored(world: World, campaign: Campaign, key: str) -> Answer | None:
    return db.session.get(Answer, (report_of(world, campaign).id, key))


def test_what_the_outline_declares_stands_beside_the_field(
    officer: PageClient, world: World, half: Campaign
) -> None:
    quarter(world, date(2026, 6, 30), q_ket_qua="Mở 12 lớp.", q_lop="12")
    page = officer.get(f"{address_of(world, half)}/muc/chung")
    assert "Có thể lấy sẵn từ Báo cáo quý (quý II năm 2026)" in page.words("#o-ket_qua")
    assert "Mở 12 lớp." in page.words("#o-ket_qua")
    assert "Báo cáo 6 tháng (6 tháng năm 2025)" in page.words("#o-chi_bo")
    assert "nội dung ghi sẵn trong đề cương" in page.words("#o-hop")


def test_one_press_takes_them_all_and_marks_them_unread(
    officer: PageClient, world: World, half: Campaign
) -> None:
    quarter(world, date(2026, 6, 30), q_ket_qua="Mở 12 lớp.", q_lop="12")
    address = address_of(world, half)
    assert "Đề cương cho lấy sẵn 4 ô" in officer.get(address).words()
    officer.post(f"{address}/ky-truoc", {"nguon": "declared"}, 303)
    page = officer.get(f"{address}/muc/chung")
    assert page.one("#q_ket_qua").text_content() == "Mở 12 lớp."
    assert page.one("#q_lop").get("value") == "12"
    assert page.one("#q_chi_bo").get("value") == "17"
    assert page.one("#q_hop").get("value") == "Mỗi tháng một lần"
    assert "Lấy sẵn theo đề cương – chưa đọc lại" in page.words("#o-ket_qua")
    assert "Đề cương cho lấy sẵn" not in officer.get(address).words()


def test_several_ways_to_fill_are_one_choice_and_useless_ones_are_not_offered(
    officer: PageClient, world: World, half: Campaign
) -> None:
    quarter(world, date(2026, 6, 30), q_ket_qua="Mở 12 lớp.", q_lop="12")
    last = db.session.query(Campaign).filter_by(period_to=date(2025, 6, 30)).one()
    half.previous_id = last.id
    db.session.commit()
    address = address_of(world, half)
    page = officer.get(address)
    labels = [label.text_content() for label in page.select(".fill-ahead label")]
    assert [label.split(",")[0] for label in labels] == [
        "Đề cương cho lấy sẵn 4 ô",
        "Kỳ trước (6 tháng năm 2025): 2 ô",
    ]
    assert [b.text_content() for b in page.select(".fill-ahead button")] == ["Điền sẵn"]
    number = page.select(".fill-ahead input[type=radio]")[1].get("value")
    officer.post(f"{address}/ky-truoc", {"nguon": number}, 303)
    answer = stored(world, half, "ket_qua")
    assert answer is not None
    assert answer.value == {"v": "Việc của năm trước."}


def test_one_field_is_taken_alone(officer: PageClient, world: World, half: Campaign) -> None:
    quarter(world, date(2026, 6, 30), q_ket_qua="Mở 12 lớp.", q_lop="12")
    address = address_of(world, half)
    page = officer.get(f"{address}/muc/chung")
    button = page.one("#o-lop button[name='chep']").get("value")
    officer.post(f"{address}/ky-truoc", {"chep": button, "muc": "chung"}, 303)
    assert stored(world, half, "lop") is not None
    assert stored(world, half, "ket_qua") is None


def test_what_is_written_already_stays(officer: PageClient, world: World, half: Campaign) -> None:
    quarter(world, date(2026, 6, 30), q_ket_qua="Mở 12 lớp.")
    write(world, half, ket_qua="Viết riêng cho 6 tháng.")
    officer.post(f"{address_of(world, half)}/ky-truoc", {"nguon": "declared", "muc": "chung"}, 303)
    kept = stored(world, half, "ket_qua")
    assert kept is not None
    assert kept.value == {"v": "Viết riêng cho 6 tháng."}


def test_the_quarter_of_the_same_period_comes_before_older_ones(
    officer: PageClient, world: World, half: Campaign
) -> None:
    """Made in any order; a quarter after this period is never taken."""
    quarter(world, date(2026, 6, 30), q_lop="12")
    quarter(world, date(2026, 9, 30), q_lop="30")
    quarter(world, date(2026, 3, 31), q_lop="5")
    officer.post(f"{address_of(world, half)}/ky-truoc", {"nguon": "declared"}, 303)
    taken = stored(world, half, "lop")
    assert taken is not None
    assert taken.value == {"v": "12"}


def test_an_answer_that_does_not_read_as_this_type_is_not_offered(
    officer: PageClient, world: World, half: Campaign
) -> None:
    quarter(world, date(2026, 6, 30), q_ghi_chu="hai mươi", q_ket_qua="Có.")
    page = officer.get(f"{address_of(world, half)}/muc/khac")
    assert not page.select("#o-tu_chu .earlier")
    assert not page.select("#o-la .earlier")


def test_another_units_report_gives_nothing(
    client: PageClient, world: World, half: Campaign
) -> None:
    found = quarter(world, date(2026, 6, 30), q_lop="12")
    report_of(world, found).unit_id = world.units["xa-b"].id
    db.session.commit()
    client.login("canbo.a")
    page = client.get(f"{address_of(world, half)}/muc/chung")
    assert not page.select("#o-lop .earlier")


def test_a_coordinating_colleague_reads_them_without_a_button(
    client: PageClient, world: World, half: Campaign
) -> None:
    """Copying is the unit's own; the colleague's page must not offer what it refuses."""
    quarter(world, date(2026, 6, 30), q_lop="12")
    accounts.grant(world.users["canbo.p"], world.units["phong-p"], Role.COORDINATOR, actor=SYSTEM)
    db.session.commit()
    address, unit = address_of(world, half), world.units["phong-p"].id
    client.login("canbo.a")
    client.post(f"{address}/giao-muc", {"muc": "chung", "ai": f"don-vi-{unit}"}, 303)
    client.logout()
    client.login("canbo.p")
    page = client.get(f"{address}/muc/chung")
    assert page.select("#o-lop .earlier")
    assert not page.select("[name='chep'], [name='nguon']")


def test_the_library_takes_the_second_quarter_into_the_half_year(
    officer: PageClient, world: World
) -> None:
    found = {}
    for name in ("khoa_giao_quy", "khoa_giao_6_thang"):
        path = outlines.LIBRARY / name / "v1.yaml"
        source = path.read_text(encoding="utf-8")
        found[name] = campaign_of(world, source, date(2026, 6, 30), "kỳ này")
    write(world, found["khoa_giao_quy"], kg_tham_muu="Tham mưu 3 kế hoạch.")
    address = address_of(world, found["khoa_giao_6_thang"])
    officer.post(f"{address}/ky-truoc", {"nguon": "declared"}, 303)
    taken = stored(world, found["khoa_giao_6_thang"], "kg_tham_muu")
    assert taken is not None
    assert taken.unread
