"""Every outline of the library loads as it stands and is filed under its own name."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from forms import dump_outline, load_outline
from tests.outlines.library import LIBRARY, library_outline, outline_files, source_of

FILES = [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in outline_files()]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def test_the_library_is_not_empty() -> None:
    assert outline_files()


@pytest.mark.parametrize("path", FILES)
def test_an_outline_loads_with_no_problem_and_its_id_and_version_name_its_file(path: Path) -> None:
    outline = library_outline(name_of(path))

    assert (outline.id, f"v{outline.version}") == (path.parent.name, path.stem)


@pytest.mark.parametrize("path", FILES)
def test_a_dumped_outline_is_read_back_as_the_same_outline(path: Path) -> None:
    outline = library_outline(name_of(path))

    again = load_outline(dump_outline(outline), "dumped", resolve=source_of)

    assert again.sections == outline.sections
    assert (again.document, again.basis) == (outline.document, outline.basis)


@pytest.mark.parametrize("path", FILES)
def test_an_outline_is_written_in_composed_letters(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert unicodedata.is_normalized("NFC", text)


def test_the_library_holds_data_only() -> None:
    assert not list(LIBRARY.rglob("*.py"))
