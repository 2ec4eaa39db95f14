"""Commands beside the pages. Their names are stable: scripts of others rely on them."""

from __future__ import annotations

from flask import Flask

from app.cli import accounts, campaigns, demo, drafts, outlines, reports


def register_commands(app: Flask) -> None:
    for group in (
        accounts.user,
        campaigns.campaign,
        demo.demo,
        drafts.draft,
        outlines.outline,
        reports.report,
    ):
        app.cli.add_command(group)
