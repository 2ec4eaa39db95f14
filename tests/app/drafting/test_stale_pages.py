"""A page that somebody else's work has overtaken: what was typed stays, what was not typed wins
nothing, and no button decides about a conflict by the way."""

from __future__ import annotations

import unicodedata

import pytest

from app.models import Draft
from app.services import draft_editing, draft_store, drafts
from app.services.answer_store import Base
from forms import drafting
from tests.app.drafting.test_pages import SECTION, keys, text_of, typed
from tests.app.page_client import PageClient
from tests.app.world import World

THEIRS = "Lời đồng nghiệp vừa lưu."
MINE = "Lời tôi gõ dở."


def of_colleague(world: World, draft: Draft, key: str, text: str = THEIRS) -> None:
    row = draft_editing.get_row(draft, SECTION, key)
    draft_editing.save_text(
        draft, SECTION, key, text, Base(row.revision), actor=world.actor("truongban")
    )


def by_colleague(world: World, draft: Draft, step: drafts.Action, name: str) -> None:
    drafts.act(draft, SECTION, step, actor=world.actor("truongban"), name=name)


def in_two(world: World, draft: Draft) -> tuple[str, str]:
    """The first paragraph split; the keys of both parts."""
    one = keys(draft)[0]
    by_colleague(world, draft, lambda section: drafting.split(section, one, 12), "split")
    return one, keys(draft)[1]


@pytest.mark.parametrize("action", ["duyet", "len", "xoa"])
def test_a_button_on_a_page_that_is_older_than_another_paragraph_asks_nothing(
    officer: PageClient, world: World, address: str, draft: Draft, action: str
) -> None:
    one, two = keys(draft)[:2]
    page = typed(draft)
    of_colleague(world, draft, one)
    officer.post(f"{address}/muc/{SECTION}/doan/{two}/{action}", page, 303)
    assert text_of(draft, one) == THEIRS


def test_saving_an_older_page_leaves_what_was_not_typed_there(
    officer: PageClient, world: World, address: str, draft: Draft
) -> None:
    one, two = keys(draft)[:2]
    page = typed(draft, **{two: MINE})
    of_colleague(world, draft, one)
    officer.post(f"{address}/muc/{SECTION}", page, 303)
    assert (text_of(draft, one), text_of(draft, two)) == (THEIRS, MINE)


def test_another_button_does_not_choose_between_two_texts(
    officer: PageClient, world: World, address: str, draft: Draft
) -> None:
    one, two = keys(draft)[:2]
    page = typed(draft, **{one: MINE})
    of_colleague(world, draft, one)
    officer.post(f"{address}/muc/{SECTION}", page, 409)
    undecided = {**typed(draft, **{one: MINE}), f"c_{one}": "mine"}
    back = officer.post(f"{address}/muc/{SECTION}/doan/{two}/duyet", undecided, 409)
    assert MINE in back.words(".conflict")
    assert text_of(draft, one) == THEIRS
    officer.post(f"{address}/muc/{SECTION}", undecided, 303)
    assert text_of(draft, one) == MINE


def test_what_was_typed_into_a_paragraph_deleted_meanwhile_comes_back_to_be_copied(
    officer: PageClient, world: World, address: str, draft: Draft
) -> None:
    one = keys(draft)[0]
    page = typed(draft, **{one: MINE})
    by_colleague(world, draft, lambda section: drafting.delete(section, one), "deleted")
    back = officer.post(f"{address}/muc/{SECTION}", page, 409)
    assert back.one(".alert textarea").text.strip() == MINE
    assert "Thêm đoạn" in back.words(".alert")


def test_what_was_typed_into_a_paragraph_that_is_gone_comes_back_to_be_copied(
    officer: PageClient, world: World, address: str, draft: Draft
) -> None:
    one, two = in_two(world, draft)
    page = typed(draft, **{two: MINE})
    by_colleague(world, draft, lambda section: drafting.join(section, [one, two]), "joined")
    assert draft_store.find_row(draft.id, SECTION, two) is None
    back = officer.post(f"{address}/muc/{SECTION}/doan/{one}/duyet", page, 409)
    assert back.one(".alert textarea").text.strip() == MINE


