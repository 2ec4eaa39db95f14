"""The answers of the demo's reports, unit by unit, as officers would have typed them.

Encoding: text → str; special → {"state": "nil" | "no_data" | "not_applicable"}; table →
{"rows": {row: {column: typed text}}}; lists → {"items": [{column: typed text}]}. Fields that a unit
left blank are absent.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from app.demo.figures import UnitFigures, unit_figures
from app.demo.lists import cooperation_items, document_items, example_items, own_documents
from app.demo.manner import in_hand, write_out
from app.demo.planted import PASTED, has
from app.demo.prose import (
    NARRATIVES,
    Speaker,
    copied_from,
    copied_sentences,
    recommendations,
    sentences,
)
from app.demo.scenario import IN_PROGRESS, answering_units
from app.demo.slots import unit_slots
from app.demo.typed import notation_of, typed_tables
from app.demo.units import DemoUnit, demo_unit

Answer = Any
NIL_ANSWER = {"state": "nil"}
NOT_APPLICABLE = {"state": "not_applicable"}
# What an office that does not run a territory leaves out.
_NOT_ASKED_OF_FORCES = ("p2_4_ket_qua_b", "p2_5_ket_qua_a")
_STARTED_FIELDS = (
    "p1_2_trien_khai",
    "p2_1_ket_qua",
    "p2_1_han_che",
    "pl3a_to_chuc",
    "pl1_van_ban",
    "pl3c_quy",
)


def demo_answers() -> dict[str, dict[str, Answer]]:
    """Unit key → field key → answer, for every unit that has begun."""
    return {key: unit_answers(key) for key in answering_units()}


def unit_answers(unit_key: str) -> dict[str, Answer]:
    """Raises KeyError for an unknown unit. Units in progress have only begun."""
    answers = _all_answers(unit_key)
    if unit_key in IN_PROGRESS:
        answers = {key: answers[key] for key in _STARTED_FIELDS}
    return deepcopy(answers)


@cache
def speaker(unit_key: str) -> Speaker:
    unit = demo_unit(unit_key)
    figures = figures_of(unit_key)
    slots = unit_slots(unit, figures, own_documents(unit), notation_of(unit_key))
    return Speaker(unit, slots, figures.traits)


@cache
def figures_of(unit_key: str) -> UnitFigures:
    """The tables behind a unit's answers, computed rows included; not to be changed."""
    return unit_figures(demo_unit(unit_key))


@cache
def _all_answers(unit_key: str) -> dict[str, Answer]:
    unit = demo_unit(unit_key)
    answers: dict[str, Answer] = {field: _narrative(unit, field) for field in NARRATIVES}
    answers |= typed_tables(figures_of(unit_key), notation_of(unit_key))
    answers |= _lists(unit)
    return answers


def _narrative(unit: DemoUnit, field: str) -> Answer:
    if field.startswith("p2_7") and "hop_tac" not in unit.traits:
        return NIL_ANSWER
    if unit.kind == "luc_luong_vu_trang" and field in _NOT_ASKED_OF_FORCES:
        return NOT_APPLICABLE
    return write_out(unit, field, _sentences(unit, field))


def _sentences(unit: DemoUnit, field: str) -> list[str]:
    source = copied_from(unit, field)
    if source is None:
        return sentences(speaker(unit.key), field)
    return copied_sentences(speaker(unit.key), speaker(source.key), field)


def _lists(unit: DemoUnit) -> dict[str, Answer]:
    lists = {
        "pl1_van_ban": document_items(unit, own_documents(unit)),
        "pl3i_dien_hinh": example_items(unit),
        "p3_kien_nghi": recommendations(speaker(unit.key)),
        "pl3k_hop_tac": cooperation_items(unit),
    }
    return {
        key: {"items": [_by_hand(unit, item) for item in items]} if items else NIL_ANSWER
        for key, items in lists.items()
    }


def _by_hand(unit: DemoUnit, item: dict[str, str]) -> dict[str, str]:
    """Free text of a list row in the office's hand; keys of choices stay as they are."""
    written = {column: in_hand(unit, text) for column, text in item.items()}
    if has(unit.key, PASTED):
        written = {column: text.replace(" - ", " – ") for column, text in written.items()}
    return written
