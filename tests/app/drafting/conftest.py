"""A draft of two accepted reports, and the officer who works on it."""

from __future__ import annotations

import pytest

from app.models import Draft
from tests.app.drafting.collecting import merged_draft
from tests.app.page_client import PageClient
from tests.app.world import World


@pytest.fixture
def draft(world: World) -> Draft:
    return merged_draft(world).draft


@pytest.fixture
def officer(client: PageClient, draft: Draft) -> PageClient:
    client.login("chuyenvien")
    return client


@pytest.fixture
def address(draft: Draft) -> str:
    return f"/dot/{draft.campaign_id}/du-thao"
