"""The answers as a whole: determinism, encoding, lists, and how the outline reads them."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.demo import PLANTED, demo_answers, demo_unit, full_units, unit_answers
from app.demo.planted import BALANCE, SWAPPED_SYMBOL, TWICE_IN_LIST, WRONG_DATE
from app.demo.sources import read_yaml
from forms import Answers, Severity, field_type, load_outline, validate_report
from forms.schema import Field, Outline

ROOT = Path(__file__).parents[3]
PRINT_ANSWERS = (
    "import json, app.demo as d; print(json.dumps(d.demo_answers(), ensure_ascii=False))"
)


@pytest.fixture(scope="module")
def outline() -> Outline:
    path = ROOT / "outlines" / "kl49" / "v1.yaml"
    return load_outline(path.read_text(encoding="utf-8"), path.name)


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()


def test_another_process_with_another_hash_seed_gives_the_same_answers() -> None:
    environment = os.environ | {"PYTHONHASHSEED": "4711", "PYTHONIOENCODING": "utf-8"}
    found = subprocess.run(
        [sys.executable, "-c", PRINT_ANSWERS],
        cwd=ROOT, env=environment, capture_output=True, check=True,
    )  # fmt: skip
    here = json.dumps(demo_answers(), ensure_ascii=False)
    assert fingerprint(found.stdout.decode()) == fingerprint(here)


def test_changing_what_was_returned_changes_nothing_for_the_next_caller() -> None:
    first = unit_answers("xa.chinhnghia")
    first["pl3a_to_chuc"]["rows"].clear()
    assert unit_answers("xa.chinhnghia")["pl3a_to_chuc"]["rows"]


def test_units_that_have_only_begun_have_answered_little() -> None:
    answers = demo_answers()
    begun = set(answers) - set(full_units())
    assert begun == {"xa.phuthinh", "mttq.kimdong", "du.ttyt"}
    assert all(0 < len(answers[unit]) < 7 for unit in begun)


@pytest.mark.parametrize("unit", full_units())
def test_a_full_unit_answers_every_field_that_units_fill_in(unit: str, outline: Outline) -> None:
    asked = {
        field.key
        for section, field in outline.fields()
        if section.filled_by == "unit" and field.filled_by == "unit"
    }
    assert set(unit_answers(unit)) == asked


def raw_of(answer: Any) -> Any:
    """What the engine's parse takes: text, cells by "row.column", or rows of a list."""
    if isinstance(answer, str):
        return answer
    if "rows" in answer:
        rows = answer["rows"].items()
        return {f"{row}.{column}": text for row, cells in rows for column, text in cells.items()}
    return answer["items"]


def read(field: Field, answer: Any) -> tuple[Any, tuple[str, ...]]:
    if isinstance(answer, dict) and "state" in answer:
        return {"s": answer["state"]}, ()
    parsed = field_type(field.type).parse(field, raw_of(answer))
    return parsed.value, tuple(parsed.problems)


@pytest.mark.parametrize("unit", sorted(demo_answers()))
def test_the_outline_reads_every_answer_without_a_question(unit: str, outline: Outline) -> None:
    for key, answer in unit_answers(unit).items():
        _, problems = read(outline.field(key), answer)
        assert problems == (), key


def test_rows_and_columns_are_those_of_the_outline(outline: Outline) -> None:
    for unit, answers in demo_answers().items():
        for key, answer in answers.items():
            if isinstance(answer, dict) and "rows" in answer:
                field = outline.field(key)
                assert set(answer["rows"]) <= {row.key for row in field.rows}, (unit, key)
                columns = {column.key for column in field.columns}
                assert all(set(cells) <= columns for cells in answer["rows"].values()), (unit, key)


def blocked_fields(unit: str, outline: Outline) -> set[tuple[str, str]]:
    values = {
        key: read(outline.field(key), answer)[0] for key, answer in unit_answers(unit).items()
    }
    answers = Answers(outline, values, unit_kind=demo_unit(unit).kind)
    found = validate_report(answers)
    return {
        (unit, item.field_key)
        for item in found
        if item.severity is Severity.BLOCK and item.field_key in values
    }


def test_nothing_stops_a_full_report_and_the_planted_balance_stops_its_own(
    outline: Outline,
) -> None:
    blocked = {pair for unit in demo_answers() for pair in blocked_fields(unit, outline)}
    assert blocked == {(item.unit, item.field) for item in PLANTED if item.kind == BALANCE}
    assert not {unit for unit, _ in blocked} & set(full_units())


# --- lists ---------------------------------------------------------------------------------------


def documents(unit: str) -> list[dict[str, str]]:
    items: list[dict[str, str]] = unit_answers(unit)["pl1_van_ban"]["items"]
    return items


def squeezed(symbol: str) -> str:
    return symbol.replace(" ", "").replace("–", "-").replace("TƯ", "TW")


def test_superior_documents_carry_their_real_dates_but_where_planted() -> None:
    real = {entry[3]: entry[4] for entry in read_yaml("documents.yaml")["superior"]}
    wrong = {
        (unit, squeezed(item["symbol"]))
        for unit in full_units()
        for item in documents(unit)
        if item["cap"] in {"trung_uong", "tinh"} and real[squeezed(item["symbol"])] != item["date"]
    }
    planted = {(item.unit, item.cell) for item in PLANTED if item.kind == WRONG_DATE}
    swapped = {(item.unit, "387/QĐ-TTg") for item in PLANTED if item.kind == SWAPPED_SYMBOL}
    assert wrong == planted | swapped


def test_every_unit_lists_the_conclusion_itself_in_some_spelling() -> None:
    spellings = {documents(unit)[0]["symbol"] for unit in full_units()}
    assert {squeezed(symbol) for symbol in spellings} == {"49-KL/TW"}
    assert len(spellings) >= 2


def test_own_documents_are_numbered_by_their_own_issuer() -> None:
    for unit in full_units():
        for item in documents(unit):
            if item["cap"] == "xa":
                assert item["symbol"].endswith(("/ĐU", "-UBND", "-HKH"))
                assert demo_unit(unit).name.split()[-1].replace("uỷ", "ủy")[-2:] in item["issuer"]


def test_one_example_is_listed_twice() -> None:
    for planted in (item for item in PLANTED if item.kind == TWICE_IN_LIST):
        names = [
            row["ten"].strip().casefold()
            for row in unit_answers(planted.unit)[planted.field]["items"]
        ]
        assert len(names) - len(set(names)) == 1


def test_recommendations_go_to_all_five_addressees() -> None:
    addressed = {
        item["addressee"]
        for unit in full_units()
        for item in unit_answers(unit)["p3_kien_nghi"].get("items", ())
    }
    assert addressed == {"tinh", "ban_bi_thu", "chinh_phu", "ban_tuyen_giao_tw", "bo_nganh"}
