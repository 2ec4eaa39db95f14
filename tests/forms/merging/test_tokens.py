"""Live figures in text: shown in Vietnamese notation, visible when they are not there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forms.merging import (
    find_tokens,
    render_sentence,
    render_sentences,
    render_tokens,
    sentence_template,
    token_paths,
)
from forms.schema import Column, MergeRule
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import (
    NIL,
    items,
    merged,
    n,
    outline_of,
    ratio,
    reports,
    table,
)

COLUMNS = (
    Column("dat", "Đạt", "integer"),
    Column("tong", "Tổng", "integer"),
    Column("ty_le", "Tỷ lệ", "ratio", numerator="dat", denominator="tong"),
)
OUTLINE = outline_of(
    a_field("integer", "hoi_vien", sentence="Có {value} hội viên ({{hoi_vien.so_don_vi}} đơn vị)."),
    a_field("integer", "trong"),
    a_field("integer", "khong"),
    a_field("integer", "giau", merge=MergeRule("sum", options={"missing": "require_all"})),
    a_field("ratio", "phan"),
    a_field("table", "bang", columns=COLUMNS),
    a_field("choice", "loai"),
    a_field("citations", "van_ban"),
)
MERGED = merged(
    OUTLINE,
    reports(
        {
            "hoi_vien": n(48000), "khong": NIL, "giau": n(1), "phan": ratio(1, 8),
            "bang": table(a={"dat": 3, "tong": 4}), "loai": n("kha"),
            "van_ban": items({"symbol": "1-KH/ĐU"}, {"symbol": "2-KH/ĐU"}),
        },
        {"hoi_vien": n(311), "khong": NIL},
    ),
    asked=4,
)  # fmt: skip


def shown(path: str) -> str:
    return render_tokens("{{" + path + "}}", MERGED).text


def test_every_path_reads_as_the_readme_says() -> None:
    found = {
        path: shown(path)
        for path in (
            "hoi_vien", "hoi_vien.so_don_vi", "hoi_vien.n", "hoi_vien.N", "phan", "phan.num",
            "phan.den", "phan.ty_le", "bang.a.dat", "bang.cong.dat", "bang.cong.dat.ty_le",
            "bang.cong.ty_le", "bang.a.dat.so_don_vi", "bang.n", "bang.N", "loai.kha",
            "loai.tot", "van_ban.so_dong", "van_ban.so_don_vi",
        )
    }  # fmt: skip
    assert found == {
        "hoi_vien": "48.311", "hoi_vien.so_don_vi": "2/4", "hoi_vien.n": "2", "hoi_vien.N": "4",
        "phan": "12,5%", "phan.num": "1", "phan.den": "8", "phan.ty_le": "12,5%",
        "bang.a.dat": "3", "bang.cong.dat": "3", "bang.cong.dat.ty_le": "75%",
        "bang.cong.ty_le": "75%", "bang.a.dat.so_don_vi": "1/4", "bang.n": "1", "bang.N": "4",
        "loai.kha": "1", "loai.tot": "0", "van_ban.so_dong": "2", "van_ban.so_don_vi": "1/4",
    }  # fmt: skip


def test_a_figure_that_is_not_there_is_visible_and_a_problem() -> None:
    for path in (
        "la",
        "bang.la.dat",
        "bang.a.la",
        "hoi_vien.la",
        "hoi_vien.a.b.c",
        "",
        "a b",
        "loai.la",
    ):
        found = render_tokens("Có {{" + path + "}} người", MERGED)
        assert found.text == "Có [chưa có số liệu] người"
        (problem,) = found.problems
        assert found.text[problem.start : problem.end] == "[chưa có số liệu]"


def test_a_figure_without_value_says_which_kind_of_nothing_it_is() -> None:
    assert shown("trong") == "[chưa có số liệu]"
    assert shown("khong") == "[không phát sinh]"
    assert shown("giau") == "[chưa có số liệu]"
    assert len(render_tokens("{{trong}} {{khong}} {{giau}}", MERGED).problems) == 3


def test_uses_carry_the_cell_and_where_it_stands_in_the_rendered_text() -> None:
    found = render_tokens("Có {{hoi_vien}} và {{bang.a.dat}}.", MERGED)
    assert found.text == "Có 48.311 và 3."
    assert [found.text[use.start : use.end] for use in found.figures] == ["48.311", "3"]
    assert found.figures[0].cell is MERGED.fields["hoi_vien"].cell
    assert list(token_paths("{{a}} {{b}} {{a}}")) == ["a", "b"]


def test_a_sentence_names_its_own_figure_by_value() -> None:
    item = OUTLINE.field("hoi_vien")
    assert sentence_template(item) == "Có {{hoi_vien}} hội viên ({{hoi_vien.so_don_vi}} đơn vị)."
    assert render_sentence(item, MERGED).text == "Có 48.311 hội viên (2/4 đơn vị)."
    assert render_sentence(OUTLINE.field("trong"), MERGED) is None
    assert len(render_sentences(OUTLINE.sections[0], MERGED)) == 1


@given(st.lists(st.sampled_from(["{{hoi_vien}}", "{{la}}", "{", "}}", "chữ ", "{{a{{b}}", "\n"])))
def test_text_around_tokens_never_changes_and_offsets_are_true(parts: list[str]) -> None:
    text = "".join(parts)
    found = render_tokens(text, MERGED)
    rebuilt, last = "", 0
    for token, use in zip(find_tokens(text), found.figures, strict=True):
        rebuilt += text[last : token.start]
        assert len(rebuilt) == use.start
        rebuilt += use.shown
        last = token.end
    assert found.text == rebuilt + text[last:]
