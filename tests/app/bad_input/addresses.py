"""Every page of the application, with what the small world has put into each address."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Attachment, DraftBlock, DraftSnapshot, Notice, Remark
from tests.app.world import World

# Answers that are files or wait for something: not pages.
_NO_PAGES = frozenset({"static", "auth.sign_out", "auth.token"})


def every_page(app: Flask, world: World) -> list[str]:
    """Addresses of all GET routes whose parts are known, of xã A's report and of the campaign."""
    known: dict[str, Any] = {
        "report_id": world.reports["xa-a"].id,
        "campaign_id": world.campaign.id,
        "unit_id": world.units["xa-a"].id,
        "user_id": world.users["canbo.a"].id,
        "version_id": world.version.id,
        "outline_id": world.version.outline_id,
        "attachment_id": db.session.scalar(select(Attachment.id).limit(1)),
        "notice_id": db.session.scalar(select(Notice.id).limit(1)),
        "remark_id": db.session.scalar(select(Remark.id).limit(1)),
        "snapshot_id": db.session.scalar(select(DraftSnapshot.id).limit(1)),
        "block_key": db.session.scalar(
            select(DraftBlock.key).where(DraftBlock.section_key == "lanh_dao").limit(1)
        ),
    }
    pages = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in _NO_PAGES:
            continue
        for section, field in (("lanh_dao", "ket_qua"), ("pl1", "van_ban"), ("pl3", "dien_hinh")):
            values = known | {"section_key": section, "field_key": field}
            if any(values.get(name) is None for name in rule.arguments):
                continue
            with app.test_request_context():
                parts = {name: values[name] for name in rule.arguments}
                pages.append(app.url_for(rule.endpoint, **parts))
    return list(dict.fromkeys(pages))
