"""Claims and proposals: figures, negation, provenance, order, and odd input."""

import json
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.corpus import generate
from forms.drafting import Draft, remerge
from forms.narrative import (
    SHARE_LABELS,
    Claim,
    ClaimKind,
    ClaimSet,
    Polarity,
    ProposalOptions,
    Share,
    analyse_answer,
    analyse_answers,
    build_claims,
    propose,
)
from forms.text import clean_text

NAMES = {f"u{number}": (f"xã Tân {number}",) for number in range(2500)}
SHARED = "Công tác khuyến học được cấp ủy quan tâm lãnh đạo, chỉ đạo thường xuyên."
POOL = [
    SHARED,
    "Kinh phí hoạt động khuyến học còn hạn hẹp.",
    "Đã ban hành kế hoạch triển khai thực hiện Kết luận số 49-KL/TW.",
    "Chưa ban hành kế hoạch triển khai thực hiện Kết luận số 49-KL/TW.",
    "Có 12 lớp chuyên đề cho 340 lượt người tham gia.",
    "Có 15 lớp chuyên đề cho 1.250 lượt người tham gia.",
    "Không.",
    "KẾT QUẢ ĐẠT ĐƯỢC",
    "12",
]


def claims_of(*texts: str, expected: int | None = None) -> ClaimSet:
    answers = [(f"u{number}", "ket_qua", text) for number, text in enumerate(texts)]
    return build_claims(analyse_answers(answers, NAMES), NAMES, expected)


def only(claims: ClaimSet) -> Claim:
    (claim,) = claims.claims
    return claim


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


def test_document_numbers_and_dates_of_one_unit_give_way_to_dots() -> None:
    claim = only(
        claims_of(
            "Đã ban hành Kế hoạch số 15-KH/ĐU ngày 12/8/2019 thực hiện Kết luận số 49-KL/TW.",
            "Đã ban hành Kế hoạch số 21-KH/ĐU ngày 3/9/2019 thực hiện Kết luận số 49-KL/TW.",
        )
    )
    assert not re.search("15|21|2019", claim.text)
    assert re.search("….*49-KL/TW", claim.text)


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


@pytest.mark.parametrize("text", ["", "  \n ", "-\n+\n•", "<p></p>", "…", "&nbsp;"])
def test_empty_answers_make_no_claims(text: str) -> None:
    claims = claims_of(text, text)
    assert claims.claims == ()
    assert propose(claims).proposals == ()


def test_no_units_make_no_claims() -> None:
    assert claims_of() == ClaimSet((), 0)


def test_a_single_unit_is_proposed_in_full() -> None:
    claims = claims_of(f"{SHARED}\n{POOL[1]}\n{POOL[4]}")
    outcome = propose(claims)
    assert {p.text for p in outcome.proposals} == {SHARED, POOL[1], POOL[4]}
    assert outcome.unused == ()


def test_identical_units_give_one_block_a_sentence() -> None:
    claims = claims_of(*["\n".join(POOL[:3])] * 30)
    assert [p.meta["unit_count"] for p in propose(claims).proposals] == [30, 30, 30]


def test_a_paragraph_pasted_into_every_field_counts_the_unit_once() -> None:
    answers = [("u0", f"field_{number}", SHARED) for number in range(5)]
    claim = only(build_claims(analyse_answers(answers, NAMES), NAMES))
    assert (claim.unit_count, len(claim.statements), len(claim.members)) == (1, 5, 5)


def test_an_answer_of_a_hundred_pages_is_read_to_the_end() -> None:
    answer = "\n".join(f"- {s.text}" for u in generate(90, seed=3, hard=0.5) for s in u.sentences)
    assert len(answer) > 250_000
    claims = claims_of(answer)
    assert sum(len(c.statements) for c in claims.claims) == len(analyse_answer(answer, NAMES["u0"]))


def test_text_in_an_old_font_encoding_is_kept_but_not_quoted_as_an_example() -> None:
    broken = "C«ng t¸c khuyÕn häc ®¹t danh hiÖu 12 m« h×nh tiªu biÓu trong n¨m qua cña x·."
    outcome = propose(claims_of(broken, SHARED, SHARED))
    assert [p.text for p in outcome.proposals] == [SHARED]
    assert [item.unit_id for item in outcome.unused] == ["u0"]


def test_headings_and_lone_words_go_to_the_tray() -> None:
    outcome = propose(claims_of(*["KẾT QUẢ ĐẠT ĐƯỢC\nKhông.\n12\nCụ thể như sau:"] * 3))
    assert outcome.proposals == ()
    assert {item.text for item in outcome.unused} == {
        "KẾT QUẢ ĐẠT ĐƯỢC", "Không.", "12", "Cụ thể như sau:"
    }  # fmt: skip


