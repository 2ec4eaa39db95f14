"""The draft's pages: sound HTML, plain forms that lose nothing, who may do what."""

from __future__ import annotations

import unicodedata

import pytest

from app.blueprints.drafting import actions
from app.extensions import db
from app.models import Draft, DraftComment
from app.services import (
    draft_dumps,
    draft_editing,
    draft_states,
    draft_store,
    drafts,
    office_decisions,
)
from app.services.actors import SYSTEM
from app.services.errors import Refused
from forms import drafting
from tests.app.drafting.collecting import LACKING, OWN, SHARED, collect, report_of, send
from tests.app.page_client import PageClient
from tests.app.world import World

SECTION = "lanh_dao"


def keys(draft: Draft) -> list[str]:
    return [block.id for block in draft_store.load_section(draft.id, SECTION).visible]


def text_of(draft: Draft, key: str) -> str:
    return draft_store.load_section(draft.id, SECTION).get(key).text


def typed(draft: Draft, **changes: str) -> dict[str, str]:
    """What a browser without a script sends for a section."""
    found = {}
    for row in draft_store.section_rows(draft.id, SECTION):
        found[f"q_{row.key}"] = changes.get(row.key, row.text)
        found[f"r_{row.key}"] = str(row.revision)
    return found


def test_one_button_makes_the_draft(client: PageClient, world: World) -> None:
    collect(world)
    client.login("chuyenvien")
    address = f"/dot/{world.campaign.id}/du-thao"
    assert "Tổng hợp dự thảo" in client.get(address).words()
    page = client.post(f"{address}/ghep", follow=True)
    assert "Đã tổng hợp dự thảo" in page.words()
    assert "Mục lục dự thảo" in page.words()


@pytest.mark.parametrize(
    "path",
    [
        "", "/ghep/xem", "/ban-luu", "/tim-thay", "/tim-thay?tim=khuyến", "/chinh-ta", "/y-kien",
        "/xin-y-kien", "/so-voi-so-lieu", "/so-lieu/hoi_vien", "/so-lieu/quy.thu.nam_2024",
        "/so-lieu/hoi_vien.so_don_vi", "/so-lieu/hoi_vien:dan_so", "/cung-y",
    ],
)  # fmt: skip
def test_every_page_is_sound(officer: PageClient, address: str, path: str) -> None:
    officer.get(address + path)


def test_a_ratio_shows_the_two_numbers_of_each_unit(officer: PageClient, address: str) -> None:
    page = officer.get(f"{address}/so-lieu/hoi_vien:dan_so").words()
    assert "so với" in page
    assert "24%" in page, "2.400 of 10.000"
    assert "22,5% (900/4.000)" in page
    assert "40% (400/1.000)" in officer.get(f"{address}/so-lieu/ty_le_dat").words()


def test_every_section_is_sound(officer: PageClient, address: str, draft: Draft) -> None:
    for key in draft_store.load_sections(draft.id):
        officer.get(f"{address}/muc/{key}")
        officer.get(f"{address}/muc/{key}/nguon", htmx=True)
        officer.get(f"{address}/muc/{key}?khung=y-kien")


def test_a_section_shows_texts_units_and_coverage(
    officer: PageClient, address: str, draft: Draft
) -> None:
    page = officer.get(f"{address}/muc/{SECTION}")
    assert len(page.select("article.block textarea")) == len(keys(draft))
    assert "2/4 đơn vị" in page.words(".block-head")
    assert "2/4 đơn vị có nội dung" in page.words("#nguon")


def test_figures_are_links_to_their_units(officer: PageClient, address: str) -> None:
    page = officer.get(f"{address}/muc/so_lieu")
    links = [link for link in page.select("a.figure") if "2.400" in link.text_content()]
    table = officer.get(links[0].get("href"), htmx=True)
    assert "900" in table.text
    assert "1.500" in table.text
    assert "thiếu" in table.text


def test_a_table_is_shown_with_its_sums(officer: PageClient, address: str) -> None:
    page = officer.get(f"{address}/muc/pl2")
    assert "21" in page.words(".merged-table")
    assert "2/4 đơn vị" in page.words(".block")


