"""flask backup / restore / backup-check."""

from __future__ import annotations

from pathlib import Path

import click
import flask_migrate
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext

from app.cli.running import words
from app.services import backup_archive, backups, restoring
from app.services.errors import ServiceError
from app.settings import Settings

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("backup")
@click.argument("file", type=_FILE)
@with_appcontext
def backup(file: Path) -> None:
    """Write database and stored files into FILE, while everybody works."""
    if file.exists():
        raise click.ClickException(f"Đã có tệp {file}. Hãy đặt tên khác.")
    try:
        manifest = backups.write_backup(file.absolute())
    except ServiceError as error:
        raise click.ClickException(words(error)) from error
    except OSError as error:
        raise click.ClickException(f"Không ghi được {file}: {error.strerror}.") from error
    click.echo(f"Đã sao lưu vào {file}: {_counts(manifest)}.")


@click.command("backup-check")
@click.argument("file", type=_FILE)
@with_appcontext
def backup_check(file: Path) -> None:
    """Read the whole backup FILE and compare every hash."""
    try:
        manifest = backup_archive.check_archive(file)
    except ServiceError as error:
        raise click.ClickException(words(error)) from error
    click.echo(f"Bản sao lưu nguyên vẹn, lập lúc {manifest.made_at}: {_counts(manifest)}.")


@click.command("restore")
@click.argument("file", type=_FILE)
@with_appcontext
def restore(file: Path) -> None:
    """Restore the backup FILE into an empty database and an empty store of files."""
    settings: Settings = current_app.config["SETTINGS"]
    folder = str(Path(current_app.root_path).parent / "migrations")
    script = ScriptDirectory(folder)

    def migrate(revision: str) -> None:
        flask_migrate.upgrade(directory=folder, revision=revision)

    known = {found.revision for found in script.walk_revisions()}
    try:
        done = restoring.restore(file, settings.instance_path, migrate, known)
    except ServiceError as error:
        raise click.ClickException(words(error)) from error
    click.echo(f"Đã khôi phục {_counts(done.manifest)}.")
    if done.problems:
        problems = "\n".join(f"- {problem}" for problem in done.problems)
        raise click.ClickException(
            f"Dữ liệu đã khôi phục đủ, nhưng nhật ký trong bản sao lưu không liền mạch:\n{problems}"
        )


def _counts(manifest: backup_archive.Manifest) -> str:
    return f"{manifest.rows} dòng của {len(manifest.tables)} bảng, {len(manifest.files)} tệp"
