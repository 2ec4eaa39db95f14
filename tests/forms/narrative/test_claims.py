"""Claims: counts, figures, negation, representatives, provenance."""

import re

import pytest

from forms.narrative import (
    SHARE_LABELS,
    Polarity,
    Share,
    analyse_answer,
)
from forms.text import clean_text
from tests.forms.narrative.spoken import POOL, SHARED, claims_of, only


def test_the_same_sentence_of_many_units_is_one_claim_with_its_count() -> None:
    claim = only(claims_of(SHARED, f"- {SHARED}", SHARED.upper(), expected=4))
    assert claim.text == SHARED
    assert (claim.unit_count, claim.expected_count, claim.share) == (3, 4, Share.MOST)


@pytest.mark.parametrize(
    ("saying", "share"),
    [(17, Share.MOST), (14, Share.MOST), (8, Share.MANY), (2, Share.SOME), (1, Share.SINGLE)],
)
def test_the_share_of_units_has_a_name(saying: int, share: Share) -> None:
    claim = only(claims_of(*[SHARED] * saying, expected=20))
    assert claim.share is share
    assert SHARE_LABELS[share]


def test_late_units_beyond_the_expected_never_make_more_than_all() -> None:
    assert only(claims_of(SHARED, SHARED, SHARED, expected=2)).expected_count == 3


def test_one_units_figure_never_stands_for_all() -> None:
    claim = only(
        claims_of(
            "Đã mở 12 lớp chuyên đề cho 340 lượt người tham gia.",
            "Đã mở 7 lớp chuyên đề cho 1.250 lượt người tham gia.",
            "Đã mở 9 lớp chuyên đề cho 500 lượt người tham gia.",
        )
    )
    assert claim.text == "Đã mở từ 7 đến 12 lớp chuyên đề cho từ 340 đến 1.250 lượt người tham gia."
    assert claim.figure_conflict
    assert {slot.unit_count for slot in claim.slots} == {3}


def test_equal_figures_stay_as_they_are() -> None:
    text = "Đạt 100% kế hoạch giao theo Kết luận số 49-KL/TW."
    claim = only(claims_of(text, text))
    assert claim.text == text
    assert not claim.figure_conflict


def test_document_numbers_and_dates_of_one_unit_are_left_out() -> None:
    claim = only(
        claims_of(
            "Đã ban hành Kế hoạch số 15-KH/ĐU ngày 12/8/2019 thực hiện Kết luận số 49-KL/TW.",
            "Đã ban hành Kế hoạch số 21-KH/ĐU ngày 3/9/2019 thực hiện Kết luận số 49-KL/TW.",
        )
    )
    assert claim.text == "Đã ban hành Kế hoạch thực hiện Kết luận số 49-KL/TW."


def test_a_document_in_brackets_goes_with_its_number() -> None:
    claim = only(
        claims_of(
            "Thành lập Ban Chỉ đạo khuyến học xã (Quyết định số 12/QĐ-UBND, ngày 3/4/2020).",
            "Thành lập Ban Chỉ đạo khuyến học xã (Quyết định số 45/QĐ-UBND, ngày 9/5/2021).",
        )
    )
    assert claim.text == "Thành lập Ban Chỉ đạo khuyến học xã."


def test_a_number_without_the_name_of_its_document_gives_way_to_dots() -> None:
    claim = only(
        claims_of(
            "Triển khai các kế hoạch, trong đó có số 15-KH/ĐU về khuyến học toàn xã.",
            "Triển khai các kế hoạch, trong đó có số 21-KH/ĐU về khuyến học toàn xã.",
        )
    )
    assert claim.text == "Triển khai các kế hoạch, trong đó có … về khuyến học toàn xã."


def test_a_figure_that_only_one_of_several_units_gives_is_not_shown() -> None:
    said = "Việc ứng dụng công nghệ thông tin, chuyển đổi số trong học tập bước đầu đạt kết quả"
    for texts in (
        (f"{said}, tăng 37%.", f"{said}, tăng cao."),
        (f"{said}, tăng 37%.", f"{said}, tăng 37 điểm."),
        (f"{said}, tăng 37%.", f"{said} và tăng."),
    ):
        claim = only(claims_of(*texts))
        assert claim.unit_count == 2
        assert "37%" not in claim.text


def test_ambiguous_and_approximate_figures_make_no_range() -> None:
    ambiguous = claims_of("Mức thu là 1,234 triệu đồng.", "Mức thu là 2,5 triệu đồng.",
                          "Mức thu là 3,5 triệu đồng.")  # fmt: skip
    assert only(ambiguous).text == "Mức thu là …."
    about = claims_of("Có hơn 120 hội viên tham gia.", "Có hơn 90 hội viên tham gia.")
    assert only(about).text == "Có hơn … hội viên tham gia."


def test_of_shares_the_counts_make_the_range() -> None:
    claim = only(
        claims_of(
            "Có 234/298 đảng viên dự học tập, đạt 78,5%.",
            "Có 1.120/1.200 đảng viên dự học tập, đạt 93,3%.",
        )
    )
    assert claim.text == "Có từ 234 đến 1.120 đảng viên dự học tập, đạt từ 78,5% đến 93,3%."


def test_nothing_is_ever_added_up() -> None:
    claim = only(claims_of("Có 5 em học sinh bỏ học.", "Có 7 em học sinh bỏ học."))
    assert "12" not in claim.text


def test_opposite_statements_stay_apart_and_point_at_each_other() -> None:
    yes, no = POOL[2], POOL[3]
    claims = claims_of(yes, yes, no)
    first, second = sorted(claims.claims, key=lambda c: -c.unit_count)
    assert (first.polarity, second.polarity) == (Polarity.AFFIRMED, Polarity.NEGATED)
    assert first.conflicts_with == (second.id,)
    assert second.conflicts_with == (first.id,)


