from __future__ import annotations

import pytest

from forms.errors import OutlineError
from forms.loading import load_outline
from forms.schema import Outline
from tests.forms.builders import loaded

HEAD = "id: {id}\nversion: 1\ntitle: Thử\nkind: dinh_ky\n"
PART = HEAD.format(id="phan") + (
    "sections:\n"
    "  - key: chung\n"
    "    heading: Chung\n"
    "    show_if: co\n"
    "    fields:\n"
    "      - {key: co, type: yes_no, label: Có}\n"
    "  - key: so\n"
    "    heading: Số\n"
    "    fields:\n"
    "      - {key: a, type: integer, label: A, merge: {rule: weighted_mean, weight: b}}\n"
    "      - {key: b, type: integer, label: B, sentence_at: e}\n"
    "      - {key: e, type: narrative, label: E}\n"
    "      - {key: c, type: computed, label: C, formula: a / b}\n"
    "      - key: d\n"
    "        type: table\n"
    "        label: D\n"
    "        columns: [{key: a, label: A, type: integer}]\n"
    "        rows: [{key: r, label: R}]\n"
    "        checks: [{expression: a <= b and d.r.a > 0, message: M}]\n"
)
PART = PART.replace("    show_if: co\n", "")


def including(extra: str = "") -> str:
    return HEAD.format(id="ca") + (
        "sections:\n"
        "  - key: rieng\n    heading: Riêng\n"
        "    fields: [{key: a, type: integer, label: A}]\n"
        f"  - key: gop\n    heading: Gộp\n    include: phan/v1\n{extra}"
    )


def load(text: str, **others: str) -> Outline:
    return load_outline(text, "ca.yaml", lambda name: others.get(name.split("/")[0]))


def test_neighbouring_columns_of_years_are_repeated_together() -> None:
    table = loaded(
        "- key: t\n"
        "  type: table\n"
        "  label: Bảng\n"
        "  years: [2023, 2024]\n"
        "  columns:\n"
        "    - {key: dau, label: Đầu, type: integer}\n"
        "    - {key: 'tu_{year}', label: Tử, type: integer, group: 'Năm {year}'}\n"
        "    - {key: 'mau_{year}', label: Mẫu, type: integer, group: 'Năm {year}'}\n"
        "    - {key: 'tl_{year}', label: '%', type: ratio, numerator: 'tu_{year}',"
        " denominator: 'mau_{year}'}\n"
        "    - {key: cuoi, label: Cuối, type: integer}\n"
        "  rows: [{key: 'r_{year}', label: 'Lớp {year}'}]\n"
    ).field("t")
    assert [column.key for column in table.columns] == [
        "dau",
        *("tu_2023", "mau_2023", "tl_2023"),
        *("tu_2024", "mau_2024", "tl_2024"),
        "cuoi",
    ]
    assert table.column("tl_2024").numerator == "tu_2024"
    assert table.column("tu_2023").group == ("Năm 2023",)
    assert [row.label for row in table.rows] == ["Lớp 2023", "Lớp 2024"]


def test_an_included_outline_becomes_sub_sections_with_prefixed_names() -> None:
    outline = load(including("    prefix: kg_\n"), phan=PART)
    gop = outline.section("gop")
    assert [section.key for section in gop.sections] == ["kg_chung", "kg_so"]
    assert outline.field("kg_a").merge.options["weight"] == "kg_b"
    assert outline.field("kg_c").formula == "kg_a / kg_b"
    assert outline.field("kg_b").sentence_at == "kg_e"
    check = outline.field("kg_d").checks[0]
    assert check.expression == "a <= kg_b and kg_d.r.a > 0"


def test_live_figures_of_an_included_sentence_follow_the_prefix() -> None:
    sentence = 'sentence: "Có {{d.r.a}}, {{ d.r.a.so_don_vi }}, {{khac}}, {{d.r.a: b}}: {value}.", '
    part = PART.replace("label: B, ", "label: B, " + sentence)
    outline = load(including("    prefix: kg_\n"), phan=part)

    assert outline.field("kg_b").sentence == (
        "Có {{kg_d.r.a}}, {{ kg_d.r.a.so_don_vi }}, {{khac}}, {{kg_d.r.a: kg_b}}: {value}."
    )


def test_the_appendices_of_an_included_outline_are_appendices_of_the_whole() -> None:
    annex = (
        "  - key: phu\n    heading: PHỤ LỤC\n    appendix: true\n"
        "    fields: [{key: z, type: integer, label: Z}]\n"
    )
    outline = load(including("    prefix: kg_\n"), phan=PART + annex)

    assert [section.key for section in outline.sections] == ["rieng", "gop", "kg_phu"]
    assert [section.key for section in outline.section("gop").sections] == ["kg_chung", "kg_so"]


def test_without_a_prefix_keys_that_meet_are_a_problem() -> None:
    with pytest.raises(OutlineError, match="khóa “a” đã dùng ở dòng"):
        load(including(), phan=PART)


def test_the_problems_of_an_included_outline_name_its_own_file() -> None:
    with pytest.raises(OutlineError) as error:
        load(including("    prefix: kg_\n"), phan=PART.replace("a / b", "a / zz"))
    assert {problem.file for problem in error.value.problems} == {"phan/v1", "ca.yaml"}


def test_what_cannot_be_included_is_reported() -> None:
    with pytest.raises(OutlineError, match="không tìm thấy đề cương “phan/v1”"):
        load(including())
    circle = including("    prefix: kg_\n")
    with pytest.raises(OutlineError, match="vòng tròn"):
        load(circle, phan=circle)
    with pytest.raises(OutlineError, match="không có fields"):
        load(including("    prefix: kg_\n    sections: [{key: k, heading: K}]\n"), phan=PART)


def test_the_hash_follows_what_is_included() -> None:
    text = including("    prefix: kg_\n")
    changed = PART.replace("label: B,", "label: Khác,")
    assert load(text, phan=PART).sha256 != load(text, phan=changed).sha256