def test_a_paragraph_that_is_gone_is_no_matter_to_who_typed_nothing_there(
    officer: PageClient, world: World, address: str, draft: Draft
) -> None:
    one, two = in_two(world, draft)
    page = typed(draft)
    by_colleague(world, draft, lambda section: drafting.join(section, [one, two]), "joined")
    officer.post(f"{address}/muc/{SECTION}", page, 303)


def test_approving_twice_stays_approved(officer: PageClient, address: str, draft: Draft) -> None:
    key = keys(draft)[0]
    for _ in range(2):
        officer.post(f"{address}/muc/{SECTION}/doan/{key}/duyet", {"muon": "1"}, 303)
    assert draft_store.load_section(draft.id, SECTION).get(key).approved
    officer.post(f"{address}/muc/{SECTION}/doan/{key}/duyet", {"muon": "0"}, 303)
    assert not draft_store.load_section(draft.id, SECTION).get(key).approved


def test_after_deleting_one_is_where_the_paragraph_was(
    officer: PageClient, address: str, draft: Draft
) -> None:
    one, two, *_ = keys(draft)
    answer = officer.post(f"{address}/muc/{SECTION}/doan/{one}/xoa", {}, 303)
    assert answer.response.location.endswith(f"#d-{two}")
    last, before = keys(draft)[-1], keys(draft)[-2]
    answer = officer.post(f"{address}/muc/{SECTION}/doan/{last}/xoa", {}, 303)
    assert answer.response.location.endswith(f"#d-{before}")


@pytest.mark.parametrize("before", ["Đồng bào miền núi ", "🎓 Trao thưởng ", "Dòng một\r\nhai "])
def test_the_cursor_splits_where_it_stood_in_the_browser(
    officer: PageClient, address: str, draft: Draft, before: str
) -> None:
    key = keys(draft)[0]
    decomposed = unicodedata.normalize("NFD", before)
    cursor = len(decomposed.replace("\r\n", "\n").encode("utf-16-le")) // 2
    sent = {f"q_{key}": f"{decomposed}phần sau.", f"r_{key}": "1", f"v_{key}": str(cursor)}
    officer.post(f"{address}/muc/{SECTION}/doan/{key}/tach", sent, 303)
    assert text_of(draft, key) == before.replace("\r\n", "\n").strip()
    assert "phần sau." in [text_of(draft, k) for k in keys(draft)]


def test_without_a_cursor_a_paragraph_is_split_at_a_blank_line_or_not_at_all(
    officer: PageClient, address: str, draft: Draft
) -> None:
    key = keys(draft)[0]
    was, count = text_of(draft, key), len(keys(draft))
    page = officer.post(f"{address}/muc/{SECTION}/doan/{key}/tach", typed(draft), 409)
    assert "dòng trống" in page.words(f"#d-{key}")
    assert (text_of(draft, key), len(keys(draft))) == (was, count)
    sent = typed(draft, **{key: "Phần một.\r\n\r\nPhần hai."})
    officer.post(f"{address}/muc/{SECTION}/doan/{key}/tach", sent, 303)
    assert [text_of(draft, k) for k in keys(draft)[:2]] == ["Phần một.", "Phần hai."]


def test_a_live_figure_is_not_cut_in_two(officer: PageClient, address: str, draft: Draft) -> None:
    row = next(r for r in draft_store.section_rows(draft.id, "so_lieu") if "{{" in r.text)
    inside = row.text.index("{{") + 4
    page = officer.post(f"{address}/muc/so_lieu/doan/{row.key}/tach", {f"v_{row.key}": inside}, 422)
    assert "Con trỏ đang ở giữa một số liệu" in page.words()


def test_the_history_of_a_much_edited_paragraph_comes_in_pages(
    officer: PageClient, world: World, address: str, draft: Draft
) -> None:
    key = keys(draft)[0]
    first = text_of(draft, key)
    for number in range(25):
        of_colleague(world, draft, key, f"Lần sửa {number}.")
    path = f"{address}/muc/{SECTION}/doan/{key}/lich-su"
    page = officer.get(path)
    assert len(page.select(".change")) == 20
    assert "26 bản" in page.words()
    assert "bản hiện nay" in page.words(".tag")
    assert first in officer.get(f"{path}?trang=2").words()
