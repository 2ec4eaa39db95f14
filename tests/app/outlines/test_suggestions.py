"""What is unverified in an outline is shown on its pages, and the office says when it stands."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import OutlineVersion
from app.services import outlines
from app.services.actors import SYSTEM
from forms import editing
from tests.app.outlines.editing import address, form_of
from tests.app.page_client import PageClient
from tests.app.world import World


@pytest.fixture
def proposed(officer: PageClient, world: World) -> OutlineVersion:
    """A draft out of the library's ct01_nam, parts of which its author proposed."""
    path = outlines.LIBRARY / "ct01_nam" / "v1.yaml"
    found = outlines.register_outline(path.read_text(encoding="utf-8"), str(path), actor=SYSTEM)
    db.session.commit()
    officer.post(f"/de-cuong/{found.id}/phien-ban-moi", {}, 303)
    draft = outlines.find_version(found.outline_id, 2)
    assert draft is not None
    return draft


def left(version: OutlineVersion) -> list[str]:
    db.session.expire_all()
    found = outlines.inspected(db.session.get_one(OutlineVersion, version.id))
    return [node.key for node in editing.suggested_nodes(found)]


def test_the_library_and_the_outline_show_the_mark_with_its_meaning(
    officer: PageClient, proposed: OutlineVersion, world: World
) -> None:
    library = officer.get("/de-cuong")
    assert "không có nguyên văn trong văn bản gốc" in library.words()
    marked = [bool(row.cssselect(".suggested-mark")) for row in library.select(".outline-row")]
    assert marked == [True, True, False]  # the draft, what it was made from, the world's own
    count = len(left(proposed))
    page = officer.get(f"/de-cuong/{proposed.id}")
    assert f"{count} chỗ là gợi ý" in page.words()
    assert len(page.select(".outline-reading .suggested-mark")) == count


def test_an_outline_without_proposals_shows_none(officer: PageClient, world: World) -> None:
    assert not officer.get("/de-cuong").select(".suggested-mark, .suggested-note")
    assert not officer.get(f"/de-cuong/{world.version.id}").select(".suggested-mark")


def test_one_is_confirmed_then_a_section_then_the_rest_and_undone(
    officer: PageClient, proposed: OutlineVersion
) -> None:
    before = left(proposed)
    outline = outlines.inspected(proposed)
    key = next(f.key for _, f in outline.fields() if editing.is_suggested(f))
    page = officer.get(f"{address(proposed)}?nut=o-{key}")
    assert len(page.select(".editor-tree .suggested-mark")) == len(before)
    officer.post(address(proposed, "da-kiem"), form_of(page, "/da-kiem"), 303)
    assert left(proposed) == [found for found in before if found != key]
    page = officer.get(address(proposed))
    assert "Đã kiểm toàn bộ" in page.words("#da-kiem")
    officer.post(address(proposed, "da-kiem"), form_of(page, "/da-kiem"), 303)
    assert left(proposed) == []
    page = officer.get(address(proposed))
    assert not page.select("#da-kiem, .suggested-mark")
    officer.post(address(proposed, "hoan-tac"), form_of(page, "/hoan-tac"), 303)
    assert len(left(proposed)) == len(before) - 1


def test_a_section_is_confirmed_with_its_questions(
    officer: PageClient, proposed: OutlineVersion
) -> None:
    outline = outlines.inspected(proposed)
    top = next(s for s in outline.sections if editing.suggested_nodes(outline, s.key))
    inside = {node.key for node in editing.suggested_nodes(outline, top.key)}
    before = left(proposed)
    page = officer.get(f"{address(proposed)}?nut=m-{top.key}")
    assert "Đã kiểm cả mục này" in page.words("#da-kiem")
    officer.post(address(proposed, "da-kiem"), form_of(page, "/da-kiem"), 303)
    assert left(proposed) == [key for key in before if key not in inside]


def test_a_unit_reads_that_a_question_was_proposed(
    officer: PageClient, proposed: OutlineVersion
) -> None:
    outline = outlines.inspected(proposed)
    section, field = next((s, f) for s, f in outline.fields() if f.suggested)
    page = officer.get(f"/de-cuong/{proposed.id}/thu?muc={section.key}")
    assert "không có trong văn bản gốc" in page.words(f"#goi-y-{field.key}")
