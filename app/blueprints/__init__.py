"""The pages, cut by who uses them. Blueprints never import each other."""

from __future__ import annotations

from flask import Flask

from app.blueprints import auth, drafting, exports, filling, health, home, local_files


def register_blueprints(app: Flask) -> None:
    for room in (auth, drafting, exports, filling, health, home, local_files):
        app.register_blueprint(room.blueprint)
