"""A campaign of the last period, for tests of what stands beside this one's fields."""

from __future__ import annotations

from datetime import date

from app.extensions import db
from app.models import Campaign, ReportState
from app.services import campaigns, filling, reports
from app.services.actors import SYSTEM
from app.services.filling import Base
from tests.app.world import World

LAST_YEAR = (
    "Đảng ủy đã tổ chức quán triệt kết luận đến từng chi bộ. "
    "Cấp ủy ban hành kế hoạch thực hiện hằng năm."
)


def written_last_year(world: World) -> Campaign:
    """A campaign of the last period, with answers of Đảng ủy xã A."""
    now = campaigns.get_campaign(world.campaign.id)
    before = campaigns.create_campaign(
        "Sơ kết năm trước",
        outline_version_id=world.version.id,
        collector=world.units["huyen-uy"],
        office=world.units["btg"],
        actor=SYSTEM,
        period_label="năm 2025",
        period_to=date(2025, 12, 31),
    )
    campaigns.set_units(before, [world.units["xa-a"].id], actor=SYSTEM)
    before.state = "published"
    now.previous_id = before.id
    report = reports.find_report(before, world.units["xa-a"])
    assert report is not None
    db.session.flush()
    ref = reports.get_ref(report.id)
    actor = world.actor("canbo.a")
    filling.save_answer(ref, "ket_qua", LAST_YEAR, Base(0), actor=actor)
    filling.save_answer(ref, "dan_so", "1.200", Base(0), actor=actor)
    table = {"du_dau.nam_2025": "80", "thu.nam_2025": "40"}
    filling.save_answer(ref, "quy", table, Base(0), actor=actor)
    report.state = ReportState.ACCEPTED
    before.state = "closed"
    db.session.commit()
    return before
