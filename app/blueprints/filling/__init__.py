"""The unit's side: task list, section pages with autosave, checking, sending, reading."""

from __future__ import annotations

from app.blueprints.filling.routes import blueprint

__all__ = ["blueprint"]
