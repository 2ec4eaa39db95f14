"""Remarks on a report: reasons of a return with the unit's replies, and talk among colleagues."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from app.extensions import db
from app.models import Remark, Report
from app.services import clock, notices
from app.services.actors import Actor
from app.services.errors import Invalid, NotFound
from app.services.prepared import Prepared, connection_of_session
from app.services.report_steps import OPEN_STATES
from forms import clean_text

LONGEST = 4000


def list_all(report_id: int) -> list[Remark]:
    """Oldest first, replies included (`parent_id`)."""
    return list(
        db.session.scalars(select(Remark).where(Remark.report_id == report_id).order_by(Remark.id))
    )


@dataclass(frozen=True)
class Said:
    """A remark as a section page shows it."""

    id: int
    parent_id: int | None
    kind: str
    text: str
    created_at: datetime
    created_by: int | None
    resolved_at: datetime | None


_REMARK: Any = Remark.__table__
_SAID = Prepared(
    select(*(_REMARK.c[field.name] for field in fields(Said)))
    .where(
        _REMARK.c.report_id == bindparam("report_id"),
        _REMARK.c.section_key == bindparam("section_key"),
    )
    .order_by(_REMARK.c.id)
)


def of_section(report_id: int, section_key: str) -> list[Said]:
    """Oldest first, replies included."""
    rows = _SAID.rows(connection_of_session(), report_id=report_id, section_key=section_key)
    return [Said(*row) for row in rows]


def open_remarks(report_id: int) -> list[Remark]:
    """First remarks (no replies) that nobody has called settled."""
    return [r for r in list_all(report_id) if r.parent_id is None and r.resolved_at is None]


def get_remark(report_id: int, remark_id: int) -> Remark:
    """Raises NotFound when it is not a remark of this report."""
    remark = db.session.get(Remark, remark_id)
    if remark is None or remark.report_id != report_id:
        raise NotFound("Không tìm thấy ý kiến này.")
    return remark


def add(
    report_id: int,
    text: str,
    *,
    actor: Actor,
    section_key: str = "",
    field_key: str = "",
    parent_id: int | None = None,
) -> Remark:
    """Say something about a section or field, or reply. Raises Invalid, NotFound."""
    words = clean_text(text).strip()
    if not words:
        raise Invalid("Hãy viết nội dung ý kiến.")
    parent = get_remark(report_id, parent_id) if parent_id else None
    remark = Remark(
        report_id=report_id,
        section_key=parent.section_key if parent else section_key,
        field_key=parent.field_key if parent else field_key,
        parent_id=parent.id if parent else None,
        kind="talk",
        text=words[:LONGEST],
        created_at=clock.now(),
        created_by=actor.id or None,
    )
    db.session.add(remark)
    # The page that answers names the new remark by its id.
    db.session.flush()
    _tell(remark, parent, actor)
    return remark


def _tell(remark: Remark, parent: Remark | None, actor: Actor) -> None:
    """The unit hears what the office says; the office what the unit answers it, or says of a
    report that it has before it. Talk inside a unit that still writes stays there."""
    report = db.session.get(Report, remark.report_id)
    assert report is not None
    text = f"{actor.name}: {remark.text}"
    place = f"/muc/{remark.section_key}#y-kien" if remark.section_key else ""
    notices.tell_unit(report, f"Ý kiến mới – {text}", place=place, without=actor.id)
    officers = notices.people_of_office(report.campaign.office_id)
    answers_office = parent is not None and parent.created_by in officers
    if actor.id not in officers and (answers_office or report.state not in OPEN_STATES):
        anchor = f"#m-{remark.section_key}" if remark.section_key else ""
        words = f"{report.unit.label} có ý kiến – {text}"
        notices.tell_office(report, words, place=anchor, without=actor.id)


def settle(report_id: int, remark_id: int, *, actor: Actor, settled: bool = True) -> Remark:
    """Mark a remark as dealt with ("Đã sửa"), or open it again. Raises NotFound."""
    remark = get_remark(report_id, remark_id)
    remark.resolved_at = clock.now() if settled else None
    remark.resolved_by = (actor.id or None) if settled else None
    return remark
