from __future__ import annotations

from forms.answers import Answers
from forms.progress import SectionState, report_progress, section_progress
from forms.schema import Required
from tests.forms.builders import a_field, a_section, an_outline

HARD = a_field("integer", "h", required=Required.HARD)
SOFT = a_field("narrative", "s")
SECTION = a_section(HARD, SOFT, a_field("computed", "t", formula="h"))
OTHER = a_section(a_field("ratio", "r"), key="khac", applies_to=("xa",))
OUTLINE = an_outline(SECTION, OTHER)


def test_progress_counts_answers_and_hard_ones_missing_but_no_formulas() -> None:
    progress = section_progress(SECTION, Answers(OUTLINE, {"s": {"v": "Đã làm."}}))
    assert (progress.total, progress.filled, progress.required_missing) == (2, 1, 1)
    assert progress.state is SectionState.PARTIAL


def test_zero_and_nothing_arose_are_answers_and_blank_is_none() -> None:
    blank = section_progress(SECTION, Answers(OUTLINE, {"h": {}}))
    assert (blank.filled, blank.state) == (0, SectionState.BLANK)
    full = section_progress(SECTION, Answers(OUTLINE, {"h": {"v": "0"}, "s": {"s": "nil"}}))
    assert (full.filled, full.state) == (2, SectionState.FILLED)


def test_half_an_answer_is_begun_but_not_filled() -> None:
    answers = Answers(OUTLINE, {"r": {"parts": {"num": {"v": "1"}}}}, "xa")
    progress = section_progress(OTHER, answers)
    assert (progress.filled, progress.state) == (0, SectionState.PARTIAL)


def test_a_section_that_does_not_apply_is_not_counted() -> None:
    answers = Answers(OUTLINE, {}, "phong_ban")
    assert section_progress(OTHER, answers).state is SectionState.NOT_APPLICABLE
    assert [item.section_key for item in report_progress(answers, {}).sections] == ["muc"]


def test_the_whole_report_sums_its_sections_and_counts_those_declared_done() -> None:
    answers = Answers(OUTLINE, {"h": {"v": "1"}}, "xa")
    whole = report_progress(answers, {"muc": "done", "khac": "doing", "la": "done"})
    assert (whole.total, whole.filled, whole.required_missing, whole.done) == (3, 1, 0, 1)
    assert whole.percent == 33
    assert report_progress(Answers(an_outline(), {}), {}).percent == 100
