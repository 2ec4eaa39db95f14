"""The parts around a body: letterhead, number, date, subject, signature, recipients."""

import datetime
import itertools
from typing import Any

import pytest

from app.documents import (
    DocumentError,
    all_profiles,
    get_profile,
    read_word_blocks,
    write_word,
)
from app.documents.reading import TableBlock
from forms.document import (
    Authority,
    AuthorityLine,
    Document,
    Heading,
    Letterhead,
    Marks,
    Metadata,
    Number,
    Paragraph,
    Recipient,
    Signature,
    plain,
)
from tests.app.documents import samples
from tests.app.documents.sound import W, faults, xml_of
from tests.app.documents.words import HD36, lines, simple


def test_a_draft_has_room_for_its_number_and_an_issued_document_has_two_digits() -> None:
    assert "Số      -BC/HU" in lines(write_word(simple(), HD36))
    assert "Số 05-BC/HU" in lines(write_word(simple(number=Number("BC", 5)), HD36))
    assert "Số: 05/BC-HU" in lines(write_word(simple(number=Number("BC", 5)), get_profile("nd30")))


def test_a_long_place_is_shortened_so_that_the_date_stays_on_one_line() -> None:
    data = write_word(simple(letterhead=samples.CITY_DEPARTMENT), HD36)
    assert "TP Hồ Chí Minh, ngày 09 tháng 5 năm 2024" in lines(data)


def test_a_draft_without_date_keeps_the_year() -> None:
    data = write_word(simple(date=None, year=2024), HD36)
    assert "Kim Động, ngày      tháng      năm 2024" in lines(data)


def test_the_rule_is_as_long_as_the_title() -> None:
    rules = list(xml_of(write_word(simple(), HD36)).iter(f"{W}pBdr"))
    indent = rules[0].getparent().find(f"{W}ind")
    cell = rules[0].getparent().getparent().getparent()
    width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
    length = width - int(indent.get(f"{W}left")) - int(indent.get(f"{W}right"))
    assert abs(length - 4133) <= 4


def test_kind_subject_and_five_hyphens_follow_each_other() -> None:
    found = lines(write_word(simple(abstract="sơ kết 05 năm"), HD36))
    at = found.index("BÁO CÁO")
    assert found[at : at + 3] == ["BÁO CÁO", "sơ kết 05 năm", "-----"]


def test_an_official_letter_carries_its_subject_under_the_number() -> None:
    letter = simple(kind_title="", abstract="đôn đốc nộp báo cáo", number=Number("CV", 7))
    assert "về việc đôn đốc nộp báo cáo" in lines(write_word(letter, get_profile("party_hd05")))
    assert "V/v đôn đốc nộp báo cáo" in lines(write_word(letter, get_profile("nd30")))
    assert "BÁO CÁO" not in lines(write_word(letter, HD36))


def test_a_proposal_is_submitted_and_others_are_sent() -> None:
    proposal = simple(number=Number("TTr"), addressees=("Ban Thường vụ Tỉnh ủy",))
    assert "Kính trình: Ban Thường vụ Tỉnh ủy" in lines(
        write_word(proposal, get_profile("party_hd05"))
    )
    assert "Kính gửi: Ban Thường vụ Tỉnh ủy" in lines(write_word(proposal, HD36))


def test_several_addressees_stand_below_each_other() -> None:
    found = lines(write_word(simple(addressees=("Đảng ủy xã A", "Đảng ủy xã B")), HD36))
    assert [line for line in found if "Đảng ủy xã" in line] == [
        "Kính gửi:\t- Đảng ủy xã A,",
        "\t- Đảng ủy xã B.",
    ]


def test_basis_lines_end_as_each_profile_says() -> None:
    document = simple(basis=("Căn cứ Điều lệ Đảng;", "Căn cứ Quy chế làm việc."))
    assert "- Căn cứ Quy chế làm việc," in lines(write_word(document, HD36))
    assert "- Căn cứ Quy chế làm việc." in lines(write_word(document, get_profile("party_hd05")))
    assert "Căn cứ Điều lệ Đảng;" in lines(write_word(document, get_profile("nd30")))


def test_recipients_end_as_each_profile_says() -> None:
    document = simple(recipients=(Recipient("Tỉnh ủy", "để b/c"), Recipient("Lưu Văn phòng")))
    ends = {
        profile.id: [line for line in lines(write_word(document, profile)) if line.startswith("- ")]
        for profile in all_profiles()
    }
    assert ends["party_hd36"] == ["- Tỉnh ủy (để b/c),", "- Lưu Văn phòng."]
    assert ends["party_hd05"] == ["- Tỉnh ủy (để b/c);", "- Lưu Văn phòng."]


