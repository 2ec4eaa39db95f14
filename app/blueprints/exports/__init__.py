"""Files that leave the system: exports as jobs, edited Word back in, issuing, letterheads."""

from __future__ import annotations

from app.blueprints.exports.routes import blueprint

__all__ = ["blueprint"]
