from __future__ import annotations

from decimal import Decimal

from forms.fields import field_type
from forms.schema import Severity
from tests.forms.builders import a_field

LIST = field_type("list")
CITATIONS = field_type("citations")
RECOMMENDATIONS = field_type("recommendations")


def test_rows_keep_their_ids_and_blank_rows_are_dropped() -> None:
    rows = [{"id": "r7", "so": "1"}, {"so": " "}, {"so": "2"}, {"id": "r7", "so": "3"}]
    value = LIST.parse(a_field("list"), rows).value
    assert [item["id"] for item in value["items"]] == ["r7", "r1", "r2"]
    assert [item["cells"]["so"]["v"] for item in value["items"]] == ["1", "2", "3"]


def test_an_id_that_could_break_a_path_is_replaced() -> None:
    value = LIST.parse(a_field("list"), [{"id": "a.b", "so": "1"}]).value
    assert value["items"][0]["id"] == "r1"


def test_changed_cells_find_their_row_by_its_id() -> None:
    field = a_field("list")
    value = LIST.parse(field, [{"so": "1"}, {"so": "2"}]).value
    changed = LIST.merge_cells(field, value, {"r2.so": "5", "r9.so": "1", "r1.so": ""}).value
    assert changed == {"items": [{"id": "r2", "cells": {"so": {"v": "5"}}}]}


def test_computed_columns_and_lists_of_columns_work_in_lists_too() -> None:
    field = a_field("list")
    value = LIST.parse(field, [{"so": "1", "tien": "2"}, {"so": "3"}]).value
    computed = LIST.computed(field, value)["items"]
    assert computed[0]["cells"]["ty_le"] == {"v": "50"}
    assert LIST.numbers(field, value)["x.so"] == (Decimal(1), Decimal(3))
    assert set(LIST.numbers(field, value)) == LIST.names(field)


def test_a_citation_without_its_symbol_blocks_and_without_a_date_warns() -> None:
    field = a_field("citations")
    value = CITATIONS.parse(field, [{"title": "Về khuyến học", "issuer": "Huyện ủy"}]).value
    found = {f.path: f.severity for f in CITATIONS.validate(field, value)}
    assert found == {"x.r1.symbol": Severity.BLOCK, "x.r1.date": Severity.WARN}


def test_a_citation_is_shown_with_its_date_as_offices_write_it() -> None:
    field = a_field("citations")
    row = {"symbol": "15-KH/ĐU", "date": "12/3/2023", "title": "Kế hoạch khuyến học"}
    value = CITATIONS.parse(field, [row]).value
    assert CITATIONS.display(field, value) == "1. 15-KH/ĐU; 12/3/2023; Kế hoạch khuyến học"


def test_a_recommendation_needs_text_and_a_known_addressee() -> None:
    field = a_field("recommendations")
    parsed = RECOMMENDATIONS.parse(field, [{"addressee": "la", "text": "Bổ sung kinh phí."}])
    assert parsed.problems
    findings = RECOMMENDATIONS.validate(field, parsed.value)
    assert [f.path for f in findings] == ["x.r1.addressee"]
    assert list(RECOMMENDATIONS.texts(field, parsed.value)) == ["Bổ sung kinh phí."]


def test_a_list_takes_so_many_rows_and_says_when_there_are_more() -> None:
    parsed = LIST.parse(a_field("list"), [{"so": "1"}] * 2001)
    assert len(parsed.value["items"]) == 2000
    assert "2000" in parsed.problems[-1]
