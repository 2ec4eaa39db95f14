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
    """Prepare campaigns of plans, send automatic reminders that are due and waiting letters, and
    read some of the reports that were sent, so that merging them takes less time."""
    settings: Settings = current_app.config["SETTINGS"]
    done = upkeep.run(settings.mail, settings.base_url)
    sent = f"gửi {done.sent} thư" if settings.mail else "chưa cài máy chủ thư nên không gửi thư"
    click.echo(
        f"Đã chuẩn bị {done.prepared} đợt, nhắc {done.reminded} đơn vị; {sent}; "
        f"đọc trước {done.read} báo cáo để tổng hợp nhanh hơn."
    )
    if done.failed:
        raise click.ClickException(f"Có việc không làm được, xem nhật ký: {', '.join(done.failed)}")
