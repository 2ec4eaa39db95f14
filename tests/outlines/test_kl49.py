"""The outline of Kết luận 49 against the đề cương of Huyện ủy Kim Động (plan of 9/5/2024)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from forms import Answers, Outline, Section
from forms.schema import FilledBy
from tests.outlines.library import library_outline, source_of

# The headings of the đề cương in their order, its typing errors corrected.
PART_HEADINGS = (
    ("", "MỞ ĐẦU"),
    ("PHẦN THỨ NHẤT", "TỔ CHỨC TRIỂN KHAI KẾT LUẬN SỐ 49-KL/TW"),
    ("PHẦN THỨ HAI", "KẾT QUẢ THỰC HIỆN KẾT LUẬN SỐ 49-KL/TW"),
    (
        "PHẦN THỨ BA",
        "NHIỆM VỤ VÀ GIẢI PHÁP ĐẨY MẠNH CÔNG TÁC KHUYẾN HỌC, KHUYẾN TÀI, XÂY DỰNG XÃ HỘI HỌC TẬP",
    ),
    ("", "PHỤ LỤC"),
)
INTRODUCTION = ("Lý do xây dựng Báo cáo", "Quá trình xây dựng Báo cáo", "Cấu trúc Báo cáo")
FIRST_PART = (
    "Công tác nghiên cứu, phổ biến, quán triệt tổ chức triển khai ở Trung ương",
    "Công tác nghiên cứu, phổ biến, quán triệt tổ chức triển khai ở địa phương, cơ quan, đơn vị",
)
TASKS = (
    "Sự lãnh đạo của Đảng, sự quản lý của Nhà nước",
    "Công tác tuyên truyền",
    "Vai trò của các tổ chức chính trị - xã hội, xã hội nghề nghiệp và tổ chức xã hội",
    "Phát triển tổ chức, nâng cao chất lượng hoạt động và đa dạng các mô hình học tập, chú trọng "
    "đào tạo từ xa",
    "Tiếp tục xóa mù chữ cho người lớn, thực hiện chế độ đào tạo, bồi dưỡng bắt buộc đối với cán "
    "bộ, công chức, viên chức và người lao động",
    "Đổi mới cơ chế tài chính, đẩy mạnh xã hội hóa công tác khuyến học, khuyến tài, xây dựng công "
    "dân học tập, đơn vị học tập và tỉnh, thành phố học tập",
    "Hợp tác quốc tế",
)
ASSESSMENT = ("Ưu điểm", "Tồn tại, hạn chế", "Nguyên nhân", "Bài học kinh nghiệm")
THIRD_PART = (
    "Bối cảnh và những vấn đề đặt ra đối với công tác khuyến học, khuyến tài, xây dựng xã hội học "
    "tập thời gian tới",
    "Nhiệm vụ và giải pháp",
    "Kiến nghị",
)
ADDRESSEES = (
    "Tỉnh ủy, HĐND tỉnh, UBND tỉnh",
    "Ban Bí thư Trung ương",
    "Chính phủ",
    "Ban Tuyên giáo Trung ương",
    "Các bộ, ngành có liên quan",
)
APPENDICES = (
    "Danh mục các văn bản thể chế chủ trương về công tác khuyến học, khuyến tài, xây dựng xã hội "
    "học tập",
    "Kết quả thực hiện các mục tiêu về xây dựng xã hội học tập",
    "Kết quả thực hiện nhiệm vụ, giải pháp về công tác khuyến học, khuyến tài",
)
# Explanations of the đề cương by the section or field beside which they stand.
EXPLANATIONS = {
    "p2": "cần bám sát 7 nhiệm vụ, giải pháp trong Kết luận số 49-KL/TW để đánh giá mức độ hoàn "
    "thành nhiệm vụ, gồm: Kết quả đạt được; Tồn tại, hạn chế; Nguyên nhân. Cụ thể:",
    "p2_1": "Đánh giá công tác lãnh đạo, chỉ đạo thể chế chủ trương của Đảng về khuyến học, khuyến "
    "tài, xây dựng xã hội học tập thành kế hoạch, chương trình hành động",
    "p2_2": "các mục tiêu, nhiệm vụ, giải pháp trong Quyết định số 489/QĐ-TTg, ngày 08/4/2020",
    "p2_3": "Đánh giá vai trò, sự tham gia của các tổ chức chính trị - xã hội, xã hội nghề nghiệp",
    "p2_7": "thu hút đội ngũ trí thức tài năng là người Việt Nam ở nước ngoài đóng góp",
    "p2_chung": "Đánh giá khái quát, toàn diện những kết quả thực hiện sau 5 năm",
    "p3_2": "đặc điểm tình hình của mỗi địa phương, đơn vị, tổ chức, những hạn chế và nguyên nhân "
    "sau 5 năm thực hiện Kết luận số 49-KL/TW",
    "p2_4_ket_qua_a": "Quy mô, mạng lưới tổ chức hội khuyến học trong các cộng đồng dân cư",
    "p2_4_ket_qua_b": "Hiệu quả hoạt động của các thiết chế giáo dục ngoài nhà trường",
    "p2_4_ket_qua_c": "Kết quả việc gắn kết và liên thông giữa giáo dục chính quy với giáo dục",
    "p2_5_ket_qua_a": "Chất lượng, hiệu quả công tác xóa mù chữ cho người lớn gắn với việc phổ cập",
    "p2_5_ket_qua_b": "Chất lượng, hiệu quả công tác đào tạo, bồi dưỡng bắt buộc đối với cán bộ",
    "p2_6_ket_qua_a": "Đánh giá việc ban hành những quy định về cơ chế, chính sách của địa phương",
    "p2_6_ket_qua_b": "“Công dân học tập”, “Xã học tập”, “Huyện học tập”, “Tỉnh học tập”",
    "p2_6_ket_qua_c": "thu hút, tạo nguồn cán bộ từ sinh viên tốt nghiệp xuất sắc, cán bộ khoa học",
}
MISPRINTS = (
    "càn bám sát",
    "thề chế",
    "tinh, thành phố",
    "điểm tinh hình",
    "bao đảm",
    "uỷ",
    "chính trị-xã",
)
RESULTS = {4: ("_a", "_b", "_c"), 5: ("_a", "_b"), 6: ("_a", "_b", "_c")}


@pytest.fixture(scope="module")
def outline() -> Outline:
    return library_outline("kl49/v1")


def field_labels(section: Section) -> tuple[str, ...]:
    return tuple(field.label for field in section.fields)


def headings(sections: tuple[Section, ...]) -> tuple[str, ...]:
    return tuple(section.heading for section in sections)


def asked(outline: Outline, unit_kind: str, *tags: str) -> set[str]:
    answers = Answers(outline, {}, unit_kind=unit_kind, tags=tags)
    return {section.key for section in outline.walk() if answers.applies(section)}


def asked_rows(outline: Outline, unit_kind: str, field_key: str) -> set[str]:
    answers = Answers(outline, {}, unit_kind=unit_kind)
    return {row.key for row in answers.asked(outline.field(field_key)).rows}


def shown_texts(outline: Outline) -> Iterator[str]:
    for section in outline.walk():
        yield from (section.heading, section.level_name, section.guidance, section.note)
        for field in section.fields:
            yield from (field.label, field.guidance, field.example, field.default)


def test_the_parts_are_those_of_the_de_cuong(outline: Outline) -> None:
    parts = tuple((section.level_name.upper(), section.heading) for section in outline.sections)

    assert parts == PART_HEADINGS


def test_the_introduction_has_three_items_that_the_office_fills(outline: Outline) -> None:
    introduction = outline.section("mo_dau")

    assert field_labels(introduction) == INTRODUCTION
    assert introduction.filled_by is FilledBy.OFFICE


def test_the_first_part_asks_units_only_about_their_own_work(outline: Outline) -> None:
    centre, local = outline.section("p1").sections

    assert headings((centre, local)) == FIRST_PART
    assert (centre.filled_by, local.filled_by) == (FilledBy.OFFICE, FilledBy.UNIT)
    assert "Quyết định số 489/QĐ-TTg, ngày 08/4/2020" in centre.fields[0].default


def test_the_second_part_has_the_seven_tasks_and_the_assessment(outline: Outline) -> None:
    *tasks, assessment = outline.section("p2").sections

    assert headings(tuple(tasks)) == TASKS
    assert [task.number for task in tasks] == [str(number) for number in range(1, 8)]
    assert (assessment.heading, field_labels(assessment)) == ("Đánh giá chung", ASSESSMENT)


@pytest.mark.parametrize("number", range(1, 8))
def test_each_task_asks_for_results_shortcomings_and_causes(outline: Outline, number: int) -> None:
    fields = outline.section(f"p2_{number}").fields
    results = [f"p2_{number}_ket_qua{part}" for part in RESULTS.get(number, ("",))]

    rest = [f"p2_{number}_han_che", f"p2_{number}_nguyen_nhan"]
    assert [field.key for field in fields] == results + rest
    assert all(field.label.startswith("Kết quả đạt được") for field in fields[:-2])
    assert [field.label for field in fields[-2:]] == ["Tồn tại, hạn chế", "Nguyên nhân"]
    assert {field.polarity for field in fields[:-2]} == {"positive"}
    assert {field.polarity for field in fields[-2:]} == {"negative"}


def test_the_third_part_ends_in_recommendations_to_five_addressees(outline: Outline) -> None:
    sections = outline.section("p3").sections
    recommendations = outline.field("p3_kien_nghi")

    assert headings(sections) == THIRD_PART
    assert field_labels(sections[0]) == ("Bối cảnh", "Những vấn đề đặt ra")
    assert recommendations.type == "recommendations"
    assert tuple(choice.label for choice in recommendations.choices) == ADDRESSEES


def test_there_are_three_appendices(outline: Outline) -> None:
    appendices = outline.section("phu_luc")

    assert headings(appendices.sections) == APPENDICES
    assert all(section.appendix for section in (appendices, *appendices.sections))


def test_only_the_tasks_that_have_one_in_the_de_cuong_carry_a_note(outline: Outline) -> None:
    noted = {section.key: section.note for section in outline.walk() if section.note}

    assert set(noted) == {"p2_2", "p2_3"}
    assert noted["p2_2"].startswith("Lưu ý: nhấn mạnh việc đổi mới hình thức tuyên truyền")
    assert noted["p2_3"].startswith("Lưu ý: Nhấn mạnh những biện pháp thúc đẩy việc học tập")


@pytest.mark.parametrize(("key", "words"), EXPLANATIONS.items())
def test_explanations_stand_beside_what_they_explain(
    outline: Outline, key: str, words: str
) -> None:
    sections = {section.key: section.guidance for section in outline.walk()}
    fields = {field.key: field.guidance for _, field in outline.fields()}

    assert words in (sections | fields)[key]


@pytest.mark.parametrize("misprint", MISPRINTS)
def test_no_misprint_of_the_de_cuong_is_shown_and_each_is_recorded(
    outline: Outline, misprint: str
) -> None:
    comments = [line for line in source_of("kl49/v1").splitlines() if line.startswith("#")]

    assert not [text for text in shown_texts(outline) if misprint in text]
    assert any(misprint in line for line in comments)


def test_a_commune_and_a_department_are_asked_different_sections(outline: Outline) -> None:
    commune, department = asked(outline, "xa"), asked(outline, "phong_ban")

    assert commune - department == {"pl3e", "pl3f"}
    assert department - commune == {"p2_7", "pl3k"}


def test_a_commune_with_international_cooperation_is_asked_about_it(outline: Outline) -> None:
    tagged = asked(outline, "xa", "hop_tac_quoc_te")

    assert tagged - asked(outline, "xa") == {"p2_7", "pl3k"}


def test_targets_of_a_territory_are_asked_of_communes_only(outline: Outline) -> None:
    commune = asked_rows(outline, "xa", "pl2_muc_tieu")
    department = asked_rows(outline, "phong_ban", "pl2_muc_tieu")

    assert commune == {row.key for row in outline.field("pl2_muc_tieu").rows}
    assert department == {
        "cdht_can_bo",
        "cdht_ky_nang_so",
        "don_vi_hoc_tap",
        "hoi_vien_quan_triet",
        "csgd_so",
    }


def test_armed_forces_are_not_asked_about_community_learning_and_literacy(outline: Outline) -> None:
    fields = {
        kind: {field.key for _, field in Answers(outline, {}, kind).applicable_fields()}
        for kind in ("phong_ban", "luc_luong_vu_trang")
    }

    assert fields["phong_ban"] - fields["luc_luong_vu_trang"] == {
        "p2_4_ket_qua_b",
        "p2_5_ket_qua_a",
    }


def test_every_kind_of_unit_is_asked_the_six_tasks_and_the_assessment(outline: Outline) -> None:
    wanted = {f"p2_{number}" for number in range(1, 7)} | {"p1_2", "p2_chung", "p3_2", "p3_3"}

    assert not [kind for kind in outline.unit_kinds if not wanted <= asked(outline, kind)]


def test_unconfirmed_targets_are_marked(outline: Outline) -> None:
    rows = outline.field("pl2_muc_tieu").rows
    suggested = {
        (row.key, target.document, target.year, target.value)
        for row in rows
        for target in row.targets
        if target.suggested
    }

    assert suggested == {
        ("tthtcd_cntt", "1373/QĐ-TTg", 2030, "80%"),
        ("can_bo_hoi_cntt", "387/QĐ-TTg", 2030, "60%"),
    }


def test_every_document_that_sets_a_target_stands_in_the_basis(outline: Outline) -> None:
    rows = outline.field("pl2_muc_tieu").rows
    named = {target.document for row in rows for target in row.targets}

    assert named == {"1373/QĐ-TTg", "387/QĐ-TTg", "677/QĐ-TTg"}
    assert named <= {citation.symbol for citation in outline.basis}


def test_the_report_goes_up_in_the_words_of_a_party_report(outline: Outline) -> None:
    document = outline.document

    assert (document.kind, document.title) == ("BC", "BÁO CÁO")
    assert document.subject.startswith("sơ kết 05 năm thực hiện Kết luận số 49-KL/TW")
    assert document.opening.startswith("Thực hiện Kế hoạch số 303-KH/TU, ngày 26/4/2024")
    assert document.closing.endswith("kính báo cáo Ban Thường vụ Tỉnh ủy./.")
    assert document.recipients[0] == ("Ban Thường vụ Tỉnh ủy", "để b/c")
    assert document.recipients[-1] == ("Lưu VPHU", "")


def test_examples_are_marked_as_suggestions(outline: Outline) -> None:
    examples = [field.example for _, field in outline.fields() if field.example]

    assert examples
    assert [text for text in examples if not text.startswith("Gợi ý:")] == []
