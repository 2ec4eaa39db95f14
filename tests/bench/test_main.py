"""Running measurements: one that breaks does not take the others with it."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

main = importlib.import_module("bench.__main__")
GOOD = {"value": 1.0, "unit": "ms", "floor": None, "ratio": None, "n": 1}


def broken() -> dict[str, object]:
    raise RuntimeError("no such table")


@pytest.fixture(autouse=True)
def _measurements(monkeypatch: pytest.MonkeyPatch) -> None:
    modules = {
        "bench.bench_broken": SimpleNamespace(run=broken),
        "bench.bench_good": SimpleNamespace(run=lambda: {"good_figure": GOOD}),
    }
    monkeypatch.setattr(main, "measurements", lambda: ["broken", "good"])
    monkeypatch.setattr(main.importlib, "import_module", modules.__getitem__)


def test_a_broken_measurement_is_shown_and_the_others_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main([], tmp_path / "results.json") == 1
    assert json.loads((tmp_path / "results.json").read_text()) == {"good_figure": GOOD}
    assert "no such table" in capsys.readouterr().err


def test_only_the_named_measurement_is_run(tmp_path: Path) -> None:
    assert main.main(["--only", "good"], tmp_path / "results.json") == 0


def test_measurements_are_found_by_the_names_of_their_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    for name in ("bench_b.py", "bench_a.py", "corpus.py"):
        (tmp_path / name).touch()
    assert main.measurements(tmp_path) == ["a", "b"]
