"""A printed form → a table or list field: merged header cells, the row of column numbers, rows.

Knows nothing of where the grid came from (Word, Excel). "3=4+6+8" under a column makes it a
computed one; columns that only count rows or name the unit of measure are not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forms.expressions import ExpressionError, compile_expression
from forms.fields import MONEY_UNITS
from forms.reading.blocks import Grid
from forms.reading.outline_keys import Keys, slug
from forms.schema import Column, Field, MergeRule, Row
from forms.text import clean_line, search_key

_MOST_HEADER_ROWS = 6
_LANDSCAPE_FROM = 7
_NUMBER = re.compile(r"\(?\s*(?P<number>\d{1,2}|[A-Z])\s*\)?\s*(?:=\s*(?P<formula>.+))?\Z")
_OPERAND = re.compile(r"\(?\b(\d{1,2})\b\)?")
_FORMULA = re.compile(r"[\d\s+\-*/:()×x%]+\Z")
_COUNTER = re.compile(r"(?:stt|tt|so tt|so thu tu)\Z")
_MEASURE = re.compile(r"(?:don vi tinh|dvt|don vi)\Z")
_OWN_WORDS = re.compile(
    r".*\b(?:ghi chu|ten|dia chi|ho va ten|noi dung|chuc vu|chuc danh|ky hieu|so hieu|trich yeu"
    r"|co quan ban hanh|hinh thuc|don vi phoi hop|doi tac|nam sinh|ket qua dat duoc)\b"
)
_MONEY = re.compile(r".*\b(?:kinh phi|so tien|tri gia|thanh tien)\b")
_SHARE = re.compile(r".*(?:\bty le\b|\bti le\b|%|\bbinh quan\b|\bdien tich\b)")
_COUNTED = re.compile(r"(?:(?:tong )?so\b|tong\b|trong do\b|nam \d{4}\Z|nu\b|so luong\b|\d{4}\Z)")
_ABOVE = re.compile(r"(?:trong do|chia ra|bao gom|gom)\s*:?\Z")
_UNIT_IN_LABEL = re.compile(r"\s*\((?P<unit>[^()\d]{1,20})\)\s*\Z")
_TOTAL = re.compile(r"(?:tong cong|cong|tong so chung|tong)\s*:?\Z")


@dataclass(frozen=True, slots=True)
class ReadTable:
    """`doubts` say what could not be read, for the user."""

    field: Field
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    """The words over one place of the grid, from above; `number` and `formula` as printed."""

    place: int
    words: tuple[str, ...]
    number: str = ""
    formula: str = ""

    @property
    def key(self) -> str:
        return search_key(self.words[-1]).rstrip(" .:") if self.words else ""


def read_table(grid: Grid, key: str, label: str) -> ReadTable | None:
    """None for a grid without a header or with a single row, which is no form."""
    texts = _full_texts(grid)
    depth = _header_depth(grid)
    if grid.columns < 2 or not any(clean_line(text) for text in texts[0]):
        return None
    heads = [_Head(place, tuple(_above(grid, place, depth))) for place in range(grid.columns)]
    body = texts[depth:]
    if body and _is_number_row(body[0]):
        heads = [_numbered(head, body[0][head.place]) for head in heads]
        body = body[1:]
    return _as_field(heads, [row for row in body if any(row)], key, label)


def _full_texts(grid: Grid) -> list[list[str]]:
    return [[clean_line(text) for text in row] for row in grid.texts()]


def _header_depth(grid: Grid) -> int:
    """How many rows the header takes: as far as merged cells that begin in it reach."""
    depth = 1
    row = 0
    while row < min(depth, _MOST_HEADER_ROWS):
        starting = [cell for cell in grid.cells if cell.row == row]
        depth = max([depth, *(cell.row + cell.row_span for cell in starting)])
        # Under a cell merged sideways its parts stand.
        if any(1 < cell.column_span < grid.columns and cell.text for cell in starting):
            depth = max(depth, row + 2)
        row += 1
    return min(depth, _MOST_HEADER_ROWS, grid.rows)


def _above(grid: Grid, place: int, depth: int) -> Iterator[str]:
    for cell in sorted(grid.cells, key=lambda cell: cell.row):
        covers = cell.column <= place < cell.column + cell.column_span
        if cell.row < depth and covers and (text := clean_line(cell.text.replace("\n", " "))):
            yield text


def _is_number_row(row: Sequence[str]) -> bool:
    """ "A | B | 1 | 2 | 3=4+6+8": the columns counted, one after the other."""
    written = [match for text in row if text and (match := _NUMBER.match(text))]
    numbers = [int(match["number"]) for match in written if match["number"].isdigit()]
    filled = sum(1 for text in row if text)
    begins_low = bool(numbers) and numbers[0] <= 3
    return filled >= 2 and len(written) == filled and begins_low and numbers == sorted(set(numbers))


def _numbered(head: _Head, text: str) -> _Head:
    match = _NUMBER.match(text)
    if not match:
        return head
    return _Head(head.place, head.words, match["number"], match["formula"] or "")


def _as_field(heads: Sequence[_Head], body: list[list[str]], key: str, label: str) -> ReadTable:
    counter = next((head for head in heads if _COUNTER.match(head.key)), None)
    measure = next((head for head in heads if _MEASURE.match(head.key)), None)
    asked = [head for head in heads if head not in (counter, measure)]
    named = asked[0] if asked else None
    rows = _rows(body, named, counter, measure) if named else ()
    if not rows:
        columns, doubts = _columns(asked, in_list=True)
        return ReadTable(_field(key, "list", label, columns, ()), doubts)
    columns, doubts = _columns([head for head in asked if head is not named], in_list=False)
    if not columns:
        columns = (Column("gia_tri", "Số liệu", "decimal", merge=MergeRule("sum")),)
    return ReadTable(_field(key, "table", label, columns, rows), doubts)


def _field(
    key: str, kind: str, label: str, columns: tuple[Column, ...], rows: tuple[Row, ...]
) -> Field:
    return Field(
        key,
        kind,
        label,
        merge=MergeRule("table_sum_by_key" if kind == "table" else "table_append"),
        columns=columns,
        rows=rows,
        allow_nil=True,
        landscape=len(columns) >= _LANDSCAPE_FROM,
    )


def _columns(
    heads: Sequence[_Head], *, in_list: bool
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """A list names things in its first column; in a table of fixed rows the first is a figure."""
    keys = Keys()
    made = {head.place: keys.take(slug(" ".join(head.words[-1:])) or "cot") for head in heads}
    by_number = {head.number: made[head.place] for head in heads if head.number}
    columns: list[Column] = []
    doubts: list[str] = []
    for place, head in enumerate(heads):
        formula, doubt = _formula(head, by_number)
        if doubt:
            doubts.append(doubt)
        first = in_list and place == 0
        columns.append(_column(head, made[head.place], formula, names_things=first))
    return tuple(columns), tuple(doubts)


def _column(head: _Head, key: str, formula: str, *, names_things: bool) -> Column:
    label = head.words[-1] if head.words else f"Cột {head.place + 1}"
    unit = _UNIT_IN_LABEL.search(label)
    words = [search_key(word).rstrip(" .:") for word in head.words]
    kind = "short_text" if names_things else _type(words)
    if formula:
        kind = "computed"
    # "Trong đó", "Chia ra" over some columns belongs to the column before them; kept as printed.
    group = tuple(word.rstrip(" :") if _ABOVE.match(search_key(word)) else word
                  for word in head.words[:-1])  # fmt: skip
    measure = search_unit(unit["unit"]) if unit else ""
    if kind == "money" and measure not in MONEY_UNITS:
        measure = measure or "triệu đồng"
        kind = "money" if measure in MONEY_UNITS else "decimal"
    return Column(
        key,
        label,
        kind,
        group=group,
        unit_of_measure=measure if kind == "money" else "",
        formula=formula,
        merge=None if kind in ("short_text", "computed") else MergeRule("sum"),
    )


def search_unit(text: str) -> str:
    """A unit of measure as it is written, but without capitals: "Triệu đồng" → "triệu đồng"."""
    return clean_line(text).lower()


def _type(words: Sequence[str]) -> str:
    own = words[-1] if words else ""
    every = " ".join(words)
    if _OWN_WORDS.match(own):
        return "short_text"
    if _MONEY.match(every) and not _SHARE.match(own):
        return "money"
    if _SHARE.match(every):
        return "decimal"
    return "integer" if _COUNTED.match(own) else "decimal"


def _formula(head: _Head, by_number: dict[str, str]) -> tuple[str, str]:
    """ "4+6+8" by the keys of columns 4, 6 and 8; the doubt when it cannot be computed."""
    written = head.formula.strip()
    if not written:
        return "", ""
    label = head.words[-1] if head.words else head.number
    plain = written.replace("×", "*").replace("x", "*").replace(":", "/")
    numbers = _OPERAND.findall(plain.replace("100%", "").replace("%", ""))
    share = bool(re.search(r"\*\s*100\s*%?\s*\Z|%\s*\Z", plain))
    known = [number for number in numbers if number != "100"]
    if not _FORMULA.match(written) or not all(number in by_number for number in known):
        return "", f"Cột “{label}”: chưa hiểu công thức “{head.number}={written}”, để nhập tay."
    body = re.sub(r"\*?\s*100\s*%?\s*\Z|%\s*\Z", "", plain)
    formula = re.sub(r"\d{1,2}", lambda match: by_number[match[0]], body).strip()
    formula = f"({formula}) * 100" if share else formula
    try:
        compile_expression(formula)
    except ExpressionError:
        return "", f"Cột “{label}”: chưa hiểu công thức “{head.number}={written}”, để nhập tay."
    return formula, ""


def _rows(
    body: Sequence[Sequence[str]], named: _Head, counter: _Head | None, measure: _Head | None
) -> tuple[Row, ...]:
    """Fixed rows when the first column names them; numbered or dotted rows are a list to fill."""
    labels = [row[named.place].strip(" …._") for row in body]
    if not any(re.search(r"[^\W\d_]{2}", label) for label in labels):
        return ()
    keys = Keys()
    rows = []
    for row, label in zip(body, labels, strict=True):
        if not label:
            continue
        alone = sum(1 for text in row if text) == 1 + bool(counter and row[counter.place])
        kind = "total" if _TOTAL.match(search_key(label)) else "item"
        unit = row[measure.place] if measure else ""
        number = row[counter.place] if counter else ""
        is_group = bool(alone and _is_title(label, number, measure))
        text = label.lstrip("-–+• ").strip() or label
        rows.append(
            Row(
                keys.take(slug(text)),
                text,
                kind="group" if is_group and kind == "item" else kind,
                unit_of_measure=search_unit(unit),
                level=min(3, _level(label, number)),
                formula="sum(items)" if kind == "total" else "",
            )
        )
    return tuple(rows) if any(row.kind == "item" for row in rows) else ()


def _is_title(label: str, number: str, measure: _Head | None) -> bool:
    """A row of capitals or with a Roman number, where other rows have a unit of measure."""
    roman = bool(re.fullmatch(r"[IVX]{1,4}|[A-E]", number.strip(" .)")))
    capitals = label == label.upper() != label.lower()
    return ((roman or capitals) and measure is not None) or (roman and capitals)


def _level(label: str, number: str) -> int:
    if label[0] in "+":
        return 2
    if label[0] in "-–•" or search_key(label).startswith("trong do"):
        return 1
    return number.strip(" .").count(".") if number[:1].isdigit() else 0
