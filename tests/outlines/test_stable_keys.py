"""Keys of released outlines stand for ever: answers hang on them."""

from __future__ import annotations

from pathlib import Path

from tests.outlines.library import library_outline, outline_files

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "outline_keys.txt"


def test_no_question_of_a_released_outline_has_lost_its_key() -> None:
    """A new outline or question is added to the file; a line never loses a key."""
    known = {}
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        name, _, kept = line.partition(": ")
        known[name] = kept.split()
    found = {
        name: [field.key for _, field in library_outline(name).fields()]
        for path in outline_files()
        if (name := f"{path.parent.name}/{path.stem}")
    }

    assert {name: sorted(kept) for name, kept in known.items()} == {
        name: sorted(kept) for name, kept in found.items()
    }
