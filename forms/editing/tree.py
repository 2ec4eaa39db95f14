"""The tree of an outline as editing sees it: finding nodes, replacing them, refusing an edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from forms.schema import Field, Outline, Section

MAX_DEPTH = 6


class EditRefused(Exception):
    """An edit that would make no sense; the message says in Vietnamese what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def find_section(outline: Outline, key: str) -> Section:
    try:
        return outline.section(key)
    except KeyError:
        raise EditRefused("Mục này không còn trong đề cương; hãy tải lại trang.") from None


def find_field(outline: Outline, key: str) -> Field:
    try:
        return outline.field(key)
    except KeyError:
        raise EditRefused("Nội dung này không còn trong đề cương; hãy tải lại trang.") from None


def home_of(outline: Outline, field_key: str) -> Section:
    """The section a field stands in."""
    find_field(outline, field_key)
    return next(
        section
        for section in outline.walk()
        if any(field.key == field_key for field in section.fields)
    )


def path_to(outline: Outline, key: str) -> tuple[Section, ...]:
    """The sections from the top down to the one of this key, itself included."""
    path = _path(outline.sections, key)
    if not path:
        find_section(outline, key)
    return path


def _path(sections: tuple[Section, ...], key: str) -> tuple[Section, ...]:
    for section in sections:
        if section.key == key:
            return (section,)
        if below := _path(section.sections, key):
            return (section, *below)
    return ()


def children_of(outline: Outline, parent: str) -> tuple[Section, ...]:
    """The sections under one; those of the outline itself for ""."""
    return find_section(outline, parent).sections if parent else outline.sections


def with_children(outline: Outline, parent: str, sections: tuple[Section, ...]) -> Outline:
    if not parent:
        return rebuilt(outline, sections)
    return with_section(outline, parent, lambda section: replace(section, sections=sections))


def with_section(outline: Outline, key: str, change: Callable[[Section], Section]) -> Outline:
    return rebuilt(outline, _changed(outline.sections, key, change))


def with_field(outline: Outline, key: str, change: Callable[[Field], Field]) -> Outline:
    home = home_of(outline, key)
    fields = tuple(change(field) if field.key == key else field for field in home.fields)
    return with_section(outline, home.key, lambda section: replace(section, fields=fields))


def rebuilt(outline: Outline, sections: tuple[Section, ...]) -> Outline:
    """The outline with other sections; its index by key and its hash are those of the old text."""
    return replace(outline, sections=sections, sha256="", _index={})


def _changed(
    sections: tuple[Section, ...], key: str, change: Callable[[Section], Section]
) -> tuple[Section, ...]:
    return tuple(
        change(section)
        if section.key == key
        else replace(section, sections=_changed(section.sections, key, change))
        for section in sections
    )


def height(section: Section) -> int:
    """Levels of the section with all below it; 1 without sub-sections."""
    return 1 + max((height(child) for child in section.sections), default=0)
