"""Outlines that are being written: a proposal taken becomes a version of its own."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select

from app.extensions import db
from app.models import OutlineVersion
from app.services import outlines
from app.services.actors import Actor
from forms import Outline, dump_outline


def create_draft(outline: Outline, actor: Actor, *, note: str = "") -> OutlineVersion:
    """Keep an outline under its id with the next free version number."""
    last = db.session.scalar(
        select(func.max(OutlineVersion.version)).where(OutlineVersion.outline_id == outline.id)
    )
    numbered = replace(outline, version=(last or 0) + 1, sha256="", _index={})
    return outlines.register_outline(dump_outline(numbered), note or outline.id, actor=actor)
