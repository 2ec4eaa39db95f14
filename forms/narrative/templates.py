"""Contents of sentences, kept by their words: also of those that differ in their counts alone.

Units copy sentences from their superiors and from each other, and fill in figures of their own.
Where a number stands alone and has no more than three digits in a row, not its digits but only
their places decide how the sentence is read: what is known by its digits is a year (four of
them), a feast (2/9) or a zero before a mark.
Not here: how a sentence is read (`contents`).
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from forms.narrative.contents import Content, content_of
from forms.narrative.facts import Fact

_NUMBER = (
    r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,3}(?:,[0-9]{1,2})?|[1-9][0-9]{0,2},[0-9]{1,2}|[0-9]{1,3})"
)
# Between blanks or brackets; two small numbers with a stroke may be a feast.
_ALONE = re.compile(
    rf"(?<![^ (])(?![0-9]{{1,2}}/[0-9]{{1,2}}(?![0-9])){_NUMBER}(?:/{_NUMBER})?"
    r"(?=%?(?:[ );]|[.,](?: |\Z)|\Z))"
)
_DIGIT = re.compile(r"[0-9]")
_COUNTS = frozenset(("number", "percent", "ratio"))
# No text that was cleaned holds a NUL.
_BLANKED = str.maketrans(dict.fromkeys("0123456789", "\0"))
MOST_KEPT = 1 << 12


class _Template(NamedTuple):
    """A content, and the places among its facts of the counts that stand alone."""

    content: Content
    counts: Sequence[int]

    def filled(self, text: str) -> Content:
        """The content of a text of the same shape."""
        facts = list(self.content.facts)
        for place in self.counts:
            facts[place] = _recounted(facts[place], text)
        return self.content._replace(facts=tuple(facts))


def _recounted(known: Fact, text: str) -> Fact:
    raw = text[known.start : known.end]
    values = [_value(number) for number in raw.removesuffix("%").split("/")]
    identity = "/".join([str(value.normalize()) for value in values])
    return known._replace(raw=raw, identity=identity, value=values[0] if len(values) == 1 else None)


def _value(number: str) -> Decimal:
    return Decimal(number.replace(".", "").replace(",", "."))


_templates: dict[str, _Template | None] = {}  # by shape; None where a number is more than a count


@lru_cache(maxsize=1 << 13)
def common_content(text: str) -> Content:
    """`content_of` a sentence that does not name its unit."""
    shape = _ALONE.sub(_shape, text) if _DIGIT.search(text) else text
    if shape == text:
        return content_of(text)
    template = _templates.get(shape)
    if template is not None:
        return template.filled(text)
    content = content_of(text)
    if shape not in _templates:
        if len(_templates) >= MOST_KEPT:
            _templates.clear()
        _templates[shape] = _template(text, content)
    return content


def _shape(found: re.Match[str]) -> str:
    return found[0].translate(_BLANKED)


def _template(text: str, content: Content) -> _Template | None:
    """None unless every number that stands alone is a count, and nothing else has its digits."""
    alone = {found.start(): found[0] for found in _ALONE.finditer(text)}
    counts = [place for place, fact in enumerate(content.facts) if _is_count(fact, alone)]
    named = any(_DIGIT.search(fact.noun) for fact in content.facts)
    return None if named or len(counts) < len(alone) else _Template(content, counts)


def _is_count(fact: Fact, alone: dict[int, str]) -> bool:
    number = alone.get(fact.start)
    return number is not None and fact.kind in _COUNTS and fact.raw.removesuffix("%") == number
