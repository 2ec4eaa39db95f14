"""An outline tried as a unit of one kind: its section pages, empty and not to be saved."""

from __future__ import annotations

from flask import g, render_template, request

from app.blueprints.filling.field_views import field_views
from app.models import OutlineVersion
from app.services import outlines, reports
from forms import Answers, Outline, Section


def trial(version_id: int) -> str:
    """`loai` names the kind of unit, `muc` the section that is shown. Raises Refused."""
    version: OutlineVersion = g.target
    outline = outlines.sound_outline(version)
    kind = _kind(outline)
    answers = Answers(outline, {}, unit_kind=kind)
    asked = reports.sections_to_fill(answers)
    wanted = request.args.get("muc", "")
    section = next((s for s in asked if s.key == wanted), asked[0] if asked else None)
    return render_template(
        "filling/trial.html",
        version=version,
        outline=outline,
        kind=kind,
        asked=asked,
        section=section,
        conditional=_conditional(outline, asked),
        fields=field_views(section, answers, {}, ()) if section else [],
        is_open=False,
        attachments=[],
        row_files={},
    )


def _kind(outline: Outline) -> str:
    typed = request.args.get("loai", "")
    return typed if typed in outline.unit_kinds else next(iter(outline.unit_kinds), "")


def _conditional(outline: Outline, asked: list[Section]) -> list[Section]:
    """Sections that only appear with some answer."""
    known = {section.key for section in asked}
    return [s for s in outline.walk() if s.fields and s.show_if and s.key not in known]
