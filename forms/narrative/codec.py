"""Analysed answers as bytes to be kept, read back many times faster than the answers are analysed.

Scope: the sentences of some answers, each answer under a key of its words and its unit's names:
whoever asks with other words or names finds nothing. Not here: where the bytes are kept, and which
rules the answers were analysed by.

The bytes are packed lines of fields: first one for each content (the words, bullet, masks and facts
that sentences share), an empty line, then one for each answer (its key, and of each sentence its
place, paragraph and the number of its content).
"""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from forms.narrative.analysis import Analysed, AnalysedSentence
from forms.narrative.facts import Fact

_FIELD, _LINE = "\t", "\n"
_FLAGS = ((False, False), (False, True), (True, False), (True, True))
_KINDS = ("number", "percent", "ratio", "money", "reference", "date", "label")
_WHATS = {
    f"{number}{mark}": (kind, *flags)
    for number, kind in enumerate(_KINDS)
    for mark, flags in enumerate(_FLAGS)
}
_SIGNS = {what: sign for sign, what in _WHATS.items()}
_BYTES = ("utf-8", "surrogatepass")


def answer_key(text: str, unit_names: Sequence[str] = ()) -> str:
    """All that the analysis of an answer is made of."""
    made_of = _names_before(tuple(unit_names)) + text.encode(*_BYTES)
    return hashlib.blake2b(made_of, digest_size=16).hexdigest()


@lru_cache(maxsize=1 << 9)
def _names_before(names: tuple[str, ...]) -> bytes:
    return f"{names!r}\0".encode(*_BYTES)


def dump_answers(answers: Mapping[str, Analysed]) -> bytes:
    """The answers by their keys; left out is one that the lines cannot hold as it is."""
    contents: dict[str, int] = {}
    lines = []
    for key, sentences in answers.items():
        try:
            lines.append(_answer_line(key, sentences, contents))
        except _Unfit:
            continue
    return zlib.compress(_LINE.join((*contents, "", *lines)).encode(*_BYTES))


class _Unfit(ValueError):
    """A text with a separator in it, or a fact unlike all that are found in texts."""


def _answer_line(key: str, sentences: Analysed, contents: dict[str, int]) -> str:
    fields = [key]
    for one in sentences:
        number = contents.setdefault(_content_line(one), len(contents))
        fields += [str(one.start), str(one.end), str(one.paragraph), str(number)]
    return _joined(fields)


def _content_line(one: AnalysedSentence) -> str:
    marks = str(one.negations * len(_FLAGS) + _FLAGS.index((one.fragment, one.shabby)))
    facts = [field for fact in one.facts for field in _fact_fields(fact)]
    return _joined([one.text, one.bullet, one.mask, one.plain_mask, marks, *facts])


def _fact_fields(fact: Fact) -> tuple[str, ...]:
    said = fact.kind, fact.approximate, fact.ambiguous
    if said not in _SIGNS or not fact.identity or fact.end - fact.start != len(fact.raw):
        raise _Unfit
    identity = "" if fact.identity == fact.raw else fact.identity
    value = "" if fact.value is None else str(fact.value)
    return str(fact.start), fact.raw, fact.noun, identity, value, _SIGNS[said]


def _joined(fields: Sequence[str]) -> str:
    line = _FIELD.join(fields)
    if line.count(_FIELD) != len(fields) - 1 or _LINE in line:
        raise _Unfit
    return line


# Words and bullet, and what follows from the words in the order of AnalysedSentence.
_Content = tuple[str, str, tuple[object, ...]]


class Shared:
    """What the answers of many reports have in common stands in memory once: for one loading."""

    def __init__(self) -> None:
        self._contents: dict[str, _Content] = {}
        self._words: dict[str, str] = {}

    def content(self, line: str) -> _Content:
        found = self._contents.get(line)
        if found is None:
            found = self._contents[line] = self._read(line)
        return found

    def _read(self, line: str) -> _Content:
        text, bullet, mask, plain, marks, *facts = line.split(_FIELD)
        share = self._words.setdefault
        negations, flags = divmod(int(marks), len(_FLAGS))
        found = self._facts(facts) if facts else ()
        rest = (share(mask, mask), share(plain, plain), negations, found, *_FLAGS[flags])
        return text, bullet, rest

    def _facts(self, fields: Sequence[str]) -> tuple[Fact, ...]:
        share, made, whats = self._words.setdefault, Fact._make, _WHATS
        facts = []
        for place, raw, noun, identity, value, sign in zip(*[iter(fields)] * 6, strict=True):
            start, (kind, approximate, ambiguous) = int(place), whats[sign]
            facts.append(
                made(
                    (
                        start,
                        start + len(raw),
                        raw,
                        kind,
                        share(noun, noun),
                        identity or raw,
                        Decimal(value) if value else None,
                        approximate,
                        ambiguous,
                    )
                )
            )
        return tuple(facts)


def load_answers(data: bytes, shared: Shared) -> dict[str, Analysed]:
    """What `dump_answers` was given. Raises ValueError for other or damaged bytes."""
    try:
        lines = zlib.decompress(data).decode(*_BYTES).split(_LINE)
        middle = lines.index("")
        contents = [shared.content(line) for line in lines[:middle]]
        return dict(_answer(line.split(_FIELD), contents) for line in lines[middle + 1 :])
    except (zlib.error, ValueError, ArithmeticError, LookupError) as error:
        raise ValueError(f"not what analysed answers are kept as: {error!r}") from error


def _answer(fields: Sequence[str], contents: Sequence[_Content]) -> tuple[str, Analysed]:
    made, numbers = AnalysedSentence._make, map(int, fields[1:])
    return fields[0], tuple(
        [
            made((start, end, text, bullet, paragraph) + rest)  # noqa: RUF005
            for start, end, paragraph, number in zip(*[numbers] * 4, strict=True)
            for text, bullet, rest in [contents[number]]
        ]
    )
