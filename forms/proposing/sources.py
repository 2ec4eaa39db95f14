"""Every sentence that the units gave to a section, each under the name blocks know it by."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from forms.drafting import Member
from forms.fields import field_type
from forms.merging import (
    MergedItem,
    MergedRecommendations,
    MergedReport,
    MergedTexts,
    UnitInfo,
)
from forms.narrative import AnalysedSentence, analyse_answer
from forms.schema import Field, Outline, Section
from forms.values import CellState, Json, whole_state

Analyse = Callable[[str, Sequence[str]], tuple[AnalysedSentence, ...]]
LEVELS = (" huyện", " quận", " tỉnh", " thị xã", " thành phố")
FEWEST_WORDS = 4  # fewer could as well be a common word ("Hội Nông dân")
CLUSTERED = "text_cluster"
WHOLE_ANSWERS = frozenset({"manual", "text_append", "list_units"})


@dataclass(frozen=True)
class SourceSentence:
    """One sentence of one unit; `negated` when it says "chưa", "không"."""

    unit_id: str
    field_key: str
    text: str
    digest: str
    negated: bool = False
    fragment: bool = False

    @property
    def member(self) -> Member:
        return self.unit_id, self.digest


def source_digest(field_key: str, text: str) -> str:
    """The name of a sentence among the sources of a block."""
    return hashlib.blake2b(f"{field_key}\x1f{text}".encode(), digest_size=6).hexdigest()


def unit_spellings(merged: MergedReport) -> dict[str, tuple[str, ...]]:
    """The names under which each unit may speak of itself."""
    return {unit.id: spellings_of(unit) for unit in merged.units.values()}


def spellings_of(unit: UnitInfo) -> tuple[str, ...]:
    """Also without the level behind it: "Chi bộ Phòng Giáo dục và Đào tạo" is that of huyện."""
    name = unit.name
    bare = next((name.removesuffix(level) for level in LEVELS if name.endswith(level)), "")
    long_enough = len(bare.split()) >= FEWEST_WORDS
    return tuple(dict.fromkeys(n for n in (name, unit.short_name, bare * long_enough) if n))


def prose_of(outline: Outline, values: Mapping[str, Json]) -> Iterator[str]:
    """The answers of one report, by key of the field, that are taken apart when it is merged."""
    for _, item in outline.fields():
        kind, value = field_type(item.type), values.get(item.key)
        if value is None or item.merge.rule != CLUSTERED or kind.column_specs(item):
            continue
        if whole_state(value) is None and (text := kind.display(item, value)).strip():
            yield text


def section_sources(
    section: Section, merged: MergedReport, analyse: Analyse = analyse_answer
) -> tuple[SourceSentence, ...]:
    """All sentences of a section, by unit in canonical order, then by field."""
    spellings = unit_spellings(merged)
    found = [
        sentence
        for item in section.fields
        for sentence in _of_field(item, merged, spellings, analyse)
    ]
    place = {unit_id: index for index, unit_id in enumerate(merged.reported)}
    return tuple(sorted(found, key=lambda one: place.get(one.unit_id, len(place))))


def _of_field(
    item: Field,
    merged: MergedReport,
    spellings: Mapping[str, tuple[str, ...]],
    analyse: Analyse,
) -> Iterator[SourceSentence]:
    found = merged.fields.get(item.key)
    if isinstance(found, MergedRecommendations):
        yield from _recommended(item, found)
    if not isinstance(found, MergedTexts):
        return
    for source in found.sources:
        if source.state is not CellState.VALUE or not source.text.strip():
            continue
        if item.merge.rule in WHOLE_ANSWERS:
            digest = source_digest(item.key, source.text)
            yield SourceSentence(source.unit_id, item.key, source.text.strip(), digest)
            continue
        for one in analyse(source.text, spellings.get(source.unit_id, ())):
            yield SourceSentence(
                source.unit_id,
                item.key,
                one.text,
                source_digest(item.key, one.text),
                one.negations > 0,
                one.fragment,
            )


def _recommended(item: Field, merged: MergedRecommendations) -> Iterator[SourceSentence]:
    for group in merged.groups:
        for row in group.items:
            digest = recommendation_digest(item, group.key, row)
            for unit_id in row.units:
                yield SourceSentence(unit_id, item.key, recommendation_text(row), digest)


def recommendation_text(row: MergedItem) -> str:
    return max((cell.value for cell in row.cells.values()), key=len, default="").strip()


def recommendation_digest(item: Field, addressee: str, row: MergedItem) -> str:
    """Stays the same while the group keeps its first spelling."""
    text = max((cell.value for cell in row.cells.values()), key=len, default="")
    return source_digest(item.key, f"{addressee}\x1f{min((text, *row.spellings))}")
