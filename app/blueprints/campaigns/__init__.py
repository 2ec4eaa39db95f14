"""Campaigns: preparing in five steps, publishing, ending; the calendar and recurring ones."""

from __future__ import annotations

from app.blueprints.campaigns.routes import blueprint

__all__ = ["blueprint"]
