"""flask outline check / show / import."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.outline_import import import_file
from app.services import outlines
from forms import Outline, OutlineError, Section


@click.group()
def outline() -> None:
    """Outlines (đề cương)."""


outline.add_command(import_file)


@outline.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@with_appcontext
def check(paths: tuple[Path, ...]) -> None:
    """Check outline files (all of the library without PATHS); exit code 1 when one is bad."""
    bad = 0
    for path in _files(paths):
        try:
            loaded = outlines.read_outline_file(path)
        except OutlineError as error:
            bad += 1
            for problem in error.problems:
                click.echo(str(problem))
        else:
            fields = sum(1 for _ in loaded.fields())
            click.echo(f"{path}: đạt ({loaded.id} v{loaded.version}, {fields} trường)")
    if bad:
        raise SystemExit(1)


def _files(paths: tuple[Path, ...]) -> list[Path]:
    if not paths:
        return outlines.library_files()
    inner = [sorted(path.rglob("*.yaml")) if path.is_dir() else [path] for path in paths]
    return [file for files in inner for file in files]


@outline.command("show")
@click.argument("outline_id")
@with_appcontext
def show(outline_id: str) -> None:
    """Print the tree of the newest library version of OUTLINE_ID."""
    files = [path for path in outlines.library_files() if path.parent.name == outline_id]
    if not files:
        raise click.ClickException(f"Thư viện không có đề cương “{outline_id}”.")
    newest = max(files, key=lambda path: int(path.stem.lstrip("v")))
    try:
        loaded = outlines.read_outline_file(newest)
    except OutlineError as error:
        raise click.ClickException("\n".join(map(str, error.problems))) from error
    click.echo(f"{loaded.title} ({loaded.id} v{loaded.version})")
    _print_tree(loaded)


def _print_tree(loaded: Outline) -> None:
    for section in loaded.sections:
        _print_section(section, 1)


def _print_section(section: Section, depth: int) -> None:
    indent = "  " * depth
    number = f"{section.number}. " if section.number else ""
    click.echo(f"{indent}{number}{section.heading} [{section.key}]")
    for field in section.fields:
        click.echo(f"{indent}  · {field.label} [{field.key}: {field.type}]")
    for child in section.sections:
        _print_section(child, depth + 1)
