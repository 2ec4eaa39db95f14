"""flask draft merge / export."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.running import transaction
from app.services import campaigns, drafts, exports
from app.services.actors import SYSTEM


@click.group()
def draft() -> None:
    """Drafts of the merged report (dự thảo)."""


@draft.command("merge")
@click.argument("campaign_code")
@click.option("--with-submitted", is_flag=True, help="Also merge reports not accepted yet.")
@with_appcontext
def merge(campaign_code: str, with_submitted: bool) -> None:
    """Make the draft of CAMPAIGN_CODE, or merge late reports into it; edits are kept."""
    with transaction():
        campaign = campaigns.get_campaign_by_code(campaign_code)
        outcome = drafts.merge(campaign, actor=SYSTEM, include_submitted=with_submitted)
    click.echo(outcome.words)


@draft.command("export")
@click.argument("campaign_code")
@click.option("--word", type=click.Path(path_type=Path))
@click.option("--excel", type=click.Path(path_type=Path))
@click.option("--sources", is_flag=True, help="Name the sources in comments of the Word file.")
@with_appcontext
def export(campaign_code: str, word: Path | None, excel: Path | None, sources: bool) -> None:
    """Write the draft of CAMPAIGN_CODE as Word and its appendices as Excel."""
    if word is None and excel is None:
        raise click.UsageError("Cần --word TỆP.docx hoặc --excel TỆP.xlsx.")
    with transaction():
        found = drafts.get_draft(campaigns.get_campaign_by_code(campaign_code))
        if word is not None:
            word.write_bytes(exports.draft_word(found, sources=sources).data)
        if excel is not None:
            excel.write_bytes(exports.draft_excel(found).data)
    for path in filter(None, (word, excel)):
        click.echo(f"Đã ghi {path}.")
