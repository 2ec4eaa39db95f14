"""`make test`: everything that is checked before a change is taken, on both databases.

Every part runs to its end whatever happened to the others; the closing line is the number of
tests of all passes together.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import htmx, programs, venv
from tools.console import SetupError, run_main, say, step, warn
from tools.paths import ROOT
from tools.tally import Tally, closing_line, read_junit, table

# A worker more than the cores of the smallest machine: browsers and other processes are waited for.
WORKERS = "3"
TYPED = ("forms", "app", "tools", "bench", "wsgi.py")


@dataclass(frozen=True)
class Pass:
    """A pass of the tests. Without `workers` in one process, which speaks at its end."""

    title: str
    folder: str
    database: str
    workers: str = ""


SQLITE = Pass("pytest (SQLite)", "tests", "sqlite", WORKERS)
# In one process: what is loaded into the server once would be loaded by each worker.
POSTGRESQL = Pass("pytest (PostgreSQL)", "tests/app", "postgresql")


@dataclass(frozen=True)
class Outcome:
    """How one part ended; `tally` only for a pass of the tests."""

    title: str
    passed: bool
    seconds: float
    tally: Tally | None = None


def main() -> int:
    python = venv.ensure_venv(venv.DEVELOPMENT)
    # The checks stand beside what is fetched, the pass on PostgreSQL beside the great one: each
    # waits now and then, for the network, for browsers and other processes.
    with ThreadPoolExecutor(max_workers=1) as beside:
        beside.submit(_compile, python)
        checked = [beside.submit(run_check, title, command) for title, command in checks(python)]
        _wish_for_queue()
        outcomes = [
            _attempt("trình duyệt", programs.ensure_browser),
            _attempt("LibreOffice", lambda: programs.ensure(programs.OFFICE)),
            _attempt("htmx", lambda: htmx.ensure_tested(python)),
        ]
        second = beside.submit(run_tests, python, POSTGRESQL)
        tested = [run_tests(python, SQLITE), second.result()]
    return report([*outcomes, *(check.result() for check in checked), *tested])


def checks(python: Path) -> list[tuple[str, list[str]]]:
    """The checks that are not tests: title and command."""
    run = [str(python), "-m"]
    here = [name for name in TYPED if (ROOT / name).exists()]
    return [
        ("ruff check", [*run, "ruff", "check", "."]),
        ("ruff format", [*run, "ruff", "format", "--check", "."]),
        ("mypy", [*run, "mypy", *here]),
        ("lint-imports", [str(python.with_name("lint-imports"))]),
    ]


def report(outcomes: Sequence[Outcome]) -> int:
    """Print the table and the closing line; 0 only when every part is well."""
    say("\n" + table([(part.title, part.passed, part.seconds, part.tally) for part in outcomes]))
    total = sum((part.tally for part in outcomes if part.tally), Tally(0, 0, 0))
    say(closing_line(total))
    return 0 if all(part.passed for part in outcomes) else 1


def _attempt(title: str, prepare: Callable[[], object]) -> Outcome:
    step(f"Chuẩn bị: {title}")
    start = time.monotonic()
    try:
        prepare()
    except SetupError as error:
        say(f"HỎNG: {error}")
        return Outcome(title, False, time.monotonic() - start)
    return Outcome(title, True, time.monotonic() - start)


def _compile(python: Path) -> None:
    """In a fresh checkout, so that the workers do not all do it when they begin."""
    if not (ROOT / "tests" / "__pycache__").exists():
        command = [str(python), "-m", "pytest", "tests", "--collect-only", "-q"]
        subprocess.run(command, cwd=ROOT, env=_test_environment(), check=False, capture_output=True)


def _test_environment(**own: str) -> dict[str, str]:
    environment = {**os.environ, "PYTHONUTF8": "1", **own}
    # The tests start many processes of the program: they shall not compile it each time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _wish_for_queue() -> None:
    """The tests of the Redis queue start a server of their own; without one they test the rest."""
    try:
        programs.ensure(programs.QUEUE)
    except SetupError as error:
        warn(f"không thử được hàng đợi Redis: {error}")


def run_check(title: str, command: Sequence[str]) -> Outcome:
    start = time.monotonic()
    code = _run_quietly(title, command, os.environ)
    return Outcome(title, code == 0, time.monotonic() - start)


def _run_quietly(title: str, command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Exit code. What it says comes at once, so that it does not mingle with what others say."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    step(title)
    say(done.stdout.rstrip())
    return done.returncode


def run_tests(python: Path, wanted: Pass) -> Outcome:
    """One pass; broken off, or with nothing run, it counts as one failure."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="junit-") as name:
        result = Path(name) / "junit.xml"
        command = [str(python), "-m", "pytest", wanted.folder, "-q", f"--junitxml={result}"]
        environment = _test_environment(TEST_DATABASE=wanted.database)
        if wanted.workers:
            command += ["-n", wanted.workers, "--dist", "worksteal"]
            step(f"{wanted.title}: {wanted.folder}")
            code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        else:
            code = _run_quietly(wanted.title, command, environment)
        tally = read_junit(result)
    passed = code == 0 and tally.failed == 0 and tally.passed > 0
    if not passed and tally.failed == 0:
        tally += Tally(0, 1, 0)
    return Outcome(wanted.title, passed, time.monotonic() - start, tally)


if __name__ == "__main__":
    sys.exit(run_main(main))
