"""Merge options, years and limits of columns, set on the pages of the editor."""

from __future__ import annotations

from typing import Any

from app.extensions import db
from app.models import OutlineVersion
from app.services import outlines
from forms import Field
from tests.app.outlines.editing import address, form_of, saved
from tests.app.page_client import PageClient


def field_after(client: PageClient, draft: OutlineVersion, key: str, **changes: Any) -> Field:
    return saved(client, draft, f"o-{key}", **changes).field(key)


def test_options_of_a_merge_rule_are_set_in_office_words(
    officer: PageClient, draft: OutlineVersion
) -> None:
    field_after(officer, draft, "dan_so", merge_rule="top_n")
    page = officer.get(f"{address(draft)}?nut=o-dan_so")
    assert "Nêu mấy đơn vị" in page.words(".property-form")
    options = {
        "merge-n": "5",
        "merge-direction": "lowest",
        "merge-missing": "80",
        "merge-round": "0",
        "merge-max_ratio_to_previous": "2,5",
        "merge-equals_text": "no",
    }
    merge = field_after(officer, draft, "dan_so", **options).merge
    assert merge.options == {
        "n": 5,
        "direction": "lowest",
        "missing": "0.8",
        "round": 0,
        "check": {"max_ratio_to_previous": "2.5", "equals_text": False},
    }
    page = officer.get(f"{address(draft)}?nut=o-dan_so")
    assert page.one("input[name='merge-missing']").get("value") == "80"
    assert page.one("input[name='merge-max_ratio_to_previous']").get("value") == "2,5"


def test_another_rule_keeps_only_what_every_rule_has(
    officer: PageClient, draft: OutlineVersion
) -> None:
    field_after(officer, draft, "dan_so", merge_rule="top_n")
    field_after(officer, draft, "dan_so", **{"merge-n": "5", "merge-missing": "100"})
    merge = field_after(officer, draft, "dan_so", merge_rule="sum").merge
    assert (merge.rule, dict(merge.options)) == ("sum", {})


def test_an_option_that_a_rule_needs_is_listed_and_then_chosen(
    officer: PageClient, draft: OutlineVersion
) -> None:
    field_after(officer, draft, "hoi_vien", merge_rule="weighted_mean")
    page = officer.get(f"{address(draft)}?nut=o-hoi_vien")
    assert "thiếu “weight”" in page.words(".fault-box")
    field_after(officer, draft, "hoi_vien", **{"merge-weight": "dan_so"})
    page = officer.get(f"{address(draft)}?nut=o-hoi_vien")
    assert not page.select(".fault-box")


def test_columns_that_make_rows_the_same_are_ticked(
    officer: PageClient, draft: OutlineVersion
) -> None:
    field_after(officer, draft, "dien_hinh", merge_rule="table_group")
    field = field_after(officer, draft, "dien_hinh", **{"merge-key_columns": ["ten", "nam"]})
    assert field.merge.options["key_columns"] == ("ten", "nam")


def test_limits_of_columns_are_typed_the_vietnamese_way(
    officer: PageClient, draft: OutlineVersion
) -> None:
    limits = {
        "columns-0-min_value": "0",
        "columns-0-max_value": "1.500,5",
        "columns-0-places": "1",
        "columns-0-width": "35",
        "columns-0-required": "hard",
        "columns-0-merge_missing": "50",
    }
    column = field_after(officer, draft, "quy", **limits).columns[0]
    assert (column.min_value, column.max_value) == ("0", "1500.5")
    assert (column.places, column.width, column.required) == (1, 35, "hard")
    assert column.merge is not None
    assert column.merge.options == {"missing": "0.5"}
    page = officer.get(f"{address(draft)}?nut=o-quy")
    assert page.one("input[name='columns-0-max_value']").get("value") == "1.500,5"


def test_a_limit_that_is_no_number_is_kept_and_listed(
    officer: PageClient, draft: OutlineVersion
) -> None:
    field_after(officer, draft, "quy", **{"columns-0-max_value": "nhiều"})
    page = officer.get(f"{address(draft)}?nut=o-quy")
    assert "“nhiều” phải là số" in page.words(".fault-box")
    assert page.one("input[name='columns-0-max_value']").get("value") == "nhiều"


def test_columns_are_asked_year_by_year_and_undone(
    officer: PageClient, draft: OutlineVersion
) -> None:
    yearly = {"years": "2026, 2025", "columns-1-yearly": "1"}
    field = field_after(officer, draft, "dien_hinh", **yearly)
    assert [c.key for c in field.columns] == ["ten", "nam_2025", "nam_2026"]
    assert field.years == (2025, 2026)
    field = field_after(officer, draft, "dien_hinh", years="2026 2027")
    assert [c.key for c in field.columns] == ["ten", "nam_2026", "nam_2027"]
    page = officer.get(address(draft))
    officer.post(address(draft, "hoan-tac"), form_of(page, "/hoan-tac"), 303)
    version = db.session.get_one(OutlineVersion, draft.id)
    assert outlines.inspected(version).field("dien_hinh").years == (2025, 2026)


def test_years_that_are_none_are_refused_in_words(
    officer: PageClient, draft: OutlineVersion
) -> None:
    page = officer.get(f"{address(draft)}?nut=o-quy")
    answer = officer.post(address(draft), form_of(page, "/sua") | {"years": "năm ngoái"}, 422)
    assert "hãy ghi như 2023, 2024" in answer.words()
