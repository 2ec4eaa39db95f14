"""Whatever is done to a sound outline step by step, it stays one, and no key is lost or reused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.editing import (
    EditRefused,
    Step,
    add_field,
    add_section,
    archive_field,
    archive_section,
    change_field,
    change_section,
    change_type,
    compare_outlines,
    move_field,
    move_section,
    outline_faults,
    restore,
)
from forms.editing.keys import taken_keys
from forms.fields import REGISTRY
from forms.loading import dump_outline, load_outline
from forms.schema import Outline, Required
from tests.searching import examples

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
SMALL = load_outline((GOLDEN / "small.yaml").read_text(encoding="utf-8"), "small.yaml")
SINK = load_outline(
    (GOLDEN / "kitchen_sink.yaml").read_text(encoding="utf-8"),
    "kitchen_sink.yaml",
    {"phan_chung/v1": (GOLDEN / "included.yaml").read_text(encoding="utf-8")}.get,
)
Edit = Callable[[Outline, int, int], Outline]
TITLES = ("Kết quả đạt được", "KẾT QUẢ", "1. Số hộ", "đ", "***", "  Tồn tại, hạn chế  ")


def a_section(outline: Outline, number: int) -> str:
    keys = [section.key for section in outline.walk()]
    return keys[number % len(keys)]


def a_field(outline: Outline, number: int) -> str:
    keys = [field.key for _, field in outline.fields()]
    if not keys:
        raise EditRefused("none left")
    return keys[number % len(keys)]


def pick(options: Any, number: int) -> Any:
    return list(options)[number % len(list(options))]


EDITS: dict[str, Edit] = {
    "add a section": lambda o, a, b: add_section(
        o, pick(TITLES, b), under=a_section(o, a) if a % 2 else "", after=a_section(o, b)
    )[0],
    "add a field": lambda o, a, b: add_field(
        o, a_section(o, a), pick(TITLES, b), pick(REGISTRY, b)
    )[0],
    "move a section": lambda o, a, b: move_section(o, a_section(o, a), pick(Step, b)),
    "move a field": lambda o, a, b: move_field(o, a_field(o, a), pick(Step, b)),
    "rename a section": lambda o, a, b: change_section(
        o, a_section(o, a), heading=pick(TITLES, b).strip()
    ),
    "rename a field": lambda o, a, b: change_field(
        o, a_field(o, a), label=pick(TITLES, b).strip(), required=pick(Required, b)
    ),
    "change a type": lambda o, a, b: change_type(o, a_field(o, a), pick(REGISTRY, b)),
    "archive a section": lambda o, a, b: archive_section(o, a_section(o, a)),
    "archive a field": lambda o, a, b: archive_field(o, a_field(o, a)),
    "restore": lambda o, a, b: restore(o, a % max(len(o.archived), 1)),
}
steps = st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 999), st.integers(0, 999))


def after(outline: Outline, listed: list[tuple[str, int, int]]) -> Outline:
    for name, a, b in listed:
        before = outline
        try:
            outline = EDITS[name](outline, a, b)
        except EditRefused:
            continue
        assert taken_keys(before) <= taken_keys(outline), f"{name} lost a key"
    return outline


def same(outline: Outline) -> Outline:
    return replace(outline, sha256="", _index={})


@given(st.lists(steps, max_size=25))
def test_any_sequence_of_edits_gives_an_outline_that_loads_as_itself(
    listed: list[tuple[str, int, int]],
) -> None:
    edited = after(SMALL, listed)
    assert outline_faults(edited) == ()
    assert same(load_outline(dump_outline(edited), "edited.yaml")) == same(edited)


@settings(max_examples=examples(15))
@given(st.lists(steps, max_size=8))
def test_the_same_holds_for_an_outline_with_everything_in_it(
    listed: list[tuple[str, int, int]],
) -> None:
    edited = after(SINK, listed)
    assert same(load_outline(dump_outline(edited), "edited.yaml")) == same(edited)


@given(st.lists(steps, max_size=12))
def test_differences_are_told_exactly_when_there_are_some(
    listed: list[tuple[str, int, int]],
) -> None:
    edited = after(SMALL, listed)
    for item in compare_outlines(SMALL, edited):
        assert item.words.endswith(".")
    assert compare_outlines(edited, edited) == ()
    before = {field.key: field for _, field in SMALL.fields()}
    now = {field.key: field for _, field in edited.fields()}
    changed = before != now
    assert bool(compare_outlines(SMALL, edited)) or not changed


@pytest.mark.parametrize("name", ["up", "down", "in", "out"])
@given(number=st.integers(0, 50))
def test_moving_loses_nothing(name: str, number: int) -> None:
    before = {section.key for section in SMALL.walk()} | {f.key for _, f in SMALL.fields()}
    edited = after(SMALL, [("move a section", number, list(Step).index(Step(name)))])
    assert {s.key for s in edited.walk()} | {f.key for _, f in edited.fields()} == before
