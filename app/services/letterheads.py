"""From a unit's letterhead data to the issuer parts of a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.models import Campaign, Draft, Report, ReportState, Unit
from app.services import clock, profile_choices, units
from app.services.actors import Actor
from app.services.errors import Invalid, NotFound
from forms import (
    Authority,
    AuthorityLine,
    Issue,
    Letterhead,
    Marks,
    Number,
    Outline,
    Recipient,
    Signature,
    clean_line,
    format_date_long,
)

_AUTHORITIES = {
    "T/M": Authority.ON_BEHALF,
    "K/T": Authority.DEPUTY,
    "T/L": Authority.BY_ORDER,
    "Q": Authority.ACTING,
}
_STANDING = "BAN THƯỜNG VỤ"
_COMMITTEES = frozenset({"Đảng", "Huyện", "Tỉnh", "Thành", "Quận", "Thị"})


def letterhead_of(unit: Unit) -> Letterhead:
    """A unit without letterhead data prints its own name; the office is told on its page."""
    data = unit.letterhead or {}
    return Letterhead(
        issuer=data.get("issuer_line") or unit.name,
        parent=data.get("parent_line") or None,
        symbol=data.get("symbol", ""),
        place=data.get("place", ""),
    )


def missing_letterhead(unit: Unit) -> list[str]:
    """What an office should fill in before it prints for this unit, in words."""
    data = unit.letterhead or {}
    words = {
        "issuer_line": "tên cơ quan ban hành",
        "symbol": "ký hiệu (ĐU, HU…)",
        "place": "địa danh",
        "position": "chức vụ người ký",
    }
    return [label for key, label in words.items() if not data.get(key)]


LINES = {
    "parent_line": ("Cơ quan cấp trên", "Ví dụ: ĐẢNG BỘ TỈNH HƯNG YÊN; để trống nếu không có"),
    "issuer_line": ("Cơ quan ban hành", "Ví dụ: HUYỆN ỦY KIM ĐỘNG"),
    "issuer_name": ("Tên trong câu văn", "Ví dụ: Ban Thường vụ Huyện ủy Kim Động"),
    "symbol": ("Ký hiệu", "Ví dụ: HU, ĐU, BTG… đứng sau dấu gạch chéo của số văn bản"),
    "place": ("Địa danh", "Ví dụ: Kim Động"),
    "authority": ("Quyền hạn ký", "Ví dụ: T/M BAN THƯỜNG VỤ; nhiều dòng cách nhau bằng dấu |"),
    "position": ("Chức vụ người ký", "Ví dụ: BÍ THƯ"),
}


def units_of(campaign: Campaign) -> list[Unit]:
    """The issuer, the office, then the units that report, in their order."""
    reporting = db.session.scalars(
        select(Unit)
        .join(Report, Report.unit_id == Unit.id)
        .where(Report.campaign_id == campaign.id)
        .order_by(Report.position, Report.id)
    )
    return list(dict.fromkeys((campaign.collector, campaign.office, *reporting)))


def unit_of(campaign: Campaign, unit_id: int) -> Unit:
    """Raises NotFound for a unit that has nothing to do with the campaign."""
    for unit in units_of(campaign):
        if unit.id == unit_id:
            return unit
    raise NotFound("Đơn vị này không có trong đợt báo cáo.")


def change(unit: Unit, typed: Mapping[str, str], *, actor: Actor) -> None:
    """Store the lines and the habits of the form. Raises Invalid."""
    data = dict(unit.letterhead or {})
    for key in LINES:
        data[key] = clean_line(typed.get(key, ""))[:200]
    if not data["issuer_line"]:
        raise Invalid("Hãy ghi tên cơ quan ban hành.")
    regimes = dict(profile_choices.regimes())
    data["regime"] = typed["regime"] if typed.get("regime") in regimes else "party"
    data["profile"] = typed.get("profile", "")
    data["habits"] = profile_choices.read_habits(typed)
    if typed.get("seen"):
        data["seen"] = typed["seen"][:40]
    units.change_unit(unit, {"letterhead": data}, actor=actor)


def signature_of(unit: Unit, signer: str = "") -> Signature:
    """`authority` is such as "T/M BAN THƯỜNG VỤ"; several lines are parted by "|"."""
    data = unit.letterhead or {}
    lines = [
        _authority_line(line) for line in str(data.get("authority", "")).split("|") if line.strip()
    ]
    return Signature(position=data.get("position", ""), lines=tuple(lines), name=signer)


def _authority_line(text: str) -> AuthorityLine:
    mark, _, body = text.strip().partition(" ")
    authority = _AUTHORITIES.get(mark.rstrip(".").upper())
    return AuthorityLine(body, authority) if authority else AuthorityLine(text.strip())


def issuer_name(unit: Unit) -> str:
    """Who speaks in the unit's papers: "Ban Thường vụ Huyện ủy Kim Động" where it signs so."""
    data = unit.letterhead or {}
    if data.get("issuer_name"):
        return str(data["issuer_name"])
    standing = _STANDING in str(data.get("authority", "")).upper()
    return f"Ban Thường vụ {unit.name}" if standing else unit.name


