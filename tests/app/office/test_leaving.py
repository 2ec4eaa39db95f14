"""Who has left a unit, or is not there yet, is asked for nothing and named nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.extensions import db
from app.services import clock, colleagues, draft_states
from tests.app.world import World


@pytest.mark.parametrize(
    ("valid_from", "valid_to"), [(None, -1), (1, None)], ids=["has left", "not there yet"]
)
def test_a_role_outside_its_dates_makes_no_reader_and_no_colleague(
    world: World, valid_from: int | None, valid_to: int | None
) -> None:
    today = clock.today()
    role = world.users["canbo.a"].memberships[0]
    assert "canbo.a" in readers(world)
    role.valid_from = None if valid_from is None else today + timedelta(days=valid_from)
    role.valid_to = None if valid_to is None else today + timedelta(days=valid_to)
    db.session.flush()
    assert "canbo.a" not in readers(world)
    assert "bithu.a" in readers(world)
    unit_id = world.units["xa-a"].id
    assert [user.username for user in colleagues.of_unit(unit_id)] == ["bithu.a"]


def readers(world: World) -> set[str]:
    return {user.username for user, _ in draft_states.possible_readers(world.campaign)}
