"""The file of measured figures: a new figure replaces its old one and touches no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.figures import Figure, check_figure, describe, merge_results


def figure(value: float) -> Figure:
    return {"value": value, "unit": "ms", "floor": 2.0, "ratio": value / 2, "n": 1000}


def test_figures_are_merged_by_name_and_sorted(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    merge_results(path, {"b": figure(4), "a": figure(2)})
    merge_results(path, {"b": figure(6), "0": figure(1)})
    kept = json.loads(path.read_text())
    assert list(kept) == ["0", "a", "b"]
    assert (kept["a"]["value"], kept["b"]["value"]) == (2, 6)
    assert [file.name for file in tmp_path.iterdir()] == ["results.json"]


def test_the_same_figures_give_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    merge_results(path, {"đo": figure(4)})
    before = path.read_bytes()
    merge_results(path, {"đo": figure(4)})
    assert path.read_bytes() == before
    assert "đo" in before.decode("utf-8")


def test_a_figure_without_its_floor_is_refused() -> None:
    with pytest.raises(ValueError, match="merge: keys"):
        check_figure("merge", {"value": 1.0, "unit": "ms"})


def test_a_figure_is_one_line() -> None:
    line = describe("merge", figure(4))
    assert line.split() == ["merge", "4", "ms", "n=1,000", "floor", "2", "ratio", "2.00"]


def test_a_figure_that_has_no_floor_says_only_its_value() -> None:
    line = describe("size", {"value": 5, "unit": "KB", "floor": None, "ratio": None, "n": 1})
    assert "floor" not in line
