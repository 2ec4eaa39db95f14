"""An officer at work, reports that were sent, and accounts that have an address."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.extensions import db
from app.models import Report, ReportState
from app.services import clock
from tests.app.page_client import PageClient
from tests.app.world import World

Send = Callable[[str], Report]


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
