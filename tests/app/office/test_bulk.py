"""Many units at once: the preview says what will happen, confirming does just that, and undoing
takes back what nobody has touched since."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from app.extensions import db
from app.models import BulkStep, Draft, Notice, Report, ReportState
from app.services import audit, bulk_plans, bulk_steps, clock, transitions
from app.services.bulk_plans import BulkAction, Order
from app.services.errors import Invalid, Refused
from app.services.report_steps import token_of
from tests.app.office.conftest import Send, fill_in
from tests.app.page_client import Page, PageClient
from tests.app.world import World

KEY = "0123456789abcdef"


def address(world: World) -> str:
    return f"/dot/{world.campaign.id}/nhieu-don-vi"


def ids(world: World, *units: str) -> list[str]:
    return [str(world.reports[unit].id) for unit in units]


def preview(client: PageClient, world: World, action: str, *units: str, **more: Any) -> Page:
    data = {"action": action, "don_vi": ids(world, *units), **more}
    return client.post(f"{address(world)}/xem-truoc", data)


def hidden(page: Page) -> dict[str, Any]:
    """What the confirming form of a preview sends."""
    fields: dict[str, Any] = {}
    form = next(form for form in page.select("form") if "nhieu-don-vi" in form.get("action"))
    for field in form.cssselect("input[type=hidden]"):
        fields.setdefault(field.get("name"), []).append(field.get("value"))
    fields.pop("csrf_token")
    return fields


def confirm(client: PageClient, world: World, page: Page, status: int = 303) -> str:
    answer = client.post(address(world), hidden(page), status=status)
    return str(answer.response.headers.get("Location", ""))


def state(world: World, unit: str) -> str:
    report = world.reports[unit]
    db.session.refresh(report)
    return report.state


def soon() -> str:
    day = clock.today() + timedelta(days=20)
    return f"{day.day}/{day.month}/{day.year}"


def test_a_preview_says_what_happens_to_whom_and_who_is_left_out_and_writes_nothing(
    officer: PageClient, world: World, send: Send
) -> None:
    send("xa-a")
    page = preview(officer, world, "tiep-nhan", "xa-a", "xa-b")
    assert "Sẽ làm với 1 đơn vị" in page.words()
    assert "Để nguyên 1 đơn vị" in page.words()
    assert "đang ở trạng thái “Chưa mở”, chỉ tiếp nhận được báo cáo đã gửi" in page.words()
    assert state(world, "xa-a") == ReportState.SUBMITTED
    assert db.session.scalar(db.select(BulkStep.id)) is None


def test_confirming_twice_decides_once(officer: PageClient, world: World, send: Send) -> None:
    send("xa-a")
    send("xa-b")
    page = preview(officer, world, "tiep-nhan", "xa-a", "xa-b")
    first = confirm(officer, world, page)
    notices = db.session.scalar(db.select(db.func.count()).select_from(Notice))
    assert confirm(officer, world, page) == first
    assert db.session.scalar(db.select(db.func.count()).select_from(Notice)) == notices
    assert [state(world, unit) for unit in ("xa-a", "xa-b")] == [ReportState.ACCEPTED] * 2
    told = officer.get(first).words()
    assert "Đã làm với 2 đơn vị" in told
    assert "Chuyên viên Ban Tuyên giáo" in told


def test_accepting_what_is_clean_leaves_reports_with_findings_to_the_officer(
    officer: PageClient, world: World, send: Send
) -> None:
    fill_in(world, "xa-a")
    for unit in ("xa-a", "xa-b"):
        send(unit)
    page = preview(officer, world, "nhan-khong-luu-y")
    tables = [" ".join(table.text_content().split()) for table in page.select("main table")]
    assert "Xã A" in tables[0]
    assert "không có lưu ý nào" in tables[0]
    assert "Xã B" in tables[1]
    assert "phải sửa" in tables[1]
    confirm(officer, world, page)
    assert state(world, "xa-a") == ReportState.ACCEPTED
    assert state(world, "xa-b") == ReportState.SUBMITTED


def test_the_ticked_are_accepted_with_their_findings_named(
    officer: PageClient, world: World, send: Send
) -> None:
    send("xa-b")
    page = preview(officer, world, "tiep-nhan", "xa-b")
    assert re.search(r"tiếp nhận; vẫn còn \d+ nội dung phải sửa", page.words())


def test_a_group_is_extended_and_the_extension_taken_back(
    officer: PageClient, world: World, send: Send
) -> None:
    send("xa-c")
    page = preview(officer, world, "gia-han", "xa-a", "xa-b", "xa-c", deadline=soon())
    assert f"→ hết 17 giờ 00 ngày {soon()}" in page.words()
    assert "đang ở trạng thái “Đã gửi”, không cần gia hạn" in page.words()
    result = confirm(officer, world, page)
    db.session.refresh(world.reports["xa-a"])
    assert world.reports["xa-a"].deadline_at is not None
    officer.post(f"{result}/hoan-tac", {}, status=303)
    for unit in ("xa-a", "xa-b"):
        db.session.refresh(world.reports[unit])
        assert world.reports[unit].deadline_at is None
    assert "2 đơn vị trở lại như trước" in officer.get(result).words()
    officer.post(f"{result}/hoan-tac", {}, status=409)


def test_returning_needs_a_reason_and_cannot_be_undone(
    officer: PageClient, world: World, send: Send
) -> None:
    send("xa-a")
    data = {"action": "tra-lai", "don_vi": ids(world, "xa-a"), "reason": " "}
    again = officer.post(f"{address(world)}/xem-truoc", data, status=422)
    assert "Cần ghi rõ lý do" in again.one("#loi").text
    assert again.select("input[name=don_vi]:checked"), "the ticks stay"
    page = preview(officer, world, "tra-lai", "xa-a", reason="Thiếu số liệu", deadline=soon())
    assert f"hạn gửi lại hết 17 giờ 00 ngày {soon()}" in page.words()
    result = confirm(officer, world, page)
    report = world.reports["xa-a"]
    assert state(world, "xa-a") == ReportState.RETURNED
    assert report.return_reason == "Thiếu số liệu"
    assert "không hoàn tác được" in officer.get(result).words()
    officer.post(f"{result}/hoan-tac", {}, status=409)


def test_excluding_is_undone_and_the_units_are_as_before(
    officer: PageClient, world: World, send: Send
) -> None:
    send("xa-a")
    page = preview(officer, world, "loai", "xa-a", "xa-b", reason="Giải thể")
    result = confirm(officer, world, page)
    assert state(world, "xa-b") == ReportState.EXCLUDED
    officer.post(f"{result}/hoan-tac", {}, status=303)
    assert state(world, "xa-a") == ReportState.SUBMITTED
    assert state(world, "xa-b") == ReportState.NOT_STARTED


def test_acceptance_is_undone_until_the_draft_was_merged(
    officer: PageClient, world: World, send: Send
) -> None:
    for unit in ("xa-a", "xa-b"):
        send(unit)
    first = confirm(officer, world, preview(officer, world, "tiep-nhan", "xa-a"))
    second = confirm(officer, world, preview(officer, world, "tiep-nhan", "xa-b"))
    officer.post(f"{first}/hoan-tac", {}, status=303)
    assert state(world, "xa-a") == ReportState.SUBMITTED
    draft = Draft(campaign_id=world.campaign.id, created_at=clock.now(), merged_at=clock.now())
    db.session.add(draft)
    db.session.commit()
    assert "Dự thảo đã được ghép sau khi tiếp nhận" in officer.get(second).words()
    officer.post(f"{second}/hoan-tac", {}, status=409)
    assert state(world, "xa-b") == ReportState.ACCEPTED


def test_a_unit_that_changed_since_is_left_alone_when_the_rest_is_undone(
    officer: PageClient, world: World, send: Send
) -> None:
    for unit in ("xa-a", "xa-b"):
        send(unit)
    result = confirm(officer, world, preview(officer, world, "tiep-nhan", "xa-a", "xa-b"))
    transitions.return_report(world.reports["xa-b"], "Sai biểu", actor=world.actor("truongban"))
    db.session.commit()
    officer.post(f"{result}/hoan-tac", {}, status=303)
    assert state(world, "xa-a") == ReportState.SUBMITTED
    assert state(world, "xa-b") == ReportState.RETURNED
    told = officer.get(result).words()
    assert "1 đơn vị trở lại như trước" in told
    assert "Trưởng Ban Tuyên giáo thao tác lúc" in told


def test_where_another_officer_decided_meanwhile_that_unit_is_left_and_named(
    officer: PageClient, world: World, send: Send
) -> None:
    for unit in ("xa-a", "xa-b"):
        send(unit)
    page = preview(officer, world, "tiep-nhan", "xa-a", "xa-b")
    transitions.return_report(world.reports["xa-b"], "Sai biểu", actor=world.actor("truongban"))
    db.session.commit()
    told = officer.get(confirm(officer, world, page)).words()
    assert "Đã làm với 1 đơn vị" in told
    assert "Xã B: báo cáo vừa thay đổi – Trưởng Ban Tuyên giáo thao tác lúc" in told
    assert state(world, "xa-a") == ReportState.ACCEPTED
    assert state(world, "xa-b") == ReportState.RETURNED


def test_reminding_goes_on_with_the_same_units_ticked(officer: PageClient, world: World) -> None:
    page = preview(officer, world, "don-doc", "xa-a", "xa-c")
    boxes = page.select("input[name=don_vi]:checked")
    assert [box.get("value") for box in boxes] == ids(world, "xa-a", "xa-c")
    assert page.select("textarea[name=template]")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"action": ""}, "Hãy chọn một việc"),
        ({"action": "xoa-het"}, "Hãy chọn một việc"),
        ({"action": "tiep-nhan"}, "đánh dấu ít nhất một đơn vị"),
        ({"action": "gia-han"}, "hãy nhập ngày"),
        ({"action": "gia-han", "deadline": "1/1/2001"}, "ở sau thời điểm này"),
        ({"action": "gia-han", "deadline": "mai"}, "chưa đọc được ngày"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_happens(
    officer: PageClient, world: World, data: dict[str, str], said: str
) -> None:
    page = officer.post(f"{address(world)}/xem-truoc", data, status=422)
    assert said in page.one("#loi").text


def test_a_report_of_another_campaign_or_a_strange_key_changes_nothing(
    world: World, send: Send
) -> None:
    report, actor = send("xa-a"), world.actor("chuyenvien")
    order, seen = Order(BulkAction.ACCEPT), {report.id: token_of(report)}
    with pytest.raises(Invalid):
        bulk_steps.carry_out(world.campaign, order, seen, key="'; --", actor=actor)
    step = bulk_steps.carry_out(world.campaign, order, {999_999: ""}, key=KEY, actor=actor)
    assert step.outcome == []
    assert db.session.get(Report, report.id) is report
    assert report.state == ReportState.SUBMITTED


def test_a_closed_campaign_is_left_as_it_is(world: World, send: Send) -> None:
    report, actor = send("xa-a"), world.actor("chuyenvien")
    world.campaign.state = "closed"
    db.session.commit()
    order = Order(BulkAction.ACCEPT)
    with pytest.raises(Refused):
        bulk_plans.make_plan(world.campaign, order, [report.id])
    with pytest.raises(Refused):
        bulk_steps.carry_out(world.campaign, order, {report.id: ""}, key=KEY, actor=actor)


def test_every_unit_of_a_step_has_its_line_in_a_sound_log(
    officer: PageClient, world: World, send: Send
) -> None:
    for unit in ("xa-a", "xa-b", "xa-c"):
        send(unit)
    result = confirm(officer, world, preview(officer, world, "tiep-nhan", "xa-a", "xa-b", "xa-c"))
    officer.post(f"{result}/hoan-tac", {}, status=303)
    assert list(audit.verify()) == []
    page = officer.get(f"/dot/{world.campaign.id}/don-vi/{world.reports['xa-c'].id}")
    assert "Tiếp nhận – Chuyên viên Ban Tuyên giáo" in page.words()
    assert "Hủy tiếp nhận – Chuyên viên Ban Tuyên giáo" in page.words()


def test_what_the_checks_said_is_asked_again_after_a_change(
    officer: PageClient, world: World, send: Send
) -> None:
    send("xa-a")
    assert "Để nguyên 1 đơn vị" in preview(officer, world, "nhan-khong-luu-y").words()
    transitions.recall(world.reports["xa-a"], actor=world.actor("canbo.a"))
    fill_in(world, "xa-a")
    send("xa-a")
    assert "Sẽ làm với 1 đơn vị" in preview(officer, world, "nhan-khong-luu-y").words()
