"""The section page without a script: whole sections, rows, conflicts."""

from __future__ import annotations

from typing import Any

from tests.app.filling.saving import TEXT, save
from tests.app.page_client import Page, PageClient


def form_of(page: Page) -> dict[str, Any]:
    """What a browser without a script would send of the section's form."""
    data: dict[str, Any] = {}
    for control in page.select("form#muc input, form#muc textarea, form#muc select"):
        name, kind = control.get("name"), control.get("type")
        if not name or control.xpath("ancestor::template"):
            continue
        if kind in ("radio", "checkbox") and control.get("checked") is None:
            continue
        if control.tag == "textarea":
            data[name] = control.text_content()
        elif control.tag == "select":
            chosen = control.xpath("option[@selected]/@value")
            data[name] = chosen[0] if chosen else ""
        else:
            data[name] = control.get("value", "")
    data.pop("csrf_token", None)
    return data


def test_a_whole_section_is_saved_by_one_form(officer: PageClient, address: str) -> None:
    path = f"{address}/muc/lanh_dao"
    data = form_of(officer.get(path))
    officer.post(path, {**data, "q_ket_qua": TEXT, "q_nguyen_nhan": "Do thiếu người"}, 303)
    again = form_of(officer.get(path))
    assert again["q_ket_qua"] == TEXT
    assert again["q_nguyen_nhan"] == "Do thiếu người"
    assert again["r_han_che"] == "0"


def test_save_and_next_leads_to_the_next_section(officer: PageClient, address: str) -> None:
    path = f"{address}/muc/lanh_dao"
    done = officer.post(path, {**form_of(officer.get(path)), "tiep": "1", "word": "done"}, 303)
    assert done.response.headers["Location"].endswith("/muc/so_lieu")
    assert "Đã xong 1/" in officer.get(address).words()


def test_a_changed_field_comes_back_with_both_texts_and_the_rest_is_saved(
    officer: PageClient, address: str
) -> None:
    path = f"{address}/muc/lanh_dao"
    data = form_of(officer.get(path))
    save(officer, address, "ket_qua", "Bản của người khác")
    mine = {**data, "q_ket_qua": "Bản của tôi", "q_nguyen_nhan": "Mới"}
    page = officer.post(path, mine, 409)
    assert page.one("[name='q_ket_qua']").text_content() == "Bản của tôi"
    assert "người khác" in page.words("[data-panel]")
    officer.post(path, {**form_of(page), "c_ket_qua": "both"}, 303)
    text = form_of(officer.get(path))["q_ket_qua"]
    assert text == "Bản của người khác\n\nBản của tôi"
    assert form_of(officer.get(path))["q_nguyen_nhan"] == "Mới"


def test_theirs_may_be_taken_without_a_script(officer: PageClient, address: str) -> None:
    path = f"{address}/muc/lanh_dao"
    data = form_of(officer.get(path))
    save(officer, address, "ket_qua", "Bản của người khác")
    page = officer.post(path, {**data, "q_ket_qua": "Bản của tôi"}, 409)
    officer.post(path, {**form_of(page), "c_ket_qua": "theirs"}, 303)
    assert form_of(officer.get(path))["q_ket_qua"] == "Bản của người khác"
    assert "Bản của tôi" in officer.get(f"{address}/o/ket_qua/lich-su").words()


def test_a_form_sent_twice_saves_once(officer: PageClient, address: str) -> None:
    path = f"{address}/muc/lanh_dao"
    data = {**form_of(officer.get(path)), "q_ket_qua": TEXT}
    officer.post(path, data, 303)
    officer.post(path, data, 303)
    assert form_of(officer.get(path))["r_ket_qua"] == "1"


def test_rows_are_added_and_removed_without_a_script(officer: PageClient, address: str) -> None:
    path = f"{address}/muc/pl3"
    first = {
        "q_dien_hinh-1-id": "",
        "q_dien_hinh-1-ten": "Dòng họ học tập",
        "q_dien_hinh-1-nam": "2024",
    }
    data = {**form_of(officer.get(path)), **first}
    more = officer.post(path, {**data, "them": "dien_hinh"}, 303)
    page = officer.get(more.response.headers["Location"].partition("#")[0])
    data = form_of(page)
    assert data["q_dien_hinh-1-ten"] == "Dòng họ học tập"
    data["q_dien_hinh-2-ten"] = "Thôn học tập"
    officer.post(path, data, 303)
    data = form_of(officer.get(path))
    officer.post(path, {**data, "bo": f"dien_hinh:{data['q_dien_hinh-1-id']}"}, 303)
    left = form_of(officer.get(path))
    assert left["q_dien_hinh-1-ten"] == "Thôn học tập"
    assert "q_dien_hinh-2-ten" not in left


def test_nothing_arose_is_an_answer(officer: PageClient, address: str) -> None:
    path = f"{address}/muc/pl1"
    officer.post(path, {**form_of(officer.get(path)), "q_van_ban-state": "nil"}, 303)
    assert form_of(officer.get(path))["q_van_ban-state"] == "nil"


def test_an_old_text_is_restored(officer: PageClient, address: str) -> None:
    save(officer, address, "ket_qua", "Bản một", seq=1)
    save(officer, address, "ket_qua", "Bản hai", rev=1, seq=2)
    officer.post(f"{address}/o/ket_qua/khoi-phuc", {"revision": "1"}, 303)
    assert form_of(officer.get(f"{address}/muc/lanh_dao"))["q_ket_qua"] == "Bản một"
