"""From the uploaded file to a draft: what the review shows, changes and takes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import OutlineVersion
from forms import Outline, load_outline
from tests.app.outline_import.word_files import TEXT, typed_by_hand
from tests.app.page_client import Page, PageClient

SHORT = """ĐỀ CƯƠNG BÁO CÁO QUÝ I
I. KẾT QUẢ
1. Tuyên truyền
2. Khoa giáo
- Khuyến học
- Y tế
II. HẠN CHẾ
Số: 15-KH/TU"""


@pytest.fixture
def office(client: PageClient) -> PageClient:
    client.login("chuyenvien")
    return client


def sent(client: PageClient, **data: Any) -> str:
    """The address of the review."""
    page = client.post("/de-cuong/nhap", data, status=303)
    return str(page.response.headers["Location"])


def word(data: bytes, name: str = "de-cuong.docx") -> dict[str, Any]:
    return {"tep": (io.BytesIO(data), name)}


def typed(page: Page, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the review's form."""
    data: dict[str, Any] = {}
    for control in page.select("main form input, main form select"):
        name, kind = control.get("name"), control.get("type")
        if kind == "checkbox" and control.get("checked") is None:
            continue
        value = control.value if control.tag == "select" else control.get("value", "")
        data.setdefault(name, []).append(value)
    return data | changes


def headings(page: Page) -> list[str]:
    return [box.get("value") for box in page.select(".node-heading")]


def versions() -> list[OutlineVersion]:
    found: Iterable[OutlineVersion] = db.session.scalars(
        select(OutlineVersion).order_by(OutlineVersion.id)
    )
    return list(found)


def newest() -> Outline:
    version = versions()[-1]
    return load_outline(version.source, "newest")


def test_the_review_shows_source_and_proposal_with_words_of_confidence(office: PageClient) -> None:
    page = office.get(sent(office, **word(typed_by_hand())))
    assert "PHỤ LỤC" in headings(page)
    words = {mark.text_content() for mark in page.select(".node .section-word")}
    assert words == {"chắc", "đoán", "chưa rõ"}
    lines = page.select(".source-lines li")
    assert len(lines) == len(TEXT.splitlines())
    assert "Không dùng: ngày, tháng" in lines[0].text_content()
    assert len(page.select(".source-lines li.unused")) == 29


def test_one_click_takes_the_proposal_as_an_outline(app: Flask, office: PageClient) -> None:
    address = sent(office, **word(typed_by_hand()))
    page = office.get(address)
    answer = office.post(address, typed(page, viec="nhan"), status=303)
    version = versions()[-1]
    assert answer.response.headers["Location"].endswith(f"/de-cuong/{version.id}/sua")
    made = newest()
    assert (made.id, made.version) == ("so_ket_5_nam_thuc_hien_ket_luan_so_49_kl", 1)
    assert [field.label for field in made.section("p2_1").fields] == [
        "Kết quả đạt được", "Tồn tại, hạn chế", "Nguyên nhân",
    ]  # fmt: skip
    office.get(answer.response.headers["Location"])


def test_pasted_text_is_read_too(office: PageClient) -> None:
    page = office.get(sent(office, chu=SHORT))
    assert headings(page) == ["KẾT QUẢ", "Tuyên truyền", "Khoa giáo", "HẠN CHẾ"]


def test_headings_move_and_words_change_before_taking(office: PageClient) -> None:
    address = sent(office, chu=SHORT)
    page = office.get(address)
    page = office.post(address, typed(page, viec="len.ii"))
    assert headings(page) == ["HẠN CHẾ", "KẾT QUẢ", "Tuyên truyền", "Khoa giáo"]
    page = office.post(
        address, typed(page, **{"viec": "ra.i_2", "tieu-de.i_2": "Công tác khoa giáo"})
    )
    (field,) = [box.get("name") for box in page.select("input[value='Y tế']")]
    key = field.removeprefix("nhan.")
    page = office.post(address, typed(page, viec="xem", **{f"kieu.{key}": "yes_no"}))
    office.post(address, typed(page, viec="nhan", ten="Báo cáo quý II", ma="quy_ii"), status=303)
    made = newest()
    assert (made.id, made.title) == ("quy_ii", "Báo cáo quý II")
    assert [(s.key, s.heading) for s in made.sections] == [
        ("ii", "HẠN CHẾ"), ("i", "KẾT QUẢ"), ("i_2", "Công tác khoa giáo"),
    ]  # fmt: skip
    assert made.field(key).type == "yes_no"


def test_what_is_left_out_stays_on_the_page_but_not_in_the_outline(office: PageClient) -> None:
    address = sent(office, chu=SHORT)
    page = office.get(address)
    page = office.post(address, typed(page, viec="xem", bo=["s:ii", "b:15-KH/TU"]))
    assert "HẠN CHẾ" in headings(page)
    assert "Không dùng: đã bỏ khi xem lại" in page.words(".source-lines li.unused")
    office.post(address, typed(page, viec="nhan"), status=303)
    made = newest()
    assert [section.key for section in made.walk()] == ["i", "i_1", "i_2"]
    assert made.basis == ()


def test_the_same_id_again_becomes_the_next_version(office: PageClient) -> None:
    address = sent(office, chu=SHORT)
    page = office.get(address)
    for _ in range(2):
        office.post(address, typed(page, viec="nhan"), status=303)
    assert [version.version for version in versions()[-2:]] == [1, 2]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Chưa có chữ nào"),
        ({"chu": "không có mục nào"}, "Không tìm thấy đề mục"),
        (word(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"WordDocument" * 50, "cu.docx"), "(.docx)"),
        (word(b"%PDF-1.7"), "PDF"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(
    office: PageClient, data: dict[str, Any], words: str
) -> None:
    before = len(versions())
    page = office.post("/de-cuong/nhap", data, status=422)
    assert words in page.words()
    assert len(versions()) == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ma": "Không Hợp Lệ"}, "chữ thường"),
        ({"bo": ["s:i", "s:i_1", "s:i_2", "s:ii"]}, "ít nhất một mục"),
    ],
)
def test_a_proposal_that_makes_no_outline_is_not_taken(
    office: PageClient, change: dict[str, Any], words: str
) -> None:
    address = sent(office, chu=SHORT)
    before = len(versions())
    page = office.post(address, typed(office.get(address), viec="nhan", **change), status=422)
    assert words in page.words()
    assert len(versions()) == before


def test_the_review_is_for_the_account_that_sent_the_file(client: PageClient) -> None:
    client.login("chuyenvien")
    address = sent(client, chu=SHORT)
    client.logout()
    client.login("truongban")
    client.get(address, status=404)
    client.get(address[:-3], status=404)
    client.logout()
    client.login("canbo.a")
    client.get("/de-cuong/nhap", status=403)


def test_text_of_the_file_is_shown_as_text(office: PageClient) -> None:
    page = office.get(sent(office, chu="I. <b>KẾT QUẢ</b>\n1. =1+1<script>alert(1)</script>"))
    assert headings(page)[0] == "<b>KẾT QUẢ</b>"
    assert not page.select("main script")
