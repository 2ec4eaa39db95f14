"""The outlines of the library against the plans that ask for the reports."""

from __future__ import annotations

import pytest

from forms import Answers, Outline
from forms.fields import field_type
from forms.schema import FilledBy
from tests.outlines.library import library_outline, outline_files

NAMES = [path.parent.name for path in outline_files()]
# Plan on khoa giáo for 2024 of a Ban Tuyên giáo Huyện ủy, section II.
DISTRICT_TASKS = (
    "Công tác tham mưu tổ chức thực hiện các nghị quyết, chỉ thị, kết luận của Đảng thuộc lĩnh "
    "vực Khoa giáo",
    "Công tác kiểm tra, giám sát việc thực hiện các nghị quyết, chỉ thị, kết luận của Đảng",
    "Công tác sơ kết, tổng kết các nghị quyết, chỉ thị, kết luận của Trung ương và của tỉnh thuộc "
    "lĩnh vực khoa giáo",
    "Thực hiện công tác phối hợp theo Quyết định số 238-QĐ/TW của Ban Bí thư khóa XII",
    "Tổ chức tập huấn, tọa đàm, hội thảo, hội nghị nâng cao năng lực cho đội ngũ làm công tác "
    "tuyên giáo trong lĩnh vực khoa giáo",
)
# Programme on khoa giáo for 2023 of a Đảng ủy Sở, section II; in the third it writes “khóa XI”.
SECTOR_TASKS = (
    "Hướng dẫn, đôn đốc, kiểm tra, giám sát việc thực hiện các nghị quyết, chỉ thị, kết luận của "
    "Đảng",
    "Công tác tổng kết, sơ kết các nghị quyết, chỉ thị, kết luận của Đảng",
    "Thực hiện Chương trình phối hợp theo Quyết định số 238-QĐ/TW của Ban Bí thư khóa XII",
    "Tập huấn, tọa đàm, hội thảo, hội nghị nâng cao năng lực cho cán bộ làm công tác tuyên giáo "
    "trong lĩnh vực khoa giáo",
)
# Plan of Đảng ủy Khối các cơ quan Trung ương on Chương trình 01, section II.
PROGRAMME_TASKS = (
    "Đẩy mạnh và đổi mới công tác tuyên truyền",
    "Xây dựng các mô hình khuyến khích học tập",
    "Công tác triển khai, đánh giá, sơ kết, tổng kết",
)
# What the plans call the closing reports: how long, which document, its title.
CLOSING = {
    "ct37": ("10 năm", "37-CT/TW", "công tác đào tạo nhân lực có tay nghề cao”"),
    "nq36": ("10 năm", "36-NQ/TW", "“Đẩy mạnh ứng dụng, phát triển công nghệ thông tin đáp ứng"),
    "ct38": ("15 năm", "38-CT/TW", "“Đẩy mạnh công tác Bảo hiểm y tế trong tình hình mới”"),
    "ct40": ("20 năm", "40-CT/TW", "nâng cao chất lượng đội ngũ nhà giáo và cán bộ quản lý"),
    "ct34": ("25 năm", "34-CT/TW", "“Tăng cường công tác chính trị tư tưởng; củng cố tổ chức đảng"),
    "nq29": ("10 năm", "29-NQ/TW", "Chương trình hành động số 46-CTrHĐ/TU và Kết luận số 51-KL/TW"),
    "nq24": ("10 năm", "24-NQ/TW", "Chương trình hành động số 34-CTrHĐ/TU, Kết luận số 56-KL/TW"),
}
CLOSING_PARTS = ("Phần thứ nhất", "Phần thứ hai", "Phần thứ ba")
# Reports of one family ask the same questions under the same keys; others share none.
FAMILIES = (
    ("khoa_giao_quy", "khoa_giao_6_thang", "khoa_giao_nam"),
    tuple(f"{kind}_{period}" for kind in ("khoa_giao_nganh", "tuyen_giao")
          for period in ("quy", "6_thang", "nam")),
    ("ct01_nam", "ct01_so_ket"),
    ("nq29", "giam_sat_nq29"),
)  # fmt: skip
PERIODS = ("quy", "6_thang", "nam")


def outline_of(name: str) -> Outline:
    return library_outline(f"{name}/v1")


def headings(outline: Outline, key: str) -> tuple[str, ...]:
    return tuple(section.heading for section in outline.section(key).sections)


