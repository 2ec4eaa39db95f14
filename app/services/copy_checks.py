"""Passages that two reports share and nobody else has, and reports that repeat last period's.

Words of the outline and of the documents it rests on may be quoted freely. What is found is
something to look at, never a judgement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select

from app.extensions import db
from app.models import Campaign, Report, ReportState, Unit
from app.services import merged_reports, outlines
from app.services.differences import Marked, Piece
from app.services.errors import Invalid
from app.services.memories import LastResults
from forms import Outline, clean_text, copies, field_type

LAST = "truoc:"
USUAL_SHARE = 0.2
SETTING = "copy_share"
AROUND = 60
MOST_PASSAGES = 8


@dataclass(frozen=True)
class Document:
    """One report's prose; `names` are the spellings of its unit."""

    key: str
    unit: str
    report_id: int
    text: str
    names: tuple[str, ...]

    @property
    def is_last(self) -> bool:
        return self.key.startswith(LAST)


@dataclass(frozen=True)
class SharedPassage:
    left: Marked
    right: Marked


@dataclass(frozen=True)
class CopyPair:
    """Two reports with what they share; `percent` of the shorter one's own words.

    `passages` are the longest, in the order of the text; `more` are not shown.
    """

    left: Document
    right: Document
    percent: int
    passages: tuple[SharedPassage, ...]
    more: int


def threshold(campaign: Campaign) -> float:
    return float(campaign.settings.get(SETTING, USUAL_SHARE))


def set_threshold(campaign: Campaign, percent: int) -> None:
    """From which share of common words a pair is shown. Raises Invalid outside of 5 to 90 %."""
    if not 5 <= percent <= 90:
        raise Invalid("Mức trùng phải là một số nguyên từ 5 đến 90 (phần trăm).")
    campaign.settings = {**campaign.settings, SETTING: percent / 100}


_kept: LastResults[list[CopyPair]] = LastResults()


def find_pairs(campaign: Campaign) -> list[CopyPair]:
    """Between the units of this period, and of each unit with its own last report; kept for the
    few campaigns looked at last while nothing has changed."""
    stamp = (
        campaign.outline_version_id,
        threshold(campaign),
        merged_reports.source_stamp(campaign.id, True),
        merged_reports.source_stamp(campaign.previous_id, True) if campaign.previous_id else "",
    )
    return _kept.recall(campaign.id, stamp, lambda: _look(campaign))


def forget_pairs() -> None:
    """Tests call this: ids then name other campaigns."""
    _kept.clear()


def _look(campaign: Campaign) -> list[CopyPair]:
    documents = {one.key: one for one in _documents(campaign)}
    prints = _fingerprints(documents, outlines.get_outline(campaign.outline_version_id))
    overlaps = copies.find_overlaps(prints, _compared, min_share=threshold(campaign))
    return [_pair(documents[one.a], documents[one.b], one) for one in overlaps]


def _compared(one: str, other: str) -> bool:
    """A report of last period only with the one the same unit wrote now."""
    old = [key for key in (one, other) if key.startswith(LAST)]
    if not old:
        return True
    return len(old) == 1 and one.removeprefix(LAST) == other.removeprefix(LAST)


def repeats_last_period(report: Report) -> CopyPair | None:
    """The report against the unit's own last one, for the unit itself before it sends."""
    if report.campaign.previous_id is None:
        return None
    outline = outlines.get_outline(report.campaign.outline_version_id)
    own = {one.key: one for one in _own_documents(report, outline)}
    overlaps = copies.find_overlaps(
        _fingerprints(own, outline), _compared, min_share=threshold(report.campaign)
    )
    return _pair(own[overlaps[0].a], own[overlaps[0].b], overlaps[0]) if overlaps else None


def _own_documents(report: Report, outline: Outline) -> Iterator[Document]:
    now = select(Report, Unit).join(Unit, Unit.id == Report.unit_id).where(Report.id == report.id)
    yield from _read(outline, now, "")
    last = (
        select(Report, Unit)
        .join(Unit, Unit.id == Report.unit_id)
        .where(
            Report.campaign_id == report.campaign.previous_id,
            Report.unit_id == report.unit_id,
            Report.kind == report.kind,
        )
    )
    yield from _read(outline, last, LAST)


def _documents(campaign: Campaign) -> Iterator[Document]:
    outline = outlines.get_outline(campaign.outline_version_id)
    yield from _read(outline, _sent(campaign.id), "")
    if campaign.previous_id is not None:
        yield from _read(outline, _sent(campaign.previous_id), LAST)


def _sent(campaign_id: int) -> Select[Report, Unit]:
    return (
        select(Report, Unit)
        .join(Unit, Unit.id == Report.unit_id)
        .where(
            Report.campaign_id == campaign_id,
            Report.state.in_((ReportState.ACCEPTED.value, ReportState.SUBMITTED.value)),
        )
        .order_by(Report.position, Report.id)
    )


def _read(outline: Outline, query: Select[Report, Unit], prefix: str) -> Iterator[Document]:
    rows = db.session.execute(query).all()
    values, _ = merged_reports.load_answers([report.id for report, _ in rows])
    for report, unit in rows:
        text = _prose(outline, values.get(report.id, {}))
        if text:
            names = tuple(dict.fromkeys(name for name in (unit.name, unit.short_name) if name))
            key = f"{prefix}{unit.id}-{report.kind}"
            yield Document(key, unit.label, report.id, text, names)


def _prose(outline: Outline, values: Mapping[str, Mapping[str, object]]) -> str:
    texts = [
        text
        for _, item in outline.fields()
        if field_type(item.type).widget == "text"
        for text in field_type(item.type).texts(item, values.get(item.key) or {})
    ]
    return clean_text("\n".join(texts))


def _fingerprints(
    documents: Mapping[str, Document], outline: Outline
) -> dict[str, copies.Fingerprint]:
    known = copies.known_grams(_free_texts(outline))
    return {key: copies.fingerprint(one.text, one.names, known) for key, one in documents.items()}


def _free_texts(outline: Outline) -> Iterator[str]:
    """What every unit may repeat: the outline itself and the documents it names."""
    yield outline.title
    for citation in outline.basis:
        yield f"{citation.kind} số {citation.symbol} của {citation.issuer} {citation.title}"
    for section in outline.walk():
        yield from (section.heading, section.guidance, section.note, section.example)
        for item in section.fields:
            yield from (item.label, item.guidance, item.example)


def _pair(left: Document, right: Document, overlap: copies.Overlap) -> CopyPair:
    longest = sorted(overlap.spans, key=lambda span: span.a_start - span.a_end)[:MOST_PASSAGES]
    return CopyPair(
        left,
        right,
        round(100 * overlap.share),
        tuple(
            SharedPassage(
                _marked(left.text, span.a_start, span.a_end),
                _marked(right.text, span.b_start, span.b_end),
            )
            for span in sorted(longest, key=lambda span: span.a_start)
        ),
        len(overlap.spans) - len(longest),
    )


def _marked(text: str, start: int, end: int) -> Marked:
    """The passage marked, with a few words around it."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    before = ("… " if first else "") + text[first:start]
    after = text[end:last] + (" …" if last < len(text) else "")
    pieces = (Piece(before, False), Piece(text[start:end], True), Piece(after, False))
    return tuple(piece for piece in pieces if piece.text)
