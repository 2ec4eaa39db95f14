"""Which rules prose is read by follows from the engine's sources alone."""

from __future__ import annotations

from pathlib import Path

from app.services import engine_rules


def room(folder: Path, name: str, **files: str) -> Path:
    (folder / name).mkdir(exist_ok=True, parents=True)
    for file, text in files.items():
        (folder / name / f"{file}.py").write_text(text)
    return folder / name


def test_the_same_sources_are_the_same_rules_in_whatever_order(tmp_path: Path) -> None:
    one = [room(tmp_path / "1", "text", a="1", b="2"), room(tmp_path / "1", "narrative", a="3")]
    two = [room(tmp_path / "2", "narrative", a="3"), room(tmp_path / "2", "text", b="2", a="1")]
    (two[0] / "a.pyc").write_bytes(b"compiled")
    assert engine_rules.digest_of(one) == engine_rules.digest_of(two) != ""


def test_any_change_of_a_source_is_another_rule(tmp_path: Path) -> None:
    rooms = [room(tmp_path, "text", a="1", b="2"), room(tmp_path, "narrative", a="3")]
    found = {engine_rules.digest_of(rooms)}
    for name, files in (("text", {"a": "1 "}), ("narrative", {"c": ""}), ("text", {"b": "3"})):
        room(tmp_path, name, **files)
        found.add(engine_rules.digest_of(rooms))
    assert len(found) == 4


def test_sources_that_are_not_there_are_no_rules(tmp_path: Path) -> None:
    assert engine_rules.digest_of([room(tmp_path, "text")]) == ""


def test_the_engine_at_hand_has_rules() -> None:
    assert len(engine_rules.prose_rules()) == 16
    assert all((Path("forms") / name).is_dir() for name in engine_rules.ROOMS)
