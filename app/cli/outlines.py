"""flask outline check / show / import."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.outline_import import import_file
from app.services import outlines
from forms import Outline, OutlineError, Section, load_citations


@click.group()
def outline() -> None:
    """Outlines (đề cương)."""


outline.add_command(import_file)


@outline.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@with_appcontext
def check(paths: tuple[Path, ...]) -> None:
    """Check outline files and the register of citations; exit code 1 when one is bad.

    Without PATHS: all of the library.
    """
    bad = 0
    for path in _files(paths):
        try:
            click.echo(f"{path}: đạt ({_checked(path)})")
        except OutlineError as error:
            bad += 1
            for problem in error.problems:
                click.echo(str(problem))
    if bad:
        raise SystemExit(1)


def _checked(path: Path) -> str:
    """What is in a good file. Raises OutlineError with every problem of a bad one."""
    if path.name == outlines.CITATIONS.name:
        return f"{len(load_citations(path.read_text(encoding='utf-8'), str(path)))} văn bản"
    loaded = outlines.read_outline_file(path)
    return f"{loaded.id} v{loaded.version}, {sum(1 for _ in loaded.fields())} trường"


def _files(paths: tuple[Path, ...]) -> list[Path]:
    if not paths:
        return [*outlines.library_files(), outlines.CITATIONS]
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
