from __future__ import annotations

from forms.errors import OutlineError, Problem


def test_a_problem_says_file_line_path_and_message() -> None:
    assert str(Problem("a.yaml", 3, "sections[0].key", "sai")) == "a.yaml:3: sections[0].key: sai"
    assert str(Problem("a.yaml", 1, "", "tệp trống")) == "a.yaml:1: tệp trống"


def test_an_outline_error_tells_its_problems_in_order_of_lines() -> None:
    error = OutlineError([Problem("a", 10, "x", "hai"), Problem("a", 2, "y", "một")])
    assert [problem.line for problem in error.problems] == [2, 10]
    assert str(error) == "a:2: y: một\na:10: x: hai"
