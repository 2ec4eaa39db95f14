"""Merging lists of documents: one row a document, with the units that named it.

The same document: number, type and issuing body of the symbol, the year, and an issuer that does
not contradict; numbering restarts, so a year that is not written makes a match only probable.
With `issuer_scope: own` every unit's documents are its own: 15-KH/ĐU of two communes are two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain, combinations

from forms.fields import stored_day
from forms.merging.audience import Question
from forms.merging.cells import names_of
from forms.merging.list_rows import (
    ListRow,
    commonest,
    list_columns,
    same_text,
    unit_rows,
    units_of,
)
from forms.merging.lists import merged_list
from forms.merging.participation import whole_answer
from forms.merging.results import ListConflict, MergedItem, MergedList
from forms.schema import Column, Field
from forms.text import clean_line, collation_key, format_date, normalise_symbol, parse_symbol
from forms.values import Cell, CellState, Json

SYMBOL, DATE, ISSUER, TITLE = "symbol", "date", "issuer", "title"
OWN = "own"
SAME_TITLE = 0.5
# Levels of issuing bodies as their codes end a symbol, from the centre down.
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("TW", "QH", "UBTVQH", "CP", "TTg", "CTN", "B"),
    ("TU",),
    ("HU", "QU", "ThU"),
    ("ĐUK", "ĐU"),
    ("CB",),
)
_STATE_LEVEL = len(_LEVELS)

DocumentKey = tuple[str, object, str]


@dataclass(frozen=True)
class _Named:
    """One row of one unit: the document it names, as far as it says so."""

    row: ListRow
    key: DocumentKey
    issuer: str

    @property
    def year(self) -> str:
        return self.key[2]


@dataclass(frozen=True)
class _Document:
    """Made of the rows; `expected` and the columns are the only other things it depends on."""

    key: DocumentKey
    rows: tuple[ListRow, ...]
    item: MergedItem
    place: tuple[object, ...]

    @cached_property
    def dates(self) -> Mapping[str, tuple[str, ...]]:
        """The units behind each date written."""
        return _by_value(self.rows, DATE)

    @cached_property
    def other_titles(self) -> Mapping[str, tuple[str, ...]]:
        """The units behind each title that is far from the one shown."""
        shown = self.item.cells.get(TITLE, Cell()).value
        titles = _by_value(self.rows, TITLE) if shown else {}
        return {t: units for t, units in titles.items() if _likeness(t, shown) < SAME_TITLE}


def union_documents(question: Question) -> MergedList:
    own = question.field.merge.options.get("issuer_scope") == OWN
    expected = whole_answer(question).expected
    columns = list_columns(question)
    groups: dict[DocumentKey, list[_Named]] = {}
    read = question.read("documents", partial(_unit_named, question.field, own))
    for named in chain.from_iterable(read.values()):
        groups.setdefault(named.key, []).append(named)
    last: Mapping[object, _Document] = question.readings.last("united", question.field) or {}
    made: dict[object, _Document] = {}
    for key, group in groups.items():
        for number, same in enumerate(_by_issuer(group)):
            kept = last.get((key, number))
            if kept is None or kept.rows != tuple(same) or kept.item.expected != expected:
                kept = _document(key, same, columns, expected)
            made[key, number] = kept
    question.readings.keep("united", question.field, made)
    found = sorted(made.values(), key=lambda document: document.place)
    names = question.audience.names
    return merged_list(
        question,
        tuple(document.item for document in found),
        conflicts=tuple(_conflicts(found, names)),
        probable=tuple(_probable(found)),
    )


def document_code(row: ListRow) -> object:
    """Number, type and issuing body of a row's symbol; without a symbol its title."""
    written = row.cell(SYMBOL).value
    symbol = parse_symbol(written)
    if symbol:
        return (symbol.number, symbol.kind, symbol.issuer)
    return normalise_symbol(written).casefold() or ("", same_text(row.cell(TITLE).value))


def _unit_named(item: Field, own: bool, unit_id: str, value: Json) -> tuple[_Named, ...]:
    return tuple(_named(row, own) for row in unit_rows(item, unit_id, value))


def _named(row: ListRow, own: bool) -> _Named:
    symbol = parse_symbol(row.cell(SYMBOL).value)
    written = str(symbol.year) if symbol and symbol.year else ""
    year = row.cell(DATE).value[:4] or written
    owner = row.unit_id if own else ""
    return _Named(row, (owner, document_code(row), year), same_text(row.cell(ISSUER).value))


def _by_issuer(group: Sequence[_Named]) -> list[list[ListRow]]:
    """One document, unless the issuers written contradict each other."""
    issuers = {named.issuer for named in group if named.issuer}
    if all(_agree(a, b) for a, b in combinations(sorted(issuers), 2)):
        return [[named.row for named in group]]
    split: dict[str, list[ListRow]] = {}
    for named in group:
        split.setdefault(named.issuer, []).append(named.row)
    return list(split.values())


def _agree(first: str, second: str) -> bool:
    """ "ban bí thư" and "ban bí thư trung ương đảng" may be one body."""
    return first.startswith(second) or second.startswith(first)


