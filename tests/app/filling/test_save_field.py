"""Autosave of one field: what the server answers to the page's script."""

from __future__ import annotations

import unicodedata

from tests.app.filling.saving import TEXT, answer, save
from tests.app.page_client import PageClient
from tests.app.world import World


def stored(client: PageClient, address: str, section: str, name: str) -> str:
    page = client.get(f"{address}/muc/{section}")
    element = page.one(f"[name='{name}']")
    return element.text_content() if element.tag == "textarea" else element.get("value")


def test_a_save_answers_the_new_revision(officer: PageClient, address: str) -> None:
    saved = answer(save(officer, address, "ket_qua", TEXT))
    assert (saved["status"], saved["revision"]) == ("saved", 1)
    assert stored(officer, address, "lanh_dao", "q_ket_qua") == TEXT


def test_the_answer_to_a_save_is_small(officer: PageClient, address: str) -> None:
    assert len(save(officer, address, "ket_qua", TEXT * 100).response.data) < 1024


def test_a_repeated_save_after_a_lost_answer_is_no_conflict(
    officer: PageClient, address: str
) -> None:
    save(officer, address, "ket_qua", TEXT)
    again = answer(save(officer, address, "ket_qua", TEXT))
    assert (again["status"], again["revision"]) == ("repeated", 1)


def test_the_same_tab_may_go_on_from_a_revision_it_never_heard_of(
    officer: PageClient, address: str
) -> None:
    save(officer, address, "ket_qua", "một", seq=1)
    later = answer(save(officer, address, "ket_qua", "một hai", rev=0, seq=2))
    assert (later["status"], later["revision"]) == ("saved", 2)


def test_a_late_save_of_the_same_tab_does_not_bring_old_text_back(
    officer: PageClient, address: str
) -> None:
    save(officer, address, "ket_qua", "một", seq=1)
    save(officer, address, "ket_qua", "một hai", rev=1, seq=2)
    late = answer(save(officer, address, "ket_qua", "một", seq=1))
    assert late["status"] == "repeated"
    assert stored(officer, address, "lanh_dao", "q_ket_qua") == "một hai"


def test_another_tab_on_an_old_revision_gets_both_texts(officer: PageClient, address: str) -> None:
    save(officer, address, "ket_qua", "Bản thứ nhất", tab="the-1")
    page = save(officer, address, "ket_qua", "Bản thứ hai", tab="the-2", status=409)
    assert page.response.headers["X-Conflict"] == "1"
    words = page.words("[data-panel]")
    assert "Chính anh/chị đã lưu bản khác" in words
    assert "thứ nhất" in words
    assert "thứ hai" in words
    assert stored(officer, address, "lanh_dao", "q_ket_qua") == "Bản thứ nhất"


def test_choosing_theirs_keeps_ones_own_text_in_the_history(
    officer: PageClient, address: str
) -> None:
    save(officer, address, "ket_qua", "Bản thứ nhất", tab="the-1")
    save(officer, address, "ket_qua", "Bản thứ hai", tab="the-2", status=409)
    save(officer, address, "ket_qua", "Bản thứ hai", rev=1, tab="the-2", seq=2, choice="theirs")
    assert stored(officer, address, "lanh_dao", "q_ket_qua") == "Bản thứ nhất"
    history = officer.get(f"{address}/o/ket_qua/lich-su").words()
    assert "Bản thứ hai" in history
    assert "bản không chọn khi trùng sửa" in history


def test_choosing_ones_own_saves_it_on_top(officer: PageClient, address: str) -> None:
    save(officer, address, "ket_qua", "Bản thứ nhất", tab="the-1")
    save(officer, address, "ket_qua", "Bản thứ hai", tab="the-2", status=409)
    done = answer(save(officer, address, "ket_qua", "Bản thứ hai", rev=1, tab="the-2", seq=2))
    assert (done["status"], done["revision"]) == ("saved", 2)


def test_the_same_text_makes_no_revision(officer: PageClient, address: str) -> None:
    save(officer, address, "ket_qua", TEXT)
    same = answer(save(officer, address, "ket_qua", TEXT, rev=1, seq=2))
    assert (same["status"], same["revision"]) == ("unchanged", 1)


def test_text_is_stored_composed_and_without_invisible_signs(
    officer: PageClient, address: str
) -> None:
    typed = unicodedata.normalize("NFD", "Việc học\u200b tập") + "\r\n- một ý"
    save(officer, address, "ket_qua", typed)
    assert stored(officer, address, "lanh_dao", "q_ket_qua") == "Việc học tập\n- một ý"


