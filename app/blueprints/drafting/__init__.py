"""The office's side: the draft made of the units' reports, its sources, comments and versions."""

from __future__ import annotations

from app.blueprints.drafting.routes import blueprint

__all__ = ["blueprint"]
