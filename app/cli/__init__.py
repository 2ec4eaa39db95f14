"""Commands beside the pages. Their names are stable: scripts of others rely on them."""

from __future__ import annotations

from flask import Flask

from app.cli import (
    accounts,
    audit,
    backups,
    campaigns,
    demo,
    documents,
    drafts,
    jobs,
    outlines,
    reminders,
    reports,
    setting_up,
)


def register_commands(app: Flask) -> None:
    for command in (
        accounts.user,
        audit.audit,
        backups.backup,
        backups.backup_check,
        backups.restore,
        campaigns.campaign,
        demo.demo,
        documents.document,
        drafts.draft,
        jobs.jobs,
        outlines.outline,
        reminders.remind,
        reports.report,
        setting_up.setup,
    ):
        app.cli.add_command(command)
