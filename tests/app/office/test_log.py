"""The log on its pages: whose lines one sees, in words, narrowed, as files; and its soundness."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import delete, select, update

from app.extensions import db
from app.models import AuditEvent, AuditHead, Campaign
from app.services import audit, audit_words, campaigns, clock, office_decisions, units
from app.services.actors import SYSTEM
from tests.app.drafting.collecting import report_of, send
from tests.app.office.lists import rows_of
from tests.app.page_client import Page, PageClient
from tests.app.world import World

SERVICES = Path(audit.__file__).parent
ACTION = re.compile(rf"({'|'.join(audit_words.GROUPS)})\.[a-z]+(_[a-z]+)*")
COLUMNS = {"report.id", "campaign.id", "draft.id", "unit.id", "outline.id"}


@pytest.fixture
def log(world: World) -> World:
    """One report sent and returned, besides what makes the world."""
    report = send(world, "xa-a", report_of("xa-a", 4000, 900), accepted=False)
    office_decisions.return_report(report, "Thiếu số liệu quỹ", actor=world.actor("chuyenvien"))
    db.session.commit()
    return world


def deeds(page: Page) -> list[str]:
    return [cell.text.strip() for cell in page.select(".log-table tbody td:nth-child(3)")]


def test_an_officer_reads_own_campaigns_only(client: PageClient, log: World) -> None:
    client.login("chuyenvien")
    page = client.get("/nhat-ky")
    assert "Trả lại để sửa" in page.words("table")
    assert "lý do: Thiếu số liệu quỹ" in page.words("table")
    assert "Tạo tài khoản" not in page.words("table")
    assert "Thêm đơn vị" not in page.words()
    client.logout()
    client.login("nguoingoai")
    assert "Không có dòng nào" in client.get("/nhat-ky").words()
    assert "Không có dòng nào" in client.get(f"/nhat-ky?dot={log.campaign.id}").words()
    client.get(f"/dot/{log.campaign.id}/nhat-ky", 404)


def test_an_administrator_reads_everything_and_a_unit_nothing(
    client: PageClient, log: World
) -> None:
    client.sign_in("quantri")
    page = client.get("/nhat-ky")
    assert {"Đăng nhập", "Trả lại để sửa", "Giao vai"} <= set(deeds(page))
    assert "127.0.0.1" in page.words("table")
    client.logout()
    client.sign_in("canbo.a")
    client.get("/nhat-ky", 403)
    client.get("/nhat-ky/excel", 403)


def test_the_tab_of_a_campaign_shows_that_campaign(client: PageClient, log: World) -> None:
    other = campaigns.create_campaign(
        "Đợt khác",
        outline_version_id=log.version.id,
        collector=log.units["huyen-uy"],
        office=log.units["btg"],
        actor=SYSTEM,
    )
    db.session.commit()
    client.login("chuyenvien")
    page = client.get(f"/dot/{log.campaign.id}/nhat-ky")
    assert page.one(".campaign-tabs [aria-current]").text_content() == "Nhật ký"
    assert "Phát hành đợt" in deeds(page)
    assert deeds(client.get(f"/dot/{other.id}/nhat-ky")) == ["Tạo đợt báo cáo"]
    (link,) = [a.get("href") for a in page.select("a") if "excel" in a.get("href", "")]
    assert f"dot={log.campaign.id}" in link


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("viec=report.returned", {"Trả lại để sửa"}),
        ("viec=report.", {"Trả lại để sửa", "Đơn vị gửi báo cáo"}),
        ("nguoi=chuyen vien ban tuyen giao", {"Trả lại để sửa"}),
        ("don-vi=dang uy xa a&viec=report.submitted", {"Đơn vị gửi báo cáo"}),
        ("don-vi=dang uy xa b", set()),
        ("tu=1/1/2000&den=2/1/2000", set()),
    ],
)
def test_the_log_is_narrowed(client: PageClient, log: World, query: str, found: set[str]) -> None:
    client.login("chuyenvien")
    assert set(deeds(client.get(f"/dot/{log.campaign.id}/nhat-ky?{query}"))) == found


def test_days_are_those_of_the_offices(client: PageClient, world: World) -> None:
    """17:30 UTC is half past midnight of the next day in Hà Nội."""
    late = clock.now().replace(hour=17, minute=30)
    with clock.fixed(late):
        campaigns.change_campaign(world.campaign, {"contact": "Mới"}, actor=SYSTEM)
        db.session.commit()
        next_day = clock.local(late).date()
    day = f"{next_day.day}/{next_day.month}/{next_day.year}"
    before = next_day - timedelta(days=1)
    client.login("chuyenvien")
    address = f"/dot/{world.campaign.id}/nhat-ky?viec=campaign.changed"
    assert deeds(client.get(f"{address}&tu={day}&den={day}")) == ["Sửa đợt báo cáo"]
    day = f"{before.day}/{before.month}/{before.year}"
    assert deeds(client.get(f"{address}&tu={day}&den={day}")) == []


def test_a_day_that_cannot_be_read_is_said(client: PageClient, log: World) -> None:
    client.login("chuyenvien")
    assert "chưa đọc được ngày" in client.get("/nhat-ky?tu=hôm qua").words("#loi")
    client.get("/nhat-ky/excel?tu=hôm qua", 422)


def test_the_log_leaves_as_files_without_formulas(client: PageClient, log: World) -> None:
    log.units["xa-a"].short_name = "=1+1"
    db.session.commit()
    client.login("chuyenvien")
    head, *rows = rows_of(client.get("/nhat-ky/excel?viec=report.returned").response.data)
    assert head[2] == "Việc"
    assert [(row[2], row[3]) for row in rows] == [("Trả lại để sửa", "=1+1")]
    text = client.get("/nhat-ky/csv?viec=report.returned").response.data.decode("utf-8-sig")
    assert "Trả lại để sửa;'=1+1" in text


def test_long_logs_come_in_pages(client: PageClient, world: World) -> None:
    audit.record_many(
        SYSTEM, [audit.Line("campaign.changed", world.campaign.id) for _ in range(250)]
    )
    db.session.commit()
    client.login("chuyenvien")
    address = f"/dot/{world.campaign.id}/nhat-ky?viec=campaign.changed"
    page = client.get(address)
    assert "250 dòng" in page.words(".counters")
    assert len(deeds(page)) == 100
    last = page.select(".page-links a")[-1].get("href")
    assert len(deeds(client.get(last))) == 50
    assert len(deeds(client.get(f"{address}&trang=99999"))) == 50


def test_what_a_change_was_stands_in_words(world: World) -> None:
    units.change_unit(world.units["xa-a"], {"phone": "0221", "tags": ["miền núi"]}, actor=SYSTEM)
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    words = audit_words.details_words(event)
    assert words == "điện thoại: (trống) → 0221; nhóm: (trống) → miền núi"


def test_sections_are_named_by_their_headings(client: PageClient, world: World) -> None:
    report = send(world, "xa-a", report_of("xa-a", 4000, 900), accepted=False)
    office = world.actor("chuyenvien")
    office_decisions.return_report(report, "Thiếu quỹ", actor=office, sections=["lanh_dao"])
    db.session.commit()
    client.login("chuyenvien")
    words = client.get(f"/dot/{world.campaign.id}/nhat-ky").words(".log-table")
    assert "mục: Sự lãnh đạo của Đảng" in words
    assert "lanh_dao" not in words


def test_every_deed_of_the_code_has_words() -> None:
    found = set()
    for path in SERVICES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if ACTION.fullmatch(node.value) else set()
    assert len(found) > 30
    assert found - COLUMNS - audit_words.ACTIONS.keys() == set()


@pytest.fixture
def run(world: World):  # type: ignore[no-untyped-def]
    def invoke(*words: str) -> Result:
        result = world.app.test_cli_runner().invoke(args=["audit", *words])
        db.session.expire_all()
        return result

    return invoke


def test_the_command_finds_nothing_in_a_sound_log(run, world: World) -> None:  # type: ignore[no-untyped-def]
    anchor = run("head").output.strip()
    result = run("verify", "--anchor", anchor)
    assert result.exit_code == 0, result.output
    assert f"{db.session.query(AuditEvent).count()} dòng" in result.output


def test_the_command_names_a_changed_and_a_removed_line(run, world: World) -> None:  # type: ignore[no-untyped-def]
    ids = db.session.scalars(select(AuditEvent.id).order_by(AuditEvent.id)).all()
    db.session.execute(
        update(AuditEvent).where(AuditEvent.id == ids[2]).values(actor_name="Người khác")
    )
    db.session.execute(delete(AuditEvent).where(AuditEvent.id == ids[5]))
    result = run("verify")
    assert result.exit_code == 1
    assert f"dòng {ids[2]}: dòng này đã bị sửa" in result.output
    assert f"dòng {ids[6]}: một dòng ngay trước" in result.output


def test_the_command_misses_the_last_line_when_it_is_gone(run, world: World) -> None:  # type: ignore[no-untyped-def]
    remove_last(world)
    result = run("verify")
    assert result.exit_code == 1
    assert "nhật ký phải có" in result.output


def test_a_log_cut_off_with_its_head_is_found_by_a_noted_anchor(run, world: World) -> None:  # type: ignore[no-untyped-def]
    anchor = run("head").output.strip()
    remove_last(world)
    newest = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert newest is not None
    count = db.session.query(AuditEvent).count()
    db.session.execute(update(AuditHead).values(hash=newest.hash, count=count))
    assert run("verify").exit_code == 0
    result = run("verify", "--anchor", anchor)
    assert result.exit_code == 1
    assert "theo mốc đã ghi lại" in result.output
    assert run("verify", "--anchor", "hôm qua").exit_code == 1


def remove_last(world: World) -> None:
    last = db.session.scalars(select(AuditEvent.id).order_by(AuditEvent.id.desc())).first()
    db.session.execute(delete(AuditEvent).where(AuditEvent.id == last))
    db.session.expire_all()
    assert db.session.get(Campaign, world.campaign.id) is not None
