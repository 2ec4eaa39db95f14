"""Where the units stand on the day the demo shows."""

from __future__ import annotations

from collections import Counter

from app.demo import (
    DISTRICT,
    PLANTED,
    campaign_dates,
    demo_units,
    earlier_dates,
    earlier_scenario,
    full_units,
    scenario,
)
from app.demo.planted import FOREIGN_SYMBOL
from app.demo.units import COLLECTOR


def test_every_unit_below_the_collector_has_a_standing() -> None:
    expected = {unit.key for unit in demo_units() if unit.parent == DISTRICT} - {COLLECTOR}
    assert set(scenario()) == expected
    assert all(key == standing.unit for key, standing in scenario().items())


def test_the_states_are_spread_as_planned() -> None:
    states = Counter(standing.state for standing in scenario().values())
    assert states == {
        "accepted": 17, "submitted": 2, "returned": 1, "in_progress": 3, "missing": 2,
        "coordinating": 3, "excluded": 4,
    }  # fmt: skip


def test_twenty_units_have_full_reports() -> None:
    assert len(full_units()) == 20


def test_what_was_sent_after_the_deadline_is_late_and_nothing_else() -> None:
    deadline = campaign_dates()["deadline"]
    sent = [standing for standing in scenario().values() if standing.sent_at]
    assert [item.unit for item in sent if item.late] == ["xa.nhanla"]
    assert all(item.late == (item.sent_at > deadline) for item in sent if item.sent_at)


def test_only_full_reports_have_been_sent_and_they_carry_their_symbol() -> None:
    for key, standing in scenario().items():
        assert (standing.sent_at is not None) == (key in full_units()), key
        assert bool(standing.symbol) == (key in full_units()), key


def test_reports_carry_the_symbol_of_their_own_body_but_where_planted() -> None:
    heads = {unit.key: unit.letterhead.symbol for unit in demo_units()}
    foreign = {
        (key, standing.symbol)
        for key, standing in scenario().items()
        if standing.symbol and not standing.symbol.endswith(heads[key])
    }
    assert foreign == {(item.unit, item.cell) for item in PLANTED if item.kind == FOREIGN_SYMBOL}


def test_returning_and_leaving_out_always_say_why() -> None:
    need_reason = {"returned", "coordinating", "excluded"}
    for standing in scenario().values():
        assert bool(standing.reason) == (standing.state in need_reason), standing.unit


def test_the_campaign_opens_before_it_closes_and_is_shown_after() -> None:
    dates = campaign_dates()
    assert dates["opens_at"] < dates["deadline"] < dates["shown_at"] < dates["superior_deadline"]


def test_the_trial_of_the_year_before_was_sent_in_time_and_is_over() -> None:
    dates = earlier_dates()
    sent = [standing.sent_at for standing in earlier_scenario().values()]
    assert len(sent) == 3
    assert all(at and dates["opens_at"] < at < dates["deadline"] for at in sent)
    assert dates["deadline"] < dates["closed_at"] < campaign_dates()["opens_at"]