def test_a_plain_form_saves_every_paragraph(
    officer: PageClient, address: str, draft: Draft
) -> None:
    key = keys(draft)[0]
    officer.post(f"{address}/muc/{SECTION}", typed(draft, **{key: "Sửa không cần script."}), 303)
    assert text_of(draft, key) == "Sửa không cần script."


def test_a_button_pressed_without_a_script_saves_what_is_typed_first(
    officer: PageClient, address: str, draft: Draft
) -> None:
    one, two = keys(draft)[:2]
    officer.post(
        f"{address}/muc/{SECTION}/doan/{two}/xoa", typed(draft, **{one: "Đang gõ dở."}), 303
    )
    assert text_of(draft, one) == "Đang gõ dở."
    assert two not in keys(draft)


def test_a_stale_plain_form_comes_back_with_both_texts(
    officer: PageClient, address: str, draft: Draft
) -> None:
    key = keys(draft)[0]
    stale = typed(draft, **{key: "Bản của tôi."})
    officer.post(f"{address}/muc/{SECTION}", typed(draft, **{key: "Bản đã lưu."}), 303)
    page = officer.post(f"{address}/muc/{SECTION}", stale, 409)
    assert "Bản của tôi." in page.words(".conflict")
    assert "Bản đã lưu." in page.words(".conflict")
    assert text_of(draft, key) == "Bản đã lưu."
    both = {**typed(draft, **{key: "Bản của tôi."}), f"c_{key}": "both"}
    officer.post(f"{address}/muc/{SECTION}", both, 303)
    assert text_of(draft, key) == "Bản đã lưu.\nBản của tôi."


def test_the_script_gets_json_and_a_conflict_panel(
    officer: PageClient, address: str, draft: Draft
) -> None:
    key = keys(draft)[0]
    path = f"{address}/muc/{SECTION}/doan/{key}/luu"
    saved = officer.post(
        path, {f"q_{key}": "Một", "rev": 1, "tab": "a", "seq": 1}, htmx=True
    ).response.get_json()
    assert saved["status"] == "saved"
    assert (saved["revision"], saved["state"]) == (2, "Đang sửa")
    page = officer.post(path, {f"q_{key}": "Hai", "rev": 1, "tab": "b", "seq": 1}, 409, htmx=True)
    assert page.response.headers["X-Conflict"] == "2"
    assert page.one("[data-theirs]").text == "Một"


def test_a_hand_typed_number_against_the_table_is_told_at_once(
    officer: PageClient, address: str, draft: Draft
) -> None:
    rows = draft_store.section_rows(draft.id, "so_lieu")
    key = next(row.key for row in rows if "hoi_vien" in row.text)
    saved = officer.post(
        f"{address}/muc/so_lieu/doan/{key}/luu",
        {f"q_{key}": "Hội viên khuyến học: 2.555 người.", "rev": 1, "tab": "a", "seq": 1},
        htmx=True,
    ).response.get_json()
    assert "2.400" in saved["problems"][0]
    assert saved["computed"]["xem"] == "Hội viên khuyến học: 2.555 người."
    assert "2.400" in officer.get(f"{address}/so-voi-so-lieu").words()


@pytest.mark.parametrize("action", ["len", "xuong", "duyet", "xoa", "lay-moi", "giu", "ca-hai"])
def test_every_button_answers(officer: PageClient, address: str, draft: Draft, action: str) -> None:
    officer.post(f"{address}/muc/{SECTION}/doan/{keys(draft)[0]}/{action}", {}, 303)


def test_paragraphs_of_two_kinds_are_not_joined(
    officer: PageClient, address: str, draft: Draft
) -> None:
    example = next(k for k in keys(draft) if OWN in text_of(draft, k))
    before = keys(draft)[keys(draft).index(example) - 1]
    other = next(key for key in keys(draft) if key != before)
    sent = typed(draft, **{other: "Gõ trước khi bấm."})
    page = officer.post(f"{address}/muc/{SECTION}/doan/{before}/gop", sent, 409)
    assert "cùng loại" in page.words(f"#d-{before}")
    assert text_of(draft, other) == "Gõ trước khi bấm."