def test_the_representative_names_no_unit_when_another_wording_does_not() -> None:
    claims = claims_of(
        "Xã Tân 0 tổ chức tốt lễ trao thưởng cho học sinh giỏi nhân dịp khai giảng năm học mới.",
        "Xã Tân 1 tổ chức tốt lễ trao thưởng cho học sinh giỏi nhân dịp khai giảng năm học mới.",
        "Tổ chức tốt lễ trao thưởng cho học sinh giỏi nhân dịp khai giảng năm học mới.",
    )
    assert only(claims).text.startswith("Tổ chức tốt lễ")


def test_a_shared_sentence_in_which_all_name_themselves_speaks_of_the_units() -> None:
    claims = claims_of(
        "Xã Tân 0 giữ vững kết quả phổ cập giáo dục.", "Xã Tân 1 giữ vững kết quả phổ cập giáo dục."
    )
    assert only(claims).text == "Các đơn vị giữ vững kết quả phổ cập giáo dục."


def test_a_wording_in_capitals_or_without_marks_is_not_quoted_when_another_exists() -> None:
    shabby = "Cong tac khuyen hoc duoc cap uy quan tam lanh dao, chi dao thuong xuyen."
    assert only(claims_of(shabby, shabby, shabby.upper(), SHARED)).text == SHARED


def test_every_sentence_knows_where_it_stands() -> None:
    text = f"<p>Mở đầu ngắn gọn thôi.</p>\n- {SHARED}\n+ Hết phần trình bày."
    for sentence in analyse_answer(text):
        piece = clean_text(text)[sentence.start : sentence.end]
        assert " ".join(re.sub(r"<[^>]*>", " ", piece).split()) == sentence.text


def test_facts_point_into_the_shown_text() -> None:
    (sentence,) = analyse_answer("Đạt   98,5%  ngày 12/8/2019 theo Kết luận số 49-KL/TW, lớp 1.")
    assert [sentence.text[f.start : f.end] for f in sentence.facts] == [
        f.raw for f in sentence.facts
    ]
    assert [f.kind for f in sentence.facts] == ["percent", "date", "reference", "label"]


def test_html_leaves_no_trace_in_the_text() -> None:
    sentences = analyse_answer(
        "<div><b>Kinh phí</b>&nbsp;còn hạn hẹp&#46;</div><br>Đề nghị cấp thêm."
    )
    assert [s.text for s in sentences] == ["Kinh phí còn hạn hẹp.", "Đề nghị cấp thêm."]


OPENING = "Một số cấp ủy chi bộ chưa thực sự quan tâm lãnh đạo, chỉ đạo công tác khuyến học"
TAIL = "; nghị quyết nêu còn chung chung, không có chỉ tiêu cụ thể để phấn đấu thực hiện hằng năm"


def test_a_difficulty_with_a_clause_more_is_the_same_difficulty() -> None:
    claim = only(claims_of(f"{OPENING}.", f"{OPENING}.", f"{OPENING}{TAIL}.", difficulties=True))
    assert (claim.text, claim.unit_count) == (f"{OPENING}.", 3)


def test_a_result_with_a_denying_clause_more_is_another() -> None:
    assert len(claims_of(f"{OPENING}.", f"{OPENING}.", f"{OPENING}{TAIL}.").claims) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Đã ban hành kế hoạch.", "Đã ban hành kế hoạch, phân công rõ trách nhiệm từng đồng chí."),
        (
            "Tỷ lệ gia đình học tập trên địa bàn xã hằng năm đều đạt 70% trở lên.",
            "Tỷ lệ gia đình học tập trên địa bàn xã hằng năm đều đạt 70% trở lên và dòng họ, cộng "
            "đồng, đơn vị học tập cũng tăng dần theo từng năm học của nhà trường.",
        ),
        (
            f"{OPENING}.",
            f"{OPENING} nhưng từ đầu nhiệm kỳ này mọi chi bộ thôn, cơ quan, trường học, trạm y tế "
            "đều có nghị quyết riêng, phân công người phụ trách và đã khắc phục xong các tồn tại.",
        ),
    ],
)
def test_short_openings_figures_and_turns_keep_sentences_apart(first: str, second: str) -> None:
    assert len(claims_of(first, second, difficulties=True).claims) == 2


def test_tails_that_lead_round_in_a_circle_come_to_an_end() -> None:
    texts = [f"{OPENING}{'.' if n == 0 else f' ở thôn{n * TAIL}.'}" for n in range(4)]
    claims = claims_of(*texts, difficulties=True).claims
    assert sum(claim.unit_count for claim in claims) == len(texts)


def test_the_ends_of_a_range_are_written_alike() -> None:
    claim = only(
        claims_of("Đã khen thưởng 601 lượt học sinh.", "Đã khen thưởng 2224 lượt học sinh.")
    )
    assert claim.text == "Đã khen thưởng từ 601 đến 2.224 lượt học sinh."


def test_another_wording_speaks_where_the_commonest_would_need_dots() -> None:
    claim = only(
        claims_of(
            "Ngân sách địa phương đã dành hơn 80 triệu đồng hỗ trợ công tác khuyến học.",
            "Ngân sách địa phương đã dành hơn 90 triệu đồng hỗ trợ công tác khuyến học.",
            "Ngân sách địa phương đã dành kinh phí hỗ trợ công tác khuyến học.",
        )
    )
    assert claim.text == "Ngân sách địa phương đã dành kinh phí hỗ trợ công tác khuyến học."
    assert not claim.has_gap
