"""Files that are no readable đề cương: refused with what to do. Excel forms are read."""

from __future__ import annotations

import io
import zipfile

import pytest
from xlsxwriter import Workbook

from app.services.errors import Invalid
from app.services.outline_import import make_outline, propose_file, propose_text, proposed_id
from forms import dump_outline, load_outline
from tests.app.documents.raw_word import docx_of, p, zip_of
from tests.app.outline_import.word_files import typed_by_hand

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def bomb() -> bytes:
    body = b"<w:p/>" * 8_000_000
    with zipfile.ZipFile(io.BytesIO(docx_of(p("a")))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return zip_of({**files, "word/document.xml": body})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Tệp rỗng"),
        (OLE + b"WordDocument" * 50, "lưu dưới dạng Word (.docx)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "bỏ mật khẩu"),
        (b"%PDF-1.7", "là PDF"),
        (b"{\\rtf1}", "là RTF"),
        (b"\0" * (50 * 1024 * 1024 + 1), "quá lớn"),
        (docx_of(p("a"))[:-40], "bị hỏng"),
        (docx_of(p("Kính gửi các đồng chí.")), "Không tìm thấy đề mục"),
        (zip_of({"ppt/presentation.xml": b"<a/>", "_rels/.rels": b"<a/>"}), "PowerPoint"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        propose_file(data)
    assert words.lower() in caught.value.message.lower()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = bomb()
    assert len(data) < 200_000
    with pytest.raises(Invalid, match="nén bất thường"):
        propose_file(data)


@pytest.mark.parametrize("text", ["", "  \n ", "chỉ có chữ, không có mục", "a" * 500_001])
def test_pasted_text_without_an_outline_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        propose_text(text)


def test_a_long_outline_with_a_thousand_headings_is_read() -> None:
    lines = ["ĐỀ CƯƠNG BÁO CÁO"]
    for part in range(1, 11):
        lines += [f"{part}. Nội dung thứ {part}", *(f"- Ý số {n}" for n in range(100))]
    made = make_outline(propose_file(typed_by_hand(lines)))
    assert len(made.sections) == 10
    assert sum(1 for _ in made.fields()) == 1000


def workbook() -> bytes:
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Quỹ")
    sheet.merge_range("A1:G1", "BIỂU SỐ LIỆU QUỸ KHUYẾN HỌC")
    sheet.write("G2", "Đơn vị tính: triệu đồng")
    for place, title in (("A3:A4", "TT"), ("B3:B4", "Nội dung"), ("C3:C4", "Tổng số")):
        sheet.merge_range(place, title)
    sheet.merge_range("D3:F3", "Trong đó")
    for column, title in enumerate(("Hội khuyến học", "Dòng họ", "Doanh nghiệp"), start=3):
        sheet.write(3, column, title)
    sheet.merge_range("G3:G4", "Ghi chú")
    for column, text in enumerate(("A", "B", "3=4+5+6", "4", "5", "6", "7")):
        sheet.write_string(4, column, text)
    for row, label in enumerate(("Thu", "Chi", "- Học bổng", "Tổng cộng"), start=5):
        sheet.write(row, 0, row - 4)
        sheet.write(row, 1, label)
    sheet.write("B11", "Người lập biểu")
    book.add_worksheet("Trống")
    book.close()
    return buffer.getvalue()


def test_an_excel_form_becomes_a_table_with_hierarchy_and_formulas() -> None:
    proposal = propose_file(workbook())
    made = load_outline(dump_outline(make_outline(proposal, "quy")), "quy")
    (section,) = made.sections
    (field,) = section.fields
    assert (section.heading, field.unit_of_measure) == (
        "BIỂU SỐ LIỆU QUỸ KHUYẾN HỌC", "triệu đồng",
    )  # fmt: skip
    assert [(column.label, column.group) for column in field.columns] == [
        ("Tổng số", ()),
        ("Hội khuyến học", ("Trong đó",)),
        ("Dòng họ", ("Trong đó",)),
        ("Doanh nghiệp", ("Trong đó",)),
        ("Ghi chú", ()),
    ]
    parts = [column.key for column in field.columns[1:4]]
    assert (field.columns[0].type, field.columns[0].formula) == ("computed", "+".join(parts))
    assert [(row.label, row.kind, row.level) for row in field.rows] == [
        ("Thu", "item", 0), ("Chi", "item", 0), ("Học bổng", "item", 1), ("Tổng cộng", "total", 0),
    ]  # fmt: skip
    assert [line.text for line in proposal.unused] == [
        "Đơn vị tính: triệu đồng", "Người lập biểu",
    ]  # fmt: skip


def test_an_excel_file_without_a_form_is_refused() -> None:
    buffer = io.BytesIO()
    with Workbook(buffer) as book:
        book.add_worksheet().write("A1", "một ô")
    with pytest.raises(Invalid, match="tiêu đề cột"):
        propose_file(buffer.getvalue())


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Báo cáo sơ kết 05 năm thực hiện Kết luận 49", "so_ket_05_nam_thuc_hien_ket_luan_49"),
        ("2024", "de_cuong_2024"),
        ("…", "de_cuong"),
    ],
)
def test_the_id_is_made_of_the_title(title: str, key: str) -> None:
    assert proposed_id(title) == key


def test_an_old_font_and_broken_lines_in_a_word_file_are_read() -> None:
    """The font is said by the run, a line break inside a heading by Shift+Enter."""
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    glued = "</w:t><w:br/><w:t>"
    made = make_outline(
        propose_file(
            docx_of(
                p("1. KÕt qu¶ thùc hiÖn nhiÖm vô", marks=font)
                + p("Nªu râ kÕt qu¶.", marks=font)
                + p(f"2.Tån t¹i, h¹n chÕ{glued}vµ nguyªn nh©n", marks=font)
                + p("3. KiÕn nghÞ", marks=font)
            )
        )
    )
    found = [(section.number, section.heading) for section in made.sections]
    assert found == [
        ("1", "Kết quả thực hiện nhiệm vụ"),
        ("2", "Tồn tại, hạn chế và nguyên nhân"),
        ("3", "Kiến nghị"),
    ]
    assert made.sections[0].guidance == "Nêu rõ kết quả."
