"""Why a sentence of a unit stands in no paragraph of the draft, in an officer's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from app.models import DraftBlock
from app.services import draft_proposals
from app.services.draft_material import Reading
from forms import (
    BlockState,
    Section,
    SourceSentence,
    drafting,
    merging,
    narrative,
    source_digest,
    text,
)

NOT_MERGED = "mới có trong báo cáo của đơn vị; bấm “Ghép lại” để đưa vào dự thảo"
ALIKE = 0.5
FEWEST_PAIRS = 4
TABLE = "table"
# What says more than that a like sentence stands somewhere.
_PLAIN = frozenset(
    {narrative.TrayReason.FRAGMENT, narrative.TrayReason.OUTLINE, narrative.TrayReason.SHABBY,
     narrative.TrayReason.TOLD, narrative.TrayReason.IN_TABLES, narrative.TrayReason.BY_HAND}
)  # fmt: skip
Explain = Callable[[SourceSentence], str]


def explainer(reading: Reading, section: Section, rows: Sequence[DraftBlock]) -> Explain:
    """Gives the reason for an unused sentence; "" when there is nothing to say about it."""
    found = draft_proposals.propose_one(reading.draft, section)
    tray = {(item.unit_id, source_digest(item.field_key, item.text)): item for item in found.unused}
    waiting = drafting.sources(member for one in found.proposals for member in one.members)
    paragraphs = _paragraphs(reading, rows)

    def explain(sentence: SourceSentence) -> str:
        if sentence.member in waiting:
            return NOT_MERGED
        item = tray.get(sentence.member)
        words = narrative.REASON_WORDS[item.reason] if item else ""
        if item and item.reason in _PLAIN:
            return _told_at(item, rows) or words
        place = _like(sentence.text, paragraphs)
        return f"ý gần giống đoạn {place}" if place else words

    return explain


def _told_at(item: narrative.TrayItem, rows: Sequence[DraftBlock]) -> str:
    """ "số liệu này đã nêu ở đoạn 5" while the paragraph of its figures stands in the draft."""
    shown = [row for row in rows if row.state != BlockState.DELETED]
    for number, row in enumerate(shown, start=1):
        if row.kind != TABLE and _tells(row.text, item.paths):
            return f"số liệu này đã cộng chung ở đoạn {number}"
    return ""


def _tells(words: str, paths: Iterable[str]) -> bool:
    return any(f"{{{{{path}{end}" in words for path in paths for end in (".", "}}"))


Pairs = frozenset[tuple[str, str]]


def _paragraphs(reading: Reading, rows: Sequence[DraftBlock]) -> list[tuple[int, Pairs]]:
    """The number of each paragraph of words on the page, with its pairs of words."""
    shown = [row for row in rows if row.state != BlockState.DELETED]
    return [
        (number, _pairs(merging.render_tokens(row.text, reading.merged).text))
        for number, row in enumerate(shown, start=1)
        if row.kind != TABLE
    ]


def _pairs(words: str) -> Pairs:
    return frozenset(pairwise(text.normalised_words(words)))


def _like(words: str, paragraphs: Sequence[tuple[int, Pairs]]) -> int:
    """The paragraph that says most of the sentence's words in their order; 0 for none."""
    own = _pairs(words)
    if len(own) < FEWEST_PAIRS:
        return 0
    share, place = max(
        ((len(own & pairs) / len(own), -number) for number, pairs in paragraphs),
        default=(0.0, 0),
    )
    return -place if share >= ALIKE else 0