def test_moving_changes_places(officer: PageClient, address: str, draft: Draft) -> None:
    one, two, *_ = keys(draft)
    officer.post(f"{address}/muc/{SECTION}/doan/{two}/len", {}, 303)
    assert keys(draft)[:2] == [two, one]
    officer.post(f"{address}/muc/{SECTION}/doan/{two}/xuong", {}, 303)
    assert keys(draft)[:2] == [one, two]


def test_a_paragraph_is_split_where_the_cursor_stands(
    officer: PageClient, address: str, draft: Draft
) -> None:
    key = keys(draft)[0]
    was = text_of(draft, key)
    at = was.index(" ", 20)
    officer.post(f"{address}/muc/{SECTION}/doan/{key}/tach", {f"v_{key}": at}, 303)
    assert text_of(draft, key) == was[:at]
    assert was[at:].strip() in [text_of(draft, k) for k in keys(draft)]
    officer.post(f"{address}/muc/{SECTION}/hoan-tac", {}, 303)
    assert text_of(draft, key) == was


def test_a_deleted_paragraph_is_listed_and_restored(
    officer: PageClient, address: str, draft: Draft
) -> None:
    key = keys(draft)[0]
    officer.post(f"{address}/muc/{SECTION}/doan/{key}/xoa", {}, 303)
    page = officer.get(f"{address}/muc/{SECTION}")
    assert "Đã xóa khỏi mục này (1)" in page.words()
    officer.post(f"{address}/muc/{SECTION}/doan/{key}/khoi-phuc", {}, 303)
    assert key in keys(draft)


def test_a_sentence_of_a_unit_is_added_with_its_source(
    officer: PageClient, address: str, draft: Draft
) -> None:
    key = next(k for k in keys(draft) if OWN in text_of(draft, k))
    officer.post(f"{address}/muc/{SECTION}/doan/{key}/xoa", {}, 303)
    page = officer.get(f"{address}/muc/{SECTION}/nguon", htmx=True)
    marks = [box.get("value") for box in page.select("input[name=cau]")]
    assert len(marks) == 1
    officer.post(
        f"{address}/muc/{SECTION}/them-tu-nguon",
        {"cau": marks, "kieu": "tieu-bieu", "sau": keys(draft)[0]},
        303,
    )
    assert text_of(draft, keys(draft)[1]) == f"Xã B: {OWN}"
    again = officer.get(f"{address}/muc/{SECTION}/nguon?dung=da-dung", htmx=True)
    assert OWN in again.text
    empty = officer.get(f"{address}/muc/{SECTION}/nguon", htmx=True)
    assert not empty.select("input[name=cau]")


def test_an_unused_sentence_says_why_it_is_not_used(
    officer: PageClient, address: str, world: World, draft: Draft
) -> None:
    like = "Chi bộ thôn Đoài đưa nội dung khuyến học vào nghị quyết."
    vague = "Các ngành, đoàn thể trong xã phối hợp chặt chẽ, có nhiều chuyển biến tích cực."
    asked = "Đánh giá công tác lãnh đạo, chỉ đạo."
    send(world, "xa-c", report_of("xa-c", 2000, 100, text=f"{like}\n{vague}\n{asked}\nTốt."))

    words = officer.get(f"{address}/muc/{SECTION}/nguon", htmx=True).words(".source-unused")
    assert f"{vague} chưa dùng: ý chung, chỉ một đơn vị nêu" in words
    assert f"{like} chưa dùng: ý gần giống đoạn 1" in words
    assert f"{asked} chưa dùng: chép lại lời của đề cương" in words
    assert "Tốt. chưa dùng: chỉ là đề mục hoặc vài chữ" in words


