"""The whole check: nothing that went wrong is lost in the closing line or the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import suite
from tools.suite import Outcome
from tools.tally import Tally, closing_line, read_junit

JUNIT = '<testsuites><testsuite tests="9" failures="1" errors="2" skipped="1"/></testsuites>'
PYTEST = """#!/bin/sh
for word; do case "$word" in --junitxml=*) path=${{word#--junitxml=}};; esac; done
{write}
exit {code}
"""


def fake_pytest(folder: Path, code: int, junit: str = "") -> Path:
    path = folder / "python"
    write = f"cat > \"$path\" <<'END'\n{junit}\nEND" if junit else ""
    path.write_text(PYTEST.format(write=write, code=code))
    path.chmod(0o755)
    return path


def test_errors_count_as_failures(tmp_path: Path) -> None:
    path = tmp_path / "junit.xml"
    path.write_text(JUNIT)
    assert read_junit(path) == Tally(passed=5, failed=3, skipped=1)


@pytest.mark.parametrize("text", [None, "", "<testsuites><testsuite"])
def test_a_report_that_is_not_whole_counts_nothing(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "junit.xml"
    if text is not None:
        path.write_text(text)
    assert read_junit(path) == Tally(0, 0, 0)


def test_the_closing_line_is_the_sum_of_the_passes(capsys: pytest.CaptureFixture[str]) -> None:
    parts = [Outcome("a", True, 1.0, Tally(5, 0, 0)), Outcome("b", True, 1.0, Tally(7, 0, 0))]
    assert suite.report(parts) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "12 passed, 0 failed"


def test_a_failed_check_fails_the_whole_though_all_tests_passed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    parts = [Outcome("mypy", False, 1.0), Outcome("pytest", True, 1.0, Tally(5, 0, 0))]
    assert suite.report(parts) == 1
    assert "mypy    KHÔNG ĐẠT" in capsys.readouterr().out


def test_skipped_tests_are_named() -> None:
    assert closing_line(Tally(3, 0, 2)) == "3 passed, 0 failed, 2 skipped"


@pytest.mark.parametrize("wanted", [suite.SQLITE, suite.POSTGRESQL], ids=lambda one: one.title)
def test_a_pass_that_broke_off_counts_as_one_failure(tmp_path: Path, wanted: suite.Pass) -> None:
    outcome = suite.run_tests(fake_pytest(tmp_path, code=3), wanted)
    assert (outcome.passed, outcome.tally) == (False, Tally(0, 1, 0))


@pytest.mark.parametrize("wanted", [suite.SQLITE, suite.POSTGRESQL], ids=lambda one: one.title)
def test_a_pass_without_any_test_is_a_failure(tmp_path: Path, wanted: suite.Pass) -> None:
    junit = '<testsuites><testsuite tests="0" failures="0" errors="0" skipped="0"/></testsuites>'
    python = fake_pytest(tmp_path, 0, junit)
    outcome = suite.run_tests(python, wanted)
    assert (outcome.passed, outcome.tally) == (False, Tally(0, 1, 0))


@pytest.mark.parametrize("wanted", [suite.SQLITE, suite.POSTGRESQL], ids=lambda one: one.title)
def test_a_good_pass_is_counted(tmp_path: Path, wanted: suite.Pass) -> None:
    junit = '<testsuites><testsuite tests="4" failures="0" errors="0" skipped="0"/></testsuites>'
    python = fake_pytest(tmp_path, 0, junit)
    outcome = suite.run_tests(python, wanted)
    assert (outcome.passed, outcome.tally) == (True, Tally(4, 0, 0))


@pytest.mark.parametrize("code", [0, 1])
def test_a_check_tells_what_it_found_and_how_it_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: int
) -> None:
    program = tmp_path / "check"
    program.write_text(f"#!/bin/sh\necho 'một lỗi' >&2\nexit {code}\n")
    program.chmod(0o755)
    outcome = suite.run_check("ruff", [str(program)])
    assert (outcome.title, outcome.passed) == ("ruff", code == 0)
    assert "một lỗi" in capsys.readouterr().out
