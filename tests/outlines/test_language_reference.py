"""outlines/README.md and outline.schema.json say what the loader accepts, no more, no less."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from forms.expressions import FUNCTIONS
from forms.fields import MERGE_LABELS, PERIOD_LABELS, REGISTRY
from forms.loading import all_keys, json_schema, json_schema_text
from forms.loading.keys import SHAPES, field_keys

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "outlines" / "README.md").read_text(encoding="utf-8")
TITLES = {
    "outline": "## Outline",
    "section": "## Section",
    "field": "## Field",
    "column": "## Column",
    "row": "## Row",
    "document": "### Document",
    "merge": "### Merge",
}
SMALL = {
    "archived": "Archived",
    "choice": "Choice",
    "check": "Check",
    "target": "Target",
    "citation": "Citation",
}


def chapter(title: str) -> str:
    """The text from a title to the next title of its level or above."""
    level = title.split(" ")[0]
    start = README.index(f"\n{title}\n") + len(title) + 2
    end = re.search(rf"^#{{1,{len(level)}}} ", README[start:], re.MULTILINE)
    return README[start : start + end.start()] if end else README[start:]


def keys_of_tables(text: str) -> set[str]:
    """The words in backquotes in the first cell of each table line."""
    first_cells = re.findall(r"^\|([^|]*)\|", text, re.MULTILINE)
    return {key for cell in first_cells for key in re.findall(r"`([a-z_]+)`", cell)}


@pytest.mark.parametrize("shape", TITLES)
def test_the_reference_lists_the_keys_the_loader_accepts(shape: str) -> None:
    text = chapter(TITLES[shape])
    if shape == "field":
        text = text.split("### Types")[0]
    assert keys_of_tables(text) == set(SHAPES[shape])


@pytest.mark.parametrize("shape", SMALL)
def test_the_reference_lists_the_keys_of_small_mappings(shape: str) -> None:
    line = next(line for line in README.splitlines() if line.startswith(f"| {SMALL[shape]} "))
    named = set(re.findall(r"`([a-z_]+)`", line.split("|")[2]))
    assert set(SHAPES[shape]) <= named


def test_no_key_is_undocumented() -> None:
    undocumented = {key for key in all_keys() if f"`{key}`" not in README}
    assert not undocumented


def test_the_reference_names_every_type_with_its_merge_rules_the_default_first() -> None:
    text = chapter("## Field").split("### Types")[1]
    rules = {
        cells[1].strip(" `"): cells[3].strip()
        for cells in (line.split("|") for line in text.splitlines() if line.startswith("| `"))
    }
    assert set(rules) == set(REGISTRY)
    for name, kind in REGISTRY.items():
        said = (rules["integer"] if rules[name] == "as integer" else rules[name]).split(", ")
        assert said[0] == kind.default_merge, name
        assert sorted(said) == sorted(kind.merges), name


def test_the_reference_says_which_types_carry_a_key() -> None:
    text = chapter("## Field").split("### Types")[0].split("Keys that only some types carry")[1]
    said: dict[str, set[str]] = {name: set() for name in REGISTRY}
    for line in text.splitlines():
        if not line.startswith("| `"):
            continue
        cells = line.split("|")
        for key in re.findall(r"`([a-z_]+)`", cells[1]):
            for name in re.findall(rf"\b({'|'.join(REGISTRY)})\b(?! \(`(?!{key}))", cells[2]):
                said[name].add(key)
    for name in REGISTRY:
        assert said[name] == field_keys(name) - field_keys("attachment"), name


def test_the_reference_names_every_rule_period_and_function() -> None:
    for name in (*MERGE_LABELS, *PERIOD_LABELS):
        assert f"`{name}`" in README
    for name in FUNCTIONS:
        assert f"`{name}(" in README


def test_the_example_of_the_reference_is_yaml_of_the_language() -> None:
    example = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)[0]
    jsonschema.validate(plain(example), json_schema())


def test_the_schema_file_is_current() -> None:
    path = ROOT / "outlines" / "outline.schema.json"
    command = "from forms.loading import json_schema_text as s; print(s(), end='')"
    assert path.read_text(encoding="utf-8") == json_schema_text(), (
        f'write it anew: python -c "{command}" > outlines/outline.schema.json'
    )


def test_the_schema_accepts_the_outline_with_everything_in_it() -> None:
    text = (ROOT / "tests" / "golden" / "kitchen_sink.yaml").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(plain(text), json_schema())


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "khac"},
        {"la": 1},
        {"sections": [{"key": "m", "heading": "M", "fields": [{"key": "a", "type": "la"}]}]},
        {
            "sections": [
                {
                    "key": "m",
                    "heading": "M",
                    "fields": [{"key": "a", "type": "date", "label": "A", "places": 1}],
                }
            ]
        },
    ],
)
def test_the_schema_refuses_what_the_loader_would_refuse(change: dict[str, Any]) -> None:
    outline = {"id": "a", "version": 1, "title": "T", "kind": "so_ket", "sections": []}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(outline | change, json_schema())


class _Yaml12(yaml.SafeLoader):
    """YAML as editors read it: version 1.2, where `no` is text and days are text."""


_Yaml12.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?[0-9]+", "-0123456789"),
    ("float", r"-?[0-9]+\.[0-9]+", "-0123456789"),
):
    _Yaml12.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first)
    )


def plain(text: str) -> Any:
    return yaml.load(text, Loader=_Yaml12)