def test_a_sentence_sent_after_the_merge_says_that_merging_again_takes_it(
    officer: PageClient, address: str, world: World, draft: Draft
) -> None:
    late = "Mô hình “Họ học tập” của thôn Trung được 75 hộ tham gia."
    send(world, "xa-c", report_of("xa-c", 2000, 100, text=late))
    page = officer.get(f"{address}/muc/{SECTION}/nguon", htmx=True)
    assert f"{late} chưa dùng: mới có trong báo cáo" in page.words(".source-unused")
    key = next(k for k in keys(draft) if OWN in text_of(draft, k))
    officer.post(f"{address}/muc/{SECTION}/doan/{key}/xoa", {}, 303)
    page = officer.get(f"{address}/muc/{SECTION}/nguon", htmx=True)
    assert page.select(f".source-unused a[href$='#d-{key}']")


def test_sentences_of_a_section_become_paragraphs_in_one_step_and_back(
    officer: PageClient, address: str, world: World
) -> None:
    more = "Các chi bộ đưa nội dung khuyến học vào sinh hoạt chuyên đề hằng năm."
    for unit in ("xa-a", "xa-b"):
        office_decisions.return_report(world.reports[unit], "Bổ sung", actor=SYSTEM)
        send(world, unit, report_of(unit, 4000, 900, text=f"{SHARED}\n{more}\n{OWN}"))
    officer.post(f"{address}/ghep", {}, 303)
    before = officer.get(f"{address}/muc/{SECTION}")
    assert "Gộp câu liền nhau thành đoạn" in before.words()
    officer.post(f"{address}/muc/{SECTION}/gop-cau", {}, 303)
    page = officer.get(f"{address}/muc/{SECTION}")
    assert any(f"{SHARED} {more}" in box.text for box in page.select("textarea.prose"))
    officer.post(f"{address}/muc/{SECTION}/hoan-tac", {}, 303)
    page = officer.get(f"{address}/muc/{SECTION}")
    assert not any(f"{SHARED} {more}" in box.text for box in page.select("textarea.prose"))
    page = officer.get(address)
    officer.post(page.one("form[action$='/gop-cau']").get("action"), {}, 303)
    page = officer.get(f"{address}/muc/{SECTION}")
    assert any(f"{SHARED} {more}" in box.text for box in page.select("textarea.prose"))
    copies = officer.get(f"{address}/ban-luu").words()
    assert "Trước khi gộp câu thành đoạn" in copies
    officer.post(f"{address}/gop-cau", {}, 409)
    assert officer.get(f"{address}/ban-luu").words() == copies


THREE_TEXTS = ("Máy ghép lần trước", "Dự thảo hiện nay", "Máy ghép bây giờ")


def test_paragraphs_that_only_gain_a_unit_stand_apart_from_those_reworded(
    officer: PageClient, address: str, world: World, draft: Draft
) -> None:
    send(
        world,
        "xa-c",
        report_of("xa-c", 2000, 100, text="Mô hình “Lớp học ban đêm” được 40 hộ tham gia."),
    )
    page = officer.get(f"{address}/ghep/xem")
    assert "Hoàn tác lần ghép" not in page.words()  # nothing was merged again yet
    quiet = page.words("details.change")
    assert "chỉ thêm hoặc bớt đơn vị nêu ý đó" in quiet
    assert "Kinh phí dành cho khuyến học còn hạn hẹp." in quiet
    reworded = page.words("div.change")
    assert "Lớp học ban đêm" in reworded
    assert "Thay đổi đơn vị nguồn" not in reworded


def test_the_new_text_is_put_behind_the_edited_one_on_the_page_of_the_section(
    officer: PageClient, address: str, draft: Draft, world: World
) -> None:
    key = keys(draft)[0]
    officer.post(f"{address}/muc/{SECTION}", typed(draft, **{key: "Câu đã sửa tay."}), 303)
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    officer.post(f"{address}/ghep", {}, 303)
    officer.post(f"{address}/muc/{SECTION}/doan/{key}/ca-hai", typed(draft), 303)
    assert text_of(draft, key).startswith("Câu đã sửa tay.\nCấp ủy")


