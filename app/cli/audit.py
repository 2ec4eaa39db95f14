"""flask audit verify, flask audit head."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.services import audit as log


@click.group()
def audit() -> None:
    """The log of who did what."""


@audit.command("verify")
@click.option("--anchor", help="COUNT:HASH as `flask audit head` printed it some day.")
@with_appcontext
def verify(anchor: str | None) -> None:
    """Walk the chain; name every line that was changed or removed. Exit code 1 when there is one.

    With an anchor that was written down elsewhere, a log cut off together with its own head is
    found out, too.
    """
    problems = list(log.verify(_read(anchor) if anchor else None))
    for problem in problems:
        click.echo(f"dòng {problem.event_id}: {problem.message}")
    count, head = log.head()
    if problems:
        raise click.ClickException(f"Nhật ký có {len(problems)} chỗ không khớp.")
    click.echo(f"Nhật ký nguyên vẹn: {count} dòng, đầu chuỗi {head}.")


def _read(anchor: str) -> tuple[int, str]:
    count, _, head = anchor.partition(":")
    if not count.isdecimal() or len(head) != 64:
        raise click.ClickException("--anchor phải có dạng SỐ_DÒNG:MÃ như lệnh audit head in ra.")
    return int(count), head


@audit.command("head")
@with_appcontext
def head() -> None:
    """Print COUNT:HASH of the last line, to be kept outside of this machine."""
    count, newest = log.head()
    click.echo(f"{count}:{newest}")
