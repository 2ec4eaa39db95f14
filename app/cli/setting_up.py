"""flask setup: from empty tables to an administrator who can sign in."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli.running import transaction
from app.services import setting_up


@click.command("setup")
@click.option("--issuer", prompt="Cấp ủy ban hành báo cáo (ví dụ Huyện ủy Kim Động)")
@click.option("--office", prompt="Cơ quan tổng hợp (ví dụ Ban Tuyên giáo Huyện ủy Kim Động)")
@click.option("--admin", default="quantri", show_default=True, help="Name of the first account.")
@with_appcontext
def setup(issuer: str, office: str, admin: str) -> None:
    """Enter the first units, the library of outlines and an administrator into empty tables."""
    with transaction():
        done = setting_up.set_up(issuer, office, admin, passwords=current_app.config["PASSWORDS"])
    click.echo(f"Đã tạo đơn vị {done.issuer.name} ({done.issuer.code})")
    click.echo(f"và {done.office.name} ({done.office.code}); {done.outlines} đề cương mẫu.")
    click.echo(f"Tài khoản quản trị: {admin}, mã đăng nhập một lần: {done.code}")