def test_the_list_of_changes_shows_old_and_new_and_takes_choices(
    officer: PageClient, address: str, draft: Draft, world: World
) -> None:
    key = keys(draft)[0]
    officer.post(f"{address}/muc/{SECTION}", typed(draft, **{key: "Câu đã sửa tay."}), 303)
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    assert "thay đổi từ nguồn" in officer.get(f"{address}/ghep/xem").words("h1")
    assert "Ghép lại" in officer.get(address).words()
    officer.post(f"{address}/ghep", {}, 303)
    page = officer.get(f"{address}/ghep/xem")
    shown = page.words("fieldset")
    assert "Câu đã sửa tay." in shown
    assert [shown.find(title) >= 0 for title in THREE_TEXTS] == [True] * 3
    beside = officer.get(f"{address}/muc/{SECTION}").words(f"#d-{key}")
    assert [title in beside for title in THREE_TEXTS] == [True] * 3
    choice = f"chon:{SECTION}:{key}"
    officer.post(f"{address}/ghep/xem", {choice: "ca-hai"}, 303)
    assert text_of(draft, key).startswith("Câu đã sửa tay.\n")
    assert "Không có thay đổi" in officer.get(f"{address}/ghep/xem").words("h1")


def test_edited_paragraphs_whose_machine_words_stay_are_kept_in_one_go(
    officer: PageClient, address: str, draft: Draft, world: World
) -> None:
    key = next(key for key in keys(draft) if LACKING in text_of(draft, key))
    officer.post(f"{address}/muc/{SECTION}", typed(draft, **{key: "Kinh phí còn thiếu."}), 303)
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    quiet = officer.get(f"{address}/ghep/xem").words("details.change")
    assert LACKING in quiet
    officer.post(f"{address}/ghep", {}, 303)
    page = officer.get(f"{address}/ghep/xem")
    assert not page.select("fieldset")
    assert "Kinh phí còn thiếu." in page.words("details.change")
    sent = {box.get("name"): "giu" for box in page.select("input[name^='chon:']")}
    officer.post(f"{address}/ghep/xem", sent, 303)
    assert text_of(draft, key) == "Kinh phí còn thiếu."
    assert "Không có thay đổi" in officer.get(f"{address}/ghep/xem").words("h1")
    nothing = officer.post(f"{address}/ghep/xem", {}, follow=True)
    assert "Chưa chọn cách nào" in nothing.words()


def test_a_late_report_marks_changed_figures_until_read(
    officer: PageClient, address: str, draft: Draft, world: World
) -> None:
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    officer.post(f"{address}/ghep", {}, 303)
    page = officer.get(f"{address}/muc/so_lieu")
    marked = [b for b in page.select("article.block") if "đã đổi từ lần đọc" in b.text_content()]
    assert marked
    key = marked[0].get("id").removeprefix("d-")
    officer.post(f"{address}/muc/so_lieu/doan/{key}/da-doc", {}, 303)
    after = officer.get(f"{address}/muc/so_lieu").one(f"#d-{key}")
    assert "đã đổi từ lần đọc" not in after.text_content()


def test_snapshots_are_named_compared_and_restored(
    officer: PageClient, address: str, draft: Draft
) -> None:
    key = keys(draft)[0]
    was = text_of(draft, key)
    officer.post(f"{address}/ban-luu", {"ten": "Trước khi sửa"}, 303)
    officer.post(f"{address}/muc/{SECTION}", typed(draft, **{key: "Khác hẳn."}), 303)
    kept = drafts.list_snapshots(draft)[0]
    page = officer.get(f"{address}/ban-luu/{kept.id}")
    assert "Khác hẳn." in page.words("ins")
    officer.post(f"{address}/ban-luu/{kept.id}", {}, 303)
    assert text_of(draft, key) == was
    assert len(drafts.list_snapshots(draft)) == 2
    officer.post(f"{address}/ban-luu", {"ten": " "}, 422)