EXAMPLES = [
    "Mô hình tủ sách dòng họ tại thôn Đoài thu hút 120 em đến đọc mỗi tuần.",
    "Xây dựng phòng học thông minh bằng 350 triệu đồng do doanh nghiệp tài trợ.",
    "Tổ chức đêm nhạc gây quỹ được 87,5 triệu đồng trong dịp Tết Trung thu.",
]


def test_examples_name_their_unit_and_are_limited() -> None:
    labels = {f"u{number}": f"xã Tân {number}" for number in range(3)}
    claims = claims_of(*EXAMPLES)
    outcome = propose(claims, ProposalOptions(max_single=2, unit_labels=labels))
    assert [p.kind for p in outcome.proposals] == ["example", "example"]
    assert all(re.match(r"Xã Tân \d: ", p.text) for p in outcome.proposals)
    assert all(p.meta["lead"] == "Tiêu biểu như:" for p in outcome.proposals)
    assert len(outcome.unused) == 1


def test_difficulties_name_no_unit() -> None:
    labels = {f"u{number}": f"xã Tân {number}" for number in range(4)}
    claims = claims_of(*EXAMPLES, "Xã Tân 3 còn nợ 45 triệu đồng tiền xây nhà văn hóa thôn.")
    outcome = propose(claims, ProposalOptions(names_allowed=False, unit_labels=labels))
    assert len(outcome.proposals) == 3
    assert not any("Tân" in p.text for p in outcome.proposals)
    assert [item.unit_id for item in outcome.unused] == ["u3"]


def test_every_unit_gets_its_best_example_before_any_gets_a_second() -> None:
    eager = "\n".join(f"{text[:-1]} lần {n}." for n, text in enumerate(EXAMPLES * 2, start=2))
    outcome = propose(claims_of(eager, EXAMPLES[1]), ProposalOptions(max_single=2))
    assert {source for p in outcome.proposals for source, _ in p.members} == {"u0", "u1"}


def test_the_count_can_be_written_behind_the_sentence() -> None:
    outcome = propose(claims_of(SHARED, SHARED, expected=20), ProposalOptions(count_suffix=True))
    assert outcome.proposals[0].text == f"{SHARED[:-1]} (2/20 đơn vị nêu)."


def test_general_statements_come_before_figures_and_common_before_rare() -> None:
    claims = claims_of(f"{POOL[4]}\n{SHARED}", f"{POOL[5]}\n{SHARED}\n{POOL[1]}", POOL[1], POOL[1])
    kinds = [(c.kind, c.unit_count) for c in claims.claims]
    assert kinds == [(ClaimKind.GENERAL, 3), (ClaimKind.GENERAL, 2), (ClaimKind.FIGURES, 2)]


def test_the_limit_of_shared_blocks_keeps_the_commonest() -> None:
    claims = claims_of("\n".join(POOL[:2]), "\n".join(POOL[:2]), POOL[1])
    outcome = propose(claims, ProposalOptions(max_shared=1))
    assert [p.text for p in outcome.proposals] == [POOL[1]]
    assert len(outcome.unused) == 2


ANSWERS = st.lists(
    st.lists(st.sampled_from(POOL) | st.text(max_size=40), max_size=6).map("\n".join), max_size=6
)


@settings(max_examples=150, deadline=None)
@given(ANSWERS, st.randoms(use_true_random=False), st.integers(0, 4))
def test_nothing_is_lost_and_the_order_of_units_is_irrelevant(
    texts: list[str], rng: random.Random, limit: int
) -> None:
    answers = [(f"u{n}", f"f{n % 2}", text) for n, text in enumerate(texts)]
    analysed = analyse_answers(answers, NAMES)
    claims = build_claims(analysed, NAMES)
    shuffled = rng.sample(analysed, len(analysed))
    assert build_claims(shuffled, NAMES) == claims
    said = sorted((a.unit_id, s.start, s.text) for a in analysed for s in a.sentences)
    kept = [s for c in claims.claims for s in c.statements]
    assert sorted((s.unit_id, s.start, s.text) for s in kept) == said
    outcome = propose(claims, ProposalOptions(max_single=limit))
    shown = {member for p in outcome.proposals for member in p.members}
    assert sum(len(p.members) for p in outcome.proposals) == len(shown)
    aside = {(item.unit_id, item.text) for item in outcome.unused}
    for statement in kept:
        assert (statement.member in shown) != ((statement.unit_id, statement.text) in aside)
    json.dumps([dict(p.meta) for p in outcome.proposals])


def test_a_late_unit_leaves_the_blocks_it_does_not_concern_alone() -> None:
    units = generate(30, seed=5, hard=0.5)
    answers = analyse_answers([(u.unit_id, "S1", u.answers["S1"]) for u in units], {})
    early = remerge(Draft(), propose(build_claims(answers[:-1], {})).proposals)
    late = propose(build_claims(answers, {})).proposals
    merged = remerge(early, late)
    assert remerge(merged, late) == merged
    assert len({b.id for b in early.blocks} & {b.id for b in merged.blocks}) > 0.8 * len(late)
