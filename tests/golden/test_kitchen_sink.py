"""One outline with everything: a new type, rule or key that is not in it fails here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from forms.fields import CELL_TYPES, COLUMN_TYPES, REGISTRY
from forms.loading import all_keys, dump_outline, load_outline
from forms.loading.source import Mapping, Node, Sequence, read_source
from forms.schema import Outline

HERE = Path(__file__).parent
SOURCE = (HERE / "kitchen_sink.yaml").read_text(encoding="utf-8")
INCLUDED = (HERE / "included.yaml").read_text(encoding="utf-8")


def kitchen_sink() -> Outline:
    return load_outline(SOURCE, "kitchen_sink.yaml", {"phan_chung/v1": INCLUDED}.get)


def keys_in(node: Node | None) -> set[str]:
    if isinstance(node, Mapping):
        return set(node.items).union(*(keys_in(child) for child in node.items.values()))
    if isinstance(node, Sequence):
        return set().union(*(keys_in(child) for child in node.items))
    return set()


def test_every_type_stands_in_it_with_every_merge_rule_it_allows() -> None:
    found = {(field.type, field.merge.rule) for _, field in kitchen_sink().fields()}
    wanted = {(name, rule) for name, kind in REGISTRY.items() for rule in kind.merges}
    assert wanted <= found


def test_every_key_of_the_language_stands_in_it() -> None:
    root, _ = read_source(SOURCE, "kitchen_sink.yaml")
    assert all_keys() - keys_in(root) == set()


def test_every_type_of_column_stands_in_it() -> None:
    found = {column.type for _, field in kitchen_sink().fields() for column in field.columns}
    assert found == set(COLUMN_TYPES)


def test_what_is_dumped_loads_as_the_same_outline() -> None:
    outline = kitchen_sink()
    again = load_outline(dump_outline(outline), "dump.yaml")
    assert replace(again, sha256="") == replace(outline, sha256="")
    assert dump_outline(again) == dump_outline(outline)


def sample(type_name: str) -> Any:
    """Something to type into a field of the type."""
    texts = {"date": "9/5/2024", "yes_no": "có", "choice": "a", "short_text": "Một dòng"}
    raw: dict[str, Any] = {
        "choices": ["a"],
        "ratio": {"num": "1", "den": "2"},
        "table": {"m.so": "5", "tong.so": "1", "gia_dinh.tu_2023": "1"},
        "list": [{"ten": "Tên", "so": "1.234"}],
        "citations": [{"symbol": "15-KH/ĐU", "date": "9/5/2024"}],
        "recommendations": [{"addressee": "tinh", "text": "Bổ sung."}],
        "attachment": [{"sha256": "0" * 64, "name": "bc.pdf", "size": "1", "type": ""}],
        "narrative": "Đoạn một.\n- Ý hai.",
    }
    return raw.get(type_name, texts.get(type_name, "1.234"))


def test_every_field_of_it_takes_an_answer_and_shows_it() -> None:
    for _, field in kitchen_sink().fields():
        kind = REGISTRY[field.type]
        value = kind.parse(field, sample(field.type)).value
        assert kind.is_blank(field, value) is not kind.is_answered
        assert bool(kind.display(field, value)) is kind.is_answered
        assert kind.is_answered or field.type in CELL_TYPES
