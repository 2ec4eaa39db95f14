"""Following a campaign: list, matrix, rates, reminders, steps for many units at once."""

from __future__ import annotations

from app.blueprints.following.routes import blueprint

__all__ = ["blueprint"]
