"""The page of paragraphs that may be one point: choices, undo, what happened meanwhile."""

from __future__ import annotations

import pytest

from app.models import Draft
from app.services import draft_editing, draft_store, drafts
from app.services.actors import SYSTEM
from app.services.answer_store import Base
from tests.app.drafting.collecting import merged_draft, report_of, send
from tests.app.page_client import Page, PageClient
from tests.app.world import World

SECTION = "lanh_dao"
FUNDS = "Kinh phí dành cho công tác tuyên truyền còn hạn chế, cán bộ chủ yếu kiêm nhiệm."
FUNDS_TOO = "Do kinh phí dành cho tuyên truyền ít; đội ngũ làm công tác tuyên truyền kiêm nhiệm."
LATE = "xa-c"


@pytest.fixture
def draft(world: World) -> Draft:
    """Two units say each of two points in their own words."""
    for unit in ("xa-a", "xa-b"):
        send(world, unit, report_of(unit, 4000, 900, text=f"{FUNDS}\n{FUNDS_TOO}"))
    return drafts.merge(world.campaign, actor=world.actor("chuyenvien")).draft


@pytest.fixture
def listed(address: str) -> str:
    return f"{address}/cung-y"


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft_store.load_section(draft.id, SECTION).visible]


def choices(page: Page, choice: str) -> dict[str, str]:
    """What pressing a button of the first pair sends."""
    hidden = page.select("form.change")[0].cssselect("input[type=hidden]")
    return {one.get("name"): one.get("value") for one in hidden} | {"chon": choice}


def decide(officer: PageClient, listed: str, choice: str) -> Page:
    return officer.post(listed, choices(officer.get(listed), choice), follow=True)


@pytest.mark.parametrize(("choice", "left"), [("tren", FUNDS), ("duoi", FUNDS_TOO)])
def test_one_of_two_sentences_stays_and_merging_again_remembers_it(
    officer: PageClient, listed: str, draft: Draft, world: World, choice: str, left: str
) -> None:
    shown = officer.get(listed).words()
    assert FUNDS in shown
    assert FUNDS_TOO in shown
    page = decide(officer, listed, choice)
    assert "Không có hai đoạn nào" in page.words()
    told = [text for text in texts(draft) if text in (FUNDS, FUNDS_TOO)]
    assert told == [left]
    send(world, LATE, report_of(LATE, 4000, 900, text=f"{FUNDS}\n{FUNDS_TOO}"))
    drafts.merge(world.campaign, actor=SYSTEM)
    assert [text for text in texts(draft) if text in (FUNDS, FUNDS_TOO)] == [left]


def test_what_was_decided_is_said_where_its_pair_stood(
    officer: PageClient, listed: str, draft: Draft
) -> None:
    page = officer.get(listed)
    answer = officer.open("POST", listed, data=choices(page, "khac") | {"cap": "3"})
    assert answer.headers["Location"].endswith("#vua-chon")
    assert "cap=3" in answer.headers["Location"]
    page = officer.get(answer.headers["Location"].partition("#")[0])
    assert "hai ý khác nhau" in page.words("#vua-chon")
    undo = page.select("#vua-chon input[type=hidden]")
    sent = {one.get("name"): one.get("value") for one in undo} | {"chon": "hoan-tac"}
    page = officer.post(listed, sent, follow=True)
    stood = [one.get("id") for one in page.select("#vua-chon, form.change")]
    assert stood == ["vua-chon", None], "before the pair that is back in its place"


def test_the_choice_is_undone_on_the_same_page(
    officer: PageClient, listed: str, draft: Draft
) -> None:
    before = texts(draft)
    page = decide(officer, listed, "tren")
    assert texts(draft) != before
    undo = page.one("main form:not(.change)")
    sent = {one.get("name"): one.get("value") for one in undo.cssselect("input[type=hidden]")}
    page = officer.post(listed, sent | {"chon": "hoan-tac"}, follow=True)
    assert texts(draft) == before
    assert FUNDS_TOO in page.words()
    assert not page.select("main form:not(.change)")


def test_two_points_are_not_asked_about_again_until_that_is_undone(
    officer: PageClient, listed: str, draft: Draft, world: World
) -> None:
    before = texts(draft)
    page = decide(officer, listed, "khac")
    assert FUNDS not in page.words()
    assert texts(draft) == before
    send(world, LATE, report_of(LATE, 4000, 900, text=f"{FUNDS}\n{FUNDS_TOO}"))
    drafts.merge(world.campaign, actor=SYSTEM)
    assert FUNDS not in officer.get(listed).words()


def test_a_paragraph_changed_since_the_page_was_read_is_not_decided_about(
    officer: PageClient, listed: str, draft: Draft
) -> None:
    sent = choices(officer.get(listed), "tren")
    draft_editing.save_text(draft, SECTION, sent["hai"], "Khác hẳn.", Base(1), actor=SYSTEM)
    page = officer.post(listed, sent, 409)
    assert "vừa được sửa" in page.words()
    assert "Khác hẳn." in texts(draft)


def test_a_button_that_is_not_there_says_what_to_choose(officer: PageClient, listed: str) -> None:
    page = officer.post(listed, choices(officer.get(listed), "gi-do"), 422)
    assert "Hãy chọn câu giữ lại" in page.words()


def test_the_list_of_one_section_comes_back_to_that_section(
    officer: PageClient, listed: str
) -> None:
    page = officer.get(f"{listed}?muc={SECTION}")
    assert page.select("form.change")
    sent = choices(page, "khac")
    assert sent["muc"] == SECTION
    assert not officer.get(f"{listed}?muc=khac").select("form.change")


def test_a_joined_paragraph_is_taken_apart_again(
    officer: PageClient, listed: str, address: str, draft: Draft
) -> None:
    decide(officer, listed, "tren")
    page = officer.get(f"{address}/muc/{SECTION}")
    apart = page.one("button[formaction$='/bo-gop']").get("formaction")
    officer.post(apart, {}, 303)
    assert "đã thay đổi sau lần ghép trước" in officer.get(address).words()
    officer.post(f"{address}/ghep", {}, 303)
    assert {FUNDS, FUNDS_TOO} <= set(texts(draft))
    assert not officer.get(f"{address}/muc/{SECTION}").select("button[formaction$='/bo-gop']")


def test_a_draft_without_likenesses_says_so(client: PageClient, world: World) -> None:
    draft = merged_draft(world).draft
    client.login("chuyenvien")
    page = client.get(f"/dot/{draft.campaign_id}/du-thao/cung-y")
    assert "Không có hai đoạn nào" in page.words()
