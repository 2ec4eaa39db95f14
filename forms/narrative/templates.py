"""Contents of sentences, kept by their words: also of those that differ in their counts alone.

Units copy sentences from their superiors and from each other, and fill in figures of their own.
Where a number of up to three digits stands alone, only its length decides how the sentence is
read: what is known by its digits is a year (four of them), a feast (2/9) or a zero before a mark.
Not here: how a sentence is read (`contents`).
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from forms.narrative.contents import Content, content_of
from forms.narrative.facts import Fact

# Between blanks or brackets; neither a dash nor a mark within a number may be near.
_ALONE = re.compile(r"(?<![^ (])[0-9]{1,3}(?=%?(?:[ );]|[.,](?: |\Z)|\Z))")
_DIGIT = re.compile(r"[0-9]")
_COUNTS = frozenset(("number", "percent"))
_SHAPES = {length: "0" * length for length in (1, 2, 3)}
MOST_KEPT = 1 << 12


class _Template(NamedTuple):
    """A content, and the places among its facts of the counts that stand alone."""

    content: Content
    counts: Sequence[int]

    def filled(self, text: str) -> Content:
        """The content of a text of the same shape."""
        facts = list(self.content.facts)
        for place in self.counts:
            known = facts[place]
            raw = text[known.start : known.end]
            value = Decimal(raw.removesuffix("%"))
            identity = str(value.normalize())
            facts[place] = known._replace(raw=raw, identity=identity, value=value)
        return self.content._replace(facts=tuple(facts))


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
    return _SHAPES[len(found[0])]


def _template(text: str, content: Content) -> _Template | None:
    """None unless every number that stands alone is a count, and nothing else has its digits."""
    alone = {found.start(): found[0] for found in _ALONE.finditer(text)}
    counts = [place for place, fact in enumerate(content.facts) if _is_count(fact, alone)]
    named = any(_DIGIT.search(fact.noun) for fact in content.facts)
    return None if named or len(counts) < len(alone) else _Template(content, counts)


def _is_count(fact: Fact, alone: dict[int, str]) -> bool:
    number = alone.get(fact.start)
    return number is not None and fact.kind in _COUNTS and fact.raw.removesuffix("%") == number
