"""flask demo load / accounts: the demonstration campaign."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli.running import transaction
from app.services import clock
from app.services.demo_loading import demo_accounts, load_demo, shown_at


@click.group()
def demo() -> None:
    """The demonstration: Huyện ủy Kim Động's campaign of 2024."""


@demo.command("load")
@with_appcontext
def load() -> None:
    """Load units, accounts, campaign and reports; running it again changes nothing."""
    with transaction():
        added = load_demo(current_app.config["PASSWORDS"])
    if added:
        clock.write_demo_shift(current_app.config["SETTINGS"].instance_path, shown_at())
    click.echo("Đã nạp đợt báo cáo mẫu." if added else "Đợt báo cáo mẫu đã có sẵn.")


@demo.command("accounts")
@with_appcontext
def accounts() -> None:
    """Print the demo accounts, one a line."""
    for account in demo_accounts():
        click.echo(f"{account.username}\t{account.password}\t{account.words}")
