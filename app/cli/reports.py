"""flask report export."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.running import transaction
from app.models import Report
from app.services import campaigns, exports, reports, units
from app.services.errors import NotFound


@click.group()
def report() -> None:
    """Reports of units."""


def find(campaign_code: str, unit_code: str) -> Report:
    """The report of a unit in a campaign. Raises NotFound."""
    campaign = campaigns.get_campaign_by_code(campaign_code)
    found = reports.find_report(campaign, units.get_unit_by_code(unit_code))
    if found is None:
        raise NotFound(f"Đơn vị “{unit_code}” không có trong đợt “{campaign_code}”.")
    return found


@report.command("export")
@click.argument("campaign_code")
@click.argument("unit_code")
@click.option("--word", "word", type=click.Path(path_type=Path), required=True)
@with_appcontext
def export(campaign_code: str, unit_code: str, word: Path) -> None:
    """Write the report of UNIT_CODE in CAMPAIGN_CODE as a Word file."""
    with transaction():
        word.write_bytes(exports.report_word(find(campaign_code, unit_code)).data)
    click.echo(f"Đã ghi {word}.")
