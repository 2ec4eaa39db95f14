"""The sources of a section beside its draft: every sentence by unit, used or not, and coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.models import DraftBlock
from app.services import draft_store, draft_tray, drafts
from app.services.actors import Actor
from app.services.draft_material import Reading
from app.services.errors import Invalid, NotFound
from app.services.kept_analyses import analysed
from forms import (
    BlockState,
    MergedRecommendations,
    Section,
    SourceSentence,
    drafting,
    merging,
    section_sources,
)
from forms import Draft as SectionDraft

FROM = "from"
MOST_SHOWN = 40
USE_FILTERS = {"": "Tất cả", "chua-dung": "Chưa dùng", "da-dung": "Đã dùng"}
SIDE_FILTERS = {"": "Mọi ý", "phu-dinh": "Ý nêu “chưa, không”", "khang-dinh": "Ý khẳng định"}


@dataclass(frozen=True)
class SourceFilter:
    unit: str = ""
    field: str = ""
    use: str = ""
    side: str = ""
    block: str = ""
    page: int = 1


@dataclass(frozen=True)
class SourceLine:
    """One sentence; `place` is the number of the paragraph it stands in, 0 when unused, `reason`
    why it is not used."""

    sentence: SourceSentence
    unit: str
    place: int
    block_key: str
    deleted: bool
    reason: str = ""

    @property
    def used(self) -> bool:
        return bool(self.block_key) and not self.deleted


@dataclass(frozen=True)
class Coverage:
    """Who said something here, and whose words are in the draft."""

    asked: int
    spoke: int
    used: int
    silent: tuple[str, ...]
    not_submitted: tuple[str, ...]
    unused_sentences: int

    @property
    def words(self) -> str:
        if not self.asked:
            return "Mục này không có lời văn của đơn vị; số liệu xem ở từng bảng, từng câu."
        unused = self.spoke - self.used
        return (
            f"{self.spoke}/{self.asked} đơn vị có nội dung, {self.used} đã dùng, "
            f"{unused} chưa dùng; còn {self.unused_sentences} câu chưa dùng."
        )


@dataclass(frozen=True)
class SourcePane:
    """`has_prose`: whether any unit was asked for words here."""

    has_prose: bool
    lines: tuple[SourceLine, ...]
    total: int
    page: int
    pages: int
    coverage: Coverage
    chosen: SourceFilter
    units: tuple[tuple[str, str, int], ...]
    fields: tuple[tuple[str, str], ...]


def source_pane(
    reading: Reading, section: Section, rows: Sequence[DraftBlock], chosen: SourceFilter
) -> SourcePane:
    """One page of the section's sentences, filtered; the coverage is of the whole section."""
    lines = all_lines(reading, section, rows)
    wanted = [line for line in lines if _is_wanted(line, chosen)]
    pages = max(1, -(-len(wanted) // MOST_SHOWN))
    page = min(max(chosen.page, 1), pages)
    return SourcePane(
        any(_is_prose(reading, field.key) for field in section.fields),
        _explained(reading, section, rows, wanted[(page - 1) * MOST_SHOWN : page * MOST_SHOWN]),
        len(wanted),
        page,
        pages,
        _coverage(reading, section, lines),
        chosen,
        _units(lines),
        _fields(section, lines),
    )


def _explained(
    reading: Reading, section: Section, rows: Sequence[DraftBlock], lines: Sequence[SourceLine]
) -> tuple[SourceLine, ...]:
    if all(line.block_key for line in lines):
        return tuple(lines)
    explain = draft_tray.explainer(reading, section, rows)
    return tuple(
        line if line.block_key else replace(line, reason=explain(line.sentence)) for line in lines
    )


def all_lines(reading: Reading, section: Section, rows: Sequence[DraftBlock]) -> list[SourceLine]:
    homes = homes_of(rows)
    names = reading.merged.names
    found = []
    for sentence in section_sources(section, reading.merged, analysed):
        key, place, deleted = homes.get(sentence.member, ("", 0, False))
        name = names.get(sentence.unit_id, sentence.unit_id)
        found.append(SourceLine(sentence, name, place, key, deleted))
    return found


def homes_of(
    rows: Sequence[DraftBlock],
) -> Mapping[drafting.Member, tuple[str, int, bool]]:
    """Member → (block key, number of the paragraph, deleted); a living block goes first."""
    homes: dict[drafting.Member, tuple[str, int, bool]] = {}
    place = 0
    for row in rows:
        deleted = row.state == BlockState.DELETED
        place += not deleted
        block = draft_store.block_of(row)
        for member in (*drafting.sources(block.members), *_chosen_members(row)):
            if member not in homes or homes[member][2]:
                homes[member] = (row.key, 0 if deleted else place, deleted)
    return homes


def _chosen_members(row: DraftBlock) -> list[drafting.Member]:
    """Sentences that an editor took into a paragraph of his own."""
    return [(one["unit"], one["digest"]) for one in row.meta.get(FROM) or ()]


def _is_wanted(line: SourceLine, chosen: SourceFilter) -> bool:
    sentence = line.sentence
    checks = (
        not chosen.unit or sentence.unit_id == chosen.unit,
        not chosen.field or sentence.field_key == chosen.field,
        not chosen.block or line.block_key == chosen.block,
        chosen.use != "chua-dung" or not line.used,
        chosen.use != "da-dung" or line.used,
        chosen.side != "phu-dinh" or sentence.negated,
        chosen.side != "khang-dinh" or not sentence.negated,
    )
    return all(checks)


def _coverage(reading: Reading, section: Section, lines: Sequence[SourceLine]) -> Coverage:
    merged = reading.merged
    spoke = {line.sentence.unit_id for line in lines}
    used = {line.sentence.unit_id for line in lines if line.used}
    cells = [merged.fields[f.key].cell for f in section.fields if _is_prose(reading, f.key)]
    asked = max((cell.expected for cell in cells), default=0)
    silent = [unit for unit in merged.reported if unit not in spoke] if cells else []
    return Coverage(
        asked,
        len(spoke),
        len(used),
        tuple(merged.names.get(unit, unit) for unit in silent),
        tuple(merged.names.get(unit, unit) for unit in merged.not_submitted),
        sum(1 for line in lines if not line.used),
    )


def _is_prose(reading: Reading, field_key: str) -> bool:
    return isinstance(
        reading.merged.fields.get(field_key), merging.MergedTexts | MergedRecommendations
    )


def _units(lines: Sequence[SourceLine]) -> tuple[tuple[str, str, int], ...]:
    """(unit id, name, unused sentences) in canonical order."""
    found: dict[str, tuple[str, int]] = {}
    for line in lines:
        name, count = found.get(line.sentence.unit_id, (line.unit, 0))
        found[line.sentence.unit_id] = (name, count + (not line.used))
    return tuple((unit, name, count) for unit, (name, count) in found.items())


def _fields(section: Section, lines: Sequence[SourceLine]) -> tuple[tuple[str, str], ...]:
    spoken = {line.sentence.field_key for line in lines}
    return tuple((item.key, item.label) for item in section.fields if item.key in spoken)


@dataclass(frozen=True)
class Chosen:
    """Sentences to add, as (unit, field, digest), and how: a paragraph or named examples."""

    marks: tuple[tuple[str, str, str], ...]
    as_example: bool = False
    after: str = ""


def add_sentences(
    reading: Reading, section: Section, chosen: Chosen, *, actor: Actor
) -> SectionDraft:
    """Put units' own sentences into the draft. Raises Invalid (none chosen), NotFound, Refused."""
    if not chosen.marks:
        raise Invalid("Hãy đánh dấu ít nhất một câu trong phần Nguồn.")
    known = {
        (one.unit_id, one.field_key, one.digest): one
        for one in section_sources(section, reading.merged, analysed)
    }
    try:
        sentences = [known[mark] for mark in chosen.marks]
    except KeyError:
        raise NotFound("Câu này không còn trong báo cáo của đơn vị. Hãy tải lại trang.") from None
    names = reading.merged.names

    def add(draft: SectionDraft) -> SectionDraft:
        after = chosen.after or _last(draft)
        for one in _blocks_to_add(sentences, names, chosen.as_example):
            draft = drafting.add_manual(draft, after or None, one.text, one.kind, one.meta)
            after = _newest(draft, after)
        return draft

    return drafts.act(reading.draft, section.key, add, actor=actor, name="from_source")


@dataclass(frozen=True)
class _Addition:
    text: str
    kind: str
    meta: Mapping[str, object]


def _blocks_to_add(
    sentences: Sequence[SourceSentence], names: Mapping[str, str], as_example: bool
) -> list[_Addition]:
    """Examples stand each by itself with the unit's name; otherwise they make one paragraph."""
    if not as_example:
        text = " ".join(one.text for one in sentences)
        return [_Addition(text, "paragraph", _meta(sentences))]
    return [
        _Addition(
            f"{names.get(one.unit_id, one.unit_id)}: {one.text}",
            "example",
            {**_meta([one]), "lead": "Tiêu biểu như:"},
        )
        for one in sentences
    ]


def _meta(sentences: Sequence[SourceSentence]) -> dict[str, object]:
    origin = [
        {"unit": one.unit_id, "field": one.field_key, "digest": one.digest} for one in sentences
    ]
    return {FROM: origin, "field": sentences[0].field_key}


def _last(draft: SectionDraft) -> str:
    return draft.blocks[-1].id if draft.blocks else ""


def _newest(draft: SectionDraft, after: str) -> str:
    """The block that stands right behind `after`."""
    ids = [block.id for block in draft.blocks]
    return ids[ids.index(after) + 1] if after else ids[0]


def require_section(reading: Reading, section_key: str) -> Section:
    """Raises NotFound."""
    try:
        return reading.outline.section(section_key)
    except KeyError:
        raise NotFound("Đề cương của đợt này không có mục đó.") from None
