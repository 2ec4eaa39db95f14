"""flask outline import: a đề cương in Word or an Excel form as an outline file."""

from __future__ import annotations

from pathlib import Path

import click

from app.services import outline_import
from app.services.errors import Invalid
from forms import OutlineProposal, dump_outline


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="The YAML file to write.")
@click.option("--id", "outline_id", default="", help="Id of the outline; made of the title else.")
@click.option("--dry-run", is_flag=True, help="Only print what would be proposed.")
def import_file(file: Path, out: Path | None, outline_id: str, dry_run: bool) -> None:
    """Propose an outline from FILE (.docx or .xlsx), print it and write it as YAML."""
    if out is None and not dry_run:
        raise click.UsageError("Hãy ghi --out TEP.yaml, hoặc --dry-run để chỉ xem thử.")
    try:
        proposal = outline_import.propose_file(file.read_bytes())
        made = outline_import.make_outline(proposal, outline_id)
    except Invalid as error:
        raise click.ClickException(error.message) from error
    _print(proposal)
    if out is not None and not dry_run:
        out.write_text(dump_outline(made), encoding="utf-8")
        click.echo(f"Đã ghi {out} ({made.id}). Hãy xem lại các chỗ “đoán”, “chưa rõ”.")


def _print(proposal: OutlineProposal) -> None:
    click.echo(proposal.title)
    for section in proposal.sections:
        indent = "  " * (section.depth + 1)
        words = " ".join(filter(None, (section.section.level_name, section.section.number)))
        heading = f"{words}. {section.section.heading}" if words else section.section.heading
        click.echo(f"{indent}{heading} [{section.key}] – {section.confidence}")
        for field in section.fields:
            click.echo(f"{indent}  · {field.field.label} [{field.field.type}] – {field.confidence}")
    for note in proposal.notes:
        click.echo(f"Lưu ý: {note}")
    if proposal.unused:
        click.echo(f"Không dùng {len(proposal.unused)} dòng:")
    for line in proposal.unused:
        click.echo(f"  {line.number}: {line.text[:80]} ({line.reason})")
