"""The pages, cut by who uses them. Blueprints never import each other."""

from __future__ import annotations

from flask import Flask

from app.blueprints import (
    administration,
    auth,
    campaigns,
    drafting,
    exports,
    filling,
    following,
    health,
    home,
    local_files,
    log,
    outline_import,
    outlines,
    review,
)


def register_blueprints(app: Flask) -> None:
    rooms = (
        administration,
        auth,
        campaigns,
        drafting,
        exports,
        filling,
        following,
        health,
        home,
        local_files,
        outlines,
        log,
        outline_import,
        review,
    )
    for room in rooms:
        app.register_blueprint(room.blueprint)
