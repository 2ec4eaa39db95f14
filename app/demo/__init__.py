"""Demo content: the units of one district in 2024 and their reports on Kết luận 49-KL/TW.

Pure data out of fixed seeds: no database, no web, no clock. Loading it is done elsewhere. Units are
real public bodies; every figure, model and sentence in the reports is made up.
"""

from app.demo.answers import demo_answers, unit_answers
from app.demo.earlier import earlier_answers
from app.demo.planted import PLANTED, Planted
from app.demo.scenario import (
    Standing,
    campaign_dates,
    earlier_dates,
    earlier_scenario,
    full_units,
    scenario,
)
from app.demo.units import (
    COLLECTOR,
    DISTRICT,
    Account,
    DemoUnit,
    Letterhead,
    demo_accounts,
    demo_unit,
    demo_units,
    unit_kinds,
)

__all__ = [
    "COLLECTOR",
    "DISTRICT",
    "PLANTED",
    "Account",
    "DemoUnit",
    "Letterhead",
    "Planted",
    "Standing",
    "campaign_dates",
    "demo_accounts",
    "demo_answers",
    "demo_unit",
    "demo_units",
    "earlier_answers",
    "earlier_dates",
    "earlier_scenario",
    "full_units",
    "scenario",
    "unit_answers",
    "unit_kinds",
]
