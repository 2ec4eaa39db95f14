"""The rooms of the house and their doors."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP_FILES = sorted((ROOT / "app").rglob("*.py"))
ENGINE_FILES = sorted((ROOT / "forms").rglob("*.py"))


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_there_are_files_to_look_at() -> None:
    assert len(APP_FILES) > 30
    assert len(ENGINE_FILES) > 30


def test_the_app_uses_the_engine_through_its_front_door_only() -> None:
    inner = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in APP_FILES
        for name in imported(path)
        if name.startswith("forms.") and name not in ALLOWED_DOORS
    }
    assert not inner


# The engine's own rooms have doors too; documents print the tree and may name it directly.
ALLOWED_DOORS = {"forms.document"}


def test_importing_the_engine_brings_neither_web_nor_database() -> None:
    code = (
        "import sys, forms;"
        "bad = [n for n in ('flask', 'sqlalchemy', 'docx', 'xlsxwriter') if n in sys.modules];"
        "sys.exit(', '.join(bad) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_name_of_the_front_door_exists_and_is_listed_once() -> None:
    import forms

    assert len(forms.__all__) == len(set(forms.__all__))
    missing = [name for name in forms.__all__ if not hasattr(forms, name)]
    assert not missing


@pytest.mark.parametrize("room", ["services", "documents", "models"])
def test_inner_rooms_never_touch_the_request(room: str) -> None:
    files = [path for path in APP_FILES if path.relative_to(ROOT).parts[1] == room]
    assert files
    touching = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        for name in imported(path)
        if name.split(".")[0] in {"flask", "flask_wtf", "werkzeug"}
    }
    assert not touching


def test_documents_know_no_models() -> None:
    files = [path for path in APP_FILES if "documents" in path.relative_to(ROOT).parts]
    assert files
    knowing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        for name in imported(path)
        if name.startswith(("app.models", "app.extensions", "app.services", "sqlalchemy"))
    }
    assert not knowing


def test_blueprints_never_import_each_other() -> None:
    crossing = set()
    for path in (ROOT / "app" / "blueprints").glob("*/**/*.py"):
        own = path.relative_to(ROOT / "app" / "blueprints").parts[0]
        crossing |= {
            f"{path.relative_to(ROOT)}: {name}"
            for name in imported(path)
            if name.startswith("app.blueprints.") and name.split(".")[2] != own
        }
    assert not crossing


def test_the_engine_reads_neither_clock_nor_environment() -> None:
    asking = set()
    for path in ENGINE_FILES:
        text = path.read_text(encoding="utf-8")
        for words in ("datetime.now", "date.today", "time.time(", "os.environ", "Path.cwd"):
            if words in text:
                asking.add(f"{path.relative_to(ROOT)}: {words}")
    assert not asking


def test_services_never_commit() -> None:
    committing = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "app" / "services").rglob("*.py")
        if "session.commit(" in path.read_text(encoding="utf-8")
    }
    assert committing <= COMMITTING_SERVICES


# What runs outside a request commits step by step, through this one module.
COMMITTING_SERVICES = {"app/services/transactions.py"}


def test_no_drawers() -> None:
    names = {"utils", "helpers", "common", "misc"}
    drawers = [str(path) for path in APP_FILES + ENGINE_FILES if path.stem in names]
    assert not drawers
