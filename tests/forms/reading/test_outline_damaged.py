"""Badly typed đề cương still give their headings; nothing is lost silently."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import (
    Confidence,
    OutlineProposal,
    TextLine,
    assemble,
    dump_outline,
    lines_of_text,
    load_outline,
    propose_outline,
)


def headings(proposal: OutlineProposal) -> list[tuple[int, str, str]]:
    return [(s.depth, s.section.number, s.section.heading) for s in proposal.sections]


def proposed(*lines: str) -> OutlineProposal:
    return propose_outline(lines_of_text("\n".join(lines)))


def test_numbers_typed_without_a_blank_are_numbers() -> None:
    assert headings(proposed("I.KẾT QUẢ", "1.Công tác chỉ đạo", "Nêu rõ.", "2)Công tác khác")) == [
        (0, "I", "KẾT QUẢ"),
        (1, "1", "Công tác chỉ đạo"),
        (1, "2", "Công tác khác"),
    ]


def test_headings_glued_into_one_line_are_parted() -> None:
    found = proposed("I. ĐÁNH GIÁ", "1. Ưu điểm. 2. Tồn tại, hạn chế. 3. Nguyên nhân.")
    assert [heading for _, _, heading in headings(found)] == [
        "ĐÁNH GIÁ", "Ưu điểm", "Tồn tại, hạn chế", "Nguyên nhân",
    ]  # fmt: skip


def test_a_number_used_twice_goes_on_and_is_told() -> None:
    found = proposed("I. KẾT QUẢ", "Nêu rõ.", "II. HẠN CHẾ", "Nêu rõ.", "II. KIẾN NGHỊ")
    assert [number for _, number, _ in headings(found)] == ["I", "II", "III"]
    assert found.sections[2].confidence is Confidence.GUESS
    assert any("II dùng hai lần" in note for note in found.notes)


def test_a_heading_broken_by_shift_enter_is_one() -> None:
    blocks = [
        TextLine(1, "PHẦN THỨ NHẤT", bold=True, centered=True),
        TextLine(2, "KẾT QUẢ THỰC HIỆN KẾT LUẬN", bold=True, centered=True, continues=True),
        TextLine(3, "VỀ KHUYẾN HỌC", bold=True, centered=True, continues=True),
        TextLine(4, "1. Công tác chỉ đạo"),
    ]
    found = propose_outline(blocks)
    part = found.sections[0].section
    assert (part.level_name, part.heading) == (
        "Phần thứ nhất", "KẾT QUẢ THỰC HIỆN KẾT LUẬN VỀ KHUYẾN HỌC",
    )  # fmt: skip
    assert found.sections[0].lines == (1, 2, 3)


def test_a_sentence_cut_by_a_page_break_is_joined() -> None:
    found = proposed("1. Kết quả", "Đánh giá việc thực hiện Kết", "luận số 49-KL/TW ở cơ sở.")
    assert found.sections[0].section.guidance == (
        "Đánh giá việc thực hiện Kết luận số 49-KL/TW ở cơ sở."
    )


def test_misread_roman_numbers_and_lost_letters_do_no_harm() -> None:
    found = proposed("I. KẾT QUẢ", "Nêu rõ.", "Il. HAN CHẾ", "Nêu rõ.", "Lưu ý nêu ngắn gọn")
    assert [number for _, number, _ in headings(found)] == ["I", "II"]
    assert found.sections[1].section.note == "Lưu ý nêu ngắn gọn"


def test_text_of_an_old_font_is_read_in_unicode() -> None:
    # "Kết quả thực hiện nhiệm vụ khuyến học" as typed in .VnTime (TCVN3).
    old = "1. KÕt qu¶ thùc hiÖn nhiÖm vô khuyÕn häc"
    found = propose_outline([TextLine(1, old, font=".VnTime")])
    assert headings(found) == [(0, "1", "Kết quả thực hiện nhiệm vụ khuyến học")]
    assert any("Unicode" in note for note in found.notes)


def test_text_in_two_bytes_a_letter_is_read_in_unicode() -> None:
    # "Kết quả thực hiện nhiệm vụ năm học mới" as typed in VNI-Times.
    old = "1. Keát quaû thöïc hieän nhieäm vuï naêm hoïc môùi"
    found = propose_outline([TextLine(1, old, font="VNI-Times")])
    assert headings(found) == [(0, "1", "Kết quả thực hiện nhiệm vụ năm học mới")]


def test_misprints_in_known_words_cost_no_heading() -> None:
    found = proposed(
        "PHẦN THỨ NHẤT", "KÊT QUẢ", "1, Công tác chỉ đạo", "2 . Tuyên truyèn", "3.Y tế"
    )
    assert [number for _, number, _ in headings(found)][-2:] == ["2", "3"]
    assert found.sections[0].section.heading == "KÊT QUẢ"
    used = found.used() | {line.number for line in found.unused}
    assert used == {1, 2, 3, 4, 5}


def test_the_letterhead_and_the_recipients_are_left_out_with_reasons() -> None:
    found = proposed(
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Số 15-HD/BTGHU",
        "Kim Động, ngày 9 tháng 5 năm 2024",
        "ĐỀ CƯƠNG BÁO CÁO",
        "(Kèm theo Hướng dẫn số 15-HD/BTGHU)",
        "I. KẾT QUẢ",
        "Nêu rõ.",
        "Nơi nhận:",
        "- Lưu.",
    )
    reasons = {line.text: line.reason for line in found.unused}
    assert reasons["ĐẢNG CỘNG SẢN VIỆT NAM"] == "quốc hiệu, tiêu đề"
    assert reasons["Số 15-HD/BTGHU"] == "số, ký hiệu văn bản"
    assert reasons["Kim Động, ngày 9 tháng 5 năm 2024"] == "ngày, tháng"
    assert "kèm theo" in reasons["(Kèm theo Hướng dẫn số 15-HD/BTGHU)"]
    assert reasons["Nơi nhận:"] == reasons["- Lưu."] == "nơi nhận, chữ ký"
    assert [document.symbol for document in found.basis] == ["15-HD/BTGHU"]
    assert headings(found) == [(0, "I", "KẾT QUẢ")]


@pytest.mark.parametrize("text", ["", "Kính gửi các đồng chí.", "- một\n- hai"])
def test_without_headings_there_are_no_sections_and_every_line_is_listed(text: str) -> None:
    found = propose_outline(lines_of_text(text))
    assert found.sections == ()
    assert len(found.unused) == len(found.source)


PARTS = ("PHẦN THỨ NHẤT", "MỞ ĐẦU", "PHỤ LỤC", "PHỤ LỤC 1", "Biểu số 2", "I. KẾT QUẢ", "II.HẠN CHẾ",
         "A. PHẦN CHUNG", "1. Công tác", "1.1. Bối cảnh", "a) Quy mô", "- Gạch đầu dòng", "+ cộng",
         "Lưu ý: nêu ngắn", "Nêu rõ, gồm: Kết quả; Hạn chế; Nguyên nhân.", "Đánh giá chung:",
         "Kiến nghị", "Nơi nhận:", "ĐỀ CƯƠNG BÁO CÁO", "Số 1-KH/TU", "chữ thường", "x" * 300,
         "Danh mục các văn bản", "2. Kiến nghị, đề xuất", "Tổng số hội viên", "= 1+1",
         "…")  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=40)), max_size=25))
def test_any_lines_give_a_whole_account_and_an_outline_that_loads(lines: Sequence[str]) -> None:
    blocks = lines_of_text("\n".join(lines))
    found = propose_outline(blocks)
    used = found.used()
    assert used | {line.number for line in found.unused} >= {line.number for line in found.source}
    assert not used & {line.number for line in found.unused}
    assert found == propose_outline(blocks)
    if found.sections:
        made = assemble(found, "thu")
        read = load_outline(dump_outline(made), "thu")
        assert [s.key for s in read.walk()] == [s.key for s in made.walk()]
