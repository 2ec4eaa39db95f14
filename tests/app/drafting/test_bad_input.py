"""Whatever units send, a sensible draft comes out, and merging again changes nothing."""

from __future__ import annotations

import pytest

from app.models import Draft
from app.services import (
    draft_disagreements,
    draft_dumps,
    draft_store,
    drafts,
    office_decisions,
    outlines,
    reports,
)
from app.services.actors import SYSTEM
from app.services.draft_material import Reading
from app.services.draft_reading import section_view
from app.services.draft_sources import SourceFilter, source_pane
from tests.app.drafting.collecting import LACKING, OWN, SHARED, report_of, send
from tests.app.world import World

SECTION = "lanh_dao"
LONG = "\n".join(
    f"Chi bộ thôn {n} đã tổ chức {n % 9 + 2} buổi học tập chuyên đề." for n in range(4000)
)
ODD = {
    "only bullets": "-\n+\n•\n-\n· ",
    "a hundred pages": LONG,
    "capitals": SHARED.upper(),
    "an old font": "§¶ng ñy x· ®· ban hµnh kÕ ho¹ch khuyÕn häc, khuyÕn tµi cña ®Þa ph­¬ng.",
    "figures in words": "Đảng ủy đã tổ chức mười hai hội nghị với hai trăm năm mươi lượt người.",
    "markup": f"<p>{SHARED}</p><script>alert(1)</script>",
    "a formula": '=HYPERLINK("http://x")\n@cmd\n+1+1\n-2+3 phép tính trong báo cáo của đơn vị.',
    "a token": "Tổng số là {{hoi_vien}} và {{khong_co}} người.",
}


def merged(world: World) -> Draft:
    draft = drafts.merge(world.campaign, actor=SYSTEM).draft
    before = draft_dumps.dump(draft)
    assert drafts.merge(world.campaign, actor=SYSTEM).changes == ()
    assert draft_dumps.dump(draft) == before
    return draft


def shown(draft: Draft) -> list[str]:
    reading = Reading.of(draft)
    view = section_view(reading, reading.outline.section(SECTION))
    return [block.text for block in view.blocks]


def all_sentences(draft: Draft) -> int:
    """Used and unused sentences of the section: nothing is dropped silently."""
    reading = Reading.of(draft)
    section = reading.outline.section(SECTION)
    rows = draft_store.section_rows(draft.id, SECTION)
    return source_pane(reading, section, rows, SourceFilter()).total


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_text_of_one_unit_leaves_the_others_in_order(world: World, name: str) -> None:
    send(world, "xa-a", report_of("xa-a", 4000, 900))
    send(world, "xa-b", report_of("xa-b", 6000, 1500))
    send(world, "xa-c", report_of("xa-c", 2000, 100, text=ODD[name]))
    draft = merged(world)
    assert SHARED in shown(draft)
    assert not any("<" in text for text in shown(draft))


def test_bullets_alone_are_no_content(world: World) -> None:
    send(world, "xa-a", report_of("xa-a", 4000, 900, text=ODD["only bullets"]))
    assert all_sentences(merged(world)) == 1  # the difficulty that every report here has


def test_a_unit_that_answers_nothing_but_that_nothing_arose(world: World) -> None:
    send(world, "xa-a", {**report_of("xa-a", 4000, 900), "han_che": {"s": "nil"}})
    send(world, "xa-b", {**report_of("xa-b", 6000, 1500), "han_che": {"s": "nil"}})
    draft = merged(world)
    assert shown(draft) == [SHARED]
    assert all_sentences(draft) == 2


def test_all_units_alike_are_one_paragraph_each_with_all_behind_it(world: World) -> None:
    for unit in ("xa-a", "xa-b", "xa-c"):
        send(world, unit, report_of("xa-a", 4000, 900))
    reading = Reading.of(merged(world))
    view = section_view(reading, reading.outline.section(SECTION))
    assert [block.unit_count for block in view.blocks] == [3, 3]


def test_the_same_paragraph_in_every_field_stands_once_in_each(world: World) -> None:
    for unit in ("xa-a", "xa-b"):
        text = {"v": SHARED}
        answers = report_of(unit, 4000, 900)
        send(world, unit, {**answers, "ket_qua": text, "han_che": text, "nguyen_nhan": text})
    assert shown(merged(world)) == [SHARED] * 3


def test_contradictory_citations_are_kept_apart(world: World) -> None:
    def cited(day: str) -> dict[str, object]:
        cells = {"symbol": {"v": "15-KH/HU"}, "date": {"v": day}, "title": {"v": "về khuyến học"}}
        return {"items": [{"id": "r1", "cells": cells}]}

    send(world, "xa-a", {**report_of("xa-a", 4000, 900), "van_ban": cited("2024-05-09")})
    send(world, "xa-b", {**report_of("xa-b", 6000, 1500), "van_ban": cited("2024-05-19")})
    reading = Reading.of(merged(world))
    found = reading.merged.fields["van_ban"]
    assert len(found.items) == 2 or found.conflicts or found.probable  # type: ignore[union-attr]


