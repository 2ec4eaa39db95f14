"""flask report export, import."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli.running import transaction
from app.models import Report
from app.services import attachments, campaigns, exports, report_import, reports, units
from app.services.actors import SYSTEM
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


@report.command("import")
@click.argument("campaign_code")
@click.argument("unit_code")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Only print which part would go where.")
@with_appcontext
def import_file(campaign_code: str, unit_code: str, file: Path, dry_run: bool) -> None:
    """Fill the report of UNIT_CODE in CAMPAIGN_CODE from a finished Word FILE (.docx).

    Sections that hold something keep it. The file is kept with the report, as if uploaded there.
    """
    data = file.read_bytes()
    with transaction():
        ref = reports.get_ref(find(campaign_code, unit_code).id)
        read = report_import.read_report(data, ref, reports.load_answers(ref))
        for piece in read.pieces:
            words = report_import.CONFIDENCE_WORDS[piece.confidence]
            target = piece.field_key or "(không khớp)"
            click.echo(f"{words:<8} {target:<28} {len(piece.text):>6} ký tự  {piece.heading[:60]}")
        if dry_run:
            return
        limit = current_app.config["SETTINGS"].max_upload_bytes
        kept = attachments.attach(ref, file.name, data, actor=SYSTEM, limit=limit, purpose="source")
        chosen = [(piece.field_key, piece) for piece in read.pieces if piece.field_key]
        done = report_import.pour(
            ref,
            chosen,
            mode=report_import.KEEP,
            group_key=report_import.group_of(kept.id),
            actor=SYSTEM,
        )
    click.echo(f"Đã điền {len(done.filled)} ô, giữ nguyên {len(done.kept)} ô đang có chữ.")
