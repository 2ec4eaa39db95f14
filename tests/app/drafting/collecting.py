"""Reports of the small world's units, sent and accepted, for tests of the draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.extensions import db
from app.models import Report
from app.services import drafts, filling, office_decisions, reports, transitions
from app.services.actors import SYSTEM
from tests.app.world import World

SHARED = "Cấp ủy đưa nội dung khuyến học vào nghị quyết và chương trình công tác hằng năm."
SHARED_TOO = "Cấp ủy đã đưa nội dung khuyến học vào nghị quyết, chương trình công tác hằng năm."
OWN = "Mô hình “Tiếng kẻng khuyến học” của thôn Đoài được 120 hộ tham gia."
LACKING = "Kinh phí dành cho khuyến học còn hạn hẹp."


def number(value: object) -> dict[str, Any]:
    return {"v": str(value)}


def report_of(unit: str, people: int, members: int, *, text: str = SHARED) -> dict[str, Any]:
    """Answers of one unit: prose, figures, a table."""
    return {
        "ket_qua": {"v": text},
        "han_che": {"v": LACKING},
        "dan_so": number(people),
        "hoi_vien": number(members),
        "ty_le_dat": {"parts": {"num": number(people // 10), "den": number(people // 4)}},
        "quy": {"rows": {"thu": {"nam_2024": number("10.5"), "nam_2025": number(unit.count("a"))}}},
    }


def send(world: World, unit: str, answers: Mapping[str, Any], *, accepted: bool = True) -> Report:
    """Fill, send and accept one unit's report as the pages would."""
    report = world.reports[unit]
    for key, value in answers.items():
        filling.put_value(reports.get_ref(report.id), key, value, actor=SYSTEM, origin="typed")
    db.session.flush()
    db.session.refresh(report)
    transitions.submit(report, actor=SYSTEM, key=f"{unit}-{report.submission_count}")
    if accepted:
        office_decisions.accept(report, actor=SYSTEM)
    db.session.commit()
    return report


def collect(world: World) -> None:
    """Xã A and B say the same, xã B has a result of its own; xã C has not sent yet."""
    send(world, "xa-a", report_of("xa-a", 4000, 900))
    send(world, "xa-b", report_of("xa-b", 6000, 1500, text=f"{SHARED_TOO}\n{OWN}"))


def merged_draft(world: World) -> drafts.MergeOutcome:
    collect(world)
    outcome = drafts.merge(world.campaign, actor=world.actor("chuyenvien"))
    db.session.commit()
    return outcome