def test_a_campaign_in_which_nobody_has_reported_gives_an_honest_draft(world: World) -> None:
    """What the office writes, tables without a figure, no sentence about figures nobody gave."""
    draft = merged(world)
    reading = Reading.of(draft)
    kinds = {
        block.kind
        for section in reading.outline.walk()
        for block in section_view(reading, section).blocks
    }
    assert kinds <= {"office", "table"}
    assert shown(draft) == []


def test_the_report_of_a_single_unit_is_the_draft(world: World) -> None:
    text = f"{SHARED}\n{OWN}"
    send(world, "xa-a", report_of("xa-a", 4000, 900, text=text))
    for code in ("xa-b", "xa-c", "phong-p"):
        office_decisions.exclude(world.reports[code], "Không thuộc diện báo cáo", actor=SYSTEM)
    draft = merged(world)
    assert set(shown(draft)) == {SHARED, OWN, LACKING}


def test_a_campaign_in_which_every_unit_was_excluded_gives_an_honest_draft(world: World) -> None:
    for code in ("xa-a", "xa-b", "xa-c", "phong-p"):
        office_decisions.exclude(world.reports[code], "Không thuộc diện báo cáo", actor=SYSTEM)
    draft = merged(world)
    assert shown(draft) == []
    assert all_sentences(draft) == 0
    assert draft_disagreements.in_draft(Reading.of(draft)) == []


def test_a_unit_without_any_text_counts_for_figures_and_changes_no_word(world: World) -> None:
    for unit in ("xa-a", "xa-b"):
        send(world, unit, report_of(unit, 4000, 900))
    answers = report_of("xa-c", 2000, 100, text="Không.")
    send(world, "xa-c", {**answers, "han_che": {"s": "nil"}})
    draft = merged(world)
    reading = Reading.of(draft)
    assert reading.merged.fields["hoi_vien"].cell.number == 1900
    assert shown(draft) == [SHARED, LACKING]
    rows = draft_store.section_rows(draft.id, SECTION)
    section = reading.outline.section(SECTION)
    (line,) = source_pane(reading, section, rows, SourceFilter(use="chua-dung")).lines
    assert (line.unit, line.reason) == ("Xã C", "chỉ là đề mục hoặc vài chữ, chưa thành câu")


def test_where_all_write_in_capitals_what_they_share_is_not_lost(world: World) -> None:
    for unit in ("xa-a", "xa-b"):
        send(world, unit, report_of(unit, 4000, 900, text=f"{SHARED.upper()}\n{OWN.upper()}"))
    draft = merged(world)
    assert {text.upper() for text in shown(draft)} >= {SHARED.upper(), OWN.upper()}


def test_one_paragraph_pasted_into_every_section_counts_its_unit_once_in_each(
    world: World,
) -> None:
    pasted = {"v": f"{SHARED}\n{OWN}"}
    for unit in ("xa-a", "xa-b", "xa-c"):
        prose = {
            item.key: pasted
            for _, item in outlines.get_outline(world.version.id).fields()
            if item.type == "narrative" and item.key != "ly_do"
        }
        given = {key: value for key, value in prose.items() if _is_asked(world, unit, key)}
        send(world, unit, {**report_of(unit, 4000, 900), **given})
    reading = Reading.of(merged(world))
    counts = {
        block.unit_count
        for section in reading.outline.walk()
        for block in section_view(reading, section).blocks
        if block.text == SHARED
    }
    assert counts == {3}


def _is_asked(world: World, unit: str, key: str) -> bool:
    answers = reports.load_answers(reports.get_ref(world.reports[unit].id))
    return any(item.key == key for _, item in answers.applicable_fields())


def test_figures_in_words_are_kept_as_they_were_written(world: World) -> None:
    digits = "Đảng ủy đã tổ chức 12 hội nghị quán triệt, có 250 lượt người tham gia học tập."
    words = ODD["figures in words"]
    for unit, text in (("xa-a", digits), ("xa-b", words), ("xa-c", words)):
        send(world, unit, report_of(unit, 4000, 900, text=text))
    draft = merged(world)
    assert words.replace("Đảng ủy", "Đảng ủy các xã") in shown(draft)
    assert not any("12" in text and "mười hai" in text for text in shown(draft))
    assert all_sentences(draft) == 6


def test_two_dates_of_one_document_are_told_to_the_office(world: World) -> None:
    def cited(day: str, title: str) -> dict[str, object]:
        cells = {"symbol": {"v": "49-KL/TW"}, "date": {"v": day}, "title": {"v": title}}
        return {"items": [{"id": "r1", "cells": cells}]}

    first, second = cited("2019-05-10", "về khuyến học"), cited("2019-10-05", "về khuyến tài")
    send(world, "xa-a", {**report_of("xa-a", 4000, 900), "van_ban": first})
    send(world, "xa-b", {**report_of("xa-b", 6000, 1500), "van_ban": second})
    found = Reading.of(merged(world)).merged.fields["van_ban"]
    assert len(found.items) == 1  # type: ignore[union-attr]
    assert found.conflicts  # type: ignore[union-attr]
