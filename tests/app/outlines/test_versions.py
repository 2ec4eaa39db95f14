"""Outline versions: the parsed outline follows the text, and a released text never changes."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import OutlineState, OutlineVersion
from app.services import clock, outlines
from app.services.errors import NotFound
from forms import outline_source_hash
from tests.app.world import World

TEXT = """\
id: thu
version: 1
title: {title}
kind: so_ket
sections: [{{key: a, heading: A, fields: [{{key: b, type: narrative, label: B}}]}}]
"""


def a_version(title: str, state: OutlineState = OutlineState.DRAFT) -> OutlineVersion:
    text = TEXT.format(title=title)
    version = OutlineVersion(
        outline_id="thu",
        version=1,
        title=title,
        source=text,
        sha256=outline_source_hash(text),
        state=state,
        created_at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    return version


def test_a_changed_draft_is_read_anew(world: World) -> None:
    version = a_version("Bản một")
    assert outlines.get_outline(version.id).title == "Bản một"
    version.source = TEXT.format(title="Bản hai")
    version.sha256 = outline_source_hash(version.source)
    db.session.flush()
    assert outlines.get_outline(version.id).title == "Bản hai"


def test_an_id_that_comes_back_after_a_rollback_names_the_new_text(world: World) -> None:
    first = a_version("Bản một")
    number = first.id
    assert outlines.get_outline(number).title == "Bản một"
    db.session.rollback()
    with pytest.raises(NotFound):
        outlines.get_outline(number)
    second = a_version("Bản hai")
    assert outlines.get_outline(second.id).title == "Bản hai"


@pytest.mark.parametrize("state", [OutlineState.RELEASED, OutlineState.ARCHIVED])
def test_a_released_text_is_never_changed(world: World, state: OutlineState) -> None:
    version = a_version("Bản một", state)
    version.source = TEXT.format(title="Bản hai")
    with pytest.raises(ValueError, match="released outline"):
        db.session.flush()


def test_only_released_versions_are_offered_to_campaigns(world: World) -> None:
    a_version("Bản nháp")
    assert [v.id for v in outlines.list_versions()] == [world.version.id]