def keys(outline: Outline) -> set[str]:
    return {field.key for _, field in outline.fields()}


def asked(outline: Outline, unit_kind: str, *tags: str) -> set[str]:
    answers = Answers(outline, {}, unit_kind=unit_kind, tags=tags)
    return {section.key for section in outline.walk() if answers.applies(section)}


@pytest.mark.parametrize("period", PERIODS)
def test_khoa_giao_reports_of_a_district_follow_the_tasks_of_its_plan(period: str) -> None:
    outline = outline_of(f"khoa_giao_{period}")

    assert headings(outline, "kq") == DISTRICT_TASKS
    assert len(outline.section("lv").sections) == 6


@pytest.mark.parametrize("period", PERIODS)
def test_khoa_giao_reports_of_a_sector_follow_the_tasks_of_its_programme(period: str) -> None:
    assert headings(outline_of(f"khoa_giao_nganh_{period}"), "kq") == SECTOR_TASKS


@pytest.mark.parametrize("period", PERIODS)
def test_the_tuyen_giao_report_holds_the_khoa_giao_one_as_its_second_part(period: str) -> None:
    outline, inner = outline_of(f"tuyen_giao_{period}"), outline_of(f"khoa_giao_nganh_{period}")
    part = outline.section("kg")

    assert part.level_name == "Phần thứ hai"
    assert part.sections == tuple(s for s in inner.sections if not s.appendix)
    assert [s for s in inner.sections if s.appendix] == [outline.section("phu_luc_kg")]
    assert outline.section("phu_luc_kg") in outline.sections


@pytest.mark.parametrize("name", ["ct01_nam", "ct01_so_ket"])
def test_reports_of_programme_01_follow_the_tasks_of_its_plan(name: str) -> None:
    outline = outline_of(name)

    assert headings(outline, "kq") == PROGRAMME_TASKS
    assert headings(outline, "kq_1") == (
        "Đẩy mạnh công tác tuyên truyền",
        "Đổi mới công tác tuyên truyền",
    )


@pytest.mark.parametrize("name", ["ct01_nam", "ct01_so_ket"])
def test_learning_units_are_counted_down_to_the_party_cell(name: str) -> None:
    outline = outline_of(name)
    table = outline.field("ct01_pl1_mo_hinh")
    targets = {(t.document, t.year, t.value) for row in table.rows for t in row.targets}

    assert [row.key for row in table.rows] == ["chi_bo", "can_bo", "lanh_dao"]
    assert {"pl1a"} == asked(outline, "chi_bo") & {"pl1a", "pl1b"}
    assert {"pl1a", "pl1b"} <= asked(outline, "dang_uy")
    assert targets == {
        ("387/QĐ-TTg", 2025, "80%"),
        ("677/QĐ-TTg", 2025, "60%"),
        ("677/QĐ-TTg", 2030, "80%"),
    }


@pytest.mark.parametrize("name", CLOSING)
def test_a_closing_report_carries_the_name_that_the_plan_gives_it(name: str) -> None:
    years, symbol, words = CLOSING[name]
    outline = outline_of(name)

    assert outline.kind == "tong_ket"
    assert outline.title.startswith(f"Báo cáo tổng kết {years} thực hiện")
    assert outline.document.subject.startswith(f"tổng kết {years} thực hiện")
    assert words in outline.document.subject
    assert outline.basis[0].symbol == symbol


@pytest.mark.parametrize("name", CLOSING)
def test_a_closing_report_has_the_parts_of_the_de_cuong_at_hand(name: str) -> None:
    outline = outline_of(name)
    introduction, *parts, appendix = outline.sections

    assert (introduction.heading, appendix.heading) == ("MỞ ĐẦU", "PHỤ LỤC")
    assert introduction.filled_by is FilledBy.OFFICE
    assert tuple(part.level_name for part in parts) == CLOSING_PARTS
    assert outline.section("p1_1").filled_by is FilledBy.OFFICE
    assert outline.section("p2_chung").heading == "Đánh giá chung"


@pytest.mark.parametrize("name", CLOSING)
def test_groups_of_tasks_that_no_plan_names_are_marked_as_proposals(name: str) -> None:
    outline = outline_of(name)
    tasks = [s for s in outline.section("p2").sections if s.key != "p2_chung"]

    assert "Gợi ý" in outline.section("p2").guidance
    assert all(task.guidance.startswith("Gợi ý") for task in tasks)
    assert all(field.suggested for task in tasks for field in task.fields)
    for task in tasks:
        labels = [field.label for field in task.fields]
        assert labels == ["Kết quả đạt được", "Tồn tại, hạn chế", "Nguyên nhân"]


