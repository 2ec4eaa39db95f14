"""Reading one unit's report and deciding about it."""

from __future__ import annotations

from app.blueprints.review.routes import blueprint

__all__ = ["blueprint"]
