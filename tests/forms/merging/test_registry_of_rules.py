"""Every rule an outline may name is there, and every type × rule merges something."""

from __future__ import annotations

import pytest

from forms.fields import MERGE_LABELS, all_field_types, field_type
from forms.merging import RULES
from forms.schema import Field, MergeRule
from tests.forms.builders import a_field, a_section, an_outline
from tests.forms.merging.campaigns import (
    BLANK,
    NIL,
    items,
    merged,
    n,
    ratio,
    reports,
    table,
)

ANSWERS = {
    "ratio": ratio(1, 2),
    "choices": {"picks": ["kha"]},
    "table": table(a={"so": 1, "tien": 2}),
    "list": items({"so": 1, "loai": "kha"}),
    "citations": items({"symbol": "49-KL/TW", "date": "2019-05-10"}),
    "recommendations": items({"addressee": "tot", "text": "Cấp kinh phí."}),
    "attachment": {
        "files": [{"sha256": "0" * 64, "name": "a.pdf", "size": 1, "type": "application/pdf"}]
    },
    "date": n("2024-05-09"),
    "yes_no": n("yes"),
    "choice": n("kha"),
    "computed": BLANK,
}
OPTIONS = {
    "weighted_mean": {"weight": "khac"},
    "latest": {"date_field": "ngay"},
    "first": {"date_field": "ngay"},
    "table_group": {"key_columns": ("loai",)},
}
PAIRS = [(kind.name, rule) for kind in all_field_types() for rule in kind.merges]


def test_the_registry_holds_every_name_with_its_label_and_types() -> None:
    assert set(RULES) == set(MERGE_LABELS)
    assert all(rule.name == name and rule.label for name, rule in RULES.items())
    assert RULES["sum"].works_on == ("integer", "decimal", "money", "computed")
    assert all(rule.works_on for rule in RULES.values())


def fields_for(type_name: str, rule: str) -> tuple[Field, ...]:
    asked = a_field(type_name, merge=MergeRule(rule, options=OPTIONS.get(rule, {})))
    return asked, a_field("integer", "khac", merge=MergeRule("sum")), a_field("date", "ngay")


@pytest.mark.parametrize(("type_name", "rule"), PAIRS)
def test_every_type_merges_under_every_rule_it_allows(type_name: str, rule: str) -> None:
    outline = an_outline(a_section(*fields_for(type_name, rule)))
    answer = ANSWERS.get(type_name, n(5))
    others = {"khac": n(2), "ngay": n("2024-05-09")}
    found = merged(outline, reports({"x": answer, **others}, {"x": NIL}, {}, others), asked=5)
    kept = found.fields.get("x")
    if kept is None:
        assert rule == "none"
        assert field_type(type_name).is_answered
        return
    cell = kept.cell
    assert cell.expected == cell.answered + cell.n_no_data + cell.n_blank + cell.n_not_submitted
    assert cell.n_value >= 1
    assert "u5" in cell.missing


@pytest.mark.parametrize(("type_name", "rule"), PAIRS)
def test_nobody_s_answers_make_no_figure_under_any_rule(type_name: str, rule: str) -> None:
    found = merged(an_outline(a_section(*fields_for(type_name, rule))), reports({}, {}), asked=3)
    kept = found.fields.get("x")
    if kept is not None:
        assert kept.cell.number is None
