"""Addresses of importing an outline."""

from __future__ import annotations

from flask import Blueprint

from app.blueprints.outline_import import pages

blueprint = Blueprint("outline_import", __name__)
_ONE = "/de-cuong/nhap/<string:token>"

blueprint.add_url_rule("/de-cuong/nhap", "start", pages.start)
blueprint.add_url_rule("/de-cuong/nhap", "take", pages.take, methods=["POST"])
blueprint.add_url_rule(_ONE, "review", pages.review)
blueprint.add_url_rule(_ONE, "revise", pages.revise, methods=["POST"])
