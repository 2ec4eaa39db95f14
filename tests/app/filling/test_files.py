"""Attachments: told by content, kept by hash, served so that nothing in them runs."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from app.extensions import db
from app.services import transitions
from app.services.file_kinds import DOCX, JPEG, PDF, find_kind, safe_name
from tests.app.filling.saving import TEXT, save
from tests.app.page_client import Page, PageClient
from tests.app.world import World

PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
PNG_BYTES = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def upload(
    client: PageClient, address: str, data: bytes, name: str, status: int = 303, **more: Any
) -> Page:
    form = {"tep": (io.BytesIO(data), name), "purpose": "signed", "ve": "kiem-tra", **more}
    return client.post(f"{address}/tep", form, status)


def link_of(client: PageClient, address: str, words: str) -> str:
    links = client.get(f"{address}/kiem-tra").select(".file-list a")
    return next(str(a.get("href")) for a in links if words in a.text_content())


def package(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


def test_a_signed_scan_is_kept_and_given_back(officer: PageClient, address: str) -> None:
    upload(officer, address, PDF_BYTES, "Báo cáo đã ký.pdf")
    answer = officer.get(link_of(officer, address, "Báo cáo đã ký.pdf")).response
    assert answer.data == PDF_BYTES
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_image_is_previewed(officer: PageClient, address: str) -> None:
    upload(officer, address, PNG_BYTES, "anh.png")
    page = officer.get(f"{address}/kiem-tra")
    shown = officer.get(page.one("img.file-preview").get("src")).response
    assert not shown.headers.get("Content-Disposition", "").startswith("attachment")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><script>alert(1)</script>", "bao-cao.pdf"),
        (b"MZ\x90\0", "bao-cao.docx"),
        (b"", "rong.pdf"),
        (package("word/document.xml", "word/vbaProject.bin"), "macro.docx"),
        (package("a.txt"), "goi.zip"),
        (b"PK\x03\x04 broken", "hong.docx"),
    ],
)
def test_what_a_file_says_it_is_counts_for_nothing(
    officer: PageClient, address: str, data: bytes, name: str
) -> None:
    upload(officer, address, data, name, 422)


def test_a_file_of_another_report_is_not_there(
    officer: PageClient, address: str, world: Any
) -> None:
    upload(officer, address, PDF_BYTES, "a.pdf")
    number = link_of(officer, address, "a.pdf").rsplit("/", 1)[-1]
    officer.logout()
    officer.login("canbo.b")
    officer.get(f"/bao-cao/{world.reports['xa-b'].id}/tep/{number}", 404)
    officer.get(f"{address}/tep/{number}", 404)


def test_a_removed_file_is_gone_from_the_report(officer: PageClient, address: str) -> None:
    upload(officer, address, PDF_BYTES, "a.pdf")
    link = link_of(officer, address, "a.pdf")
    officer.post(f"{address}/tep/bo", {"attachment": link.rsplit("/", 1)[-1]}, 303)
    officer.get(link, 404)


def test_kinds_are_told_by_content() -> None:
    assert find_kind(PDF_BYTES) is PDF
    assert find_kind(package("[Content_Types].xml", "word/document.xml")) is DOCX
    assert find_kind(b"GIF89a") is None


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Ảnh\\hội nghị.JPG", "hội nghị.jpg"),
        ("anh\u202egpj.exe", "anh gpj.exe.jpg"),
        ("", "tep.jpg"),
        ("a" * 400 + ".jpeg", "a" * 150 + ".jpeg"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, JPEG) == safe


def test_the_signed_scan_can_follow_until_the_office_has_taken_the_report(
    officer: PageClient, address: str, world: World
) -> None:
    save(officer, address, "ket_qua", TEXT)
    officer.post(f"{address}/gui", {"key": "khoa"}, 303)
    receipt = f"{address}/bien-nhan"
    assert "Chưa có." in officer.get(receipt).words()
    answer = upload(officer, address, PDF_BYTES, "Bản ký.pdf", ve="bien-nhan")
    assert answer.response.location.endswith("/bien-nhan")
    assert "Bản ký.pdf" in officer.get(receipt).words()
    transitions.accept(world.reports["xa-a"], actor=world.actor("chuyenvien"))
    db.session.commit()
    page = officer.get(receipt)
    assert "Bản ký.pdf" in page.words()
    assert not page.select("input[type=file]")
    upload(officer, address, PDF_BYTES, "Muộn.pdf", status=409)
