"""The đề cương of Kết luận 49 in Word gives the sections of the library's outline."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from app.services import outlines
from app.services.outline_import import make_outline, propose_file, propose_text
from forms import Outline, OutlineProposal, Section, dump_outline, load_outline
from tests.app.outline_import.word_files import LINES, TEXT, WAYS

Tree = list[tuple[int, str, str, str]]

# Misprints of the đề cương in its headings; the library's outline has them mended.
MENDED = {"và tinh, thành phố": "và tỉnh, thành phố"}
# The library proposes forms under appendix 3; the đề cương names none.
PROPOSED_BY_THE_LIBRARY = "pl3"


def tree(sections: Iterable[Section], depth: int = 0) -> Tree:
    """(depth, first heading line, number, heading) of each section, in reading order."""
    found: Tree = []
    for section in sections:
        found.append((depth, section.level_name, section.number, mended(section.heading)))
        if section.key != PROPOSED_BY_THE_LIBRARY:
            found += tree(section.sections, depth + 1)
    return found


def mended(heading: str) -> str:
    for wrong, right in MENDED.items():
        heading = heading.replace(wrong, right)
    return heading


@pytest.fixture(scope="module")
def library() -> Outline:
    path = next(path for path in outlines.library_files() if path.parent.name == "kl49")
    return outlines.read_outline_file(path)


@pytest.fixture(scope="module", params=sorted(WAYS))
def proposal(request: pytest.FixtureRequest) -> OutlineProposal:
    return propose_file(WAYS[request.param]())


def test_the_three_ways_of_typing_give_the_sections_of_the_library(
    proposal: OutlineProposal, library: Outline
) -> None:
    made = make_outline(proposal)
    assert tree(made.sections) == tree(library.sections)
    assert made.kind == library.kind


def test_pasted_text_gives_the_same_sections(library: Outline) -> None:
    assert tree(make_outline(propose_text(TEXT)).sections) == tree(library.sections)


def test_every_line_is_used_or_listed_with_a_reason(proposal: OutlineProposal) -> None:
    used, unused = proposal.used(), {line.number for line in proposal.unused}
    assert used | unused == {line.number for line in proposal.source}
    assert not used & unused
    assert len(proposal.source) == len(LINES)
    assert all(line.reason for line in proposal.unused)
    texts = {line.text for line in proposal.unused}
    assert "Kim Động, ngày 9 tháng 5 năm 2024" in texts
    assert "PHẦN THỨ NHẤT" not in texts


def test_what_is_repeated_under_each_task_is_asked_there(proposal: OutlineProposal) -> None:
    made = make_outline(proposal)
    for number in range(1, 8):
        labels = [field.label for field in made.section(f"p2_{number}").fields]
        assert labels[0].startswith("Kết quả đạt được")
        assert labels[-2:] == ["Tồn tại, hạn chế", "Nguyên nhân"]
    assert [field.polarity for field in made.section("p2_1").fields] == [
        "positive", "negative", "negative",
    ]  # fmt: skip
    assert [field.label for field in made.section("p2_chung").fields] == [
        "Ưu điểm", "Tồn tại, hạn chế", "Nguyên nhân", "Bài học kinh nghiệm",
    ]  # fmt: skip


def test_notes_and_explanations_stay_with_their_heading(proposal: OutlineProposal) -> None:
    task = make_outline(proposal).section("p2_2")
    assert task.note.startswith("nhấn mạnh việc đổi mới hình thức tuyên truyền")
    assert task.guidance.startswith("Quán triệt, tuyên truyền về các nhiệm vụ")


def test_kinds_of_answers_follow_the_wording(proposal: OutlineProposal) -> None:
    made = make_outline(proposal)
    assert made.section("p3_3").fields[0].type == "recommendations"
    assert [choice.label for choice in made.addressees][1:3] == [
        "Ban Bí thư Trung ương",
        "Chính phủ",
    ]
    assert made.section("phu_luc_1").fields[0].type == "citations"
    assert made.section("mo_dau").filled_by == "office"


def test_cited_documents_are_offered_as_basis(proposal: OutlineProposal, library: Outline) -> None:
    dates = {document.symbol: document.date for document in proposal.basis}
    known = {document.symbol: document.date for document in library.basis}
    assert {"11-CT/TW", "303-KH/TU", "489/QĐ-TTg", "14/CT-TTg", "1373/QĐ-TTg"} <= dates.keys()
    assert {s: d for s, d in dates.items() if d} == {s: known[s] for s, d in dates.items() if d}


def test_the_outline_written_as_yaml_loads_without_faults(proposal: OutlineProposal) -> None:
    made = make_outline(proposal, "thu")
    read = load_outline(dump_outline(made), "thu.yaml")
    assert [section.key for section in read.walk()] == [section.key for section in made.walk()]
    assert [field.key for _, field in read.fields()] == [field.key for _, field in made.fields()]


def test_every_part_carries_a_word_of_confidence(proposal: OutlineProposal) -> None:
    words = {section.confidence for section in proposal.sections}
    words |= {field.confidence for section in proposal.sections for field in section.fields}
    assert words == {"chắc", "đoán", "chưa rõ"}
