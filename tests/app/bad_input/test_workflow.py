"""Steps at the wrong moment: refused in words, nothing lost, every step taken is in the log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.extensions import db
from app.models import AuditEvent, Notice, Report, ReportState
from app.services import audit, campaigns, clock, merged_reports, transitions, units
from app.services.actors import SYSTEM
from app.services.errors import Refused
from tests.app.filling.saving import TEXT, answer, save
from tests.app.page_client import PageClient
from tests.app.world import World


@pytest.fixture
def report(officer: PageClient, address: str, world: World) -> Report:
    """A report that may be sent."""
    save(officer, address, "ket_qua", TEXT)
    return world.reports["xa-a"]


def state_of(report: Report) -> str:
    db.session.refresh(report)
    return report.state


def text_of(client: PageClient, address: str) -> str:
    return client.get(f"{address}/xem").words()


def test_a_form_kept_open_since_before_a_recall_sends_again(
    officer: PageClient, address: str, report: Report
) -> None:
    officer.post(f"{address}/gui", {"key": "k"}, 303)
    officer.post(f"{address}/thu-hoi", {}, 303)
    officer.post(f"{address}/gui", {"key": "k"}, 303)
    assert state_of(report) == ReportState.SUBMITTED
    assert report.submission_count == 2


def test_sending_with_another_key_is_refused_naming_who_sent(
    officer: PageClient, address: str, report: Report
) -> None:
    officer.post(f"{address}/gui", {"key": "k1"}, 303)
    page = officer.post(f"{address}/gui", {"key": "k2"}, 409)
    assert "đã gửi rồi" in page.words()
    assert "Cán bộ tuyên giáo xã A" in page.words()
    assert state_of(report) == ReportState.SUBMITTED
    assert report.submission_count == 1


def test_a_save_after_sending_is_refused_in_words_and_given_back(
    officer: PageClient, address: str, report: Report
) -> None:
    officer.post(f"{address}/gui", {"key": "k"}, 303)
    script = save(officer, address, "ket_qua", "Sửa thêm", rev=1, seq=2, status=409)
    assert "Đã gửi" in script.text
    assert "X-Conflict" not in script.response.headers
    plain = officer.post(
        f"{address}/muc/lanh_dao", {"r_ket_qua": "1", "q_ket_qua": "Sửa thêm"}, 409
    )
    assert plain.one("#noi-dung-chua-luu").text_content() == "Sửa thêm"
    assert "Sửa thêm" not in text_of(officer, address)


def test_a_closed_campaign_takes_nothing_and_shows_everything(
    officer: PageClient, address: str, report: Report, world: World
) -> None:
    campaigns.close(world.campaign, actor=SYSTEM)
    db.session.commit()
    save(officer, address, "ket_qua", "Muộn", rev=1, seq=2, status=409)
    officer.post(f"{address}/gui", {"key": "k"}, 409)
    officer.post(f"{address}/trinh-duyet", {}, 409)
    officer.post(f"{address}/muc/lanh_dao/trang-thai", {"word": "done"}, 409)
    assert TEXT in text_of(officer, address)
    assert not officer.get(f"{address}/muc/lanh_dao").select("[data-section]")


def test_an_excluded_unit_keeps_its_text_and_sends_nothing(
    officer: PageClient, address: str, report: Report, world: World
) -> None:
    transitions.exclude(report, "Giải thể", actor=world.actor("chuyenvien"))
    db.session.commit()
    save(officer, address, "ket_qua", "Sau khi loại", rev=1, seq=2, status=409)
    officer.post(f"{address}/gui", {"key": "k"}, 409)
    assert TEXT in text_of(officer, address)


def test_a_campaign_in_preparation_is_not_there_for_its_units(
    officer: PageClient, client: PageClient, address: str, world: World
) -> None:
    world.campaign.state = "draft"
    db.session.commit()
    for path in ("", "/muc/lanh_dao", "/xem", "/word", "/kiem-tra"):
        assert world.campaign.title not in officer.get(address + path, 404).text
    save(officer, address, "ket_qua", TEXT, status=404)
    officer.logout()
    officer.login("chuyenvien")
    officer.get(address)


def test_every_step_of_a_report_leaves_one_line(
    officer: PageClient, address: str, report: Report, world: World
) -> None:
    office, unit = world.actor("chuyenvien"), world.actor("bithu.a")
    later = clock.now() + timedelta(days=30)
    steps = (
        ("report.approval_asked", lambda: transitions.ask_approval(report, actor=unit)),
        (
            "report.approval_refused",
            lambda: transitions.send_back_inside(report, "Sửa", actor=unit),
        ),
        ("report.submitted", lambda: transitions.submit(report, actor=unit, key="1")),
        ("report.recalled", lambda: transitions.recall(report, actor=unit)),
        ("report.resubmitted", lambda: transitions.submit(report, actor=unit, key="2")),
        ("report.accepted", lambda: transitions.accept(report, actor=office)),
        ("report.unaccepted", lambda: transitions.unaccept(report, "Xem lại", actor=office)),
        ("report.returned", lambda: transitions.return_report(report, "Thiếu", actor=office)),
        ("report.extended", lambda: transitions.extend(report, later, "Bão", actor=office)),
        ("report.excluded", lambda: transitions.exclude(report, "Giải thể", actor=office)),
        ("report.included", lambda: transitions.include(report, actor=office)),
    )
    for action, step in steps:
        before = db.session.query(AuditEvent).count()
        step()
        db.session.commit()
        last = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
        assert last is not None
        assert (last.action, last.report_id) == (action, report.id)
        assert last.actor_name
        assert db.session.query(AuditEvent).count() == before + 1
    assert list(audit.verify()) == []


def test_a_refused_step_leaves_no_line(officer: PageClient, address: str, report: Report) -> None:
    before = db.session.query(AuditEvent).count()
    officer.post(f"{address}/thu-hoi", {}, 409)
    officer.post(f"{address}/gui", {"key": "k", "signed_on": "hôm nọ"}, 422)
    with pytest.raises(Refused):
        transitions.accept(report, actor=SYSTEM)
    assert db.session.query(AuditEvent).count() == before


def test_who_has_left_a_unit_is_told_nothing_more_of_its_report(
    report: Report, world: World
) -> None:
    left = world.users["bithu.a"].memberships[0]
    left.valid_to = clock.today() - timedelta(days=1)
    transitions.submit(report, actor=world.actor("canbo.a"), key="1")
    transitions.return_report(report, "Lý do riêng", actor=world.actor("chuyenvien"))
    db.session.commit()
    told = {n.user_id for n in db.session.query(Notice).filter(Notice.text.contains("Lý do riêng"))}
    assert told == {world.users["canbo.a"].id}


def test_two_windows_of_one_account_meet_like_two_people(
    officer: PageClient, address: str, report: Report
) -> None:
    first = answer(save(officer, address, "han_che", "Cửa sổ một", tab="một"))
    assert first["revision"] == 1
    panel = save(officer, address, "han_che", "Cửa sổ hai", tab="hai", status=409)
    assert "ở cửa sổ hoặc máy khác" in panel.words("[data-panel]")
    for words in ("một", "hai"):
        assert words in panel.words(".conflict-texts")


def test_a_renamed_unit_is_merged_under_its_new_name(report: Report, world: World) -> None:
    transitions.submit(report, actor=world.actor("bithu.a"), key="1")
    transitions.accept(report, actor=world.actor("chuyenvien"))
    db.session.commit()
    before = merged_reports.merged_report(world.campaign)
    units.change_unit(
        world.units["xa-a"], {"name": "Đảng ủy phường A", "short_name": "Phường A"}, actor=SYSTEM
    )
    db.session.commit()
    after = merged_reports.merged_report(world.campaign)
    assert "Phường A" in " ".join(after.names.values())
    assert "Phường A" not in " ".join(before.names.values())
