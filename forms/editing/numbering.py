"""Printed numbers that follow their place: I, II · 1, 2 · 1.1, 1.2 · a, b · Phần thứ nhất, hai.

Only a list of sections that is numbered in one known style is numbered anew; anything else was
numbered by hand on purpose and stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from forms.editing.tree import children_of, with_children
from forms.schema import Outline, Section

_TENS, _ONES = ("", "X", "XX"), ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN = tuple(ten + one for ten in _TENS for one in _ONES)[1:]
# The Vietnamese alphabet as laws number by it, and the Latin one that many offices use.
_LETTERS = (tuple("abcdđeghiklmnopqrstuvxy"), tuple("abcdefghiklmnopqrstuvxyz"))
_PARTS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_DOTTED = re.compile(r"(?P<head>(?:\d+\.)+)(?P<last>\d+)")
Numbered = Callable[[int], str]


def renumbered(outline: Outline, parent: str, fresh: str = "") -> Outline:
    """`outline` with the children of `parent` in order; `fresh` is a child still without number."""
    children = children_of(outline, parent)
    children = _with_part_names(children)
    numbered = _style(children, fresh) or _first_style(outline, parent, children, fresh)
    if numbered is None:
        return with_children(outline, parent, children)
    count, found = 0, []
    for child in children:
        if child.number or child.key == fresh:
            found.append(_as_number(child, numbered(count)))
            count += 1
        else:
            found.append(child)
    return with_children(outline, parent, tuple(found))


def _as_number(section: Section, number: str) -> Section:
    """The section under a new number, and 1.1 below it as 2.1 when it became 2."""
    old = section.number
    if old == number:
        return section
    section = replace(section, number=number)
    return _with_head(section, f"{old}.", f"{number}.") if old else section


def _with_head(section: Section, old: str, new: str) -> Section:
    children = tuple(
        _with_head(replace(child, number=new + child.number.removeprefix(old)), old, new)
        if child.number.startswith(old)
        else child
        for child in section.sections
    )
    return replace(section, sections=children)


def _style(children: Iterable[Section], fresh: str) -> Numbered | None:
    """How these sections are numbered; None when in no single known way."""
    numbers = [child.number for child in children if child.number and child.key != fresh]
    for style in (_roman, _plain, _dotted, _letter):
        if numbers and (numbered := style(numbers)) is not None:
            return numbered
    return None


def _first_style(
    outline: Outline, parent: str, children: tuple[Section, ...], fresh: str
) -> Numbered | None:
    """A first sub-section continues the number above it: 1.1 below 1, 1 below I."""
    if not parent or [child.key for child in children] != [fresh]:
        return None
    above = outline.section(parent).number
    if above in _ROMAN:
        return lambda index: str(index + 1)
    if re.fullmatch(r"\d+(\.\d+)*", above):
        return lambda index: f"{above}.{index + 1}"
    return None


def _roman(numbers: list[str]) -> Numbered | None:
    return _from(_ROMAN, numbers)


def _letter(numbers: list[str]) -> Numbered | None:
    return next((found for names in _LETTERS if (found := _from(names, numbers))), None)


def _from(names: Iterable[str], numbers: list[str]) -> Numbered | None:
    known = list(names)
    if not set(numbers) <= set(known) or len(set(numbers)) != len(numbers):
        return None
    start = min(known.index(number) for number in numbers)
    return lambda index: known[start + index] if start + index < len(known) else ""


def _plain(numbers: list[str]) -> Numbered | None:
    if not all(number.isdecimal() and number.isascii() for number in numbers):
        return None
    start = min(map(int, numbers))
    return None if len(set(numbers)) != len(numbers) else lambda index: str(start + index)


def _dotted(numbers: list[str]) -> Numbered | None:
    found = [match for number in numbers if (match := _DOTTED.fullmatch(number))]
    heads = {match["head"] for match in found}
    lasts = {int(match["last"]) for match in found}
    if len(found) != len(numbers) or len(heads) != 1 or len(lasts) != len(numbers):
        return None
    head, start = heads.pop(), min(lasts)
    return lambda index: f"{head}{start + index}"


def _with_part_names(children: tuple[Section, ...]) -> tuple[Section, ...]:
    """Phần thứ nhất, hai, ba … in order, when that is how the parts are called."""
    named = [child.level_name for child in children if child.level_name]
    ordinals = [name.rpartition(" ")[2] for name in named]
    heads = {name.rpartition(" ")[0] for name in named}
    known = set(ordinals) <= set(_PARTS) and len(set(ordinals)) == len(ordinals)
    if not named or len(heads) != 1 or not known or len(named) > len(_PARTS):
        return children
    head, count, found = heads.pop(), 0, []
    for child in children:
        if child.level_name:
            child = replace(child, level_name=f"{head} {_PARTS[count]}")
            count += 1
        found.append(child)
    return tuple(found)
