"""The small world of the app's tests: who is there, and one published campaign.

Huyện ủy H (collector) with its Ban Tuyên giáo (office), Đảng ủy xã A, B, C and Phòng P (units);
Tỉnh ủy T looks on. Every account has the same password. The outline is tests/golden/small.yaml.
"""

from __future__ import annotations

import functools
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from app.extensions import db
from app.models import Campaign, OutlineVersion, Report, Role, Unit, User
from app.services import accounts, campaigns, clock, outlines, units
from app.services.actors import SYSTEM, Actor, actor_of
from tests.app.page_client import PASSWORD
from tests.database import make_app, migrate_up
from tests.postgres import beside, create_database

SQLITE = "sqlite:///"
OUTLINE = Path(__file__).resolve().parents[1] / "golden" / "small.yaml"

ACCOUNTS = {
    "canbo.a": ("Cán bộ tuyên giáo xã A", "xa-a", Role.EDITOR),
    "bithu.a": ("Bí thư Đảng ủy xã A", "xa-a", Role.APPROVER),
    "canbo.b": ("Cán bộ tuyên giáo xã B", "xa-b", Role.EDITOR),
    "canbo.c": ("Cán bộ tuyên giáo xã C", "xa-c", Role.EDITOR),
    "canbo.p": ("Cán bộ Phòng P", "phong-p", Role.EDITOR),
    "chuyenvien": ("Chuyên viên Ban Tuyên giáo", "btg", Role.OFFICER),
    "truongban": ("Trưởng Ban Tuyên giáo", "btg", Role.OFFICE_LEADER),
    "captren": ("Chuyên viên Tỉnh ủy", "huyen-uy", Role.VIEWER),
    "quantri": ("Quản trị hệ thống", "huyen-uy", Role.ADMIN),
    "nguoingoai": ("Người ngoài đợt", "huyen-khac", Role.OFFICER),
}

UNITS = (
    ("tinh-uy", "Tỉnh ủy T", "Tỉnh ủy", "tinh_uy", None),
    ("huyen-uy", "Huyện ủy H", "Huyện ủy H", "huyen_uy", "tinh-uy"),
    ("huyen-khac", "Huyện ủy K", "Huyện ủy K", "huyen_uy", "tinh-uy"),
    ("btg", "Ban Tuyên giáo Huyện ủy H", "Ban Tuyên giáo", "co_quan", "huyen-uy"),
    ("xa-a", "Đảng ủy xã A", "Xã A", "xa", "huyen-uy"),
    ("xa-b", "Đảng ủy xã B", "Xã B", "xa", "huyen-uy"),
    ("xa-c", "Đảng ủy xã C", "Xã C", "xa", "huyen-uy"),
    ("phong-p", "Phòng P huyện H", "Phòng P", "phong_ban", "huyen-uy"),
)


@dataclass
class World:
    app: Flask
    version: OutlineVersion
    campaign: Campaign
    units: dict[str, Unit]
    users: dict[str, User]
    reports: dict[str, Report]

    def actor(self, username: str) -> Actor:
        return actor_of(self.users[username], clock.today())


def build_world(app: Flask) -> World:
    made_units = {
        code: _unit(position, *row) for position, row in enumerate(UNITS) for code in row[:1]
    }
    for name, row in ACCOUNTS.items():
        _user(app, name, *row, made_units)
    version = outlines.register_outline(
        OUTLINE.read_text(encoding="utf-8"), str(OUTLINE), actor=SYSTEM
    )
    campaign = campaigns.create_campaign(
        "Sơ kết thử nghiệm năm 2026",
        code="thu-nghiem",
        outline_version_id=version.id,
        collector=made_units["huyen-uy"],
        office=made_units["btg"],
        actor=SYSTEM,
        period_label="5 năm 2021–2026",
        as_of=date(2026, 4, 30),
        contact="Phòng Khoa giáo",
        contact_phone="0221 000 000",
    )
    reporting = ("xa-a", "xa-b", "xa-c", "phong-p")
    campaigns.set_units(campaign, [made_units[code].id for code in reporting], actor=SYSTEM)
    deadline = clock.local(datetime.now(UTC) + timedelta(days=5)).date()  # noqa: TID251
    campaigns.set_deadline(campaign, deadline, None, True, actor=SYSTEM)
    campaigns.publish(campaign, actor=SYSTEM)
    db.session.commit()
    return find_world(app)


def open_world(url: str, instance: Path, built: Path, **environ: str) -> Flask:
    """An application on a database of its own with the world in it.

    `built` is an SQLite file of the world: copying it takes a hundredth of building another one.
    On PostgreSQL the first is built, and the next are copies of it.
    """
    if url.startswith(SQLITE):
        shutil.copyfile(built, url.removeprefix(SQLITE))
    else:
        template = _built_on_server(beside(url, "postgres"), built.with_name("postgres"))
        create_database(beside(url, "postgres"), urlsplit(url).path.strip("/"), template)
    return make_app(url, instance, **environ)


@functools.cache
def _built_on_server(server: str, instance: Path) -> str:
    """Name of a database with the world on the server, built once a process."""
    name = f"template_{os.getpid()}"
    app = make_app(create_database(server, name), instance)
    migrate_up(app)
    with app.app_context():
        build_world(app)
        db.session.remove()
        db.engine.dispose()
    return name


def find_world(app: Flask) -> World:
    """The world that stands in the database."""
    campaign = db.session.query(Campaign).filter_by(code="thu-nghiem").one()
    reports = db.session.query(Report).filter_by(campaign_id=campaign.id)
    return World(
        app,
        db.session.get_one(OutlineVersion, campaign.outline_version_id),
        campaign,
        {unit.code: unit for unit in db.session.query(Unit)},
        {user.username: user for user in db.session.query(User)},
        {report.unit.code: report for report in reports},
    )


def _unit(position: int, code: str, name: str, short: str, kind: str, parent: str | None) -> Unit:
    above = units.find_unit(parent) if parent else None
    return units.add_unit(
        code,
        name,
        actor=SYSTEM,
        short_name=short,
        kind=kind,
        position=position,
        parent_id=above.id if above else None,
        letterhead={
            "parent_line": "ĐẢNG BỘ HUYỆN H",
            "issuer_line": name.upper(),
            "symbol": "ĐU" if kind == "xa" else "HU",
            "place": short,
            "authority": "T/M BAN THƯỜNG VỤ",
            "position": "BÍ THƯ",
        },
    )


def _user(
    app: Flask, username: str, name: str, unit: str, role: Role, made: dict[str, Unit]
) -> None:
    user, _ = accounts.add_user(
        username, name, actor=SYSTEM, passwords=app.config["PASSWORDS"], password=PASSWORD
    )
    accounts.grant(user, made[unit], role, actor=SYSTEM)
