"""The pages, cut by who uses them. Blueprints never import each other."""

from __future__ import annotations

from flask import Flask

from app.blueprints import (
    auth,
    campaigns,
    drafting,
    exports,
    filling,
    following,
    health,
    home,
    local_files,
    outline_import,
    outlines,
    review,
)


def register_blueprints(app: Flask) -> None:
    rooms = (
        auth,
        campaigns,
        drafting,
        exports,
        filling,
        following,
        health,
        home,
        local_files,
        outline_import,
        outlines,
        review,
    )
    for room in rooms:
        app.register_blueprint(room.blueprint)
