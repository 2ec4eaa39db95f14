"""An outline printed in Word as a đề cương and imported again keeps its headings.

Kept: headings, their order, depth and printed numbers, "Phần thứ …", which part is the appendix.
Not kept: keys, kinds of answers without a telling word, conditions, checks, rules of merging. A
single appendix is printed without its number and without the heading PHỤ LỤC above it. Headings
of parts and appendices are printed in capitals, and a Roman number on top as "Phần I".
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import get_profile, write_word
from app.services.outline_import import make_outline, propose_file
from forms import Field, Issue, Outline, Section, compose_outline
from forms.reading.outline_kinds import new_field
from tests.searching import examples

TOPICS = (
    "Công tác lãnh đạo, chỉ đạo", "Tuyên truyền, quán triệt", "Phát triển tổ chức hội",
    "Xây dựng quỹ khuyến học", "Hợp tác quốc tế", "Xóa mù chữ cho người lớn",
    "Vai trò của các đoàn thể", "Mô hình học tập ở cơ sở", "Ứng dụng công nghệ thông tin",
    "Đào tạo, bồi dưỡng cán bộ", "Bối cảnh và những vấn đề đặt ra", "Công tác phối hợp",
)  # fmt: skip
ORDINALS = ("nhất", "hai", "ba", "tư")
ROMANS = ("I", "II", "III", "IV")
QUESTIONS = ("Kết quả đạt được", "Tồn tại, hạn chế", "Nguyên nhân", "Số buổi tổ chức")

Tree = list[tuple[int, str, str, str]]


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    """Parts or Roman numbers on top, then 1., then 1.1.; explanations and questions anywhere."""
    in_parts = draw(st.booleans())
    count = draw(st.integers(1, 4))
    tops = [_top(draw, number, in_parts) for number in range(count)]
    appendices = draw(st.integers(0, 3))
    if appendices > 1:
        inner = tuple(
            Section(f"pl{n}", draw(st.sampled_from(TOPICS)), number=str(n), appendix=True,
                    fields=(new_field(f"pl{n}_f", "list", "Danh sách"),))
            for n in range(1, appendices + 1)
        )  # fmt: skip
        tops.append(Section("phu_luc", "PHỤ LỤC", appendix=True, sections=inner))
    return Outline("thu", 1, "Báo cáo thử", "chuyen_de", tuple(tops))


def _top(draw: st.DrawFn, place: int, in_parts: bool) -> Section:
    children = tuple(_section(draw, f"s{place}", n) for n in range(1, draw(st.integers(1, 3)) + 1))
    return Section(
        f"s{place}",
        draw(st.sampled_from(TOPICS)).upper(),
        level_name=f"Phần thứ {ORDINALS[place]}" if in_parts else "",
        number="" if in_parts else ROMANS[place],
        guidance=draw(st.sampled_from(("", "Bám sát nhiệm vụ được giao."))),
        sections=children,
    )


def _section(draw: st.DrawFn, parent: str, number: int) -> Section:
    key = f"{parent}_{number}"
    inner = draw(st.integers(0, 2))
    children = tuple(
        Section(
            f"{key}_{n}",
            draw(st.sampled_from(TOPICS)),
            number=f"{number}.{n}",
            guidance="Nêu rõ cách làm và kết quả.",
            fields=_questions(draw, f"{key}_{n}"),
        )
        for n in range(1, inner + 1)
    )
    return Section(
        key,
        draw(st.sampled_from(TOPICS)),
        number=str(number),
        guidance=draw(st.sampled_from(("", "Đánh giá đầy đủ, có số liệu."))),
        note=draw(st.sampled_from(("", "Nêu ngắn gọn."))),
        fields=() if children else _questions(draw, key),
        sections=children,
    )


def _questions(draw: st.DrawFn, key: str) -> tuple[Field, ...]:
    labels = draw(st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=3, unique=True))
    return tuple(new_field(f"{key}_f{n}", "narrative", label) for n, label in enumerate(labels))


def tree(sections: tuple[Section, ...], depth: int = 0) -> Tree:
    found: Tree = []
    for section in sections:
        name = section.level_name
        if depth == 0 and section.number in ROMANS:
            name = f"Phần {section.number}"
        number = "" if name else section.number
        found.append((depth, name, number, section.heading.casefold()))
        found += tree(section.sections, depth + 1)
    return found


@settings(max_examples=examples(40))
@given(outlines())
def test_headings_survive_word_and_import(outline: Outline) -> None:
    issue = Issue(None, "ĐỀ CƯƠNG", "báo cáo thử")
    data = write_word(compose_outline(outline, issue), get_profile("party_hd36"))
    found = make_outline(propose_file(data))
    assert tree(found.sections) == tree(outline.sections)
