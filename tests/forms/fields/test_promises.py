"""Promises every field type keeps, whatever is typed."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.fields import (
    CELL_TYPES,
    MERGE_LABELS,
    REGISTRY,
    CellType,
    all_field_types,
    canonical,
    decimal_places,
    field_type,
)
from forms.fields.number import usual_number
from forms.text import parse_number
from forms.values import Cell, CellState, cell_from_json
from tests.forms.builders import a_field

TYPES = sorted(REGISTRY)
TYPED_CELLS = sorted(name for name, kind in CELL_TYPES.items() if kind.is_answered)
_LETTERS = "abcxyz ĐđƠơƯưÀàẢảệộ0123456789.,-–%/~<>=+@\n\t\u0301\u0323\u200b\xa0"
TEXTS = st.text(st.one_of(st.sampled_from(_LETTERS), st.characters()), max_size=30)
RAW = st.one_of(
    TEXTS,
    st.dictionaries(
        st.sampled_from(["num", "den", "a.so", "a.chu", "b.ngay", "b.loai", "a.", "x"]), TEXTS
    ),
    st.lists(
        st.one_of(
            TEXTS,
            st.dictionaries(
                st.sampled_from(["id", "so", "chu", "symbol", "date", "text", "sha256"]), TEXTS
            ),
        ),
        max_size=4,
    ),
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["v", "s", "e", "raw", "rows", "items", "cells", "parts", "picks", "a", "so", "num"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)


def use_everything(type_name: str, value: Any) -> None:
    """Ask a type for all it can say about a stored answer."""
    kind, field = field_type(type_name), a_field(type_name)
    kind.state(field, value)
    kind.is_blank(field, value)
    kind.validate(field, value)
    assert isinstance(kind.display(field, value), str)
    assert set(kind.numbers(field, value)) == kind.names(field)
    for figure in kind.figures(field, value):
        assert figure.number is None or isinstance(figure.number, Decimal)
    assert all(isinstance(text, str) for text in kind.texts(field, value))
    kind.computed(field, value)
    for _, cells in kind.rows(field, value):
        dict(cells)


@pytest.mark.parametrize("type_name", TYPES)
@given(raw=RAW)
def test_nothing_typed_makes_a_type_raise(type_name: str, raw: Any) -> None:
    parsed = field_type(type_name).parse(a_field(type_name), raw)
    assert all(problem.strip() for problem in parsed.problems)
    use_everything(type_name, parsed.value)


@pytest.mark.parametrize("type_name", TYPES)
@given(value=st.dictionaries(TEXTS, JSON, max_size=2) | JSON.filter(lambda v: isinstance(v, dict)))
def test_nothing_stored_makes_a_type_raise(type_name: str, value: dict[str, Any]) -> None:
    use_everything(type_name, value)


def cells_of(kind: CellType) -> st.SearchStrategy[Cell]:
    """Cells as they are stored for this type."""
    numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=kind_places(kind))
    values: dict[str, st.SearchStrategy[Any]] = {
        "date": st.dates(date(1950, 1, 1), date(2100, 12, 31)).map(lambda day: day.isoformat()),
        "yes_no": st.sampled_from(["yes", "no"]),
        "choice": st.sampled_from(["tot", "kha"]),
    }
    if kind.holds_numbers:
        return st.builds(
            lambda n, e: Cell(CellState.VALUE, canonical(n), estimated=e), numbers, st.booleans()
        )
    if kind.name in values:
        return values[kind.name].map(lambda text: Cell(CellState.VALUE, text))
    return TEXTS.map(lambda text: kind.parse_cell(a_field(kind.name), text)[0])


def kind_places(kind: CellType) -> int:
    return 0 if kind.name == "integer" else 4


@pytest.mark.parametrize("type_name", TYPED_CELLS)
@given(data=st.data())
def test_what_stands_in_the_input_reads_back_as_the_same_cell(
    type_name: str, data: st.DataObject
) -> None:
    kind, field = CELL_TYPES[type_name], a_field(type_name)
    specials = [Cell(CellState.BLANK)]
    if kind.special_words:
        specials += [
            Cell(CellState.NIL),
            Cell(CellState.NO_DATA),
            Cell(CellState.NOT_APPLICABLE),
        ]
    cell = data.draw(st.one_of(cells_of(kind), st.sampled_from(specials)))
    again, problem = kind.parse_cell(field, kind.edit_text(field, cell))
    assert (again, problem) == (cell, "")


@pytest.mark.parametrize("type_name", TYPED_CELLS)
@given(text=TEXTS)
def test_reading_what_was_read_changes_nothing_also_when_it_was_unreadable(
    type_name: str, text: str
) -> None:
    kind, field = CELL_TYPES[type_name], a_field(type_name)
    cell, _ = kind.parse_cell(field, text)
    again, _ = kind.parse_cell(field, kind.edit_text(field, cell))
    assert again == cell
    assert cell_from_json(cell.to_json()) == cell


@pytest.mark.parametrize("type_name", ["narrative", "short_text"])
def test_decomposed_vietnamese_is_stored_composed_and_markup_stays_text(type_name: str) -> None:
    typed = unicodedata.normalize("NFD", "Huyện ủy <script>alert(1)</script> & =1+1")
    value = field_type(type_name).parse(a_field(type_name), typed).value
    assert value == {"v": "Huyện ủy <script>alert(1)</script> & =1+1"}


def test_decomposed_words_are_understood() -> None:
    field, kind = a_field("yes_no"), field_type("yes_no")
    assert kind.parse(field, unicodedata.normalize("NFD", "có")).value == {"v": "yes"}
    integer = field_type("integer")
    typed = unicodedata.normalize("NFD", "không phát sinh")
    assert integer.parse(a_field("integer"), typed).value == {"s": "nil"}


def test_every_type_names_known_merge_rules_and_itself() -> None:
    assert len(all_field_types()) == 16
    for name, kind in REGISTRY.items():
        assert kind.name == name
        assert kind.label
        assert set(kind.merges) <= set(MERGE_LABELS)
        assert kind.default_merge == kind.merges[0]


USUAL = st.from_regex(
    r"\A[0-9]{1,3}(\.[0-9]{3}){0,4}(,[0-9]{1,5})?\Z|\A[0-9]{1,8}([.,][0-9]{1,4})?\Z"
).filter(str.isascii)


@given(text=USUAL, places=st.integers(0, 4))
def test_the_short_way_of_reading_a_number_agrees_with_the_long_way(text: str, places: int) -> None:
    usual = usual_number(text, places)
    if usual:
        parsed = parse_number(text)
        assert (parsed.ambiguous, parsed.percent, parsed.estimated) == (False, False, False)
        assert parsed.value is not None
        assert canonical(parsed.value) == usual
        assert decimal_places(parsed.value) <= places


def test_the_short_way_takes_the_usual_numbers_of_tables() -> None:
    for text in ("0", "12", "1.234", "12.345.678", "1.234,5", "78,5", "1.234,50"):
        assert usual_number(text, 2)
    for text in ("1.5", "1,234", "0,5", "1.23", "ước 5", "1,2,3", ""):
        assert not usual_number(text, 4)
