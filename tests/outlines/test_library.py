"""What every outline of the library must do: print, be filled in, be merged, speak in the draft."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

import pytest

from forms import (
    Answers,
    Issue,
    Outline,
    build_web_form,
    compose_blank_form,
    compose_outline,
    field_type,
    propose_sections,
    validate_report,
)
from forms.document import Heading
from forms.expressions import compile_expression
from forms.merging import render_sentence
from forms.schema import Check, Field, FilledBy, Severity
from tests.outlines.filled import TAGS, filled, merged
from tests.outlines.library import library_outline, outline_files

NAMES = [path.parent.name for path in outline_files() if path.parent.name != "kl49"]
ISSUE = Issue(letterhead=None, title="BÁO CÁO", subject="về việc thử")
# What a report of this kind asks everywhere, in one wording or another.
ASKED_EVERYWHERE = {
    "results": ("Kết quả", "Ưu điểm"),
    "shortcomings": ("Tồn tại, hạn chế", "Khó khăn"),
    "causes": ("Nguyên nhân",),
    "tasks": ("hiệm vụ", "hương hướng"),
    "recommendations": ("iến nghị", "xuất"),
}
LEFT_OUT = {"narrative", "attachment"}


@pytest.fixture(params=NAMES)
def outline(request: pytest.FixtureRequest) -> Outline:
    return library_outline(f"{request.param}/v1")


def checks_of(outline: Outline) -> Iterator[tuple[Field, Check]]:
    for _, field in outline.fields():
        for check in field.checks:
            yield field, check


def test_every_outline_asks_for_results_shortcomings_causes_tasks_and_recommendations(
    outline: Outline,
) -> None:
    words = [field.label for _, field in outline.fields()]

    missing = {
        what
        for what, wanted in ASKED_EVERYWHERE.items()
        if not any(word in label for label in words for word in wanted)
    }
    assert missing == set()


def test_every_section_that_is_answered_becomes_a_page_of_the_form(outline: Outline) -> None:
    for section in outline.walk():
        if section.fields:
            form = build_web_form(section)()
            assert all(str(item()) for item in form)


@pytest.mark.parametrize("tags", [(), TAGS])
def test_a_blank_form_of_every_kind_of_unit_has_headings_and_room(
    outline: Outline, tags: tuple[str, ...]
) -> None:
    for kind in outline.unit_kinds:
        answers = Answers(outline, {}, unit_kind=kind, tags=tags)
        document = compose_blank_form(answers, ISSUE)
        headings = [node.text for node in document.body if isinstance(node, Heading)]
        asked = [s.heading for s in outline.sections if answers.applies(s) and not s.appendix]
        office = {s.heading for s in outline.sections if s.filled_by is FilledBy.OFFICE}
        assert set(asked) - office <= set(headings)


def test_the_de_cuong_prints_every_heading(outline: Outline) -> None:
    document = compose_outline(outline, ISSUE)
    nodes = [*document.body, *(node for part in document.appendices for node in part.nodes)]
    printed = {node.text for node in nodes if isinstance(node, Heading)}
    printed |= {part.title for part in document.appendices}

    wanted = {section.heading for section in outline.walk() if section.fields}
    assert wanted - printed == set()


def test_every_field_of_filled_reports_is_merged(outline: Outline) -> None:
    report = merged(outline)

    lost = [
        field.key
        for section, field in outline.fields()
        if field.filled_by is FilledBy.UNIT
        and section.filled_by is FilledBy.UNIT
        and field.merge.rule != "none"
        and field.key not in report.fields
    ]
    assert lost == []


def test_every_figure_that_a_sentence_names_is_there(outline: Outline) -> None:
    report = merged(outline)

    problems = {
        (field.key, problem.token)
        for _, field in outline.fields()
        if (sentence := render_sentence(field, report)) is not None
        for problem in sentence.problems
    }
    assert problems == set()


def test_the_main_figures_speak_in_the_draft(outline: Outline) -> None:
    spoken = {field.key for _, field in outline.fields() if field.sentence}
    tables = {f.key for _, f in outline.fields() if f.type == "table"}
    silent = {key for key in tables - spoken if not _is_progress(outline.field(key))}

    assert spoken
    assert silent == set()


def _is_progress(field: Field) -> bool:
    """A table of states and dates has no sum to speak of."""
    return all(column.type in ("choice", "date", "short_text") for column in field.columns)


def test_a_draft_is_proposed_from_filled_reports(outline: Outline) -> None:
    proposals = propose_sections(outline, merged(outline))

    said = {
        proposal.meta.get("field")
        for section in proposals.values()
        for proposal in section.proposals
    }
    wanted = {
        field.key
        for section, field in outline.fields()
        if field.type == "narrative" and field.merge.rule == "text_cluster"
    }
    assert wanted <= said


def test_a_filled_report_can_be_sent_by_every_kind_of_unit(outline: Outline) -> None:
    for kind in outline.unit_kinds:
        answers = Answers(outline, filled(outline), unit_kind=kind, tags=TAGS)
        blocking = [f for f in validate_report(answers) if f.severity is Severity.BLOCK]
        assert blocking == []


def test_every_check_can_pass_and_can_fail(outline: Outline) -> None:
    stuck = {
        check.expression
        for field, check in checks_of(outline)
        if outcomes(check, field, outline) != {True, False}
    }
    assert stuck == set()


def outcomes(check: Check, field: Field, outline: Outline) -> set[object]:
    """What a check says of invented numbers, some of them missing."""
    expression = compile_expression(check.expression)
    dice = random.Random(check.expression)
    found: set[object] = set()
    for _ in range(300):
        numbers = {name: figure(name, outline, dice) for name in sorted(expression.names())}
        found.add(expression.evaluate(numbers))
    return found - {None}


def figure(name: str, outline: Outline, dice: random.Random) -> object:
    head, _, rest = name.partition(".")
    numbers = [Decimal(dice.choice((0, 1, 2, 5, 10))) for _ in range(2)]
    is_list = any(f.key == head and f.type == "list" for _, f in outline.fields())
    if is_list:
        return tuple(numbers[: dice.choice((1, 2))]) if rest else dice.choice((("dòng",), ()))
    return dice.choice((numbers[0], numbers[0], numbers[0], None))


def test_messages_of_checks_say_what_to_do(outline: Outline) -> None:
    unhelpful = [
        check.message for _, check in checks_of(outline) if check.message.count("hãy ") != 1
    ]
    assert unhelpful == []


def test_forms_are_numbered_once_each(outline: Outline) -> None:
    codes = [field.form_code for _, field in outline.fields() if field.form_code]

    assert len(codes) == len(set(codes))


def test_figures_are_asked_with_a_merge_rule_that_fits_them(outline: Outline) -> None:
    unfit = [
        f"{field.key}.{column.key}"
        for _, field in outline.fields()
        if field.type == "table"
        for column in field.columns
        if column.type in ("integer", "money", "ratio")
        and (column.merge is None or column.merge.rule not in ("sum", "weighted_ratio"))
    ]
    assert unfit == []


def test_percentages_are_never_typed_but_as_a_goal(outline: Outline) -> None:
    typed = [
        (field.key, column.key)
        for _, field in outline.fields()
        for column in field.columns
        if "%" in column.label and column.type not in ("ratio", "computed")
    ]
    assert {key for _, key in typed} <= {"chi_tieu"}


def test_narratives_say_whether_they_praise_or_blame(outline: Outline) -> None:
    blamed = ("hạn chế", "Nguyên nhân", "Khó khăn", "khó khăn")
    wrong = [
        field.key
        for _, field in outline.fields()
        if field.type == "narrative"
        and any(word in field.label for word in blamed)
        and field.polarity != "negative"
    ]
    assert wrong == []


def test_examples_and_proposed_guidance_are_marked(outline: Outline) -> None:
    unmarked = [f.example for _, f in outline.fields() if f.example and "Gợi ý" not in f.example]
    sections = " ".join(section.guidance for section in outline.walk())

    assert unmarked == []
    assert "Gợi ý:" in sections


def test_a_periodic_report_says_its_period_wherever_it_names_itself(outline: Outline) -> None:
    info = outline.document.in_period("Quý II năm 2024")
    said = (info.subject, info.unit_closing, info.closing)

    assert bool(outline.document.period) is (outline.kind == "dinh_ky")
    assert all("quý II năm 2024" in text for text in said) is bool(outline.document.period)
    assert not any("…" in text for text in said)


def test_keys_of_one_outline_are_short_enough_for_web_names(outline: Outline) -> None:
    assert all(len(field.key) <= 40 for _, field in outline.fields())


def test_answered_types_are_known_to_the_page(outline: Outline) -> None:
    unknown = [f.key for _, f in outline.fields() if not field_type(f.type).widget]
    assert unknown == []