def test_find_and_replace_is_shown_first_and_leaves_figures_alone(
    officer: PageClient, address: str, draft: Draft
) -> None:
    page = officer.get(f"{address}/tim-thay?tim=khuyến học&thay=KHUYẾN HỌC")
    places = [box.get("value") for box in page.select("input[name=doan]")]
    assert places
    before = draft_store.section_rows(draft.id, "so_lieu")[1].text
    officer.post(
        f"{address}/tim-thay",
        {"tim": "khuyến học", "thay": "KHUYẾN HỌC", "doan": places[:1]},
        303,
    )
    changed = officer.get(f"{address}/tim-thay?tim=KHUYẾN HỌC&thay=khuyến học")
    assert len(changed.select("input[name=doan]")) == 1
    hits = officer.get(f"{address}/tim-thay?tim=hoi_vien")
    assert not hits.select("input[name=doan]")
    assert draft_store.section_rows(draft.id, "so_lieu")[1].text == before


def test_looking_for_words_offers_nothing_that_would_take_them_away(
    officer: PageClient, address: str, draft: Draft
) -> None:
    key = next(key for key in keys(draft) if "khuyến học" in text_of(draft, key))
    was = text_of(draft, key)
    page = officer.get(f"{address}/tim-thay?tim=khuyến học")
    assert "khuyến" in page.words("mark")
    assert not page.select("form[method=post] input[name=doan]")
    found = {"tim": "khuyến học", "thay": "", "doan": [f"{SECTION}:{key}"]}
    assert "Chưa có chữ để thay" in officer.post(f"{address}/tim-thay", found, 422).words()
    assert text_of(draft, key) == was
    page = officer.get(f"{address}/tim-thay?tim=khuyến học&xoa=1")
    assert "Xóa trong các đoạn đã chọn" in page.words("button")
    assert "khuyến" in page.words("del")
    officer.post(f"{address}/tim-thay", {**found, "xoa": "1"}, 303)
    assert "khuyến học" not in text_of(draft, key)


def test_words_are_found_however_a_keyboard_writes_their_letters(
    officer: PageClient, address: str
) -> None:
    decomposed = unicodedata.normalize("NFD", "khuyến học")
    assert "khuyến" in officer.get(f"{address}/tim-thay?tim={decomposed}").words("mark")


def test_words_that_can_only_be_read_with_a_figure_are_shown_and_not_replaced(
    officer: PageClient, address: str, draft: Draft
) -> None:
    page = officer.get(f"{address}/tim-thay?tim=2.400&thay=2.500")
    assert not page.select("input[name=doan]")
    assert "Trong số liệu tự cập nhật" in page.words()
    assert "2.400" in page.words("p.conflict-text")
    row = next(r for r in draft_store.section_rows(draft.id, "so_lieu") if "{{hoi_vien}}" in r.text)
    officer.post(
        f"{address}/tim-thay",
        {"tim": "2.400", "thay": "2.500", "doan": [f"so_lieu:{row.key}"]},
        303,
    )
    assert "{{hoi_vien}}" in row.text
    assert "Không tìm thấy" in officer.get(f"{address}/tim-thay?tim=khongco").words()


def test_replacing_goes_through_every_section_and_keeps_the_figures_live(
    officer: PageClient, address: str, draft: Draft
) -> None:
    page = officer.get(f"{address}/tim-thay?tim=khuyến học&thay=KHUYẾN HỌC&hoa_thuong=1")
    places = [box.get("value") for box in page.select("input[name=doan]")]
    assert {place.partition(":")[0] for place in places} >= {SECTION, "so_lieu"}
    fields = {"tim": "khuyến học", "thay": "KHUYẾN HỌC", "hoa_thuong": "1", "doan": places}
    officer.post(f"{address}/tim-thay", fields, 303)
    row = next(r for r in draft_store.section_rows(draft.id, "so_lieu") if "{{hoi_vien}}" in r.text)
    assert "KHUYẾN HỌC" in row.text
    shown = officer.get(f"{address}/muc/so_lieu").words()
    assert "2.400" in shown
    assert "{{hoi" not in officer.get(f"{address}/muc/so_lieu").words("p.rendered")


