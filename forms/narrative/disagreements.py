"""Passages of one draft that do not go together: opposite statements, differing counts.

Scope: wherever in the draft they stand, whoever wrote them. A help for the eye, not a proof: pairs
are shown to a person and nothing is changed. What is said of some ("một số", "có nơi") denies
nothing that is said of others. Not here: groups of one field (`grouping`), tables.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, pairwise
from typing import NamedTuple

from forms.text import find_figures, normalised_words

SUBJECT_WORDS = 6
OBJECT_WORDS = 4
WHOLE_OBJECT = 3
FEWEST_SUBJECT, FEWEST_OBJECT = 2, 2
SUBJECT_ALIKE = 0.6
NOUN_WORDS, FEWEST_NOUN = 5, 3
_CLAUSE = re.compile(r"[.;:()](?:\s|$)|\n| nhưng | song | tuy nhiên,? ")
_PHRASE = re.compile(
    r"[,;:.()“”\"]|\b(?:và|với|cho|trong đó|đạt|được|đã|tăng|giảm|so|ở|tại|trên|của|hoạt động"
    r"|tham gia|có|đều|là)\b"
)
_NEGATORS = frozenset(("chưa", "không", "chẳng"))
_POLARITY = _NEGATORS | {"đã", "được", "còn", "vẫn", "luôn", "có", "thật", "sự", "thực"}
# Said of some, at times, of one year or of a part: it may differ from what is said of the whole.
_OF_SOME = re.compile(
    r"(?<!\w)(?:một số|một vài|một bộ phận|có (?:nơi|lúc|việc|thời điểm|đơn vị|chi bộ)"
    r"|một phần|nhiều nơi|cá biệt|trong đó)(?!\w)",
    re.IGNORECASE,
)
_OF_PART = re.compile(
    r"(?<!\w)(?:trong đó|riêng|mỗi|bình quân|từ [0-9.,]+%? (?:\S+ )?đến|năm (?:19|20)[0-9]{2}"
    r"|so với|phấn đấu|mục tiêu)(?!\w)",
    re.IGNORECASE,
)


class DisagreementKind(StrEnum):
    OPPOSITE = "opposite"
    FIGURE = "figure"


class Passage(NamedTuple):
    """`of_one_unit`: an example, whose figures are that unit's own."""

    place: str
    text: str
    of_one_unit: bool = False


class Disagreement(NamedTuple):
    """`said` stands in the first passage, `against` in the second, both as written there."""

    kind: DisagreementKind
    first: str
    second: str
    said: str
    against: str


def find_disagreements(passages: Iterable[Passage]) -> tuple[Disagreement, ...]:
    """In the order of the passages; each pair of places once for each kind."""
    known = tuple(passages)
    clauses = [clause for one in known for clause in _clauses(one)]
    found = (*_opposites(clauses), *_counts(known))
    once: dict[tuple[DisagreementKind, frozenset[str]], Disagreement] = {}
    for one in found:
        once.setdefault((one.kind, frozenset((one.first, one.second))), one)
    return tuple(once.values())


class _Clause(NamedTuple):
    place: str
    text: str
    words: tuple[str, ...]


def _clauses(passage: Passage) -> Iterator[_Clause]:
    if passage.of_one_unit:
        return
    for part in _CLAUSE.split(passage.text):
        if part and part.strip() and not _OF_SOME.search(part):
            yield _Clause(passage.place, part.strip(), normalised_words(part))


class _Denial(NamedTuple):
    """What a clause denies of whom: "kiểm tra giám sát" — "tiến hành thường xuyên"."""

    subject: tuple[str, ...]
    thing: tuple[str, ...]


def _opposites(clauses: Sequence[_Clause]) -> Iterator[Disagreement]:
    affirmed: dict[tuple[str, ...], list[tuple[_Clause, tuple[str, ...], int]]] = defaultdict(list)
    for clause in clauses:
        if _NEGATORS.isdisjoint(clause.words):
            plain = _plain(clause.words)
            for start in range(len(plain) - FEWEST_OBJECT + 1):
                affirmed[plain[start : start + FEWEST_OBJECT]].append((clause, plain, start))
    for here in clauses:
        for denial in _denials(here):
            for there, plain, start in affirmed.get(denial.thing[:FEWEST_OBJECT], ()):
                if there.place != here.place and _affirms(plain, start, denial):
                    kind = DisagreementKind.OPPOSITE
                    yield Disagreement(kind, there.place, here.place, there.text, here.text)


def _denials(clause: _Clause) -> Iterator[_Denial]:
    for place, word in enumerate(clause.words):
        if word not in _NEGATORS:
            continue
        subject = _plain(clause.words[:place])[:SUBJECT_WORDS]
        thing = _plain(clause.words[place + 1 :])[:OBJECT_WORDS]
        if len(subject) >= FEWEST_SUBJECT and len(thing) >= FEWEST_OBJECT:
            yield _Denial(subject, thing)


def _affirms(plain: tuple[str, ...], start: int, denial: _Denial) -> bool:
    """Whether the words from `start` say the same thing of the same subject."""
    whole = denial.thing[:WHOLE_OBJECT]
    if plain[start : start + len(whole)] != whole:
        return False
    before = plain[:start]
    if len(before) >= FEWEST_SUBJECT and denial.subject[: len(before)] == before:
        return True
    pairs = frozenset(pairwise(denial.subject))
    return len(pairs & frozenset(pairwise(before))) >= SUBJECT_ALIKE * len(pairs)


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _POLARITY)


class _Count(NamedTuple):
    place: str
    raw: str
    value: Decimal
    noun: tuple[str, ...]


def _counts(passages: Sequence[Passage]) -> Iterator[Disagreement]:
    """The same thing counted twice with different numbers."""
    by_noun: dict[tuple[str, ...], list[_Count]] = defaultdict(list)
    for passage in passages:
        for count in _counts_in(passage):
            by_noun[count.noun].append(count)
    for counts in by_noun.values():
        for one, two in combinations(counts, 2):
            if one.place != two.place and one.value != two.value:
                yield Disagreement(
                    DisagreementKind.FIGURE, one.place, two.place,
                    f"{one.raw} {' '.join(one.noun)}", f"{two.raw} {' '.join(two.noun)}",
                )  # fmt: skip


def _counts_in(passage: Passage) -> Iterator[_Count]:
    if passage.of_one_unit:
        return
    for figure in find_figures(passage.text):
        before = re.split(r"[.;]\s", passage.text[: figure.start])[-1]
        if figure.kind != "number" or figure.approximate or _OF_PART.search(before):
            continue
        noun = normalised_words(_PHRASE.split(passage.text[figure.end :], maxsplit=1)[0])
        if len(noun) >= FEWEST_NOUN:
            yield _Count(passage.place, figure.raw, figure.value, noun[:NOUN_WORDS])
