from __future__ import annotations

from typing import Any

import wtforms
from werkzeug.datastructures import MultiDict

from forms.fields import REGISTRY
from forms.schema import Section
from forms.web import build_web_form, cell_name, html_name, part_name, read_form
from tests.forms.builders import a_field, a_section

EVERYTHING = a_section(*(a_field(name, name) for name in REGISTRY))


def sent(section: Section, *pairs: tuple[str, str]) -> wtforms.Form:
    form: wtforms.Form = build_web_form(section)(MultiDict(pairs))
    return form


def values(section: Section, *pairs: tuple[str, str]) -> dict[str, Any]:
    return {key: parsed.value for key, parsed in read_form(section, sent(section, *pairs)).items()}


def test_names_keep_clear_of_the_names_wtforms_uses() -> None:
    for key in ("data", "errors", "process", "validate", "meta"):
        section = a_section(a_field("integer", key))
        assert values(section, (html_name(key), "5")) == {key: {"v": "5"}}


def test_every_kind_of_answer_is_read_from_its_inputs() -> None:
    found = values(
        EVERYTHING,
        ("q_integer", "1.234"),
        ("q_narrative", "Đoạn một.\r\n- Ý hai."),
        ("q_ratio-num", "1"),
        ("q_ratio-den", "2"),
        ("q_choices", "tot"),
        ("q_choices", "kha"),
        (cell_name("table", "a", "so"), "5"),
        (cell_name("list", "0", "id"), "r3"),
        (cell_name("list", "0", "so"), "6"),
        (cell_name("list", "10", "so"), "8"),
        (cell_name("list", "9", "so"), "7"),
        ("q_attachment-0-sha256", "0" * 64),
        ("q_attachment-0-name", "bc.pdf"),
        ("q_attachment-0-size", "9"),
    )
    assert found["integer"] == {"v": "1234"}
    assert found["narrative"] == {"v": "Đoạn một.\n- Ý hai."}
    assert found["ratio"] == {"parts": {"num": {"v": "1"}, "den": {"v": "2"}}}
    assert found["choices"] == {"picks": ["tot", "kha"]}
    assert found["table"] == {"rows": {"a": {"so": {"v": "5"}}}}
    assert [item["id"] for item in found["list"]["items"]] == ["r3", "r1", "r2"]
    assert [item["cells"]["so"]["v"] for item in found["list"]["items"]] == ["6", "7", "8"]
    assert found["attachment"]["files"][0]["size"] == 9


def test_only_what_came_in_is_given_back_and_formulas_never_are() -> None:
    assert values(EVERYTHING, ("q_integer", ""), ("q_computed", "7"), ("csrf", "x")) == {
        "integer": {}
    }


def test_an_emptied_answer_comes_in_by_its_mark() -> None:
    assert values(EVERYTHING, (part_name("choices", "present"), "1")) == {"choices": {}}


def test_a_special_state_is_taken_for_the_whole_answer() -> None:
    assert values(EVERYTHING, (part_name("table", "state"), "nil")) == {"table": {"s": "nil"}}
    assert values(EVERYTHING, (part_name("table", "state"), "value")) == {"table": {}}


def test_a_special_state_never_throws_typed_content_away() -> None:
    section = a_section(a_field("narrative", "n"))
    form = sent(section, ("q_n", "Đã viết."), ("q_n-state", "nil"))
    parsed = read_form(section, form)["n"]
    assert parsed.value == {"v": "Đã viết."}
    assert len(parsed.problems) == 1


def test_problems_become_errors_of_the_form() -> None:
    form = sent(a_section(a_field("integer", "a")), ("q_a", "nhiều"))
    assert not form.validate()
    assert form["q_a"].errors


def test_a_form_without_input_shows_what_is_stored() -> None:
    section = a_section(a_field("integer", "a"))
    form = build_web_form(section)(data={"q_a": {"v": "1234"}})
    assert form["q_a"].data == {"v": "1234"}
    assert 'value="1.234"' in str(form["q_a"]())
    assert read_form(section, form) == {}


def test_the_base_class_of_the_application_is_kept() -> None:
    class Base(wtforms.Form):
        token = wtforms.StringField()

    form = build_web_form(EVERYTHING, Base)
    assert issubclass(form, Base)
    assert "token" in form()


def test_markup_in_a_stored_answer_is_escaped_in_its_input() -> None:
    section = a_section(a_field("short_text", "a"))
    form = build_web_form(section)(data={"q_a": {"v": '"><script>'}})
    assert "<script>" not in str(form["q_a"]())