@pytest.mark.parametrize(
    ("authority", "party", "state"),
    [
        (Authority.ON_BEHALF, "T/M BAN THƯỜNG VỤ", "TM. BAN THƯỜNG VỤ"),
        (Authority.DEPUTY, "K/T BAN THƯỜNG VỤ", "KT. BAN THƯỜNG VỤ"),
        (Authority.BY_ORDER, "T/L BAN THƯỜNG VỤ", "TL. BAN THƯỜNG VỤ"),
        (None, "BAN THƯỜNG VỤ", "BAN THƯỜNG VỤ"),
    ],
)
def test_authority_is_written_with_a_slash_or_a_dot(
    authority: Authority | None, party: str, state: str
) -> None:
    document = simple(
        signature=Signature("Phó Bí thư", (AuthorityLine("Ban Thường vụ", authority),))
    )
    assert party in lines(write_word(document, HD36))
    assert state in lines(write_word(document, get_profile("nd30")))


def test_the_position_is_regular_in_party_documents_and_bold_in_state_ones() -> None:
    for profile, bold in ((HD36, False), (get_profile("nd30"), True)):
        tables = [
            block
            for block in read_word_blocks(write_word(simple(), profile))
            if isinstance(block, TableBlock)
        ]
        found = [
            part.bold
            for cell in tables[-1].cells
            for part in cell.paragraphs
            if part.text == "PHÓ BÍ THƯ"
        ]
        assert found == [bold]


def test_the_signature_row_never_splits_and_stays_with_the_last_two_lines() -> None:
    body = (Paragraph(plain("Đoạn dài " * 40)), Paragraph(plain("Đoạn ngắn.")))
    root = xml_of(write_word(simple(body=body, closing="Hết."), HD36))
    table = root.findall(f".//{W}tbl")[-1]
    assert table.find(f".//{W}trPr/{W}cantSplit") is not None
    texts = {
        "".join(item.itertext()): item.find(f"{W}pPr/{W}keepNext") is not None
        for item in root.iterfind(f"{W}body/{W}p")
    }
    assert texts["Hết./."]
    assert texts["Đoạn ngắn."]
    assert not texts["Đoạn dài " * 40]


@pytest.mark.parametrize("closing", ["Hết", "Hết.", "Hết./.", " Hết. "])
def test_the_last_sentence_ends_once_with_its_mark(closing: str) -> None:
    assert "Hết./." in lines(write_word(simple(closing=closing), HD36))


def test_marks_stand_where_the_profile_puts_them() -> None:
    marks = Marks("Mật", "Khẩn", "Tài liệu hội nghị", "Dự thảo lần 2", "vp 03")
    found = lines(write_word(simple(marks=marks), HD36))
    assert {"MẬT", "KHẨN", "TÀI LIỆU HỘI NGHỊ", "Dự thảo lần 2", "vp 03"} <= set(found)


def test_a_document_with_a_number_needs_a_letterhead() -> None:
    with pytest.raises(DocumentError, match="Chưa có thông tin cơ quan ban hành"):
        write_word(simple(letterhead=None), HD36)


NO_SYMBOL = Letterhead("Huyện ủy Kim Động", None, "", "Kim Động")


def test_a_draft_leaves_room_for_a_symbol_nobody_has_entered() -> None:
    head = lines(write_word(simple(letterhead=NO_SYMBOL, number=Number("BC")), HD36))
    assert any(line.endswith("-BC/……") for line in head), head


@pytest.mark.parametrize(
    "changes",
    [
        {"letterhead": Letterhead(" ", None, "HU", "Kim Động")},
        {"letterhead": NO_SYMBOL, "number": Number("BC", 15)},
        {"number": Number("", 15)},
        {"metadata": Metadata(export_id="x" * 201)},
        {"body": (Paragraph(plain("a"), block_id="1"), Paragraph(plain("b"), block_id="1"))},
    ],
)
def test_what_cannot_be_written_well_is_refused_in_vietnamese(changes: dict[str, Any]) -> None:
    with pytest.raises(DocumentError, match=r"[Hh]ãy|Bổ sung"):
        write_word(simple(**changes), HD36)


def test_an_outline_needs_no_letterhead() -> None:
    outline = Document(None, "Đề cương", "gợi ý xây dựng báo cáo", body=(Heading(2, "Mở đầu", ""),))
    data = write_word(outline, HD36)
    assert faults(data) == []
    assert lines(data) == ["ĐỀ CƯƠNG", "gợi ý xây dựng báo cáo", "-----", "MỞ ĐẦU"]


def test_dates_of_all_months_are_padded_by_the_rule() -> None:
    months = itertools.product((1, 2, 3, 10), (1, 10))
    for month, day in months:
        data = write_word(simple(date=datetime.date(2024, month, day)), HD36)
        wanted = (
            f"Kim Động, ngày {day:02d} tháng {month:02d} năm 2024"
            if month < 3
            else (f"Kim Động, ngày {day:02d} tháng {month} năm 2024")
        )
        assert wanted in lines(data)
