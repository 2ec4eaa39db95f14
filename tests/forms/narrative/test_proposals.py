"""What claims become in a draft, what stays in the tray, and odd input."""

import json
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.corpus import generate
from forms.drafting import Draft, remerge
from forms.narrative import (
    REASON_WORDS,
    ClaimKind,
    ClaimSet,
    ProposalOptions,
    TrayReason,
    analyse_answer,
    analyse_answers,
    build_claims,
    phrases,
    propose,
)
from tests.forms.narrative.spoken import NAMES, POOL, SHARED, claims_of, only
from tests.searching import examples


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


def test_where_every_unit_tells_its_own_the_section_is_not_left_empty() -> None:
    own = (
        "Con em quê hương ở nước ngoài thường xuyên liên lạc, động viên học sinh trong xã.",
        "Phòng mời giáo viên người nước ngoài giao lưu tại các trường trung học cơ sở.",
        "Hội vận động người làm ăn xa ủng hộ việc học của con em gia đình khó khăn.",
    )
    undone = "Trung tâm chưa có chương trình liên kết với cơ sở đào tạo ở nước ngoài."
    outcome = propose(claims_of(*own, undone))
    assert {item.text for item in outcome.unused} == {undone}
    outcome = propose(claims_of(*own), ProposalOptions(unit_labels={"u0": "Xã Một"}))
    assert [p.kind for p in outcome.proposals] == ["example"] * 3
    assert f"Xã Một: {own[0]}" in {p.text for p in outcome.proposals}
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


def test_examples_of_one_unit_stand_together() -> None:
    claims = claims_of(f"{EXAMPLES[0]}\n{EXAMPLES[2]}", EXAMPLES[1])
    outcome = propose(claims, ProposalOptions(max_single=3))
    units = [source for p in outcome.proposals for source, _ in p.members]
    assert units in (["u0", "u0", "u1"], ["u1", "u0", "u0"])


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


@settings(max_examples=examples(150), deadline=None)
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


def test_a_sentence_of_few_units_that_would_need_dots_waits_in_the_tray() -> None:
    """A figure one unit gave stands for no other; what cannot be said for both is not said."""
    claims = claims_of(
        "Ngân sách địa phương đã dành hơn 82 triệu đồng hỗ trợ công tác khuyến học.",
        "Ngân sách địa phương đã dành hơn 70 triệu đồng hỗ trợ công tác khuyến học.",
        expected=10,
    )
    found = propose(claims)
    assert found.proposals == ()
    assert len(found.unused) == 2


ASKED = "Đánh giá việc ban hành văn bản lãnh đạo, chỉ đạo; công tác sơ kết, khen thưởng hằng năm."
VAGUE = "Công tác phối hợp giữa các ngành trong xã có nhiều chuyển biến tích cực."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("KẾT QUẢ ĐẠT ĐƯỢC", TrayReason.FRAGMENT),
        (ASKED, TrayReason.OUTLINE),
        ("ĐOÀN THANH NIÊN XÃ MỞ NGÀY HỘI ĐỌC SÁCH CHO THIẾU NHI TRONG DỊP HÈ.", TrayReason.SHABBY),
        ("Xã có 3 đội văn nghệ.", TrayReason.SHORT),
        ("Hội khuyến học " + "phối hợp " * 60 + "tốt.", TrayReason.LONG),
        (VAGUE, TrayReason.GENERAL),
    ],
)
def test_what_one_unit_says_stays_outside_for_a_reason(text: str, reason: TrayReason) -> None:
    found = propose(claims_of(SHARED, SHARED, text), ProposalOptions(asked=phrases(ASKED)))
    assert [(item.text, item.reason) for item in found.unused] == [(" ".join(text.split()), reason)]


def test_what_many_copy_from_the_outline_is_not_what_the_units_say() -> None:
    options = ProposalOptions(asked=phrases("Kết quả", ASKED))
    found = propose(claims_of(*[f"{ASKED}\n{SHARED}"] * 9), options)
    assert [one.text for one in found.proposals] == [SHARED]
    assert {item.reason for item in found.unused} == {TrayReason.OUTLINE}


def test_whoever_adds_words_to_the_outlines_has_said_something() -> None:
    text = f"{ASKED.removesuffix('.')} được thực hiện nền nếp."
    found = propose(claims_of(text, text), ProposalOptions(asked=phrases(ASKED)))
    assert [one.text for one in found.proposals] == [text]


def test_examples_and_difficulties_stay_outside_for_reasons_of_their_own() -> None:
    told = [f"Thôn {n} có {n + 20} hộ tham gia mô hình tự quản, giúp nhau học." for n in range(3)]
    found = propose(claims_of("\n".join(told)), ProposalOptions(max_single=2, min_units=2))
    assert found.unused == ()  # of a single unit everything is shown
    many = propose(claims_of(told[0], POOL[1], VAGUE), ProposalOptions(max_single=0))
    assert TrayReason.NOT_CHOSEN in {item.reason for item in many.unused}
    quiet = ProposalOptions(names_allowed=False)
    lacking = propose(claims_of(SHARED, SHARED, POOL[1] + " " + VAGUE), quiet)
    assert TrayReason.SINGLE in {item.reason for item in lacking.unused}


def test_every_reason_has_words() -> None:
    assert set(REASON_WORDS) == set(TrayReason)


def test_shared_points_are_told_in_the_course_of_the_answers() -> None:
    """Not by number of units alone: what is told first by all who tell it stands first."""
    course = [
        "Cấp ủy tổ chức quán triệt Kết luận tới toàn thể đảng viên trong đảng bộ.",
        "Đảng ủy ban hành kế hoạch, phân công cấp ủy viên phụ trách từng chi bộ.",
        "Công tác sơ kết, khen thưởng được duy trì nền nếp vào dịp cuối năm.",
    ]
    answers = ["\n".join(course), "\n".join(course), course[1], course[1] + "\n" + course[2]]
    found = propose(claims_of(*answers))
    assert [one.text for one in found.proposals] == course


def test_what_most_say_comes_before_what_some_say() -> None:
    rare, usual = POOL[1], SHARED
    answers = [f"{rare}\n{usual}"] * 2 + [usual] * 8
    assert [one.text for one in propose(claims_of(*answers)).proposals] == [usual, rare]
