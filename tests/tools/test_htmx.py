"""The local copy of htmx: only the pinned file ever gets its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tools import htmx, npm
from tools.console import SetupError
from tools.paths import ROOT

PINNED = htmx.SERVED
RIGHT = b"the pinned file"
OLDER = b"the pinned older file"
NO_PYTHON = Path("no-python-is-needed")


@pytest.fixture(autouse=True)
def _own_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(htmx, "SERVED", htmx.Build("2.0.11", htmx.sha384(RIGHT)))
    monkeypatch.setattr(htmx, "SUBSTITUTE", htmx.Build("2.0.10", htmx.sha384(OLDER)))


def npm_gives(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    def read_files(_npm: Sequence[str], _package: str, names: Sequence[str]) -> dict[str, bytes]:
        return dict.fromkeys(names, content)

    monkeypatch.setattr(npm, "find_npm", lambda: ["npm"])
    monkeypatch.setattr(npm, "read_files", read_files)


def pip_gives(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    def pip_into(_python: Path, _requirement: str, folder: Path) -> None:
        target = folder / "django_htmx/static/django_htmx/htmx-2.min.js"
        target.parent.mkdir(parents=True)
        target.write_bytes(content)

    monkeypatch.setattr(npm, "pip_into", pip_into)


def test_a_file_with_another_hash_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="sha384"):
        htmx.store(b"something else", htmx.SERVED, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_right_file_is_fetched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm_gives(monkeypatch, RIGHT)
    path = htmx.ensure_served(NO_PYTHON, tmp_path)
    assert path == tmp_path / "htmx-2.0.11.min.js"

    npm_gives(monkeypatch, b"would be refused")
    assert htmx.ensure_served(NO_PYTHON, tmp_path).read_bytes() == RIGHT
    assert [path.name for path in tmp_path.iterdir()] == ["htmx-2.0.11.min.js"]


def test_a_copy_that_was_changed_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "htmx-2.0.11.min.js").write_bytes(b"half a fi")
    npm_gives(monkeypatch, RIGHT)
    assert htmx.ensure_served(NO_PYTHON, tmp_path).read_bytes() == RIGHT


def test_without_npm_the_older_release_comes_through_pip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(npm, "find_npm", lambda: None)
    pip_gives(monkeypatch, OLDER)
    assert htmx.ensure_served(NO_PYTHON, tmp_path).name == "htmx-2.0.10.min.js"


def test_the_older_release_is_checked_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npm, "find_npm", lambda: None)
    pip_gives(monkeypatch, RIGHT)
    with pytest.raises(SetupError, match=r"2\.0\.10"):
        htmx.ensure_served(NO_PYTHON, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_browser_tests_never_get_the_substitute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm_gives(monkeypatch, OLDER)
    with pytest.raises(SetupError):
        htmx.ensure_tested(NO_PYTHON, tmp_path)


def test_pages_and_local_copy_pin_the_same_file() -> None:
    settings = (ROOT / "app/settings.py").read_text(encoding="utf-8")
    assert f'HTMX_VERSION = "{PINNED.version}"' in settings
    assert f'HTMX_INTEGRITY = "sha384-{PINNED.sha384}"' in settings
