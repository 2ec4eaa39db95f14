"""Reading Word files of others: numbers, lines, marks, tables, and files that are none."""

import io
import zipfile

import docx
import pytest

from app.documents import UnreadableFile, read_word_blocks
from app.documents.reading import ParagraphBlock, TableBlock
from tests.app.documents.raw_word import docx_of, p, zip_of

NUMBERING = """
<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="1"/>
    <w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/>
    <w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl>
  <w:lvl w:ilvl="3"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%4)"/></w:lvl>
  <w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def listed(level: int, number_id: int = 1) -> str:
    return p(
        "x",
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>',
    )


def paragraphs(data: bytes) -> list[ParagraphBlock]:
    return [block for block in read_word_blocks(data) if isinstance(block, ParagraphBlock)]


def tables(data: bytes) -> list[TableBlock]:
    return [block for block in read_word_blocks(data) if isinstance(block, TableBlock)]


def test_automatic_numbers_read_as_they_look() -> None:
    body = "".join(map(listed, (0, 1, 2, 2, 1, 2, 3, 3, 4, 0, 1)))
    found = [block.number for block in paragraphs(docx_of(body, numbering=NUMBERING))]
    assert found == ["I.", "1.", "1.1.", "1.2.", "2.", "2.1.", "a)", "b)", "-", "II.", "1."]


def test_a_list_may_start_elsewhere_and_zero_means_no_number() -> None:
    body = listed(0, 2) + listed(0, 2) + listed(0, 0) + listed(8) + listed(0, 99)
    found = [block.number for block in paragraphs(docx_of(body, numbering=NUMBERING))]
    assert found == ["V.", "VI.", "", "", ""]


def test_a_number_may_come_from_the_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="M"><w:name w:val="Mục"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    data = docx_of(p("Kết quả", '<w:pStyle w:val="M"/>'), numbering=NUMBERING, styles=styles)
    (block,) = paragraphs(data)
    assert (block.full_text, block.style, block.outline_level) == ("I. Kết quả", "Mục", 1)


def test_shift_enter_starts_a_new_line_of_the_same_paragraph() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>PHẦN THỨ NHẤT</w:t><w:br/><w:t>TỔ CHỨC</w:t></w:r>"
        "<w:r><w:t xml:space='preserve'> nhỏ</w:t></w:r></w:p>"
    )
    first, second = paragraphs(docx_of(body))
    assert (first.text, first.line, first.bold) == ("PHẦN THỨ NHẤT", 0, True)
    assert (second.text, second.line, second.bold) == ("TỔ CHỨC nhỏ", 1, False)
    assert first.paragraph == second.paragraph


def test_marks_come_from_styles_and_may_be_switched_off() -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=".VnTime"/><w:sz w:val="28"/>'
        "</w:rPr></w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/>'
        '<w:pPr><w:jc w:val="both"/></w:pPr>'
        "<w:rPr><w:b/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/>'
        "<w:rPr><w:i/><w:caps/></w:rPr></w:style>"
    )
    body = p("chữ", '<w:pStyle w:val="B"/>') + p(
        "chữ", '<w:pStyle w:val="B"/>', '<w:b w:val="0"/><w:sz w:val="24"/>'
    )
    first, second = paragraphs(docx_of(body, styles=styles))
    assert (first.text, first.bold, first.italic, first.caps, first.align) == (
        "CHỮ",
        True,
        True,
        True,
        "both",
    )
    assert (first.runs[0].font, first.runs[0].size) == (".VnTime", 14)
    assert (second.bold, second.runs[0].size) == (False, 12)


def test_a_style_based_on_itself_does_not_hang() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/>'
        '<w:basedOn w:val="A"/></w:style>'
    )
    assert paragraphs(docx_of(p("x", '<w:pStyle w:val="A"/>'), styles=styles))[0].style == "A"


def test_tracked_changes_are_accepted_in_the_text_and_listed() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Có </w:t></w:r>'
        '<w:del w:id="1" w:author="Biên tập" w:date="2024-05-09T08:00:00Z">'
        "<w:r><w:delText>5</w:delText></w:r></w:del>"
        '<w:ins w:id="2" w:author="Biên tập"><w:r><w:t>7</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> đơn vị</w:t></w:r></w:p>'
    )
    (block,) = paragraphs(docx_of(body))
    assert block.text == "Có 7 đơn vị"
    assert [(change.kind, change.text, change.author) for change in block.changes] == [
        ("deleted", "5", "Biên tập"),
        ("inserted", "7", "Biên tập"),
    ]


def test_links_controls_and_fields_give_their_visible_text() -> None:
    body = (
        "<w:p><w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtContent><w:r><w:t>b</w:t></w:r></w:sdtContent></w:sdt>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>c</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:r><w:t>d</w:t><w:noBreakHyphen/><w:tab/></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
    )
    controlled = f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>"
    assert [block.text for block in paragraphs(docx_of(body + controlled))] == ["abcd-\t"] * 2


NOTES = (
    '<w:{0} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{0}>'
    '<w:{0} w:id="2"><w:p><w:r><w:{0}Ref/><w:t xml:space="preserve"> Kế hoạch số 15-KH/ĐU.</w:t>'
    "</w:r></w:p></w:{0}>"
)


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_stands_where_it_is_referred_to(kind: str) -> None:
    body = (
        f'<w:p><w:r><w:t>Có 5 văn bản</w:t><w:{kind}Reference w:id="2"/></w:r>'
        '<w:r><w:t xml:space="preserve"> chỉ đạo.</w:t></w:r></w:p>'
    )
    (block,) = paragraphs(docx_of(body, **{f"{kind}s": NOTES.format(kind)}))
    assert block.text == "Có 5 văn bản (chú thích: Kế hoạch số 15-KH/ĐU) chỉ đạo."


def test_a_text_box_follows_its_paragraph_once() -> None:
    box = f"<w:txbxContent>{p('Trong khung')}<w:tbl><w:tr><w:tc>{p('Ô')}</w:tc></w:tr></w:tbl>"
    body = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>'
        "<w:t>Ngoài khung</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice>{box}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:txbxContent></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p>{p('Sau đó')}"
    )
    found = read_word_blocks(docx_of(body))
    texts = [b.text if isinstance(b, ParagraphBlock) else b.cells[0].text for b in found]
    assert texts == ["Ngoài khung", "Trong khung", "Ô", "Sau đó"]


def test_codes_of_an_old_font_are_not_made_capitals() -> None:
    """Their capitals are other letters: TCVN3 "µ" is à, its capital in Unicode a Greek M."""
    marks = '<w:rFonts w:ascii=".VnTime"/><w:caps/>'
    (block,) = paragraphs(docx_of(p("c¸c lµng", marks=marks)))
    assert block.text == "c¸c lµng"


def test_comments_are_attached_to_the_paragraph_they_start_in() -> None:
    body = (
        '<w:p><w:commentRangeStart w:id="4"/><w:r><w:t>x</w:t></w:r>'
        '<w:r><w:commentReference w:id="4"/></w:r></w:p>'
    )
    comments = (
        '<w:comment w:id="4" w:author="Lãnh đạo">'
        "<w:p><w:r><w:t>Xem lại</w:t></w:r></w:p></w:comment>"
    )
    (block,) = paragraphs(docx_of(body, comments=comments))
    assert [(comment.author, comment.text) for comment in block.comments] == [
        ("Lãnh đạo", "Xem lại")
    ]


def test_merged_cells_appear_once_with_their_spans() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "TT"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Hội viên"
    table.cell(1, 1).text, table.cell(1, 2).text, table.cell(2, 2).text = "Nam", "Nữ", "5"
    buffer = io.BytesIO()
    document.save(buffer)
    (found,) = tables(buffer.getvalue())
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in found.cells if cell.text}
    assert spans == {"TT": (2, 1), "Hội viên": (1, 2), "Nam": (1, 1), "Nữ": (1, 1), "5": (1, 1)}
    assert found.text_rows() == [["TT", "Hội viên", ""], ["", "Nam", "Nữ"], ["", "", "5"]]


def test_blocks_come_in_document_order() -> None:
    body = p("trước") + f"<w:tbl><w:tr><w:tc>{p('ô')}</w:tc></w:tr></w:tbl>" + p("sau")
    kinds = [type(block) for block in read_word_blocks(docx_of(body))]
    assert kinds == [ParagraphBlock, TableBlock, ParagraphBlock]


def test_a_table_that_holds_tables_is_read_as_the_page_it_lays_out() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('Số hội')}</w:tc><w:tc>{p('12')}</w:tc></w:tr></w:tbl>"
    cells = f"<w:tc>{p('1')}</w:tc><w:tc>{p('Tổ chức hội')}{inner}{p('Kết quả tốt')}</w:tc>"
    blocks = read_word_blocks(docx_of(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
    said = [b.text if isinstance(b, ParagraphBlock) else b.text_rows() for b in blocks]
    assert said == ["1", "Tổ chức hội", [["Số hội", "12"]], "Kết quả tốt"]


def test_shift_enter_in_a_cell_starts_a_new_line_too() -> None:
    cell = "<w:tc><w:p><w:r><w:t>a) Kết quả</w:t><w:br/><w:t>Tốt</w:t></w:r></w:p></w:tc>"
    (table,) = tables(docx_of(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))
    assert [line.text for line in table.cells[0].paragraphs] == ["a) Kết quả", "Tốt"]


def test_strict_files_are_read_too() -> None:
    data = docx_of(p("chữ"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/document.xml"] = files["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert paragraphs(zip_of(files))[0].text == "chữ"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Tệp rỗng"),
        (b"xin chao", "bị hỏng hoặc không phải Word"),
        (OLE + b"\0" * 600, r"Word đời cũ \(.doc\)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "đặt mật khẩu"),
        (b"{\\rtf1 abc", "RTF"),
        (b"%PDF-1.7", "PDF"),
        (b"\xef\xbb\xbf<html><body>", "trang web"),
        (zip_of({"xl/workbook.xml": b"<a/>"}), "Excel"),
        (zip_of({"ppt/presentation.xml": b"<a/>"}), "PowerPoint"),
        (zip_of({"mimetype": b"application/vnd.oasis"}), "OpenDocument"),
        (zip_of({"a.txt": b"a"}), "bị hỏng hoặc không phải Word"),
        (docx_of("<w:p>")[:-30], "bị hỏng"),
        (docx_of("</w:body>"), "bị hỏng"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_is_not_a_good_word_file_is_told_in_vietnamese(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read_word_blocks(data)


@pytest.mark.parametrize("bomb", ["one great part", "many parts"])
def test_what_grows_beyond_all_measure_is_refused(bomb: str) -> None:
    # Made here: each process of a run reads the parameters of every test.
    parts = {
        "one great part": lambda: {"word/document.xml": b"a" * 30_000_000},
        "many parts": lambda: {str(number): b"" for number in range(10_001)},
    }
    with pytest.raises(UnreadableFile, match="nén bất thường"):
        read_word_blocks(zip_of(parts[bomb]()))


def test_entities_are_refused() -> None:
    data = docx_of("")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/document.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + files["word/document.xml"]
    with pytest.raises(UnreadableFile, match="bị hỏng"):
        read_word_blocks(zip_of(files))


def test_an_encrypted_zip_is_told_to_have_a_password() -> None:
    data = bytearray(docx_of(p("x")))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(UnreadableFile, match="đặt mật khẩu"):
        read_word_blocks(bytes(data))
