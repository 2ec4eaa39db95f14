"""The tables of Kết luận 49: merge rules, totals, and checks that let right figures through."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from forms import Answers, Finding, Outline, field_type, validate_report
from forms.expressions import compile_expression
from forms.schema import Check, Field, Severity
from tests.outlines.kl49_sample import TYPED, sample_answers
from tests.outlines.library import library_outline

BLOCK, WARN = Severity.BLOCK, Severity.WARN
TYPED_NUMBERS = {"integer", "decimal", "money"}
# One wrong figure (table.row.column, what is typed), how severe, and what the user is told.
WRONG_FIGURES = [
    ("pl2_muc_tieu.gia_dinh_hoc_tap.tu_2019", "11", BLOCK, "Năm 2019 tử số lớn hơn mẫu số"),
    ("pl2_muc_tieu.gia_dinh_hoc_tap.tu_2023", "11", BLOCK, "Năm 2023 tử số lớn hơn mẫu số"),
    ("pl2_muc_tieu.gia_dinh_hoc_tap.tu_2024", "11", BLOCK, "Đến 30/4/2024 tử số lớn hơn mẫu số"),
    ("pl2_muc_tieu.don_vi_hoc_tap.mau_2019", "", WARN, "Năm 2019 có tử số nhưng chưa có mẫu số"),
    ("pl2_muc_tieu.don_vi_hoc_tap.mau_2023", "", WARN, "Năm 2023 có tử số nhưng chưa có mẫu số"),
    ("pl2_muc_tieu.don_vi_hoc_tap.mau_2024", "", WARN, "Đến 30/4/2024 có tử số nhưng chưa có"),
    ("pl3a_to_chuc.hoi_vien.nam_2019", "7.000", BLOCK, "Năm 2019 số hội viên lớn hơn dân số"),
    ("pl3a_to_chuc.hoi_vien.nam_2024", "7.300", BLOCK, "Số hội viên tại 30/4/2024 lớn hơn dân số"),
    (
        "pl3a_to_chuc.hoi_vien.nam_2019",
        "100",
        BLOCK,
        "Năm 2019 số hội viên là đảng viên lớn hơn số",
    ),
    ("pl3a_to_chuc.hoi_vien.nam_2024", "100", BLOCK, "đảng viên tại 30/4/2024 lớn hơn số hội viên"),
    (
        "pl3a_to_chuc.tong_dang_vien.nam_2019",
        "9",
        WARN,
        "Năm 2019 số hội viên là đảng viên lớn hơn t",
    ),
    ("pl3a_to_chuc.tong_dang_vien.nam_2024", "9", WARN, "đảng viên tại 30/4/2024 lớn hơn tổng số"),
    ("pl3a_to_chuc.phat_trien_moi.nam_2024", "2.000", WARN, "Hội viên phát triển mới nhiều hơn"),
    ("pl3b_mo_hinh.don_vi.dang_ky", "11", BLOCK, "Số đăng ký lớn hơn tổng số"),
    ("pl3b_mo_hinh.don_vi.cong_nhan", "11", BLOCK, "Số được công nhận lớn hơn tổng số"),
    ("pl3b_mo_hinh.don_vi.xuat_sac", "4", BLOCK, "Số tốt, xuất sắc lớn hơn số được công nhận"),
    ("pl3b_mo_hinh.don_vi.cong_nhan", "6", WARN, "Số được công nhận lớn hơn số đăng ký"),
    ("pl3b_mo_hinh.cong_dan.cong_nhan", "4", WARN, "Số “Công dân học tập” ở Biểu số 2"),
    ("pl3b_mo_hinh.gia_dinh.cong_nhan", "4", WARN, "Số “Gia đình học tập” ở Biểu số 2"),
    ("pl3b_mo_hinh.dong_ho.cong_nhan", "4", WARN, "Số “Dòng họ học tập” ở Biểu số 2"),
    ("pl3b_mo_hinh.cong_dong_thon.cong_nhan", "4", WARN, "Số “Cộng đồng học tập” thôn, tổ dân phố"),
    ("pl3b_mo_hinh.don_vi.cong_nhan", "4", WARN, "Số “Đơn vị học tập” ở Biểu số 2"),
    ("pl3c_quy.du_cuoi.luy_ke", "3,1", BLOCK, "Cột lũy kế: số dư đầu kỳ cộng thu trừ chi"),
    ("pl3c_quy.du_cuoi.nam_2023", "2,1", BLOCK, "Cột năm 2023: số dư đầu kỳ cộng thu trừ chi"),
    ("pl3c_quy.thu_dong_ho.nam_2023", "2,6", WARN, "Có khoản thu riêng năm 2023 lớn hơn cả kỳ"),
    ("pl3c_quy.chi_khac.nam_2023", "2,6", WARN, "Có khoản chi riêng năm 2023 lớn hơn cả kỳ"),
    ("pl3c_quy.hien_vat.nam_2023", "2,6", WARN, "Hiện vật quy tiền riêng năm 2023 lớn hơn"),
    ("pl3d_hoc_bong.giao_vien.suat_2023", "9", WARN, "Số suất riêng năm 2023 lớn hơn cả kỳ"),
    ("pl3d_hoc_bong.giao_vien.so_tien_2023", "3", WARN, "Số tiền riêng năm 2023 lớn hơn cả kỳ"),
    ("pl3d_hoc_bong.hoc_bong.so_tien", "2,6", WARN, "Tiền học bổng ở Biểu số 3d khác"),
    (
        "pl3d_hoc_bong.hs_kho_khan.so_tien",
        "2,6",
        WARN,
        "Tiền hỗ trợ học sinh khó khăn ở Biểu số 3d",
    ),
    ("pl3e_tthtcd.tru_so_rieng.luy_ke", "2", BLOCK, "Số trung tâm có trụ sở riêng lớn hơn"),
    ("pl3e_tthtcd.ung_dung_cntt.luy_ke", "2", BLOCK, "Số trung tâm ứng dụng công nghệ thông tin"),
    ("pl3e_tthtcd.co_tu_sach.luy_ke", "2", BLOCK, "Số trung tâm có tủ sách, thư viện lớn hơn"),
    ("pl3e_tthtcd.co_internet.luy_ke", "2", BLOCK, "Số trung tâm có kết nối Internet lớn hơn"),
    ("pl3e_tthtcd.lop.nam_2023", "2", WARN, "Số riêng năm 2023 lớn hơn cả kỳ"),
    ("pl3f_xoa_mu_chu.tuoi_15_35.muc_1", "901", BLOCK, "Số người biết chữ mức độ 1 lớn hơn tổng"),
    (
        "pl3f_xoa_mu_chu.tuoi_15_35.muc_2",
        "891",
        BLOCK,
        "Số người biết chữ mức độ 2 lớn hơn mức độ 1",
    ),
    ("pl3f_xoa_mu_chu.tuoi_15_60.hoc_vien_nu", "13", BLOCK, "Số học viên nữ lớn hơn số học viên"),
    ("pl3f_xoa_mu_chu.tuoi_15_35.tong", "2.001", BLOCK, "Số người 15–35 tuổi lớn hơn"),
    ("pl3g_boi_duong.vien_chuc.bat_buoc", "21", BLOCK, "Số đã qua bồi dưỡng bắt buộc lớn hơn tổng"),
    ("pl3g_boi_duong.lao_dong.nghe_ky_nang", "21", WARN, "Số bồi dưỡng nghề, kỹ năng lớn hơn"),
    (
        "pl3h_tuyen_truyen.dv_du.luy_ke",
        "41",
        BLOCK,
        "Số đảng viên dự học lớn hơn số được triệu tập",
    ),
    ("pl3h_tuyen_truyen.tin_bai.nam_2023", "41", WARN, "Số riêng năm 2023 lớn hơn cả kỳ"),
]


@pytest.fixture(scope="module")
def outline() -> Outline:
    return library_outline("kl49/v1")


def tables(outline: Outline) -> Iterator[Field]:
    return (field for _, field in outline.fields() if field.type == "table")


def figure_findings(answers: Answers) -> list[Finding]:
    """What is said of the tables; the sample has no prose, which is missed elsewhere."""
    return [finding for finding in validate_report(answers) if finding.field_key in TYPED]


def results(check: Check, field: Field, answers: Answers) -> list[object]:
    """What a check gives: once, or for each row when it names columns alone."""
    expression = compile_expression(check.expression)
    if not {column.key for column in field.columns} & expression.names():
        return [expression.evaluate(answers.namespace())]
    rows = field_type(field.type).rows(field, answers.stored(field.key))
    return [expression.evaluate(cells) for _, cells in rows]


def test_the_sample_fills_every_table(outline: Outline) -> None:
    assert {field.key for field in tables(outline)} == set(TYPED)


def test_every_number_column_has_a_merge_rule_that_fits_it(outline: Outline) -> None:
    unfit = [
        f"{field.key}.{column.key}"
        for field in tables(outline)
        for column in field.columns
        if column.type in {*TYPED_NUMBERS, "ratio"}
        and (column.merge is None or column.merge.rule != _fitting(column.type))
    ]

    assert unfit == []


def _fitting(column_type: str) -> str:
    return "weighted_ratio" if column_type == "ratio" else "sum"


def test_years_in_lists_are_never_added_up(outline: Outline) -> None:
    rules = [outline.field(key).column("nam").merge for key in ("pl3i_dien_hinh", "pl3k_hop_tac")]

    assert [rule.rule for rule in rules if rule is not None] == ["none", "none"]


def test_forms_are_numbered_once_each_and_after_their_appendix(outline: Outline) -> None:
    codes = {field.key: field.form_code for _, field in outline.fields() if field.form_code}

    assert codes == {key: f"Biểu số {key.split('_')[0].removeprefix('pl')}-KL49" for key in codes}
    assert len(set(codes.values())) == len(codes) == 12


def test_tables_that_the_de_cuong_does_not_ask_for_are_marked_suggested(outline: Outline) -> None:
    assert all(field.suggested and field.allow_nil for field in tables(outline))


def test_right_figures_meet_no_objection(outline: Outline) -> None:
    assert figure_findings(sample_answers(outline)) == []


def test_every_check_says_true_on_right_figures_and_is_never_unknown(outline: Outline) -> None:
    answers = sample_answers(outline)
    found = {
        check.expression: results(check, field, answers)
        for field in tables(outline)
        for check in field.checks
    }

    assert {e: r for e, r in found.items() if not r or set(r) != {True}} == {}


@pytest.mark.parametrize(("path", "typed", "severity", "message"), WRONG_FIGURES)
def test_a_wrong_figure_is_met_by_its_check(
    outline: Outline, path: str, typed: str, severity: Severity, message: str
) -> None:
    findings = figure_findings(sample_answers(outline, {path: typed}))

    assert [f.severity for f in findings if message in f.message] == [severity]


def test_every_check_is_seen_to_fail(outline: Outline) -> None:
    wanted = {check.message for field in tables(outline) for check in field.checks}
    found = {
        finding.message
        for path, typed, _, _ in WRONG_FIGURES
        for finding in figure_findings(sample_answers(outline, {path: typed}))
    }

    assert {message for message in wanted if not any(message in said for said in found)} == set()


def test_an_empty_report_fails_no_check(outline: Outline) -> None:
    messages = {check.message for field in tables(outline) for check in field.checks}

    findings = validate_report(Answers(outline, {}, unit_kind="thi_tran"))

    assert not [finding for finding in findings if finding.message in messages]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("pl3a_to_chuc.ban_kh.nam_2024", "36"),
        ("pl3a_to_chuc.hoi_vien.tang_giam", "400"),
        ("pl3c_quy.thu.luy_ke", "10"),
        ("pl3c_quy.chi.nam_2023", "4"),
        ("pl3d_hoc_bong.tong.suat", "40"),
        ("pl3g_boi_duong.tong_cong.luot", "240"),
        ("pl3g_boi_duong.tong_cong.tl_bat_buoc", "90"),
        ("pl3b_mo_hinh.gia_dinh.tl_cong_nhan", "30"),
        ("pl2_muc_tieu.gia_dinh_hoc_tap.tl_2024", "30"),
    ],
)
def test_totals_differences_and_percentages_are_worked_out(
    outline: Outline, name: str, number: str
) -> None:
    assert sample_answers(outline).namespace()[name] == Decimal(number)
