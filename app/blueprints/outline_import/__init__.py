"""A đề cương from Word, pasted text or Excel: upload, look at what was read, take it as a draft."""

from __future__ import annotations

from app.blueprints.outline_import.routes import blueprint

__all__ = ["blueprint"]
