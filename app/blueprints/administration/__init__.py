"""Units and accounts: lists, single ones, Excel lists in and out."""

from __future__ import annotations

from app.blueprints.administration.routes import blueprint

__all__ = ["blueprint"]
