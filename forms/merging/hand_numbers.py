"""Numbers typed by hand in a text that disagree with the figures they name. Shown, never mended.

A number is compared only with figures named in its own sentence: the label of the figure, and the
label of its row unless it is a total, must stand there. Any figure it agrees with settles it.
Where the row alone is named, as most sentences do, only a slip of the fingers counts: the same
digits with two neighbours the other way round, or one nought too many or too few.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from forms.fields import MONEY_UNITS
from forms.merging.known_figures import KnownFigure
from forms.merging.measures import factor
from forms.merging.printing import shown_number
from forms.text import TextFigure, counts_persons, find_figures, normalised_words

APPROXIMATELY = Decimal("0.05")
FEWEST_DIGITS = 3  # significant ones: with fewer, other figures look like slips by chance
_SENTENCE_END = re.compile(r"[.;!?]\s+(?=[^\W\d_])|\n")
# Words of labels that say nothing of what is counted.
_EMPTY_WORDS = frozenset(
    {"số", "tổng", "cộng", "lượng", "các", "những", "tỷ", "tỉ", "lệ"}
    | {"trong", "đó", "đã", "được", "của", "và", "về", "đến", "từ", "kỳ", "tại"}
    | {"năm", "tháng", "ngày", "người", "hộ", "lượt", "đơn", "vị", "toàn"}
)
_WHEN_OR_PLACE = re.compile(r"^\d+(?:\.\d+)*[.)] |\d{1,2}[/.-](?:\d{1,2}[/.-])?\d{4}|\b\d{4}\b")
Span = tuple[int, int]


@dataclass(frozen=True)
class Disagreement:
    """A typed number and the figure it seems to speak of; offsets are those of the text."""

    typed: str
    number: Decimal
    path: str
    expected: Decimal
    start: int
    end: int
    place: str
    """The figure in words: “Hội viên (Tại 30/4/2024) là 1.876 người”."""

    @property
    def message(self) -> str:
        return (
            f"“{self.typed}” khác số liệu đã nhập: {self.place}; hãy kiểm tra lại "
            "hoặc chèn số liệu từ bảng."
        )


def hand_numbers_that_disagree(
    text: str, known: Sequence[KnownFigure], live: Iterable[Span] = ()
) -> tuple[Disagreement, ...]:
    """`live` are the spans of rendered tokens, which cannot disagree."""
    return Comparison(known).disagreements(text, live)


class _Named(NamedTuple):
    """A known figure with the telling words of its names; `persons` is whether it counts people."""

    figure: KnownFigure
    label: frozenset[str]
    row: frozenset[str]
    line: frozenset[str]
    persons: bool | None

    @classmethod
    def of(cls, figure: KnownFigure) -> _Named:
        label, row, line = map(_telling, (figure.label, figure.row, figure.line))
        return cls(figure, label, row, line, counts_persons(figure.measure))


_Kind = tuple[bool, bool]  # a percentage; a sum of money


class Comparison:
    """Known figures made ready for many texts."""

    def __init__(self, known: Sequence[KnownFigure]) -> None:
        self._known: dict[_Kind, list[_Named]] = defaultdict(list)
        for figure in known:
            kind = (figure.percentage, figure.measure in MONEY_UNITS)
            self._known[kind].append(_Named.of(figure))
        self._numbers = sorted({figure.number for figure in known})
        self._sums = sorted({_in_dong(figure) for figure in known})

    def disagreements(self, text: str, live: Iterable[Span] = ()) -> tuple[Disagreement, ...]:
        spans = tuple(live)
        found = []
        for figure in find_figures(text):
            if any(start <= figure.start < end for start, end in spans) or self._agrees(figure):
                continue
            meant = self._meant(text, figure)
            if meant is not None:
                found.append(_disagreement(figure, meant))
        return tuple(found)

    def _meant(self, text: str, figure: TextFigure) -> KnownFigure | None:
        """The figure that the sentence names, or of which this one is a slip of the fingers."""
        words = frozenset(normalised_words(_sentence(text, figure)))
        kinds = (figure.kind == "percent", figure.kind == "money")
        known = self._known.get(kinds, [])
        return _best_named(words, figure, known) or _slipped(words, figure, known)

    def _agrees(self, figure: TextFigure) -> bool:
        """Whether any known figure is what stands there, or the whole it is given of."""
        numbers = self._sums if figure.kind == "money" else self._numbers
        values = (figure.value, figure.denominator)
        return any(v is not None and _is_among(numbers, v, figure) for v in values)


def _is_among(numbers: Sequence[Decimal], value: Decimal, figure: TextFigure) -> bool:
    """`numbers` in ascending order. A text may give fewer decimals than the table, or millions with
    one decimal; what it calls approximate may be somewhat more or less."""
    room = _half_of_last_place(figure)
    if figure.approximate:
        # Five per cent of the number meant are never as much as six of the one written.
        room = max(room, abs(value) * (APPROXIMATELY + Decimal("0.01")))
    first, last = bisect_left(numbers, value - room), bisect_right(numbers, value + room)
    return any(_equal(value, number, figure) for number in numbers[first:last])


def _equal(value: Decimal, number: Decimal, figure: TextFigure) -> bool:
    if figure.approximate:
        return abs(value - number) <= APPROXIMATELY * abs(number)
    return abs(value - number) <= _half_of_last_place(figure)


def _disagreement(figure: TextFigure, known: KnownFigure) -> Disagreement:
    shown = shown_number(known.number, 2) + ("%" if known.percentage else "")
    measure = "" if known.percentage or known.measure in ("", "%") else f" {known.measure}"
    place = f"{known.line} ({known.label})" if known.line else known.label
    return Disagreement(
        figure.raw,
        figure.value,
        known.path,
        known.number,
        figure.start,
        figure.end,
        f"{place} là {shown}{measure}",
    )


def _best_named(
    words: frozenset[str], figure: TextFigure, known: Iterable[_Named]
) -> KnownFigure | None:
    """Of the figures named, the one with the most telling words; “12 buổi” is never a number of
    people, whatever the sentence speaks of."""
    people = counts_persons(figure.unit)
    named = [
        one
        for one in known
        if one.label
        and one.label <= words
        and one.row <= words
        and (people is None or one.persons is None or people == one.persons)
    ]
    best = min(named, key=lambda one: (-_weight(one), one.figure.path), default=None)
    return best.figure if best else None


def _weight(one: _Named) -> int:
    return len(one.label) + len(one.row)


def _slipped(
    words: frozenset[str], figure: TextFigure, known: Iterable[_Named]
) -> KnownFigure | None:
    """The first figure of a row named in the sentence of which this one is a slip."""
    if figure.kind not in ("number", "money") or figure.approximate:
        return None
    typed = _digits(figure.value)
    of_rows = (one.figure for one in known if one.line and one.line <= words)
    return next((other for other in of_rows if _is_slip(typed, _meant_digits(figure, other))), None)


def _meant_digits(figure: TextFigure, known: KnownFigure) -> str:
    return _digits(_in_dong(known) if figure.kind == "money" else known.number)


def _digits(number: Decimal) -> str:
    return format(number.normalize(), "f").replace(".", "").lstrip("0")


def _in_dong(known: KnownFigure) -> Decimal:
    """A sum of money in đồng; any other number as it is."""
    return known.number * (factor(known.measure, "đồng") or 1)


def _is_slip(typed: str, meant: str) -> bool:
    """Two neighbouring digits the other way round, or a nought more or less at the end."""
    if len(typed.rstrip("0")) < FEWEST_DIGITS:
        return False
    if typed + "0" == meant or meant + "0" == typed:
        return True
    swaps = range(len(meant) - 1)
    return any(meant[:n] + meant[n + 1] + meant[n] + meant[n + 2 :] == typed for n in swaps)


@lru_cache(maxsize=4096)
def _telling(label: str) -> frozenset[str]:
    """ "Tuổi 15–60, mức độ 2" is told apart by its numbers; when and in which place is not."""
    return frozenset(normalised_words(_WHEN_OR_PLACE.sub(" ", label))) - _EMPTY_WORDS


def _sentence(text: str, figure: TextFigure) -> str:
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, figure.start)), default=0)
    end = _SENTENCE_END.search(text, figure.end)
    return text[start : end.start() if end else len(text)]


def _half_of_last_place(figure: TextFigure) -> Decimal:
    exponent = figure.value.as_tuple().exponent
    if figure.kind not in ("percent", "money") or not isinstance(exponent, int):
        return Decimal(0)
    if figure.kind == "percent":
        return Decimal(5).scaleb(exponent - 1)
    digits = len(figure.value.normalize().as_tuple().digits)
    return Decimal(5).scaleb(figure.value.adjusted() - digits)
