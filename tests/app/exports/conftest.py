"""The small world with two accepted reports and a merged draft."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Draft
from app.services import drafts, reports, transitions
from app.services.answer_history import put_value
from tests.app.page_client import PageClient
from tests.app.world import World

TEXTS = {
    "xa-a": "Cấp ủy đã ban hành 12 kế hoạch về khuyến học.\n- Tổ chức 5 hội nghị quán triệt.",
    "xa-b": "Đảng ủy xã lãnh đạo xây dựng quỹ khuyến học ở 8 thôn.",
    "xa-c": "Đảng ủy xã ra nghị quyết chuyên đề về khuyến học.",
}
NUMBERS = {"xa-a": ("5210", "1300"), "xa-b": ("4100", "900"), "xa-c": ("3900", "700")}
FUND = {"xa-a": ("10.5", "20", "5"), "xa-b": ("1", "2.25", "3"), "xa-c": ("2", "4", "1")}


def send(world: World, code: str) -> None:
    """What one commune reports, sent and accepted."""
    report = world.reports[code]
    actor = world.actor(f"canbo.{code[-1]}")
    people, members = NUMBERS[code]
    rows = zip(("du_dau", "thu", "chi"), FUND[code], strict=True)
    values = {
        "ket_qua": {"v": TEXTS[code]},
        "dan_so": {"v": people},
        "hoi_vien": {"v": members},
        "quy": {"rows": {row: {"nam_2024": {"v": text}} for row, text in rows}},
    }
    for field, value in values.items():
        put_value(reports.get_ref(report.id), field, value, actor=actor, origin="typed")
    transitions.submit(report, actor=actor, key=f"khoa-{code}")
    transitions.accept(report, actor=world.actor("chuyenvien"))


@pytest.fixture
def draft(world: World) -> Draft:
    for code in ("xa-a", "xa-b"):
        send(world, code)
    made = drafts.merge(world.campaign, actor=world.actor("chuyenvien")).draft
    db.session.commit()
    return made


@pytest.fixture
def officer(client: PageClient, draft: Draft) -> PageClient:
    client.login("chuyenvien")
    return client


@pytest.fixture
def address(world: World) -> str:
    return f"/dot/{world.campaign.id}/xuat"
