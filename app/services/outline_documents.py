"""The printable đề cương in thể thức: of a campaign, or of a version that no campaign has yet."""

from __future__ import annotations

from app.documents import write_word
from app.models import Campaign, OutlineVersion, Unit
from app.services import clock, letterheads, outlines, profile_choices, units
from app.services.actors import OFFICE_ROLES, Actor
from app.services.errors import Refused
from app.services.exported_files import WORD, ExportedFile
from forms import Issue, Outline, compose_outline, file_name


def outline_word(campaign: Campaign) -> ExportedFile:
    """The đề cương as it goes out with the plan."""
    outline = outlines.get_outline(campaign.outline_version_id)
    return _word(outline, campaign.collector, f"De cuong {campaign.code}")


def version_word(version: OutlineVersion, issuer: Unit) -> ExportedFile:
    """The đề cương of any version without faults. Raises Refused."""
    outline = outlines.sound_outline(version)
    return _word(outline, issuer, f"De cuong {version.outline_id} v{version.version}")


def issuer_for(actor: Actor) -> Unit:
    """Who would issue the papers of the actor's office: the nearest superior, else the office.

    Raises Refused for somebody who works in no office.
    """
    offices = sorted(actor.units(*OFFICE_ROLES))
    if not offices:
        raise Refused("Chỉ cán bộ của cơ quan tổng hợp in được đề cương.")
    office = units.get_unit(offices[0])
    return office.parent or office


def _word(outline: Outline, issuer: Unit, name: str) -> ExportedFile:
    subject = outline.document.subject or outline.title
    issue = Issue(
        letterhead=letterheads.letterhead_of(issuer),
        title="ĐỀ CƯƠNG",
        subject=subject if subject.casefold().startswith("báo cáo") else f"Báo cáo {subject}",
        number=None,
        year=clock.today().year,
    )
    profile = profile_choices.profile_of(issuer, clock.today())
    return ExportedFile(
        file_name(name, "docx"), WORD, write_word(compose_outline(outline, issue), profile)
    )
