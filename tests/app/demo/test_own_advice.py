"""The demo's texts against its own tables: the planted slips are told to their units, no more."""

from __future__ import annotations

from app.demo import PLANTED, demo_answers, demo_unit, unit_answers
from app.demo.planted import PROSE_FIGURE
from app.services.writing_advice import advise_figures
from forms import merging
from forms.schema import Outline
from tests.app.demo.test_answers import outline, read

__all__ = ["outline"]


def test_each_unit_is_told_of_its_own_planted_slip_and_of_nothing_else(outline: Outline) -> None:
    told = set()
    for unit in demo_answers():
        values = {k: read(outline.field(k), a)[0] for k, a in unit_answers(unit).items()}
        info = merging.UnitInfo(unit, demo_unit(unit).name, kind=demo_unit(unit).kind)
        told |= {(unit, a.field_key) for a in advise_figures(outline, info, values)}
    assert told == {(p.unit, p.field) for p in PLANTED if p.kind == PROSE_FIGURE}
