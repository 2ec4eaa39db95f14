"""Texts as they come: markup, formulas, other encodings, far too long; each kept as text."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from typing import Any

import docx
import pytest

from app.extensions import db
from app.models import Answer, User
from app.services import (
    accounts,
    appendix_workbook,
    draft_comments,
    drafts,
    exports,
    filling,
    letterheads,
    merged_reports,
    remarks,
    reports,
    transitions,
    units,
)
from app.services.actors import SYSTEM
from app.services.errors import Invalid
from tests.app.bad_input.addresses import every_page
from tests.app.filling.saving import TEXT, answer, save
from tests.app.filling.test_files import PDF_BYTES, upload
from tests.app.page_client import Page, PageClient, check_page
from tests.app.world import World

MARKUP = (
    "<img src=x onerror=alert(1)><script>alert(1)</script>\"'></textarea><b>đậm</b> & {{ 7*7 }}"
)
FORMULA = "=1+1"
LONG = "Đã tổ chức học tập, quán triệt. " * 6250  # 200 000 characters


def put(world: World, unit: str, field: str, value: dict[str, Any]) -> None:
    ref = reports.get_ref(world.reports[unit].id)
    filling.put_value(ref, field, value, actor=world.actor("canbo.a"), origin="typed")


@pytest.fixture
def hostile(world: World) -> World:
    """Markup and a formula in every name and every text there is."""
    text = f"{FORMULA} {MARKUP}"
    for unit in world.units.values():
        units.change_unit(unit, {"name": f"{unit.name} {text}", "short_name": text}, actor=SYSTEM)
        unit.letterhead = {**unit.letterhead, "issuer_line": text, "place": text}
    for user in world.users.values():
        user.display_name, user.phone = text[:200], "=1+1<b>"
    world.campaign.title, world.campaign.contact = text, text[:300]
    for unit in ("xa-a", "xa-b"):
        for field in ("ket_qua", "han_che", "nguyen_nhan"):
            put(world, unit, field, {"v": text})
        put(world, unit, "dan_so", {"raw": MARKUP})
        wish = {"text": {"v": text}, "addressee": {"v": "tinh"}}
        put(world, unit, "kien_nghi", {"items": [{"id": "r1", "cells": wish}]})
        cells = {"symbol": {"v": text}, "title": {"v": text}, "issuer": {"v": text}}
        put(world, unit, "van_ban", {"items": [{"id": "r1", "cells": cells}]})
        put(world, unit, "dien_hinh", {"items": [{"id": "r1", "cells": {"ten": {"v": text}}}]})
        put(world, unit, "dan_so", {"v": "10"})
    db.session.commit()
    return world


def send_all(world: World) -> None:
    officer = world.actor("chuyenvien")
    for unit in ("xa-a", "xa-b"):
        report = world.reports[unit]
        remarks.add(report.id, MARKUP, actor=officer, section_key="lanh_dao")
        transitions.submit(
            report,
            actor=world.actor("bithu.a"),
            key=unit,
            signed=transitions.Signed("=1+1", None, MARKUP[:120]),
        )
        transitions.return_report(report, MARKUP, actor=officer, sections=["lanh_dao"])
        transitions.submit(report, actor=world.actor("bithu.a"), key=f"{unit}-2")
        transitions.accept(report, actor=officer)
    transitions.exclude(world.reports["xa-c"], MARKUP, actor=officer)
    draft = drafts.merge(world.campaign, actor=officer).draft
    draft_comments.add(draft, "lanh_dao", MARKUP, actor=officer)
    drafts.take_snapshot(draft, MARKUP, "named", actor=officer)
    db.session.commit()


@pytest.mark.parametrize("person", ["canbo.a", "chuyenvien", "captren", "quantri"])
def test_markup_is_text_on_every_page(client: PageClient, hostile: World, person: str) -> None:
    client.login("canbo.a")
    upload(client, f"/bao-cao/{hostile.reports['xa-a'].id}", PDF_BYTES, f"{MARKUP}.pdf")
    client.logout()
    send_all(hostile)
    client.login(person)
    seen = ""
    for path in every_page(client.app, hostile):
        response = client.open("GET", path)
        assert response.status_code < 500, path
        if response.mimetype != "text/html" or not response.data.strip():
            continue
        page = Page(response)
        check_page(page, fragment="<html" not in page.text)
        assert not page.tree.xpath("//b[text()='đậm'] | //img[@src='x']"), path
        seen += page.tree.text_content()
    assert "<script>alert(1)</script>" in seen
    assert "{{ 7*7 }}" in seen


def test_markup_and_formulas_are_text_in_word(hostile: World) -> None:
    send_all(hostile)
    draft = drafts.get_draft(hostile.campaign)
    for exported in (
        exports.draft_word(draft, sources=True),
        exports.report_word(hostile.reports["xa-a"]),
    ):
        document = docx.Document(io.BytesIO(exported.data))
        texts = [p.text for p in document.paragraphs]
        texts += [c.text for t in document.tables for r in t.rows for c in r.cells]
        assert any("<script>alert(1)</script>" in text for text in texts), exported.name
        archive = zipfile.ZipFile(io.BytesIO(exported.data))
        body = archive.read("word/document.xml").decode()
        assert "<script>" not in body
        assert "/" not in exported.name
        assert "<" not in exported.name


def test_a_text_that_looks_like_a_formula_is_none_in_excel(hostile: World) -> None:
    send_all(hostile)
    workbook = exports.draft_excel(drafts.get_draft(hostile.campaign))
    archive = zipfile.ZipFile(io.BytesIO(workbook.data))
    sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/sheet" in n]
    assert not any("<f>1+1" in sheet for sheet in sheets)
    texts = archive.read("xl/sharedStrings.xml").decode()
    assert "=1+1" in texts
    assert "&lt;script&gt;alert(1)" in texts


def test_merging_keeps_the_words_of_hostile_texts(hostile: World) -> None:
    send_all(hostile)
    merged = merged_reports.merged_report(hostile.campaign)
    assert appendix_workbook.filing_table(hostile.campaign).rows
    assert letterheads.letterhead_of(hostile.campaign.collector) is not None
    assert any(FORMULA in name for name in merged.names.values())


def test_two_hundred_thousand_characters_are_saved_whole(officer: PageClient, address: str) -> None:
    saved = answer(save(officer, address, "ket_qua", LONG))
    assert saved["status"] == "saved"
    assert db.session.query(Answer).one().value == {"v": LONG.strip()}
    page = officer.get(f"{address}/muc/lanh_dao")
    assert page.one("[name='q_ket_qua']").text_content().strip() == LONG.strip()
    officer.get(f"{address}/xem")
    officer.get(f"{address}/o/ket_qua/lich-su")
    assert officer.get(f"{address}/word").response.data[:2] == b"PK"


def test_a_long_text_that_meets_another_gives_both_back(officer: PageClient, address: str) -> None:
    save(officer, address, "ket_qua", LONG, tab="the-1")
    panel = save(officer, address, "ket_qua", "Khác. " + LONG, tab="the-2", status=409)
    assert panel.one("[data-theirs]").text_content().strip() == LONG.strip()


def test_five_megabytes_in_one_text_are_refused_in_words(officer: PageClient, address: str) -> None:
    save(officer, address, "ket_qua", TEXT)
    page = save(officer, address, "ket_qua", "a" * 5_000_000, rev=1, seq=2, status=413)
    assert "quá lớn" in page.text
    assert "<html" not in page.text
    assert db.session.query(Answer).one().value == {"v": TEXT}


def test_a_plain_form_that_is_too_large_gives_the_text_back(
    officer: PageClient, address: str
) -> None:
    text = "Chữ dài. " * 50_000
    data = {"r_ket_qua": "0", "q_ket_qua": text}
    page = officer.post(f"{address}/muc/lanh_dao", data, 413)
    assert page.one("#noi-dung-chua-luu").text_content() == text.strip()
    assert "quá lớn" in page.words()


def test_a_body_beyond_every_limit_is_refused_in_words(officer: PageClient, address: str) -> None:
    page = officer.post(f"{address}/muc/lanh_dao", {"q_ket_qua": "a" * 9_000_000}, 413)
    assert "quá lớn" in page.words()
    assert db.session.query(Answer).count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (unicodedata.normalize("NFD", "Đảng ủy xã Trường Thịnh"), "Đảng ủy xã Trường Thịnh"),
        ("một\x0bhai\x0cba\x1b\x07", "một\nhai\nba"),
        ("trước\u202egiả mạo\u2066", "trướcgiả mạo"),
        ("dòng một\rdòng hai\r\n- ba", "dòng một\ndòng hai\n- ba"),
        ("\ufeffđầu tệp\u200b", "đầu tệp"),
    ],
)
def test_other_encodings_and_signs_are_stored_as_one_text(
    officer: PageClient, address: str, typed: str, kept: str
) -> None:
    save(officer, address, "ket_qua", typed)
    stored = db.session.query(Answer).one().value["v"]
    assert unicodedata.is_normalized("NFC", stored)
    assert stored.replace(" ", "") == kept.replace(" ", "")


def test_decomposed_names_sign_in_and_are_found(client: PageClient, world: World) -> None:
    user, _ = accounts.add_user(
        unicodedata.normalize("NFD", "canbo.đức"),
        "Cán bộ",
        actor=SYSTEM,
        passwords=world.app.config["PASSWORDS"],
        password="mat-khau-thu-nghiem",
    )
    db.session.commit()
    assert unicodedata.is_normalized("NFC", user.username)
    client.sign_in(unicodedata.normalize("NFD", "CANBO.ĐỨC"))


def test_names_too_long_for_their_column_are_refused_in_words(world: World) -> None:
    passwords = world.app.config["PASSWORDS"]
    for name, shown in (("a" * 81, "A"), ("ai.do", "B" * 201)):
        with pytest.raises(Invalid, match="tối đa"):
            accounts.add_user(name, shown, actor=SYSTEM, passwords=passwords)
    assert db.session.query(User).filter_by(display_name="A").count() == 0


def test_a_unit_with_the_longest_names_can_be_kept_and_found(world: World) -> None:
    unit = units.add_unit(
        "x" * 80, "Đảng ủy " * 37, actor=SYSTEM, short_name="Đảng ủy " * 25, kind="xa"
    )
    db.session.commit()
    assert len(unit.search_key) <= 400


def test_a_number_that_cannot_be_read_stays_as_it_was_typed(
    officer: PageClient, address: str
) -> None:
    wrong = {
        "dan_so": "1.23.4",
        "hoi_vien": "12 người rưỡi",
        "ngay_so_ket": "31/2/2025",
    }
    for field, typed in wrong.items():
        saved = answer(save(officer, address, field, typed))
        assert saved["problems"], field
        page = officer.get(f"{address}/muc/so_lieu")
        assert page.one(f"[name='q_{field}']").get("value") == typed
    ratio = answer(save(officer, address, "ty_le_dat", {"num": "-5x", "den": "mười"}))
    assert ratio["problems"]
    page = officer.get(f"{address}/muc/so_lieu")
    assert page.one("[name='q_ty_le_dat-num']").get("value") == "-5x"
    save(officer, address, "quy", {"thu-nam_2024": "1,2,3"}, partial="1")
    page = officer.get(f"{address}/muc/pl2")
    assert page.one("[name='q_quy-thu-nam_2024']").get("value") == "1,2,3"


@pytest.mark.parametrize("typed", ["9" * 59, "9" * 5000, "0,00001", "-" * 500, "١٢٣", "1e9", "٪"])
def test_a_number_no_column_holds_is_kept_and_marked(
    officer: PageClient, address: str, typed: str
) -> None:
    saved = answer(save(officer, address, "dan_so", typed))
    assert saved["status"] == "saved"
    assert saved["problems"]
    officer.get(f"{address}/kiem-tra")


@pytest.mark.parametrize("choice", ["khong_co", "tot'--", "<b>", "1"])
def test_a_choice_that_is_not_offered_is_not_taken_for_one(
    officer: PageClient, address: str, choice: str
) -> None:
    save(officer, address, "xep_loai", choice)
    save(officer, address, "co_ke_hoach", choice)
    words = officer.get(f"{address}/xem").words()
    assert "Tốt" not in words
    officer.get(f"{address}/kiem-tra")
