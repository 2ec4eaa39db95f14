"""The last period of the demonstration: what three communes reported for 2023."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.demo import demo_unit, earlier_answers, earlier_scenario
from app.demo.answers import figures_of
from app.demo.tables import cell_at
from app.services.writing_advice import advise_figures
from forms import Answers, Severity, merging, validate_report
from forms.schema import Outline
from tests.app.demo.test_answers import outline, read

__all__ = ["outline"]
UNITS = tuple(earlier_scenario())


def values(unit: str, outline: Outline) -> dict[str, object]:
    return {k: read(outline.field(k), a)[0] for k, a in earlier_answers()[unit].items()}


@pytest.mark.parametrize("unit", UNITS)
def test_every_question_is_answered_and_nothing_blocks(unit: str, outline: Outline) -> None:
    own = values(unit, outline)
    asked = {
        field.key
        for section, field in outline.fields()
        if section.filled_by == "unit" and field.filled_by == "unit"
    }
    assert set(own) == asked
    answers = Answers(outline, own, demo_unit(unit).kind)
    assert [f for f in validate_report(answers) if f.severity is Severity.BLOCK] == []


@pytest.mark.parametrize("unit", UNITS)
def test_nobody_writes_at_the_end_of_2023_of_what_came_later(unit: str) -> None:
    answers = earlier_answers()[unit].items()
    told = "\n".join(str(answer) for key, answer in answers if not key.startswith(("pl2", "pl3")))
    assert len(told) > 10_000
    assert "2024" not in told
    assert "05 năm" not in told


@pytest.mark.parametrize("unit", UNITS)
def test_the_texts_agree_with_the_tables(unit: str, outline: Outline) -> None:
    info = merging.UnitInfo(unit, demo_unit(unit).name, kind=demo_unit(unit).kind)
    assert list(advise_figures(outline, info, values(unit, outline))) == []


@pytest.mark.parametrize("unit", UNITS)
def test_no_sum_of_the_years_is_larger_than_half_a_year_later(unit: str, outline: Outline) -> None:
    before = values(unit, outline)
    compared = 0
    for path in ("pl3e_tthtcd.lop", "pl3h_tuyen_truyen.tin_bai", "pl3c_quy.thu_dong_ho"):
        table, row = path.split(".")
        now = cell_at(figures_of(unit).tables, f"{path}.luy_ke")
        cell = before[table]["rows"][row]["luy_ke"]  # type: ignore[index]
        assert isinstance(now, Decimal)
        assert 0 < Decimal(str(cell["v"])) < now
        compared += 1
    assert compared == 3
