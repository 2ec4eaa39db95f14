"""flask remind run: what workers do by themselves, once, for a scheduler or by hand."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from app.services import upkeep
from app.settings import Settings


@click.group()
def remind() -> None:
    """Reminders of units (đôn đốc) and waiting letters."""


@remind.command("run")
@with_appcontext
def run() -> None:
    """Send the automatic reminders that are due, and the letters that wait."""
    settings: Settings = current_app.config["SETTINGS"]
    done = upkeep.run(settings.mail, settings.base_url)
    sent = f"gửi {done.sent} thư" if settings.mail else "chưa cài máy chủ thư nên không gửi thư"
    click.echo(f"Đã nhắc {done.reminded} đơn vị; {sent}.")
