"""Figures of the last period beside this one's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.services.earlier_tables import change_between, earlier_table
from forms import field_type
from tests.forms.builders import a_field

FIELD = a_field("table")
TABLE = field_type("table")


def typed(**cells: str):  # type: ignore[no-untyped-def]
    return TABLE.parse(FIELD, {key.replace("__", "."): text for key, text in cells.items()}).value


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("100", "120", "tăng 20 (20%)"), ("8", "8", "không đổi"), ("0", "5", "tăng 5"),
     ("1,5", "0", "giảm 1,5 (100%)")],
)  # fmt: skip
def test_the_change_is_said_in_numbers_and_share(old: str, new: str, said: str) -> None:
    numbers = [Decimal(text.replace(",", ".")) for text in (old, new)]
    assert change_between(*numbers) == said


def test_only_rows_that_last_period_filled_are_shown_and_totals_are_computed() -> None:
    table = earlier_table(FIELD, typed(a__so="3"), typed(a__so="5", b__so="1"))
    shown = {row.row.key: row.cells[0] for row in table.rows}
    assert set(shown) == {"a", "cong"}
    assert (shown["a"].text, shown["a"].change) == ("3", "tăng 2 (66,7%)")
    assert (shown["cong"].text, shown["cong"].change) == ("3", "tăng 3 (100%)")
    assert table.moved == "2 số tăng"


def test_words_and_nothing_to_report_have_no_change() -> None:
    table = earlier_table(FIELD, typed(a__so="-", a__chu="cũ"), typed(a__so="5", a__chu="mới"))
    assert [cell.change for cell in table.rows[0].cells] == [""] * len(FIELD.columns)
