"""Outlines of the library as a unit meets them: the list of tasks and every page.

One of each family; all of them are loaded, printed and merged in tests/outlines.
"""

from __future__ import annotations

from datetime import date

import pytest

from app.models import Report
from app.services import filling, outlines, previous, reports
from app.services.actors import SYSTEM
from forms import Answers
from tests.app.page_client import PageClient
from tests.app.published import publish, report_in
from tests.app.world import World
from tests.outlines.filled import TAGS

FIGURES = "kg_pl1_hoat_dong"
OVERLAPS = [("quy", "6_thang"), ("quy", "nam"), ("6_thang", "quy")]
FAMILIES = (
    "khoa_giao_quy",
    "tuyen_giao_nam",
    "khoa_giao_dot_xuat",
    "trien_khai_van_ban",
    "ct38",
    "ct29",
    "ct01_nam",
    "giam_sat_nq29",
)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_unit_can_open_every_page_of_an_outline(
    name: str, officer: PageClient, world: World
) -> None:
    version_id = register(name)
    outline = outlines.get_outline(version_id)
    unit = world.units["xa-a"]
    unit.kind, unit.tags = next(iter(outline.unit_kinds)), list(TAGS)
    report = asked(world, version_id, name)
    answers = Answers(outline, {}, unit.kind, TAGS)

    tasks = officer.get(f"/bao-cao/{report.id}")
    keys = dict.fromkeys(section.key for section, _ in answers.applicable_fields())

    assert keys
    for key in keys:
        heading = outline.section(key).heading
        assert heading[:40] in tasks.words()
        page = officer.get(f"/bao-cao/{report.id}/muc/{key}")
        assert heading in page.one("h1").text_content()
        assert page.select("form[data-section]")
        assert "Ví dụ: Gợi ý" not in page.words()


@pytest.mark.parametrize(("typed", "copied"), OVERLAPS)
def test_figures_of_periods_that_end_together_are_typed_once(
    typed: str, copied: str, world: World
) -> None:
    first, second = (asked(world, register(f"khoa_giao_{p}"), p) for p in (typed, copied))
    actor = world.actor("canbo.a")
    cells = {"luy_ke": {"v": "7"}, "cung_ky": {"v": "5"}}
    if typed == "quy":
        cells["trong_ky"] = {"v": "3"}
    filling.put_value(
        reports.get_ref(first.id),
        FIGURES,
        {"rows": {"van_ban": cells}},
        actor=actor,
        origin="typed",
    )

    keys = previous.copy(reports.get_ref(second.id), first.id, None, actor=actor)

    answers = reports.load_answers(reports.get_ref(second.id))
    row = answers.value(FIGURES)["rows"]["van_ban"]
    assert keys == (FIGURES,)
    assert (row["luy_ke"], row["tang_giam"]) == ({"v": "7"}, {"v": "2"})


def register(name: str) -> int:
    path = outlines.LIBRARY / name / "v1.yaml"
    version = outlines.register_outline(path.read_text("utf-8"), str(path), actor=SYSTEM)
    return version.id


def asked(world: World, version_id: int, code: str) -> Report:
    """The report of Đảng ủy xã A in a published campaign of that outline, to 30/6/2026."""
    campaign = publish(
        world,
        "Đợt báo cáo thử",
        code=f"thu-vien-{code}",
        outline_version_id=version_id,
        period_label="Quý II năm 2026",
        period_to=date(2026, 6, 30),
        contact="Phòng Khoa giáo",
        contact_phone="0221 000 000",
    )
    return report_in(campaign)
