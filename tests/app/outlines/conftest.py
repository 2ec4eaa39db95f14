"""Fixtures of the tests of outlines: an officer, and a draft of the world's outline."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import OutlineVersion
from app.services import outline_starting
from tests.app.page_client import PageClient
from tests.app.world import World


@pytest.fixture
def officer(client: PageClient) -> PageClient:
    client.login("chuyenvien")
    return client


@pytest.fixture
def draft(world: World) -> OutlineVersion:
    version = outline_starting.clone(world.version, world.actor("chuyenvien"))
    db.session.commit()
    return version
