"""Letterheads and the habits an office may choose, on its page and in the file."""

from __future__ import annotations

import io
from datetime import date

from docx import Document

from app.extensions import db
from app.models import Draft
from app.services import exports, profile_choices
from tests.app.page_client import PageClient
from tests.app.world import World

LINES = {
    "parent_line": "ĐẢNG BỘ TỈNH T",
    "issuer_line": "HUYỆN ỦY H",
    "symbol": "HU",
    "place": "H",
    "authority": "T/M BAN THƯỜNG VỤ | K/T BÍ THƯ",
    "position": "PHÓ BÍ THƯ",
    "regime": "party",
}


def test_missing_lines_are_told_in_the_list(
    officer: PageClient, address: str, world: World
) -> None:
    world.units["xa-a"].letterhead = {}
    db.session.commit()
    page = officer.get(f"{address}/the-thuc")
    assert "Còn thiếu: tên cơ quan ban hành" in page.words(".task-list")


def test_lines_and_habits_reach_the_file(
    officer: PageClient, address: str, world: World, draft: Draft
) -> None:
    unit = world.units["huyen-uy"]
    place = f"{address}/the-thuc/{unit.id}"
    habits = {"mau-headings-3-separator": "- ", "mau-body-size": "15"}
    officer.post(place, {**LINES, **habits}, status=303)
    db.session.expire_all()
    profile = profile_choices.profile_of(unit, date(2026, 5, 1))
    assert profile.body.size == 15
    assert profile.headings[2].separator == "- "
    assert profile.headings[2].source == "office"
    document = Document(io.BytesIO(exports.draft_word(draft).data))
    text = "\n".join(t.text or "" for t in document.element.body.xpath(".//w:t"))
    assert "ĐẢNG BỘ TỈNH T" in text
    assert "K/T BÍ THƯ" in text
    assert any(p.text.startswith("1- Sự lãnh đạo") for p in document.paragraphs)


def test_unverified_values_are_told_until_a_clerk_has_looked(
    officer: PageClient, address: str, world: World
) -> None:
    place = f"{address}/the-thuc/{world.units['huyen-uy'].id}"
    page = officer.get(place)
    assert "Cần văn thư đối chiếu một lần" in page.words()
    seen = page.one("input[name=seen]").get("value")
    officer.post(place, {**LINES, "seen": seen}, status=303)
    assert "Cần văn thư đối chiếu" not in officer.get(place).words()


def test_an_empty_issuer_and_a_strange_habit_are_refused(
    officer: PageClient, address: str, world: World
) -> None:
    place = f"{address}/the-thuc/{world.units['huyen-uy'].id}"
    officer.post(place, {**LINES, "issuer_line": " "}, status=422)
    officer.post(place, {**LINES, "mau-body-size": "99"}, status=422)


def test_units_outside_the_campaign_are_not_found(
    officer: PageClient, address: str, world: World
) -> None:
    officer.get(f"{address}/the-thuc/{world.units['huyen-khac'].id}", status=404)
