"""flask user add / passwd / totp-off."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli.running import transaction
from app.models import Role
from app.services import accounts, second_factor, units
from app.services.actors import SYSTEM


@click.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.argument("username")
@click.option("--name", default="", help="Display name (chức danh).")
@click.option("--unit", "unit_code", help="Code of the unit in which the role is held.")
@click.option("--role", type=click.Choice([role.value for role in Role]))
@click.option("--password", default=None, help="Without it a one-time code is printed.")
@with_appcontext
def add(
    username: str, name: str, unit_code: str | None, role: str | None, password: str | None
) -> None:
    """Create the account USERNAME, optionally with a role in a unit (editor without --role)."""
    if role and not unit_code:
        raise click.UsageError("Vai phải thuộc một đơn vị: hãy thêm --unit MÃ.")
    with transaction():
        created, secret = accounts.add_user(
            username,
            name or username,
            actor=SYSTEM,
            passwords=current_app.config["PASSWORDS"],
            password=password,
        )
        if unit_code:
            unit = units.get_unit_by_code(unit_code)
            accounts.grant(created, unit, Role(role or Role.EDITOR), actor=SYSTEM)
    click.echo(f"Đã tạo tài khoản {username}.")
    if password is None:
        click.echo(f"Mã đăng nhập một lần: {secret}")


@user.command("passwd")
@click.argument("username")
@click.option("--password", default=None, help="Without it a one-time code is printed.")
@with_appcontext
def passwd(username: str, password: str | None) -> None:
    """Set the password of USERNAME; all its sessions end."""
    passwords = current_app.config["PASSWORDS"]
    with transaction():
        found = accounts.get_user(username)
        if password is None:
            code = accounts.reset_password(found, actor=SYSTEM, passwords=passwords)
        else:
            accounts.set_password(found, password, actor=SYSTEM, passwords=passwords)
    click.echo(f"Đã đặt lại mật khẩu của {username}.")
    if password is None:
        click.echo(f"Mã đăng nhập một lần: {code}")


@user.command("totp-off")
@click.argument("username")
@with_appcontext
def totp_off(username: str) -> None:
    """Ask USERNAME for no code any more: for an administrator who has lost the telephone."""
    with transaction():
        second_factor.turn_off(accounts.get_user(username), actor=SYSTEM)
    click.echo(f"Đã tắt mã xác thực hai lớp của {username}.")
