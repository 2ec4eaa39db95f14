"""Templates: they compile, keep the strict policy, and escape everything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2] / "app" / "templates"
FILES = sorted(ROOT.rglob("*.html"))
FORBIDDEN = {
    "marked safe": re.compile(r"\|\s*safe\b"),
    "inline script": re.compile(r"<script>"),
    "inline style": re.compile(r"<style|\sstyle="),
    "inline handler": re.compile(r"\son[a-z]+="),
    "htmx script": re.compile(r"hx-on|hx-vars|js:|hx-boost|hx-push-url"),
    "trigger filter": re.compile(r"hx-trigger=\"[^\"]*\["),
    "replace on saves": re.compile(r"hx-post[^>]*hx-sync=\"[^\"]*replace"),
}


def test_there_are_templates() -> None:
    assert len(FILES) > 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_compiles_and_keeps_the_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    Environment(autoescape=True).parse(text)
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert not found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_import_of_a_template_is_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = Environment(autoescape=True).parse(text)
    seen_by = text + "".join(extending(path))
    for node in tree.find_all(nodes.FromImport):
        for name in node.names:
            alias = name if isinstance(name, str) else name[1]
            assert len(re.findall(rf"\b{alias}\b", seen_by)) > 1, f"{alias} is never used"


def extending(path: Path) -> list[str]:
    """Pages that extend a frame see what the frame imports."""
    call = f'extends "{path.relative_to(ROOT).as_posix()}"'
    return [text for file in FILES if call in (text := file.read_text(encoding="utf-8"))]
