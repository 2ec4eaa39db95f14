"""Fixtures of the tests of the unit's side."""

from __future__ import annotations

import pytest

from app.models import Campaign
from tests.app.filling.last_year import written_last_year
from tests.app.page_client import PageClient
from tests.app.world import World


@pytest.fixture
def officer(client: PageClient) -> PageClient:
    """The editor of Đảng ủy xã A, signed in."""
    client.login("canbo.a")
    return client


@pytest.fixture
def address(world: World) -> str:
    """The address of the report of Đảng ủy xã A."""
    return f"/bao-cao/{world.reports['xa-a'].id}"


@pytest.fixture
def last_year(world: World) -> Campaign:
    return written_last_year(world)