def test_lists_of_hits_and_old_texts_show_numbers_and_no_tokens(
    officer: PageClient, address: str, draft: Draft
) -> None:
    rows = draft_store.section_rows(draft.id, "so_lieu")
    row = next(row for row in rows if "{{hoi_vien}}" in row.text)
    for path in ("tim-thay?tim=Hội&thay=hội", f"muc/so_lieu/doan/{row.key}/lich-su"):
        words = officer.get(f"{address}/{path}").words("p.conflict-text")
        assert "2.400" in words
        assert "{{" not in words


def test_a_unit_sees_nothing_of_the_draft(client: PageClient, draft: Draft, address: str) -> None:
    client.login("canbo.a")
    client.get(address, 404)
    client.get(f"{address}/muc/{SECTION}", 404)
    client.post(f"{address}/ghep", {}, 404)


def test_chosen_people_see_and_comment_and_nothing_else(
    officer: PageClient, draft: Draft, address: str, world: World
) -> None:
    reader = world.users["bithu.a"]
    officer.post(f"{address}/xin-y-kien", {"nguoi": [str(reader.id)]}, 303)
    officer.logout()
    officer.login("bithu.a")
    page = officer.get(f"{address}/muc/{SECTION}")
    assert not page.select("#khung-du-thao textarea")
    assert not page.select("a.figure, a.chip")
    officer.get(address)
    officer.post(
        f"{address}/muc/{SECTION}/y-kien", {"noi_dung": "Nên rõ hơn.", "doan": keys(draft)[0]}, 303
    )
    officer.post(f"{address}/muc/{SECTION}", typed(draft), 404)
    officer.get(f"{address}/muc/{SECTION}/nguon", 404)
    officer.get(f"{address}/word", 404)
    comment = db.session.query(DraftComment).one()
    assert comment.created_by == reader.id
    officer.logout()
    officer.login("chuyenvien")
    assert "Nên rõ hơn." in officer.get(f"{address}/y-kien").words()
    officer.post(f"{address}/y-kien/{comment.id}", {"xong": "1"}, 303)
    assert comment.resolved_at is not None


def test_a_closed_draft_is_changed_only_as_a_new_version(
    officer: PageClient, draft: Draft, address: str, world: World
) -> None:
    officer.post(f"{address}/trang-thai", {"viec": "chot"}, 303)
    officer.post(f"{address}/muc/{SECTION}", typed(draft, x="y"), 409)
    officer.post(f"{address}/ghep", {}, 409)
    issue = officer.get(address).select("a[href$='/xuat/ban-hanh']")[0].attrib["href"]
    officer.post(issue, {"so": "15-BC/HU", "ngay": ""}, 422)
    officer.post(issue, {"so": "15-BC/HU", "ngay": "20/5/2026"}, 303)
    assert "15-BC/HU" in officer.get(address).words()
    officer.post(f"{address}/trang-thai", {"viec": "mo-lai"}, 303)
    newest = drafts.get_draft(world.campaign)
    assert (newest.version, newest.state) == (2, "writing")
    assert draft_dumps.dump(newest) == draft_dumps.dump(draft)
    officer.post(f"{address}/muc/{SECTION}", typed(newest, **{keys(newest)[0]: "Mới."}), 303)
    assert text_of(draft, keys(draft)[0]) != "Mới."


def test_readers_of_one_draft_are_not_readers_of_another(world: World, draft: Draft) -> None:
    assert not draft_states.may_read(world.actor("nguoingoai"), world.campaign)
    assert draft_states.may_read(world.actor("chuyenvien"), world.campaign)


def test_the_draft_leaves_as_word(officer: PageClient, address: str) -> None:
    answer = officer.get(f"{address}/word", strict=False).response
    assert answer.data[:2] == b"PK"


def test_a_second_round_of_comments_is_told_apart_from_the_first(
    officer: PageClient, draft: Draft, address: str, world: World
) -> None:
    first, second = world.users["bithu.a"], world.users["canbo.b"]
    officer.post(f"{address}/xin-y-kien", {"nguoi": [str(first.id)]}, 303)
    officer.post(f"{address}/trang-thai", {"viec": "soan"}, 303)
    officer.post(f"{address}/xin-y-kien", {"nguoi": [str(second.id)]}, 303)
    db.session.refresh(draft)
    assert draft.times_circulated == 2
    names = [one.name for one in drafts.list_snapshots(draft) if one.kind == "circulated"]
    assert names == ["Bản xin ý kiến lần 2", "Bản xin ý kiến lần 1"]
    assert draft_states.readers_of(draft) == {second.id}
    officer.logout()
    officer.login("bithu.a")
    officer.get(address, 404)
    officer.logout()
    officer.login("canbo.b")
    officer.get(address)