def filed_at(unit: Unit) -> Recipient:
    """The last line of the receivers: committees file in their office, a ban with itself."""
    words = unit.name.split()
    if len(words) > 1 and words[1] == "ủy" and words[0] in _COMMITTEES:
        return Recipient(f"Lưu Văn phòng {' '.join(words[:2])}", filed=True)
    return Recipient(f"Lưu {unit.label}" if words[:1] == ["Ban"] else "Lưu", filed=True)


def recipients_of(outline: Outline) -> tuple[Recipient, ...]:
    return tuple(
        Recipient(name, purpose, filed=name.startswith("Lưu"))
        for name, purpose in outline.document.recipients
    )


def report_issue(report: Report, outline: Outline) -> Issue:
    """The words around one unit's report; a draft until it was sent."""
    unit, info = report.unit, outline.document.in_period(report.campaign.period_label)
    sent = report.state in (ReportState.SUBMITTED, ReportState.ACCEPTED)
    symbol = (unit.letterhead or {}).get("symbol", "")
    day = report.signed_on or (
        clock.local(report.submitted_at).date() if sent and report.submitted_at else None
    )
    return Issue(
        letterhead=letterhead_of(unit),
        title=info.title,
        subject=info.subject or outline.title,
        number=Number(info.kind, _leading_number(report.number), symbol),
        date=day,
        year=_year(report.campaign),
        opening=info.unit_opening,
        closing=info.unit_closing,
        signature=signature_of(unit, report.signer),
        recipients=(
            Recipient(issuer_name(report.campaign.collector), "để b/c"),
            Recipient(report.campaign.office.name),
            filed_at(unit),
        ),
        marks=Marks() if sent else Marks(draft="Dự thảo"),
        attached_to=attached_line(info.title, unit, day, report.number, _year(report.campaign)),
        export_id=f"report-{report.id}-{report.changes}",
    )


def draft_issue(draft: Draft, outline: Outline, opening: str) -> Issue:
    """The words around the merged draft of the collecting unit; number and day once issued."""
    campaign = draft.campaign
    info = outline.document.in_period(campaign.period_label)
    unit = campaign.collector
    issued = draft.state == "issued"
    day = clock.local(draft.issued_at).date() if issued and draft.issued_at else None
    mark = "" if issued else f"Dự thảo lần {draft.times_circulated}"
    return Issue(
        letterhead=letterhead_of(unit),
        title=info.title,
        subject=info.subject or outline.title,
        number=Number(
            info.kind, _leading_number(draft.number), (unit.letterhead or {}).get("symbol", "")
        ),
        date=day,
        year=_year(campaign),
        opening=opening,
        closing=info.closing,
        signature=signature_of(unit, _signer(draft) if issued else ""),
        recipients=recipients_of(outline),
        marks=Marks(draft=mark),
        attached_to=attached_line(
            info.title, unit, day, draft.number if issued else "", _year(campaign)
        ),
    )


def _signer(draft: Draft) -> str:
    data = draft.settings.get("issue") or {}
    return str(data.get("signer", "")) if data.get("draft") == draft.id else ""


def attached_line(
    title: str, unit: Unit, day: date | None, number: str = "", year: int | None = None
) -> str:
    """ "Kèm theo Báo cáo số …-BC/HU, ngày … của …", with blanks while it is a draft."""
    symbol = (unit.letterhead or {}).get("symbol", "")
    when = format_date_long(day) if day else f"ngày     tháng     năm {year or '      '}"
    digits = _leading_number(number)
    shown = "    " if digits is None else f"{digits:02d}"
    number = f"số {shown}-BC/{symbol}" if symbol else f"số {shown}"
    return f"Kèm theo {title.capitalize()} {number}, {when} của {issuer_name(unit)}"


def _year(campaign: Campaign) -> int:
    instant = campaign.deadline_at or campaign.created_at
    return clock.local(instant).year


def _leading_number(text: str) -> int | None:
    """15 out of "15-BC/ĐU" or "15"; None while there is none."""
    digits = ""
    for char in text.strip():
        if not char.isdigit():
            break
        digits += char
    return int(digits) if digits else None
