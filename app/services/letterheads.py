"""From a unit's letterhead data to the issuer parts of a document."""

from __future__ import annotations

from datetime import date

from app.models import Campaign, Draft, Report, ReportState, Unit
from app.services import clock
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
    format_date_long,
)

_AUTHORITIES = {
    "T/M": Authority.ON_BEHALF,
    "K/T": Authority.DEPUTY,
    "T/L": Authority.BY_ORDER,
    "Q": Authority.ACTING,
}


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


def signature_of(unit: Unit, signer: str = "") -> Signature:
    """`authority` is such as "T/M BAN THƯỜNG VỤ"; several lines are parted by "|"."""
    data = unit.letterhead or {}
    lines = [_authority_line(line) for line in str(data.get("authority", "")).split("|") if line]
    return Signature(position=data.get("position", ""), lines=tuple(lines), name=signer)


def _authority_line(text: str) -> AuthorityLine:
    mark, _, body = text.strip().partition(" ")
    authority = _AUTHORITIES.get(mark.rstrip(".").upper())
    return AuthorityLine(body, authority) if authority else AuthorityLine(text.strip())


def recipients_of(outline: Outline) -> tuple[Recipient, ...]:
    return tuple(
        Recipient(name, purpose, filed=name.startswith("Lưu"))
        for name, purpose in outline.document.recipients
    )


def report_issue(report: Report, outline: Outline) -> Issue:
    """The words around one unit's report; a draft until it was sent."""
    unit, info = report.unit, outline.document
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
            Recipient(report.campaign.collector.name, "để b/c"),
            Recipient(report.campaign.office.name),
            Recipient("Lưu", filed=True),
        ),
        marks=Marks() if sent else Marks(draft="Dự thảo"),
        attached_to=attached_line(info.title, unit, day),
        export_id=f"report-{report.id}-{report.changes}",
    )


def draft_issue(draft: Draft, outline: Outline, opening: str, day: date | None = None) -> Issue:
    """The words around the merged draft of the collecting unit."""
    campaign, info = draft.campaign, outline.document
    unit = campaign.collector
    issued = draft.state == "issued"
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
        signature=signature_of(unit),
        recipients=recipients_of(outline),
        marks=Marks(draft=mark),
        attached_to=attached_line(info.title, unit, day),
        export_id=f"draft-{draft.id}-v{draft.version}",
    )


def attached_line(title: str, unit: Unit, day: date | None) -> str:
    """ "Kèm theo Báo cáo số …-BC/HU, ngày … của …", with blanks while it is a draft."""
    symbol = (unit.letterhead or {}).get("symbol", "")
    when = format_date_long(day) if day else "ngày     tháng     năm      "
    number = f"số     -BC/{symbol}" if symbol else "số     "
    name = (unit.letterhead or {}).get("issuer_name") or unit.name
    return f"Kèm theo {title.capitalize()} {number}, {when} của {name}"


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
