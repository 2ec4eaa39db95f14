from __future__ import annotations

import pytest

from forms.loading.source import Mapping, Scalar, Sequence, read_source


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read_source(text, "a.yaml")[1]]


def test_scalars_stay_text_and_carry_their_lines() -> None:
    root, found = read_source("a: no\nb:\n  - 012\n  - 1.10\n", "a.yaml")
    assert not found
    assert isinstance(root, Mapping)
    assert root.items["a"] == Scalar("no", 1)
    listed = root.items["b"]
    assert isinstance(listed, Sequence)
    assert listed.items == [Scalar("012", 3), Scalar("1.10", 4)]


def test_decomposed_letters_become_composed() -> None:
    root, _ = read_source("a: Đảng u\u0309y", "a.yaml")
    assert isinstance(root, Mapping)
    assert root.items["a"] == Scalar("Đảng ủy", 1)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\na: 2\n", 2, "hai lần"),
        ("a: &x 1\nb: *x\n", 1, "neo"),
        ("a: !!int 1\n", 1, "nhãn kiểu"),
        ("a: [1\n", 2, "YAML viết sai"),
        ("a: 1\n---\nb: 2\n", 2, "một văn bản"),
        ("? [a]\n: 1\n", 1, "khóa phải là một từ"),
        ("a: \x00", 1, "YAML viết sai"),
        ("[" * 80 + "]" * 80, 1, "lồng quá"),
    ],
)
def test_each_fault_of_the_yaml_is_reported_with_its_line(text: str, line: int, word: str) -> None:
    found = problems(text)
    assert any(item.startswith(f"a.yaml:{line}: ") and word in item for item in found), found


def test_aliases_that_would_grow_without_end_are_not_followed() -> None:
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    root, found = read_source("\n".join(lines), "a.yaml")
    assert isinstance(root, Mapping)
    assert len(found) >= 20
