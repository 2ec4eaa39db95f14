"""Word's clipboard as plain text: nothing lost, nothing but text."""

from __future__ import annotations

from app.services.word_paste import read_clipboard
from tests.app.page_client import PageClient

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{margin:0}</style>
<title>bc.docx</title></head><body><!--StartFragment-->
<p class=MsoNormal>Đảng ủy xã đã tổ chức <b>12</b>
hội nghị.</p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span>
</span>
<![endif]>Mở lớp học</p>
<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o&nbsp;&nbsp;</span>Lớp ở thôn</p>
<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.&nbsp;</span>Việc thứ nhất</p>
<!--EndFragment--></body></html>"""


def test_word_lists_keep_their_levels_and_numbers() -> None:
    pasted = read_clipboard(WORD, "")
    assert pasted.text.splitlines() == [
        "Đảng ủy xã đã tổ chức 12 hội nghị.",
        "- Mở lớp học",
        "+ Lớp ở thôn",
        "1. Việc thứ nhất",
    ]


def test_lists_of_other_programs_are_read_too() -> None:
    markup = "<ul><li>một</li><li>hai</li></ul><ol><li>ba</li></ol>"
    assert read_clipboard(markup, "").text.splitlines() == ["- một", "- hai", "1. ba"]


def test_a_table_is_found_and_kept_as_text() -> None:
    markup = "<p>Số liệu:</p><table><tr><td>Năm</td><td>2024</td></tr></table>"
    pasted = read_clipboard(markup, "")
    assert pasted.tables == [[["Năm", "2024"]]]
    assert "Năm | 2024" in pasted.text


def test_text_in_an_old_font_is_converted() -> None:
    markup = "<p style='font-family:\".VnTime\"'>T×nh h×nh kinh tÕ</p>"
    pasted = read_clipboard(markup, "")
    assert pasted.text == "Tình hình kinh tế"
    assert any("phông cũ" in note for note in pasted.notes)


def test_only_the_run_in_the_old_font_is_converted() -> None:
    markup = '<p>Xã <span style="font-family:.VnTime">®¹t</span> chuẩn</p>'
    assert read_clipboard(markup, "").text == "Xã đạt chuẩn"


def test_scripts_and_handlers_leave_no_trace() -> None:
    markup = '<p onclick="x()">A<img src=x onerror=alert(1)><script>alert(2)</script></p>'
    assert read_clipboard(markup, "").text == "A"


def test_plain_text_is_taken_when_the_markup_is_empty() -> None:
    assert read_clipboard("", "Chỉ có chữ").text == "Chỉ có chữ"


def test_the_address_answers_text_and_notes(officer: PageClient, address: str) -> None:
    page = officer.post(f"{address}/dan-word", {"html": WORD, "text": "x"}, htmx=True)
    answer = page.response.get_json()
    assert answer["text"].startswith("Đảng ủy xã")
    assert "gạch đầu dòng" in answer["notes"][0]


def test_a_clipboard_too_large_is_refused(officer: PageClient, address: str) -> None:
    officer.post(f"{address}/dan-word", {"html": "x" * 400_001}, 413, htmx=True)


def test_lines_that_a_pdf_cut_are_joined_and_said() -> None:
    plain = (
        "Đảng ủy xã đã tổ chức hội nghị nghiên cứu, học tập, quán triệt nội dung Kết luận\n"
        "đến cấp ủy các chi bộ trực thuộc.\nNội dung thiết thực."
    )
    pasted = read_clipboard("", plain)
    assert pasted.text == plain.replace("luận\nđến", "luận đến")
    assert pasted.notes == [
        "Đã dán 2 đoạn.", "Đã nối 1 dòng bị ngắt giữa câu (thường do chép từ PDF).",
    ]  # fmt: skip
