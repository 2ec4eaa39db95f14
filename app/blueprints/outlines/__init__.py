"""Outlines: the library, reading, the editor, versions; changing the outline of a campaign."""

from __future__ import annotations

from app.blueprints.outlines.routes import blueprint

__all__ = ["blueprint"]
