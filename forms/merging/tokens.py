"""Live figures in text: `{{field}}`, `{{table.row.column}}`, rendered whenever the text is shown.

After a path may stand `.ty_le` (the ratio that has the figure as numerator), `.so_don_vi`
("17/20"), `.n` (units that answered), `.N` (units expected) and, of lists, `.so_dong` (rows).
`{{path:path}}` is the share of the first figure in the second. A figure that is not there is shown
as such and reported; the unit of measure is left to the author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.merging.cells import NO_FIGURE, MergedCell
from forms.merging.lookup import find_cell
from forms.merging.results import (
    MergedField,
    MergedList,
    MergedRecommendations,
    MergedReport,
)

UNKNOWN = "[chưa có số liệu]"
NIL_SHOWN = "[không phát sinh]"
_TOKEN = re.compile(r"\{\{[^{}\n]*\}\}")
SHARE, ANSWERED, EXPECTED, ROWS = "so_don_vi", "n", "N", "so_dong"
_COUNTS = (SHARE, ANSWERED, EXPECTED)


@dataclass(frozen=True)
class Token:
    """`path` is what stands between the braces; `start` and `end` are offsets of the whole."""

    path: str
    start: int
    end: int


@dataclass(frozen=True)
class TokenUse:
    """One token as it was rendered; offsets are those in the rendered text."""

    token: str
    cell: MergedCell | None
    shown: str
    start: int
    end: int


@dataclass(frozen=True)
class TokenProblem:
    """A figure that could not be shown; offsets are those in the rendered text."""

    token: str
    message: str
    start: int
    end: int


@dataclass(frozen=True)
class RenderedText:
    text: str
    figures: tuple[TokenUse, ...] = ()
    problems: tuple[TokenProblem, ...] = ()


def find_tokens(text: str) -> tuple[Token, ...]:
    """In order of appearance; braces around anything that is no path are found too."""
    return tuple(
        Token(found[0][2:-2].strip(), found.start(), found.end()) for found in _TOKEN.finditer(text)
    )


def render_tokens(text: str, merged: MergedReport | Mapping[str, MergedField]) -> RenderedText:
    """The text with its figures; what has no figure stands there visibly and as a problem."""
    fields = merged.fields if isinstance(merged, MergedReport) else merged
    parts: list[str] = []
    figures: list[TokenUse] = []
    problems: list[TokenProblem] = []
    length = last = 0
    for token in find_tokens(text):
        before = text[last : token.start]
        shown, cell, problem = _shown(token.path, fields)
        start = length + len(before)
        length, last = start + len(shown), token.end
        parts += (before, shown)
        figures.append(TokenUse(token.path, cell, shown, start, length))
        if problem:
            problems.append(TokenProblem(token.path, problem, start, length))
    parts.append(text[last:])
    return RenderedText("".join(parts), tuple(figures), tuple(problems))


def _shown(path: str, fields: Mapping[str, MergedField]) -> tuple[str, MergedCell | None, str]:
    """What stands for a token, its cell, and the problem to report."""
    head, _, mark = path.rpartition(".")
    listed = fields.get(head) if mark == ROWS else None
    if isinstance(listed, MergedList | MergedRecommendations) and listed.cell.number is not None:
        return listed.cell.text, listed.cell, ""
    counted = bool(head) and mark in _COUNTS
    cell = find_cell(fields, head if counted else path)
    if cell is None:
        return UNKNOWN, None, f"Không có số liệu nào tên “{path}”; hãy chọn lại số liệu."
    if counted:
        return _count(cell, mark), cell, ""
    if cell.nothing_arose:
        return NIL_SHOWN, cell, f"Các đơn vị báo không phát sinh “{path}”; hãy sửa câu."
    if cell.number is None and not cell.n_value:
        return UNKNOWN, cell, f"Chưa đơn vị nào có số liệu “{path}”."
    if not cell.text or cell.text == NO_FIGURE:
        return UNKNOWN, cell, f"Chưa tính được “{path}” từ số liệu của các đơn vị."
    return cell.text, cell, ""


def _count(cell: MergedCell, mark: str) -> str:
    return {SHARE: cell.share, ANSWERED: str(cell.answered), EXPECTED: str(cell.expected)}[mark]


def token_paths(text: str) -> Iterator[str]:
    """The paths a text uses, for what has to be rendered again when a figure changes."""
    yield from dict.fromkeys(token.path for token in find_tokens(text))
