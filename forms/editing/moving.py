"""Moving sections and fields by steps: up, down, one level in, one level out. Keys stay."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from forms.editing.numbering import renumbered
from forms.editing.tree import (
    MAX_DEPTH,
    EditRefused,
    children_of,
    find_field,
    height,
    home_of,
    path_to,
    with_children,
    with_section,
)
from forms.schema import Field, Outline, Section


class Step(StrEnum):
    """Of a field, IN and OUT lead into the next and the previous section."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


def move_section(outline: Outline, key: str, step: Step) -> Outline:
    """Raises EditRefused where there is no place to go."""
    match step:
        case Step.UP:
            return _swap(outline, key, -1)
        case Step.DOWN:
            return _swap(outline, key, 1)
        case Step.IN:
            return _move_in(outline, key)
        case Step.OUT:
            return _move_out(outline, key)


def _swap(outline: Outline, key: str, way: int) -> Outline:
    parent = _parent_key(outline, key)
    children = list(children_of(outline, parent))
    here = _place(children, key)
    there = here + way
    if not 0 <= there < len(children):
        raise EditRefused("Mục đã ở đầu." if way < 0 else "Mục đã ở cuối.")
    children[here], children[there] = children[there], children[here]
    return renumbered(with_children(outline, parent, tuple(children)), parent)


def _move_in(outline: Outline, key: str) -> Outline:
    path = path_to(outline, key)
    parent = path[-2].key if len(path) > 1 else ""
    children = children_of(outline, parent)
    here = _place(children, key)
    if here == 0:
        raise EditRefused("Không có mục nào ở trên để chuyển vào trong.")
    if len(path) + height(path[-1]) > MAX_DEPTH:
        raise EditRefused(f"Đề cương chỉ có tối đa {MAX_DEPTH} cấp mục.")
    host, moved = children[here - 1], replace(path[-1], number="", level_name="")
    outline = with_children(outline, parent, _without(children, key))
    outline = with_children(outline, host.key, (*host.sections, moved))
    return renumbered(renumbered(outline, parent), host.key, fresh=key)


def _move_out(outline: Outline, key: str) -> Outline:
    path = path_to(outline, key)
    if len(path) == 1:
        raise EditRefused("Mục đã ở cấp ngoài cùng.")
    above, moved = path[-2], replace(path[-1], number="", level_name="")
    parent = path[-3].key if len(path) > 2 else ""
    outline = with_children(outline, above.key, _without(above.sections, key))
    outline = renumbered(outline, above.key)
    children = list(children_of(outline, parent))
    children.insert(_place(children, above.key) + 1, moved)
    return renumbered(with_children(outline, parent, tuple(children)), parent, fresh=key)


def move_field(outline: Outline, key: str, step: Step) -> Outline:
    """Raises EditRefused where there is no place to go."""
    home, field = home_of(outline, key), find_field(outline, key)
    here = [item.key for item in home.fields].index(key)
    if step in (Step.UP, Step.DOWN):
        there = here + (1 if step is Step.DOWN else -1)
        if 0 <= there < len(home.fields):
            fields = list(home.fields)
            fields[here], fields[there] = fields[there], fields[here]
            return with_section(outline, home.key, lambda s: replace(s, fields=tuple(fields)))
    forward = step in (Step.DOWN, Step.IN)
    target = _neighbour(outline, home.key, 1 if forward else -1)
    rest = tuple(item for item in home.fields if item.key != key)
    outline = with_section(outline, home.key, lambda s: replace(s, fields=rest))
    return with_section(outline, target, lambda s: _with_guest(s, field, at_start=forward))


def _with_guest(section: Section, field: Field, *, at_start: bool) -> Section:
    fields = (field, *section.fields) if at_start else (*section.fields, field)
    return replace(section, fields=fields)


def _neighbour(outline: Outline, key: str, way: int) -> str:
    keys = [section.key for section in outline.walk()]
    there = keys.index(key) + way
    if not 0 <= there < len(keys):
        raise EditRefused("Không còn mục nào ở phía đó để chuyển sang.")
    return keys[there]


def _parent_key(outline: Outline, key: str) -> str:
    path = path_to(outline, key)
    return path[-2].key if len(path) > 1 else ""


def _place(sections: tuple[Section, ...] | list[Section], key: str) -> int:
    return [section.key for section in sections].index(key)


def _without(sections: tuple[Section, ...], key: str) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.key != key)
