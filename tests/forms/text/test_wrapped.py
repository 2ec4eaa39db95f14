"""Lines that a PDF or a mail cut within a sentence are one again; all others stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.text import join_wrapped, split_sentences

FROM_PDF = """Đảng ủy xã đã tổ chức hội nghị nghiên cứu, học tập, quán triệt nội dung Kết luận
đến cấp ủy các chi bộ trực thuộc, cán bộ chủ chốt và toàn thể đảng viên trong toàn
Đảng bộ. Qua đó, nhận thức của cán bộ, đảng viên và Nhân dân về vị trí, vai trò của công
tác khuyến học, khuyến tài được nâng lên rõ rệt; có 327/335 đồng chí tham gia, đạt
97,6%.
Công tác kiểm tra được tiến hành thường xuyên."""

OF_THEIR_OWN = {
    "sentences": "Xã đã tổ chức hội nghị quán triệt Kết luận tới đảng viên.\nqua đó tốt hơn.",
    "a heading": "Công tác tuyên truyền\nđược thực hiện thường xuyên trên hệ thống truyền thanh.",
    "a list with marks": "Trong 5 năm qua Đảng ủy xã đã chỉ đạo thực hiện các việc sau đây\n"
    "- mở lớp học\n- phát thanh",
    "a list with letters": "Trong 5 năm qua Đảng ủy xã đã chỉ đạo thực hiện các việc sau đây\n"
    "a) mở lớp học\nb) phát thanh",
    "a lead": "Trong 5 năm qua Đảng ủy xã đã chỉ đạo thực hiện các việc sau đây:\nmở lớp học",
    "a list with semicolons": "tổ chức 12 hội nghị quán triệt tới toàn thể cán bộ, đảng viên;\n"
    "phát thanh 45 tin, bài;",
    "items that begin large": "Tổ chức 12 hội nghị quán triệt tới toàn thể cán bộ, đảng viên\n"
    "Phát thanh 45 tin, bài trên hệ thống truyền thanh của xã",
    "capitals": "KẾT QUẢ THỰC HIỆN CÔNG TÁC KHUYẾN HỌC, KHUYẾN TÀI CỦA XÃ\nđược nâng lên.",
    "rows of a table": "Số hội viên Hội Khuyến học toàn xã tính đến ngày 30/4 | 120\n"
    "trong đó đảng viên | 30",
    "a blank line": "Xã đã tổ chức hội nghị quán triệt Kết luận tới toàn thể đảng viên\n\nqua đó",
}  # fmt: skip


def test_a_page_of_a_pdf_reads_sentence_by_sentence() -> None:
    assert [one.text for one in split_sentences(join_wrapped(FROM_PDF))] == [
        "Đảng ủy xã đã tổ chức hội nghị nghiên cứu, học tập, quán triệt nội dung Kết luận đến "
        "cấp ủy các chi bộ trực thuộc, cán bộ chủ chốt và toàn thể đảng viên trong toàn Đảng bộ.",
        "Qua đó, nhận thức của cán bộ, đảng viên và Nhân dân về vị trí, vai trò của công tác "
        "khuyến học, khuyến tài được nâng lên rõ rệt; có 327/335 đồng chí tham gia, đạt 97,6%.",
        "Công tác kiểm tra được tiến hành thường xuyên.",
    ]


@pytest.mark.parametrize("name", sorted(OF_THEIR_OWN))
def test_lines_of_their_own_stay(name: str) -> None:
    assert join_wrapped(OF_THEIR_OWN[name]) == OF_THEIR_OWN[name]


@given(st.lists(st.text("aĐọ 1.;|-\t", max_size=60), max_size=8))
def test_only_line_breaks_change_and_no_offset_moves(lines: list[str]) -> None:
    text = "\n".join(lines)
    joined = join_wrapped(text)
    assert len(joined) == len(text)
    assert all(a == b or (a, b) == ("\n", " ") for a, b in zip(text, joined, strict=True))
