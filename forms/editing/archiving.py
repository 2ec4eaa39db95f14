"""Taking sections and fields out of the form without losing their keys, and putting them back."""

from __future__ import annotations

from dataclasses import replace

from forms.editing.faults import require_no_new_faults
from forms.editing.numbering import renumbered
from forms.editing.tree import (
    EditRefused,
    children_of,
    find_field,
    home_of,
    path_to,
    with_children,
    with_section,
)
from forms.schema import Archived, Outline

_NOT_YET = "Chưa lưu trữ được"


def archive_section(outline: Outline, key: str) -> Outline:
    """Raises EditRefused when something else hangs on it, or when it is the only one."""
    path = path_to(outline, key)
    parent = path[-2].key if len(path) > 1 else ""
    rest = tuple(child for child in children_of(outline, parent) if child.key != key)
    if not parent and not rest:
        raise EditRefused("Đề cương phải còn ít nhất một mục.")
    after = renumbered(with_children(outline, parent, rest), parent)
    after = replace(after, archived=(*outline.archived, Archived(parent, section=path[-1])))
    return require_no_new_faults(outline, after, _NOT_YET)


def archive_field(outline: Outline, key: str) -> Outline:
    """Raises EditRefused when something else hangs on it."""
    home, field = home_of(outline, key), find_field(outline, key)
    rest = tuple(item for item in home.fields if item.key != key)
    after = with_section(outline, home.key, lambda section: replace(section, fields=rest))
    after = replace(after, archived=(*outline.archived, Archived(home.key, field=field)))
    return require_no_new_faults(outline, after, _NOT_YET)


def restore(outline: Outline, number: int) -> Outline:
    """Put the archived node of this number back where it stood, at the end of its section.

    Raises EditRefused when there is none, or when it needs something that is archived itself.
    """
    if not 0 <= number < len(outline.archived):
        raise EditRefused("Không còn trong phần lưu trữ; hãy tải lại trang.")
    item = outline.archived[number]
    rest = tuple(other for index, other in enumerate(outline.archived) if index != number)
    after = _put_back(replace(outline, archived=rest), item)
    return require_no_new_faults(outline, after, "Chưa khôi phục được")


def _put_back(outline: Outline, item: Archived) -> Outline:
    known = {section.key for section in outline.walk()}
    home = item.under if item.under in known else ""
    if item.section is not None:
        children = (*children_of(outline, home), replace(item.section, number=""))
        return renumbered(with_children(outline, home, children), home, fresh=item.key)
    field = item.field
    if field is None:
        raise EditRefused("Phần lưu trữ này không có nội dung.")
    target = home or list(outline.walk())[-1].key
    return with_section(outline, target, lambda s: replace(s, fields=(*s.fields, field)))