def test_a_draft_with_a_gap_instead_of_a_figure_is_not_closed(
    officer: PageClient, draft: Draft, address: str
) -> None:
    key = keys(draft)[0]
    text = "Toàn huyện có {{quy.chi.nam_2025}} triệu đồng đã chi."
    drafts.act(
        draft,
        SECTION,
        lambda section: drafting.edit(section, key, text),
        actor=SYSTEM,
        name="edited",
    )
    db.session.commit()
    page = officer.post(f"{address}/trang-thai", {"viec": "chot"}, follow=True)
    assert "Chưa chốt được" in page.words()
    assert page.select(f"a[href$='#d-{key}']")
    with pytest.raises(Refused, match="chưa có số liệu"):
        draft_states.close(draft, actor=SYSTEM)
    drafts.act(
        draft, SECTION, lambda section: drafting.delete(section, key), actor=SYSTEM, name="deleted"
    )
    db.session.commit()
    officer.post(f"{address}/trang-thai", {"viec": "chot"}, 303)
    db.session.refresh(draft)
    assert draft.state == "closed"


def test_a_draft_is_not_closed_while_a_paragraph_waits_for_a_decision(
    officer: PageClient, draft: Draft, address: str, world: World
) -> None:
    key = keys(draft)[0]
    officer.post(f"{address}/muc/{SECTION}", typed(draft, **{key: "Câu đã sửa tay."}), 303)
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    officer.post(f"{address}/ghep", {}, 303)
    page = officer.post(f"{address}/trang-thai", {"viec": "chot"}, follow=True)
    assert "Chưa chốt được" in page.words()
    assert "Câu đã sửa tay." in page.words("fieldset")
    with pytest.raises(Refused, match="nguồn thay đổi"):
        draft_states.close(draft, actor=SYSTEM)


def test_what_to_know_before_closing_is_told_once_and_can_be_passed_over(
    officer: PageClient, draft: Draft, address: str, world: World
) -> None:
    section = f"{address}/muc/{SECTION}"
    officer.post(f"{section}/y-kien", {"noi_dung": "Nên nêu rõ hơn.", "doan": keys(draft)[0]}, 303)
    send(world, "xa-c", report_of("xa-c", 2000, 100), accepted=False)
    page = officer.post(f"{address}/trang-thai", {"viec": "chot"}, 200)
    assert "01 ý kiến góp ý chưa xử lý" in page.words()
    assert "01 báo cáo đã gửi nhưng chưa tiếp nhận" in page.words()
    db.session.refresh(draft)
    assert draft.state == "writing"
    officer.post(f"{address}/trang-thai", {"viec": "chot", "van_chot": "1"}, 303)
    db.session.refresh(draft)
    assert draft.state == "closed"


def test_a_report_sent_but_not_accepted_is_named_beside_the_draft(
    officer: PageClient, address: str, world: World, draft: Draft
) -> None:
    assert "chưa có trong dự thảo" not in officer.get(address).words()
    send(world, "xa-c", report_of("xa-c", 2000, 100), accepted=False)
    words = officer.get(address).words()
    name = world.units["xa-c"].name
    assert f"01 báo cáo đã gửi nhưng chưa tiếp nhận: {name}." in words
    officer.post(f"{address}/lua-chon", {"da_gui": "1"}, 303)
    assert "chưa có trong dự thảo" not in officer.get(address).words()


def test_every_line_of_a_history_is_in_words() -> None:
    used = {name for _, name, _ in actions.ACTIONS.values()}
    used |= {"word_returned", "from_source", "added", "merged", "restored", "undone", "redone"}
    assert used <= draft_editing.HISTORY_WORDS.keys()
