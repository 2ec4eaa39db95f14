"""Numbers typed by hand are held against the figures their sentence names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from forms.merging import (
    KnownFigure,
    hand_numbers_that_disagree,
    known_in_answers,
    known_in_merged,
    render_tokens,
)
from forms.schema import Column
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import merged, n, outline_of, ratio, reports, table

KNOWN = (
    KnownFigure("hoi_vien", "Số hội viên", Decimal(48311), measure="người"),
    KnownFigure("ty_le", "Tỷ lệ hội viên", Decimal("26.8719"), percentage=True),
    KnownFigure("quy", "Quỹ khuyến học", Decimal("1234.5"), measure="triệu đồng"),
    KnownFigure("bang.a.lop", "Số lớp", Decimal(12), row="Thôn Hòa Bình"),
    KnownFigure("bang.cong.lop", "Số lớp", Decimal(30)),
)


def paths(text: str) -> list[str]:
    return [found.path for found in hand_numbers_that_disagree(text, KNOWN)]


@pytest.mark.parametrize(
    "text",
    [
        "Toàn huyện có 48.311 hội viên.",
        "Toàn huyện có hơn 48.000 hội viên.",
        "Hội viên đạt 26,9% dân số; hội viên chiếm 26,87%.",
        "Quỹ khuyến học đạt 1.234,5 triệu đồng.",
        "Quỹ khuyến học đạt 1,2 tỷ đồng.",
        "Mở 12 lớp, trong đó có lớp ở thôn Hòa Bình.",
        "Mở tổng cộng 30 lớp.",
        "Tổ chức 5 hội nghị. Số hội viên tăng.",
        "Năm 2024, theo Kết luận số 49-KL/TW, hội viên tích cực.",
    ],
)
def test_numbers_that_agree_or_speak_of_something_else_are_left_alone(text: str) -> None:
    assert paths(text) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Toàn huyện có 48.113 hội viên.", "hoi_vien"),
        ("Toàn huyện có gần 60.000 hội viên.", "hoi_vien"),
        ("Hội viên đạt 28,1% dân số.", "ty_le"),
        ("Quỹ khuyến học đạt 1,4 tỷ đồng.", "quy"),
        ("Thôn Hòa Bình mở 15 lớp.", "bang.a.lop"),
        ("Toàn huyện mở 15 lớp.", "bang.cong.lop"),
    ],
)
def test_a_number_that_disagrees_is_named_with_its_figure(text: str, path: str) -> None:
    (found,) = hand_numbers_that_disagree(text, KNOWN)
    assert found.path == path
    assert text[found.start : found.end] == found.typed


def test_the_message_shows_both_numbers_and_what_to_do() -> None:
    (found,) = hand_numbers_that_disagree("Có 48.113 hội viên.", KNOWN)
    assert found.message == (
        "“48.113” khác số liệu đã nhập: Số hội viên là 48.311 người; "
        "hãy kiểm tra lại hoặc chèn số liệu từ bảng."
    )


LITERATE = tuple(
    KnownFigure(
        f"xmc.{ages}.{level}", f"Mức độ {level}", Decimal(number), f"1. Người tuổi 15–{ages}",
        "người", percentage=True, line=f"1. Người tuổi 15–{ages}",
    )
    for ages, level, number in (
        (35, 1, "99.83"), (35, 2, "99.48"), (60, 1, "99.67"), (60, 2, "98.44"),
    )
)  # fmt: skip


def test_rows_that_differ_by_a_number_are_told_apart_by_it() -> None:
    text = "Người tuổi 15-60 biết chữ mức độ 2 đạt 97,9%."
    (found,) = hand_numbers_that_disagree(text, LITERATE)
    assert found.path == "xmc.60.2"
    assert found.place.endswith("(Mức độ 2) là 98,44%")
    assert hand_numbers_that_disagree("Người tuổi 15-25 biết chữ đạt 97,9%.", LITERATE) == ()


def test_when_a_figure_was_counted_need_not_be_said() -> None:
    known = [KnownFigure("hv", "Hội viên tại 30/4/2024", Decimal(480), measure="người")]
    (found,) = hand_numbers_that_disagree("Hội hiện có 470 hội viên.", known)
    assert found.path == "hv"


def test_rendered_tokens_cannot_disagree() -> None:
    outline = outline_of(a_field("integer", "hoi_vien", label="Số hội viên"))
    report = merged(outline, reports({"hoi_vien": n(48311)}))
    rendered = render_tokens("Có {{hoi_vien}} hội viên, tăng 5.000 hội viên.", report)
    live = [(use.start, use.end) for use in rendered.figures]
    known = [KnownFigure("khac", "Hội viên", Decimal(1))]
    found = hand_numbers_that_disagree(rendered.text, known, live)
    assert [one.typed for one in found] == ["5.000"]


COLUMNS = (
    Column("lop", "Số lớp", "integer"),
    Column("dat", "Lớp đạt", "integer"),
    Column("ty_le", "Tỷ lệ đạt", "ratio", numerator="dat", denominator="lop"),
)


def test_known_figures_of_merged_fields_and_of_one_unit_name_rows_and_totals() -> None:
    outline = outline_of(
        a_field("integer", "so"),
        a_field("ratio", "phan"),
        a_field("table", "bang", columns=COLUMNS),
    )
    values = {
        "so": n(3), "phan": ratio(1, 4), "bang": table(a={"lop": 4, "dat": 3}, b={"lop": 1}),
    }  # fmt: skip
    own = known_in_answers(outline, values)
    both = known_in_merged(outline, merged(outline, reports(values)))
    for known in (own, both):
        found = {(k.path, k.row, k.percentage): k.number for k in known}
        assert found["so", "", False] == 3
        assert found["phan", "", True] == 25
        assert found["bang.a.ty_le", "Dòng A", True] == 75
        assert found["bang.cong.lop", "", False] == 5
    assert known_in_merged(outline, merged(outline, reports(values)), "muc") == both
    assert known_in_answers(outline, {"so": {"s": "nil"}}) == ()


def test_sums_of_money_and_counts_are_never_compared() -> None:
    clubs = KnownFigure("ban", "Ban khuyến học dòng họ", Decimal(16), measure="ban")
    fund = KnownFigure("quy", "Quỹ khuyến học dòng họ", Decimal("70.5"), measure="triệu đồng")
    assert hand_numbers_that_disagree("Ban khuyến học dòng họ có 777 triệu đồng.", [clubs]) == ()
    assert hand_numbers_that_disagree("Quỹ khuyến học dòng họ có 16 ban.", [fund]) == ()
    assert hand_numbers_that_disagree("Quỹ khuyến học dòng họ có 777 triệu đồng.", [fund])


def test_a_label_that_only_names_a_year_or_people_names_nothing() -> None:
    known = [
        KnownFigure("t.nam_2019", "Năm 2019", Decimal(16), measure="ban"),
        KnownFigure("t.tong", "Tổng số (người)", Decimal(14)),
    ]
    text = "Năm 2019, kho học liệu có 1.860 bài giảng cho người học."
    assert hand_numbers_that_disagree(text, known) == ()


FUND = KnownFigure(
    "quy.thu.luy_ke", "Từ 5/2019", Decimal("774.7"), measure="triệu đồng", line="Thu trong kỳ"
)
MEMBERS = KnownFigure(
    "hv.nay", "Tại 30/4/2024", Decimal(1876), row="Hội viên", measure="người", line="Hội viên"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Toàn xã có 1.867 hội viên.", "1.867"),
        ("Toàn xã có 18.760 hội viên.", "18.760"),
        ("Tổng thu trong kỳ đạt 777,4 triệu đồng.", "777,4 triệu đồng"),
        ("Tổng thu trong kỳ đạt 7.747 triệu đồng.", "7.747 triệu đồng"),
    ],
)
def test_a_slip_of_the_fingers_is_found_where_only_the_row_is_named(text: str, found: str) -> None:
    (one,) = hand_numbers_that_disagree(text, [FUND, MEMBERS])
    assert one.typed == found


@pytest.mark.parametrize(
    "text",
    [
        "Toàn xã có 1.876 hội viên.",
        "Toàn xã có 1.867 đoàn viên.",
        "Năm 2019 có 1.416 hội viên.",
        "Phát triển mới 678 hội viên.",
        "Toàn xã có khoảng 1.867 hội viên.",
        "Hội viên đạt 18,67% dân số.",
    ],
)
def test_other_numbers_beside_a_named_row_are_left_alone(text: str) -> None:
    assert hand_numbers_that_disagree(text, [FUND, MEMBERS]) == ()


def test_what_counts_no_people_is_never_compared_with_people() -> None:
    people = KnownFigure("dan_so", "Dân số", Decimal(12500), measure="người")
    assert hand_numbers_that_disagree("Tuyên truyền đến người dân 12 buổi.", [people]) == ()
    assert hand_numbers_that_disagree("Dân số là 15.200 người.", [people])
    assert hand_numbers_that_disagree("Dân số đạt 15.200.", [people])


def test_two_figures_of_two_digits_are_no_slip() -> None:
    known = KnownFigure("lop", "Số lượng", Decimal(12), row="Lớp", line="Lớp")
    assert hand_numbers_that_disagree("Xã mở 21 lớp.", [known]) == ()
