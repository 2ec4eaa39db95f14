"""Live figures that an editor typed over: the number that now stands in a figure's place.

Compared word by word with the text as it was merged, so that the figure meant is certain even
where the sentence names it by half. Shown, never mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from forms.merging.lookup import find_cell
from forms.merging.results import MergedReport
from forms.merging.tokens import find_tokens, token_paths
from forms.text import find_figures

_OPEN, _CLOSE = "{{", "}}"


@dataclass(frozen=True)
class Overtyped:
    """`typed` stands where the figure `path` stood; `shown` is what that figure is now."""

    typed: str
    path: str
    shown: str

    @property
    def message(self) -> str:
        return (
            f"“{self.typed}” gõ đè lên số liệu tự cập nhật, nay là {self.shown}; hãy kiểm tra lại "
            f"hoặc đặt lại {_OPEN}{self.path}{_CLOSE}."
        )


def overtyped_figures(text: str, generated: str, merged: MergedReport) -> tuple[Overtyped, ...]:
    """`generated` is the text with live figures from which `text` was edited."""
    if not any(True for _ in token_paths(generated)):
        return ()
    before, now = generated.split(), text.split()
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    found: list[Overtyped] = []
    for tag, i, j, k, end in matcher.get_opcodes():
        if tag == "replace":
            found += _pairs(before[i:j], now[k:end], merged)
    return tuple(found)


def _pairs(before: Sequence[str], now: Sequence[str], merged: MergedReport) -> Iterator[Overtyped]:
    """The figures of a stretch with the numbers of what replaced it, when there are as many."""
    paths = [token.path for token in find_tokens(" ".join(before))]
    typed = find_figures(" ".join(now))
    if len(paths) != len(typed):
        return
    for path, figure in zip(paths, typed, strict=True):
        cell = find_cell(merged.fields, path)
        if cell is None or cell.number is None:
            continue
        if figure.raw not in (cell.text, cell.text.removesuffix("%")):
            yield Overtyped(figure.raw, path, cell.text)