def test_the_nine_groups_of_resolution_29_are_asked_in_both_its_reports() -> None:
    closing, supervised = outline_of("nq29"), outline_of("giam_sat_nq29")

    assert headings(closing, "p2")[:9] == headings(supervised, "p2")
    assert len(headings(supervised, "p2")) == 9


def test_directive_29_asks_units_by_their_function() -> None:
    outline = outline_of("ct29")
    plain = asked(outline, "chi_bo_co_so")

    assert asked(outline, "chi_bo_co_so", "bao_chi") - plain == {"kq_3"}
    assert asked(outline, "dang_uy_co_so", "tham_muu_chinh_sach") - plain == {"kq_4"}
    assert asked(outline, "dang_uy_co_so", "giao_duc") - plain == {"pl2"}
    assert "báo chí, thông tin, tuyên truyền" in outline.section("kq_3").guidance
    assert "hoàn thiện hệ thống chính sách" in outline.section("kq_4").guidance


def test_targets_for_provinces_say_so() -> None:
    rows = outline_of("ct29").field("ct29_pl2_pho_cap").rows
    targets = [target for row in rows for target in row.targets]

    assert {(t.document, t.scope[:4]) for t in targets} == {("1373/QĐ-TTg", "tỉnh")}
    assert ("70%", "90%") in {tuple(t.value for t in row.targets) for row in rows}


def test_new_documents_are_followed_one_by_one() -> None:
    rows = outline_of("trien_khai_van_ban").field("tk_tien_do_van_ban").rows

    assert [row.key for row in rows] == ["ct21", "nq45", "ct25", "ct28", "kl69", "ct29"]


def test_a_unit_without_a_case_answers_one_question_of_the_special_report() -> None:
    outline = outline_of("khoa_giao_dot_xuat")

    def shown(answer: str) -> set[str]:
        values = {"dx_co_vu_viec": {"v": answer}}
        answers = Answers(outline, values, unit_kind="xa")
        return {field.key for _, field in answers.applicable_fields()}

    assert shown("no") == {"dx_co_vu_viec", "dx_kien_nghi", "dx_tep_kem"}
    assert shown("yes") == keys(outline)


@pytest.mark.parametrize("name", NAMES)
def test_answers_of_other_reports_are_taken_over_only_within_a_family(name: str) -> None:
    relatives = {name, *(other for family in FAMILIES if name in family for other in family)}
    shared = {
        other: common
        for other in set(NAMES) - relatives
        if (common := keys(outline_of(name)) & keys(outline_of(other)))
    }

    assert shared == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_prefill_names_a_question_of_the_same_type(name: str) -> None:
    for _, field in outline_of(name).fields():
        if field.prefill.startswith("outline:"):
            outline_id, _, key = field.prefill.removeprefix("outline:").partition(".")
            assert outline_of(outline_id).field(key).type == field.type


@pytest.mark.parametrize("family", ["khoa_giao", "khoa_giao_nganh", "tuyen_giao"])
@pytest.mark.parametrize("period", ["6_thang", "nam"])
def test_a_longer_period_asks_what_its_last_quarter_asked(family: str, period: str) -> None:
    quarter, longer = outline_of(f"{family}_quy"), outline_of(f"{family}_{period}")
    lessons = keys(longer) - keys(quarter)

    assert keys(quarter) <= keys(longer)
    assert all(key.endswith("bai_hoc") for key in lessons)


@pytest.mark.parametrize("period", ["6_thang", "nam"])
def test_the_quarters_cumulative_figures_become_those_of_the_longer_period(period: str) -> None:
    quarter = outline_of("khoa_giao_quy").field("kg_pl1_hoat_dong")
    longer = outline_of(f"khoa_giao_{period}").field("kg_pl1_hoat_dong")
    cells = {"trong_ky": {"v": "3"}, "luy_ke": {"v": "7"}, "cung_ky": {"v": "5"}}

    taken = field_type("table").computed(longer, {"rows": {"van_ban": cells}})

    assert [row.key for row in quarter.rows] == [row.key for row in longer.rows]
    assert taken["rows"]["van_ban"]["luy_ke"] == {"v": "7"}
    assert taken["rows"]["van_ban"]["tang_giam"] == {"v": "2"}
