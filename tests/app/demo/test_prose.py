"""The narratives: their length, their manners, and whether their figures are the unit's own."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from decimal import Decimal
from functools import cache

import pytest

from app.demo import PLANTED, Planted, demo_unit, full_units, unit_answers
from app.demo.answers import figures_of, speaker
from app.demo.planted import COPIED, PROSE_FIGURE, transpose
from app.demo.prose import NARRATIVES
from app.demo.slots import slot_paths
from app.demo.sources import read_yaml
from app.demo.tables import cell_at, number
from app.demo.typed import write_percent
from forms.text.figures import TextFigure, find_figures

BRIEF = "xa.vinhxa"
PASTED = "xa.hiepcuong"
DECOMPOSED = "xa.ngocthanh"
NORMAL = [key for key in full_units() if key != BRIEF]
COMMUNES = [key for key in full_units() if demo_unit(key).is_commune]
SECTIONS = ("p1_2", "p2_1", "p2_2", "p2_3", "p2_4", "p2_5", "p2_6", "chung", "p3")


@cache
def narrative(unit: str, field: str) -> str:
    answer = unit_answers(unit)[field]
    return unicodedata.normalize("NFC", answer) if isinstance(answer, str) else ""


def words(unit: str, section: str) -> int:
    fields = [field for field in NARRATIVES if field.startswith(section)]
    return sum(len(narrative(unit, field).split()) for field in fields)


@pytest.mark.parametrize("unit", NORMAL)
@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_has_the_length_of_a_real_one(unit: str, section: str) -> None:
    assert 150 <= words(unit, section) <= 600


@pytest.mark.parametrize("section", SECTIONS)
def test_one_unit_writes_very_briefly(section: str) -> None:
    assert 30 <= words(BRIEF, section) <= 130


@pytest.mark.parametrize("unit", full_units())
def test_every_answered_narrative_says_something(unit: str) -> None:
    for field in NARRATIVES:
        answer = unit_answers(unit)[field]
        assert len(answer.split()) >= 5 if isinstance(answer, str) else "state" in answer


# --- figures -------------------------------------------------------------------------------------


@cache
def own_numbers(unit: str) -> set[Decimal]:
    """Every number of the unit's tables and lists; money also in đồng."""
    tables = figures_of(unit).tables
    cells = {
        value
        for table in tables.values()
        for row in table.values()
        for value in row.values()
        if isinstance(value, Decimal)
    }
    answers = unit_answers(unit)
    listed = " ; ".join(
        text
        for key in ("pl3i_dien_hinh", "pl3k_hop_tac")
        for item in answers[key].get("items", ())
        for text in item.values()
    )
    cells |= {figure.value for figure in find_figures(unicodedata.normalize("NFC", listed))}
    documents = [item for item in answers["pl1_van_ban"]["items"] if item["cap"] == "xa"]
    return cells | {value * 10**6 for value in cells} | {Decimal(len(documents))}


@cache
def own_percents(unit: str) -> set[Decimal]:
    """Every percentage that the unit's tables give, as written."""
    paths = slot_paths()
    found = {Decimal(100)}
    for part, base in read_yaml("slots.yaml")["percents"].values():
        pair = [
            number(cell_at(figures_of(unit).tables, paths.get(name, name))) for name in (part, base)
        ]
        if pair[1]:
            found.add(Decimal(write_percent(*pair).rstrip("%").replace(",", ".")))
    return found


def is_own(figure: TextFigure, numbers: set[Decimal], percents: set[Decimal]) -> bool:
    if figure.kind == "percent":
        return figure.value in percents
    if figure.unit.startswith("năm") or figure.unit in {"không", "sạch", "giờ", "phút"}:
        return True  # "05 năm", "5 không, 3 sạch", times of day
    parts = {figure.value} if figure.denominator is None else {figure.value, figure.denominator}
    return parts <= numbers


# Days of the year by name and ranges of age: neither is a figure of the unit.
SET_PHRASES = re.compile(r"(Việt Nam) \d{1,2}/\d{1,2}|(độ tuổi) \d{2}-\d{2}")


def foreign_figures(unit: str, field: str) -> list[str]:
    numbers, percents = own_numbers(unit), own_percents(unit)
    return [
        figure.raw
        for line in narrative(unit, field).splitlines()
        for figure in find_figures(SET_PHRASES.sub("", line))
        if not is_own(figure, numbers, percents)
    ]


def test_figures_in_prose_are_the_units_own_but_for_the_three_planted() -> None:
    wrong = Counter(
        {
            (unit, field): len(found)
            for unit in full_units()
            for field in NARRATIVES
            if (found := foreign_figures(unit, field))
        }
    )
    planted = [(item.unit, item.field) for item in PLANTED if item.kind == PROSE_FIGURE]
    assert len(planted) == 3
    assert wrong == Counter(planted)


