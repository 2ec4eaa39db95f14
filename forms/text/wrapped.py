"""Lines that end where the page ended, not where the sentence did: text copied from a PDF or mail.

Only what reads so for certain is joined: in such texts a line is long and open, and the next goes
on in small letters. Where that happens again and again, lines that fill the page as well and go on
with a name or a number belong together too.
"""

from __future__ import annotations

from itertools import pairwise

from forms.text.sentences import bullet_of

LEAST = 45  # characters; shorter open lines are headings or items of a list without marks
NEARLY_FULL = 0.85
OFTEN = 2
_CLOSED = tuple('.;:!?…”"/')
_CELLS = " | "  # between the cells of a pasted table's row


def join_wrapped(text: str) -> str:
    """The text with a blank for each line break within a sentence; as long as before, so that
    offsets stay true."""
    lines = text.split("\n")
    below = list(pairwise(lines))
    sure = [_runs_on(one, other) for one, other in below]
    if not any(sure):
        return text
    width = max(len(one) for (one, _), cut in zip(below, sure, strict=True) if cut)
    often = sum(sure) >= OFTEN
    joined = [lines[0]]
    for (one, other), cut in zip(below, sure, strict=True):
        belongs = cut or (often and _fills(one, width) and _goes_on(one, other))
        joined += (" " if belongs else "\n", other)
    return "".join(joined)


def _runs_on(line: str, below: str) -> bool:
    return len(line) >= LEAST and below[:1].islower() and _goes_on(line, below)


def _fills(line: str, width: int) -> bool:
    return len(line) >= NEARLY_FULL * width


def _goes_on(line: str, below: str) -> bool:
    if not below or line.rstrip().endswith(_CLOSED) or line.isupper() or below.isupper():
        return False
    return _CELLS not in line + below and not bullet_of(below)
