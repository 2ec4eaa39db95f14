"""PDF through LibreOffice, and ZIP files with plain names."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from app.documents import PdfUnavailable, bundle, get_profile, to_pdf, write_word
from tests.app.documents import samples


@pytest.mark.office
def test_a_report_becomes_a_pdf_with_its_text() -> None:
    pdf = to_pdf(write_word(samples.report(), get_profile("party_hd36")))
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text


@pytest.mark.office
def test_what_is_no_document_is_told() -> None:
    with pytest.raises(PdfUnavailable, match="không đọc được"):
        to_pdf(b"PK\x03\x04 khong phai Word", timeout=60)


def test_a_machine_without_libreoffice_says_what_to_do() -> None:
    with pytest.raises(PdfUnavailable, match="chưa cài LibreOffice"):
        to_pdf(b"", program="chuong-trinh-khong-co")


def test_a_program_that_hangs_is_stopped(tmp_path: Path) -> None:
    program = tmp_path / "treo"
    program.write_text("#!/bin/sh\nsleep 60 &\nwait\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(PdfUnavailable, match="quá lâu"):
        to_pdf(b"x", program=str(program), timeout=0.2)


def names(files: list[tuple[str, bytes]]) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(bundle(files))) as archive:
        return archive.namelist()


def test_names_lose_tones_and_stay_apart() -> None:
    files = [
        ("BC Đảng ủy xã Phú.docx", b"1"),
        ("bc dang uy xa phu.DOCX", b"2"),
        ("../../etc/x", b"3"),
    ]
    assert names(files) == ["BC-Dang-uy-xa-Phu.docx", "bc-dang-uy-xa-phu-2.docx", "etc-x"]


@given(st.lists(st.text(max_size=120), max_size=8))
def test_any_names_become_different_plain_ones(wanted: list[str]) -> None:
    found = names([(name, b"") for name in wanted])
    assert len({name.lower() for name in found}) == len(wanted)
    assert all(
        name and name.isascii() and "/" not in name and not name.startswith(".") for name in found
    )