@pytest.mark.parametrize("item", [item for item in PLANTED if item.kind == PROSE_FIGURE])
def test_a_planted_figure_stands_in_the_text_in_place_of_the_right_one(item: Planted) -> None:
    right = speaker(item.unit).slots[item.cell]
    text = narrative(item.unit, item.field)
    assert transpose(right) != right
    assert transpose(right) in text
    assert not re.search(rf"(?<![\d.,/]){re.escape(right)}(?![\d.,/]\d)", text)


def test_prose_says_many_figures() -> None:
    for unit in COMMUNES:
        if unit != BRIEF:
            text = "\n".join(narrative(unit, field) for field in NARRATIVES)
            assert len(find_figures(text)) >= 40, unit


# --- overlap -------------------------------------------------------------------------------------


def sentence_counts(field: str) -> Counter[str]:
    """How many communes say a sentence word for word, marks of lists and figures aside."""
    said: Counter[str] = Counter()
    for unit in COMMUNES:
        lines = re.split(r"(?<=[.])\s+", narrative(unit, field))
        said.update({re.sub(r"^[-+•–·\s]+", "", line) for line in lines})
    return said


def test_units_share_sentences_and_have_some_of_their_own() -> None:
    counts = sentence_counts("p2_3_ket_qua")
    assert max(counts.values()) >= 5
    assert sum(1 for count in counts.values() if count == 1) >= 10


def test_some_units_say_they_have_no_plan_while_others_cite_theirs() -> None:
    without = [unit for unit in COMMUNES if "chưa" in narrative(unit, "p2_1_han_che")
               and "kế hoạch riêng" in narrative(unit, "p2_1_han_che")]  # fmt: skip
    with_plan = [unit for unit in COMMUNES if "-KH/ĐU" in narrative(unit, "p1_2_trien_khai")]
    assert len(without) >= 3
    assert len(with_plan) >= 9
    assert not set(without) & set(with_plan)


def test_a_passage_was_copied_from_the_neighbour_hamlet_and_all() -> None:
    (item,) = [item for item in PLANTED if item.kind == COPIED]
    copy, original = narrative(item.unit, item.field), narrative(item.source, item.field)
    hamlet = demo_unit(item.source).villages[0]
    assert hamlet in copy
    assert hamlet not in " ".join(demo_unit(item.unit).villages)
    shared = set(re.split(r"(?<=[.])\s+", copy)) & set(re.split(r"(?<=[.])\s+", original))
    assert len(shared) >= 4


def test_task_seven_is_nothing_to_report_for_most_communes() -> None:
    nil = [unit for unit in COMMUNES if unit_answers(unit)["p2_7_ket_qua"] == {"state": "nil"}]
    assert len(nil) == len(COMMUNES) - 1
    assert "nước ngoài" in narrative("xa.luongbang", "p2_7_ket_qua")


def test_what_does_not_concern_the_police_is_not_applicable() -> None:
    assert unit_answers("du.congan")["p2_4_ket_qua_b"] == {"state": "not_applicable"}


# --- manners -------------------------------------------------------------------------------------


def test_some_units_write_dash_lists() -> None:
    lines = narrative("xa.dongthanh", "p2_1_ket_qua").split("\n")
    assert len(lines) >= 4
    assert all(line.startswith("- ") for line in lines)


def test_a_mixed_unit_leads_with_a_sentence_and_lists_below_it() -> None:
    lead, *below = narrative("xa.luongbang", "p2_1_ket_qua").split("\n")
    assert not lead.startswith(("-", "+"))
    assert {line[0] for line in below} == {"-", "+"}


def test_one_unit_pasted_from_word() -> None:
    text = "".join(str(unit_answers(PASTED)[field]) for field in NARRATIVES)
    for mark in ("•\t", "\u00a0", "\r\n", "\v", "–\u00a0"):
        assert mark in text


def test_one_unit_types_decomposed_letters_and_only_one() -> None:
    decomposed = {
        unit
        for unit in full_units()
        for field in NARRATIVES
        if isinstance(text := unit_answers(unit)[field], str)
        and text != unicodedata.normalize("NFC", text)
    }
    assert decomposed == {DECOMPOSED}


def test_tone_marks_are_placed_the_old_way_by_some() -> None:
    old = {unit for unit in COMMUNES if "uỷ" in narrative(unit, "p1_2_trien_khai")}
    assert old == {"xa.duchop", PASTED, "xa.nghiadan", "xa.vuxa"}
