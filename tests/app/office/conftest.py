"""An officer at work, reports that were sent, and accounts that have an address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.extensions import db
from app.models import Report, ReportState, Unit
from app.services import clock, filling, reports
from tests.app.page_client import PageClient
from tests.app.world import World

MANY = 230
Send = Callable[[str], Report]

COMPLETE: dict[str, dict[str, Any]] = {
    "ket_qua": {"v": "Đã làm."},
    "han_che": {"s": "nil"},
    "dan_so": {"v": "5210"},
    "hoi_vien": {"v": "1300"},
    "ty_le_dat": {"parts": {"num": {"v": "10"}, "den": {"v": "20"}}},
    "quy": {
        "rows": {
            row: {year: {"v": "1"} for year in ("nam_2024", "nam_2025")}
            for row in ("du_dau", "thu", "chi")
        }
    },
}


def fill_in(world: World, unit: str) -> None:
    """Answers about which the checks of the small outline say nothing."""
    ref = reports.get_ref(world.reports[unit].id)
    for key, value in COMPLETE.items():
        filling.put_value(ref, key, value, actor=world.actor("chuyenvien"), origin="typed")


@pytest.fixture
def officer(client: PageClient) -> PageClient:
    client.login("chuyenvien")
    return client


@pytest.fixture
def send(world: World) -> Send:
    """`send("xa-a")`: the report of a unit as if it had been sent just now."""

    def mark(unit: str) -> Report:
        report = world.reports[unit]
        report.state = ReportState.SUBMITTED
        report.submitted_at = report.first_submitted_at = clock.now()
        db.session.commit()
        return report

    return mark


@pytest.fixture
def addresses(world: World) -> dict[str, str]:
    """Xã A has two accounts with an address, xã B one; xã C and Phòng P have none."""
    found = {
        "canbo.a": "canbo.a@xa-a.example.vn",
        "bithu.a": "bithu.a@xa-a.example.vn",
        "canbo.b": "canbo.b@xa-b.example.vn",
        "chuyenvien": "chuyenvien@btg.example.vn",
    }
    for name, address in found.items():
        world.users[name].email = address
    db.session.commit()
    return found


@pytest.fixture
def many(world: World) -> list[Report]:
    """More units in the campaign after its four; every third has sent its report."""
    found = [
        Unit(code=f"them-{n}", name=f"Đảng ủy xã Thêm {n}", short_name=f"Xã Thêm {n}", kind="xa")
        for n in range(MANY)
    ]
    db.session.add_all(found)
    db.session.flush()
    reports = [
        Report(campaign_id=world.campaign.id, unit_id=unit.id, position=10 + n)
        for n, unit in enumerate(found)
    ]
    for report in reports[::3]:
        report.state = ReportState.SUBMITTED
    db.session.add_all(reports)
    db.session.commit()
    return reports