def _document(
    key: DocumentKey, rows: list[ListRow], columns: Sequence[Column], expected: int
) -> _Document:
    cells = {column.key: commonest(rows, column.key) for column in columns}
    symbol = cells.get(SYMBOL)
    if symbol is not None and symbol.state is CellState.VALUE:
        cells[SYMBOL] = replace(symbol, value=normalise_symbol(symbol.value))
    written = dict.fromkeys([row.cell(TITLE).value for row in rows])
    titles = dict.fromkeys(map(clean_line, written))
    shown = clean_line(cells.get(TITLE, Cell()).value)
    spellings = tuple(title for title in titles if title and title != shown)
    item = MergedItem(cells, units_of(rows), expected, spellings=spellings)
    return _Document(key, tuple(rows), item, _order(item, columns))


def _order(item: MergedItem, columns: Sequence[Column]) -> tuple[object, ...]:
    cells = item.cells
    symbol = cells.get(SYMBOL, Cell()).value
    date = cells.get(DATE, Cell()).value or "9999"
    place = (_level(item, columns), date, collation_key(symbol))
    return (*place, collation_key(cells.get(TITLE, Cell()).value), item.units)


def _level(item: MergedItem, columns: Sequence[Column]) -> int:
    """The place of the row's level among the choices, else of the body in the symbol.

    The level is what a list of documents lets one choose; the outline names the column.
    """
    asked = next((column for column in columns if column.type == "choice"), None)
    if asked is not None:
        written = item.cells.get(asked.key, Cell()).value
        for place, choice in enumerate(asked.choices):
            if choice.key == written:
                return place
    symbol = parse_symbol(item.cells.get(SYMBOL, Cell()).value)
    issuer = symbol.issuer if symbol else ""
    for place, codes in enumerate(_LEVELS):
        if issuer.endswith(codes):
            return place
    return _STATE_LEVEL


def _conflicts(found: Sequence[_Document], names: Mapping[str, str]) -> Iterable[ListConflict]:
    for place, document in enumerate(found):
        yield from _date_conflict(place, document, names)
        yield from _title_conflict(place, document, names)


def _date_conflict(
    place: int, document: _Document, names: Mapping[str, str]
) -> Iterable[ListConflict]:
    dates = document.dates
    if len(dates) < 2:
        return
    said = "; ".join(
        f"{_day(date)} ({names_of(units, names)})" for date, units in sorted(dates.items())
    )
    yield ListConflict(
        "dates",
        f"{_symbol(document)} có {len(dates)} ngày ban hành: {said}.",
        (place,),
        document.item.units,
    )


def _title_conflict(
    place: int, document: _Document, names: Mapping[str, str]
) -> Iterable[ListConflict]:
    shown = document.item.cells.get(TITLE, Cell()).value
    others = document.other_titles
    if not others:
        return
    said = "; ".join(
        f"“{title}” ({names_of(units, names)})" for title, units in sorted(others.items())
    )
    yield ListConflict(
        "titles",
        f"{_symbol(document)} có trích yếu khác hẳn “{shown}”: {said}.",
        (place,),
        document.item.units,
    )


def _by_value(rows: Sequence[ListRow], column_key: str) -> dict[str, tuple[str, ...]]:
    written = [row.cell(column_key).value for row in rows]
    cleaned = {value: clean_line(value) for value in dict.fromkeys(written)}
    found: dict[str, list[ListRow]] = {}
    for row, value in zip(rows, written, strict=True):
        found.setdefault(cleaned[value], []).append(row)
    return {value: units_of(same) for value, same in found.items() if value}


def _likeness(first: str, second: str) -> float:
    """Shared syllables of two titles, 0..1."""
    one, two = set(same_text(first).split()), set(same_text(second).split())
    return len(one & two) / len(one | two) if one | two else 1.0


def _probable(found: Sequence[_Document]) -> Iterable[ListConflict]:
    """Documents of one symbol that were kept apart, each set once."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, document in enumerate(found):
        owner, code, _ = document.key
        groups.setdefault((owner, _number_and_kind(code)), []).append(place)
    for places in groups.values():
        alike = [place for place in places if _has_mate(found, place, places)]
        if len(alike) > 1:
            units = tuple(dict.fromkeys(u for place in alike for u in found[place].item.units))
            message = f"Có thể là một văn bản: {'; '.join(_full(found[place]) for place in alike)}."
            yield ListConflict("probable", message, tuple(alike), units)


def _number_and_kind(code: object) -> object:
    return code[:2] if isinstance(code, tuple) and len(code) == 3 else code


def _has_mate(found: Sequence[_Document], place: int, places: Sequence[int]) -> bool:
    return any(
        other != place and _may_be_one(found[place].key[1], found[other].key[1]) for other in places
    )


def _may_be_one(first: object, second: object) -> bool:
    """Equal codes of different years or issuers, or a code without its issuing body."""
    bodies = [code[2] for code in (first, second) if isinstance(code, tuple) and len(code) == 3]
    return first == second or "" in bodies


def _symbol(document: _Document) -> str:
    return document.item.cells.get(SYMBOL, Cell()).value or "Văn bản không ghi số, ký hiệu"


def _full(document: _Document) -> str:
    cells = document.item.cells
    date, issuer = cells.get(DATE, Cell()).value, cells.get(ISSUER, Cell()).value
    day = f"ngày {_day(date)}" if date else "không ghi ngày"
    return ", ".join(part for part in (_symbol(document), day, issuer) if part)


def _day(iso: str) -> str:
    day = stored_day(iso)
    return format_date(day) if day is not None else iso
