"""Where an answer belongs: the section and field of a report's outline that its unit is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from app.services.errors import NotFound
from app.services.reports import ReportRef, outline_of
from forms import Field, FilledBy, Outline, Section

Places = dict[str, tuple[Section, Field]]


def find_field(ref: ReportRef, field_key: str) -> tuple[Section, Field]:
    """(section, field) of a report's outline. Raises NotFound when its unit is not asked it."""
    outline = outline_of(ref)
    place = _cached_places(_Shared(outline), ref.unit_kind, ref.unit_tags).get(field_key)
    if place is None:
        raise NotFound("Đề cương của đợt này không có nội dung đó.")
    return place


def find_section(ref: ReportRef, section_key: str) -> Section:
    """Raises NotFound."""
    try:
        return outline_of(ref).section(section_key)
    except KeyError:
        raise NotFound("Đề cương của đợt này không có mục đó.") from None


class _Shared:
    """An outline as a key of the cache: by identity, since parsed outlines are kept."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline

    def __hash__(self) -> int:
        return id(self.outline)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shared) and self.outline is other.outline


@lru_cache(maxsize=256)
def _cached_places(shared: _Shared, unit_kind: str, unit_tags: tuple[str, ...]) -> Places:
    found = _asked_fields(shared.outline.sections, {unit_kind, *(f"tag:{t}" for t in unit_tags)})
    return {field.key: (section, field) for section, field in found}


def _asked_fields(sections: Iterable[Section], names: set[str]) -> Iterator[tuple[Section, Field]]:
    """Fields that units fill, by kind and tags; conditions on answers may still hide some."""
    for section in sections:
        wanted = set(section.applies_to)
        if section.filled_by is not FilledBy.UNIT or (wanted and not wanted & names):
            continue
        for field in section.fields:
            if field.filled_by is FilledBy.UNIT:
                yield section, field
        yield from _asked_fields(section.sections, names)


def may_be_hidden(ref: ReportRef, field_key: str) -> bool:
    """Whether some answer could hide the field; of most fields none can."""
    return field_key in _conditional_keys(_Shared(outline_of(ref)))


@lru_cache(maxsize=64)
def _conditional_keys(shared: _Shared) -> frozenset[str]:
    return frozenset(_conditional(shared.outline.sections, False))


def _conditional(sections: Iterable[Section], inside: bool) -> Iterator[str]:
    for section in sections:
        here = inside or bool(section.show_if)
        yield from (field.key for field in section.fields if here or field.show_if)
        yield from _conditional(section.sections, here)
