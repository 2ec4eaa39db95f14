"""Run the measurements and keep their figures: `python -m bench [--only NAME]`."""

from __future__ import annotations

import argparse
import importlib
import sys
import traceback
from pathlib import Path

from bench.figures import Figures, check_figure, describe, merge_results

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.json"


def measurements(folder: Path = FOLDER) -> list[str]:
    """Names of the measurements in the folder, without the prefix of their files."""
    return sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))


def measure(name: str) -> Figures:
    """Figures of one measurement; raises ValueError when one is not complete."""
    figures: Figures = importlib.import_module(f"bench.bench_{name}").run()
    for key, figure in figures.items():
        check_figure(key, figure)
    return figures


def main(arguments: list[str] | None = None, results: Path = RESULTS) -> int:
    """0 when every measurement ended well; the figures of those that did are kept anyway."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = measurements()
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help=str(names))
    chosen = parser.parse_args(arguments).only or names
    broken = [name for name in chosen if not _run_one(name, results)]
    if broken:
        sys.stderr.write(f"Broken: {', '.join(broken)}\n")
    return 1 if broken else 0


def _run_one(name: str, results: Path) -> bool:
    sys.stdout.write(f"-- {name}\n")
    sys.stdout.flush()
    try:
        figures = measure(name)
    # Whatever a measurement raises, the others still run; it is shown and makes the exit code 1.
    except Exception:
        traceback.print_exc()
        return False
    for key, figure in sorted(figures.items()):
        sys.stdout.write(f"{describe(key, figure)}\n")
    merge_results(results, figures)
    return True


if __name__ == "__main__":
    sys.exit(main())