def test_a_number_that_cannot_be_read_is_kept_and_marked(officer: PageClient, address: str) -> None:
    saved = answer(save(officer, address, "dan_so", "khoảng chục nghìn"))
    assert saved["status"] == "saved"
    assert saved["problems"]
    assert stored(officer, address, "so_lieu", "q_dan_so") == "khoảng chục nghìn"


def test_only_changed_cells_of_a_table_travel(officer: PageClient, address: str) -> None:
    save(officer, address, "quy", {"du_dau-nam_2024": "1.234,5"}, partial="1")
    second = save(officer, address, "quy", {"thu-nam_2024": "abc"}, rev=1, seq=2, partial="1")
    assert list(answer(second)["cells"]) == ["q_quy-thu-nam_2024"]
    assert stored(officer, address, "pl2", "q_quy-du_dau-nam_2024") == "1.234,5"
    assert stored(officer, address, "pl2", "q_quy-thu-nam_2024") == "abc"


def test_two_people_in_different_cells_do_not_meet(
    officer: PageClient, address: str, world: World
) -> None:
    save(officer, address, "quy", {"du_dau-nam_2024": "1"}, partial="1", tab="the-1")
    save(officer, address, "quy", {"thu-nam_2024": "2"}, partial="1", tab="the-2", rev=0)
    assert stored(officer, address, "pl2", "q_quy-du_dau-nam_2024") == "1"
    assert stored(officer, address, "pl2", "q_quy-thu-nam_2024") == "2"


def test_two_people_in_one_cell_meet(officer: PageClient, address: str) -> None:
    save(officer, address, "quy", {"du_dau-nam_2024": "1"}, partial="1", tab="the-1")
    save(officer, address, "quy", {"du_dau-nam_2024": "2"}, partial="1", tab="the-2", status=409)


def test_a_field_of_another_kind_of_unit_is_not_there(officer: PageClient, address: str) -> None:
    save(officer, address, "hop_tac_ket_qua", TEXT, status=404)


def test_a_field_of_the_office_is_not_there(officer: PageClient, address: str) -> None:
    save(officer, address, "ly_do", TEXT, status=404)


def test_an_expired_session_is_told_without_a_redirect(officer: PageClient, address: str) -> None:
    officer.client.delete_cookie("phien")
    page = officer.client.post(
        f"{address}/o/ket_qua",
        data={"q_ket_qua": TEXT, "csrf_token": officer.token},
        headers={"HX-Request": "true"},
    )
    assert page.status_code in (400, 401)
    assert b"<html" not in page.data


def test_a_line_of_documents_is_taken_apart(officer: PageClient, address: str) -> None:
    line = "Kế hoạch số 15-KH/ĐU, ngày 12/3/2023 của Ban Thường vụ Đảng ủy xã về khuyến học"
    rows = answer(officer.post(f"{address}/o/van_ban/doc-dong", {"dong": line}))["rows"]
    assert rows[0]["symbol"] == "15-KH/ĐU"
    assert rows[0]["date"] == "12/3/2023"


def test_a_document_of_the_centre_is_completed_from_its_symbol(
    officer: PageClient, address: str
) -> None:
    lines = "49-KL/TW\nKết luận số 51-KL/TW, ngày 01/6/2019"
    first, second = answer(officer.post(f"{address}/o/van_ban/doc-dong", {"dong": lines}))["rows"]

    assert (first["kind"], first["date"]) == ("Kết luận", "10/5/2019")
    assert first["issuer"] == "Ban Bí thư Trung ương Đảng khóa XII"
    assert first["title"].startswith("tiếp tục thực hiện Chỉ thị số 11-CT/TW")
    assert second["date"] == "1/6/2019", "what was typed stays"


def test_symbols_of_known_documents_are_suggested_in_a_list_of_documents(
    officer: PageClient, address: str
) -> None:
    page = officer.get(f"{address}/muc/pl1")
    suggested = {option.get("value") for option in page.select("datalist option")}

    assert {"49-KL/TW", "1373/QĐ-TTg"} <= suggested
    assert "303-KH/TU" not in suggested, "every province has another"
    lists = {element.get("list") for element in page.select("input[list]")}
    assert lists == {page.one("datalist").get("id")}


def test_a_text_beyond_all_measure_is_told_so(officer: PageClient, address: str) -> None:
    save(officer, address, "ket_qua", "a" * 400_001, status=413)
    save(officer, address, "ket_qua", "Việc học. " * 20_000)
