"""flask document check: the self-check of format, for any Word file."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.documents import ProfileError, UnreadableFile, check_word, choose_profile, get_profile
from app.services import clock


@click.group()
def document() -> None:
    """Word documents."""


@document.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--profile", "profile_id", help="party_hd36, party_hd05 or nd30; else by today.")
@with_appcontext
def check(file: Path, profile_id: str | None) -> None:
    """List how FILE differs from the profile; exit code 1 when something must be mended."""
    try:
        profile = get_profile(profile_id) if profile_id else choose_profile("party", clock.today())
        found = check_word(file.read_bytes(), profile)
    except (ProfileError, UnreadableFile) as error:
        raise click.ClickException(str(error)) from error
    for one in found:
        word = "LỖI" if one.severity == "block" else "xem"
        click.echo(f"{word:4} {one.component}: {one.message}")
    blocking = sum(one.severity == "block" for one in found)
    click.echo(f"{profile.name}: {blocking} lỗi, {len(found) - blocking} chỗ nên xem lại.")
    if blocking:
        raise SystemExit(1)
