"""Requests that no page of ours makes: numbers, addresses and forms made up by hand.

Each is answered in words and below 500, on both databases, and nothing is written.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.extensions import db
from app.models import Answer, Report
from tests.app.filling.saving import TEXT, answer, save
from tests.app.page_client import Page, PageClient, check_page
from tests.app.world import World

BEYOND = (2**31, 2**63 - 1, 2**63 + 1, 10**30)


def count_answers() -> int:
    return db.session.query(Answer).count()


@pytest.mark.parametrize("number", BEYOND)
@pytest.mark.parametrize("path", ["/bao-cao/{}", "/bao-cao/{}/muc/lanh_dao", "/dot/{}/du-thao"])
def test_a_number_beyond_any_row_names_nothing(officer: PageClient, path: str, number: int) -> None:
    page = officer.get(path.format(number), status=404)
    assert "Không tìm thấy" in page.words()


@pytest.mark.parametrize(
    "path",
    [
        "/muc/khong_co",
        "/muc/lanh_dao%00",
        "/muc/'%20OR%201=1--",
        "/muc/..%2F..%2Fetc%2Fpasswd",
        "/o/khong_co/lich-su",
        "/o/ket_qua%00/lich-su",
        "/o/../..",
        "/o/%2e%2e/lich-su",
        "/tep/99999999999",
        "/nhap-word/-1",
    ],
)
def test_an_address_typed_by_hand_leads_nowhere(
    officer: PageClient, address: str, path: str
) -> None:
    response = officer.open("GET", address + path)
    assert response.status_code == 404, response.status_code
    assert "Traceback" not in response.get_data(as_text=True)


@pytest.mark.parametrize("name", ["..%2F..%2Fapp.db", "..%5C..%5Capp.db", "%00", ".."])
def test_the_folder_of_local_files_has_no_way_out(client: PageClient, name: str) -> None:
    assert client.open("GET", f"/tep/{name}").status_code == 404


@pytest.mark.parametrize("value", ["abc", "1.5", "1e3", "--1", "9" * 30, str(2**31), "1;DROP"])
@pytest.mark.parametrize("name", ["rev", "seq"])
def test_a_save_with_a_made_up_number_is_refused_not_called_repeated(
    officer: PageClient, address: str, name: str, value: str
) -> None:
    save(officer, address, "ket_qua", TEXT)
    numbers: dict[str, Any] = {"rev": 1, "seq": 2, name: value}
    page = save(officer, address, "ket_qua", "Sửa tiếp", status=422, **numbers)
    assert "chưa lưu" in page.text


@pytest.mark.parametrize("revision", ["-1", "-2147483647", "2147483647", "17"])
def test_a_revision_that_never_was_meets_what_is_stored(
    officer: PageClient, address: str, revision: str
) -> None:
    save(officer, address, "ket_qua", TEXT, tab="the-1")
    save(officer, address, "ket_qua", "Đè lên", rev=int(revision), tab="the-2", status=409)
    save(officer, address, "quy", {"thu-nam_2024": "1"}, partial="1", tab="the-1")
    save(
        officer, address, "quy", {"thu-nam_2024": "2"}, partial="1", tab="the-2",
        rev=int(revision), status=409,
    )  # fmt: skip


@pytest.mark.parametrize("revision", ["0", "-1", "99", "abc", "9" * 25])
def test_a_revision_that_never_was_cannot_be_restored(
    officer: PageClient, address: str, revision: str
) -> None:
    save(officer, address, "ket_qua", TEXT)
    officer.post(f"{address}/o/ket_qua/khoi-phuc", {"revision": revision}, 404)


def test_keys_that_no_outline_has_are_refused(officer: PageClient, address: str) -> None:
    before = count_answers()
    save(officer, address, "khong_co", TEXT, status=404)
    officer.post(f"{address}/muc/khong_co", {"r_ket_qua": "0", "q_ket_qua": TEXT}, 404)
    officer.post(f"{address}/muc/lanh_dao/trang-thai", {"word": "hoan_hao"}, 422)
    officer.post(f"{address}/muc/khong_co/trang-thai", {"word": "done"}, 404)
    assert count_answers() == before


def test_cells_and_rows_that_no_table_has_are_left_out(officer: PageClient, address: str) -> None:
    cells = {"thu-nam_2024": "5", "thu-nam_1900": "7", "khong-co-gi": "8", "-": "9", "thu-": "1"}
    saved = answer(save(officer, address, "quy", cells, partial="1"))
    assert saved["status"] == "saved"
    stored = db.session.query(Answer).filter_by(field_key="quy").one()
    assert stored.value == {"rows": {"thu": {"nam_2024": {"v": "5"}}}}


def test_inputs_sent_twice_are_no_error(officer: PageClient, address: str) -> None:
    data = {"q_ket_qua": [TEXT, "lần hai"], "rev": ["0", "0"], "seq": ["1", "2"], "tab": ["a", "b"]}
    officer.post(f"{address}/o/ket_qua", data, 200, htmx=True)
    cells = {"q_quy-thu-nam_2024": ["1", "2"], "partial": ["1", "1"], "rev": "0"}
    officer.post(f"{address}/o/quy", cells, 200, htmx=True)


def test_a_save_without_its_text_writes_nothing(officer: PageClient, address: str) -> None:
    save(officer, address, "ket_qua", TEXT)
    for data in ({"rev": "1", "seq": "2", "tab": "the-1"}, {"q_han_che": "x", "rev": "1"}):
        page = officer.post(f"{address}/o/ket_qua", data, 422, htmx=True)
        assert "<html" not in page.text
    assert db.session.query(Answer).filter_by(field_key="ket_qua").one().value == {"v": TEXT}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", json.dumps({"q_ket_qua": TEXT}).encode()),
        ("text/plain", b"q_ket_qua=abc"),
        ("application/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"q_ket_qua=+ADw-b+AD4-"),
        ("", b"\xff\xfe\x00"),
    ],
)
def test_another_kind_of_body_writes_no_answer_it_cannot_read(
    officer: PageClient, address: str, kind: str, body: bytes
) -> None:
    response = officer.open(
        "POST",
        f"{address}/o/ket_qua",
        data=body,
        content_type=kind,
        headers={"HX-Request": "true", "X-CSRFToken": officer.token},
    )
    assert response.status_code < 500
    if "urlencoded" not in kind:
        assert response.status_code in (400, 413, 415, 422), response.status_code
        assert count_answers() == 0


def test_thousands_of_parts_are_answered_in_words(officer: PageClient, address: str) -> None:
    boundary = "ranh"
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="q_quy-r{n}-c"\r\n\r\n1\r\n'
        for n in range(20_100)
    )
    response = officer.open(
        "POST",
        f"{address}/o/quy",
        data=f"{parts}--{boundary}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={boundary}",
        headers={"HX-Request": "true", "X-CSRFToken": officer.token},
    )
    assert response.status_code == 413
    assert "quá lớn" in response.get_data(as_text=True)


def test_a_nul_sign_is_no_failure_anywhere(officer: PageClient, address: str) -> None:
    saved = answer(save(officer, address, "ket_qua", "Kết\0 quả", tab="th\0e-1"))
    assert saved["status"] == "saved"
    officer.post(f"{address}/gui", {"key": "k\0", "number": "1\0", "signer": "\0"}, 303)
    assert officer.open("GET", "/?a=%00&b=%ff").status_code == 200
    officer.logout()
    officer.get("/dang-nhap")
    officer.post("/dang-nhap", {"username": "can\0bo", "password": "\0"}, 422)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_a_method_that_an_address_has_not_is_refused_in_words(
    officer: PageClient, address: str, method: str
) -> None:
    response = officer.open(method, f"{address}/xem", headers={"X-CSRFToken": officer.token})
    assert response.status_code == 405
    assert "Không làm được theo cách này" in response.get_data(as_text=True)


def test_a_foreign_host_is_put_into_no_address(officer: PageClient, world: World) -> None:
    response = officer.open("GET", "/", headers={"Host": "xau.example"})
    assert "xau.example" not in response.get_data(as_text=True)
    officer.client.delete_cookie("phien")
    away = officer.open("GET", "/thong-bao", headers={"Host": "xau.example"})
    assert away.headers["Location"].startswith("/dang-nhap")


def test_text_in_a_query_changes_no_page(officer: PageClient, address: str) -> None:
    for query in (
        "them=<script>&dong=abc",
        "them=dien_hinh&dong=99999999999",
        "them=dien_hinh&dong=-5",
    ):
        page = officer.get(f"{address}/muc/pl3?{query}")
        check_page(page, fragment=False)


def test_service_errors_of_a_script_are_fragments(
    officer: PageClient, address: str, world: World
) -> None:
    refused = [
        save(officer, address, "ly_do", TEXT, status=404),
        officer.post(f"{address}/thu-hoi", {}, 409, htmx=True),
        officer.post(f"{address}/muc/lanh_dao/trang-thai", {"word": "x"}, 422, htmx=True),
        officer.get(f"/bao-cao/{world.reports['xa-b'].id}", 404, htmx=True),
    ]
    for page in refused:
        assert page.one("[role=alert]").get("data-error") == str(page.status)
        assert "<html" not in page.text
    assert db.session.get(Report, world.reports["xa-a"].id).submission_count == 0


@pytest.mark.parametrize(
    ("before", "back"),
    [
        ("http://localhost/bao-cao/1/nhap-word?a=1", "/bao-cao/1/nhap-word?a=1"),
        ("http://khac.vn/bao-cao/1", ""),
        ("//khac.vn", ""),
        ("", ""),
    ],
)
def test_the_page_of_a_refused_form_leads_back_to_it(
    officer: PageClient, address: str, before: str, back: str
) -> None:
    answer = officer.open(
        "POST",
        f"{address}/nhap-word",
        data={"csrf_token": officer.token},
        headers={"Referer": before},
    )
    assert answer.status_code == 422
    links = {a.text_content(): a.get("href") for a in Page(answer).select("main a")}
    assert links.get("← Quay lại trang vừa rồi", "") == back
