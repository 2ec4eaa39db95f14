"""The vendored files are those of the pinned packages, and the sprite has every symbol once."""

from __future__ import annotations

import re

import pytest

from tools import assets
from tools.console import SetupError

DRAWING = '<svg xmlns="x" width="16" viewBox="0 0 16 16">\n  <path d="M1 1"/>\n</svg>'


def test_a_sprite_has_one_symbol_a_drawing() -> None:
    text = assets.sprite({"b": DRAWING, "a": DRAWING})
    assert re.findall(r'<symbol id="(\w)" viewBox="0 0 16 16"><path d="M1 1"/></symbol>', text) == [
        "a",
        "b",
    ]


def test_something_else_than_a_drawing_is_refused() -> None:
    with pytest.raises(SetupError, match="«a»"):
        assets.sprite({"a": "<html></html>"})


def test_the_committed_sprite_has_exactly_the_chosen_icons() -> None:
    text = (assets.VENDOR / "icons/icons.svg").read_text(encoding="utf-8")
    assert re.findall(r'<symbol id="([^"]+)"', text) == sorted(assets.ICONS)
    assert assets.ICON_PACKAGE in text


@pytest.mark.parametrize("name", ["bootstrap.min.css", "bootstrap.bundle.min.js"])
def test_the_committed_bootstrap_is_the_pinned_release(name: str) -> None:
    text = (assets.VENDOR / "bootstrap" / name).read_text(encoding="utf-8")
    assert f"v{assets.BOOTSTRAP.split('@')[1]} " in text[:200]


@pytest.mark.parametrize("folder", ["bootstrap", "icons"])
def test_each_vendored_package_keeps_its_licence(folder: str) -> None:
    assert "Permission is hereby granted" in (assets.VENDOR / folder / "LICENSE").read_text()
