"""What every field type is: one object that knows everything about the answers of its fields.

Types never raise on what a user typed. `CellType` is the base of types whose answer is one cell;
those may also stand in the columns of tables and lists.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Protocol

from forms.fields.special import cell_from_special_word, special_mark, special_word
from forms.schema import Column, Field, Required, Severity
from forms.text import clean_line
from forms.values import BLANK, Cell, CellState, Json, cell_from_json, whole_state

Raw = str | Mapping[str, Any] | Sequence[Any]
CellSpec = Field | Column


@dataclass(frozen=True)
class Parsed:
    """A stored shape (forms.values) and what the user should be told about it."""

    value: Json
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """`path` is "field" or "field.row.column" (of lists: "field.row_id.column")."""

    path: str
    message: str
    severity: Severity
    section_key: str = ""
    field_key: str = ""


@dataclass(frozen=True)
class FigureValue:
    """One typed number: '' keys for scalars, columns 'num' and 'den' for ratios."""

    row_key: str
    column_key: str
    number: Decimal | None
    state: CellState
    estimated: bool = False


class FormData(Protocol):
    """Submitted form data, as web frameworks hand it over."""

    def getlist(self, name: str) -> list[Any]: ...

    def __contains__(self, name: object) -> bool: ...

    def __iter__(self) -> Iterator[str]: ...


def first_text(data: FormData, name: str) -> str | None:
    values = data.getlist(name)
    return values[0] if values and isinstance(values[0], str) else None


class FieldType(ABC):
    """One type of field. Subclasses set the class attributes and the shape of their answers."""

    name: ClassVar[str]
    label: ClassVar[str]
    widget: ClassVar[str]
    merges: ClassVar[tuple[str, ...]]
    """Merge rules allowed; the first is the default."""
    option_keys: ClassVar[frozenset[str]] = frozenset()
    """YAML keys it may carry beside those of every field."""
    needed_keys: ClassVar[frozenset[str]] = frozenset()
    holds_numbers: ClassVar[bool] = False
    is_answered: ClassVar[bool] = True
    """False when the value is computed and nothing is typed."""

    @property
    def default_merge(self) -> str:
        return self.merges[0]

    @abstractmethod
    def parse(self, field: Field, raw: Raw) -> Parsed:
        """Read what was typed; never raises, keeps what cannot be read as INVALID cells."""

    @abstractmethod
    def collect(self, field: Field, name: str, data: FormData) -> Raw:
        """The `raw` of `parse` out of submitted form data under the HTML name `name`."""

    @abstractmethod
    def is_blank(self, field: Field, value: Json) -> bool: ...

    @abstractmethod
    def display(self, field: Field, value: Json) -> str:
        """Plain Vietnamese text of the whole answer."""

    @abstractmethod
    def numbers(self, field: Field, value: Json) -> Mapping[str, Any]:
        """Name → value for expressions; the names are those of `names(field)`."""

    @abstractmethod
    def names(self, field: Field) -> frozenset[str]:
        """Every name that expressions may use of this field."""

    def _is_partial(self, field: Field, value: Json) -> bool:
        return False

    def _findings(self, field: Field, value: Json) -> Iterator[Finding]:
        yield from ()

    def column_specs(self, field: Field) -> tuple[Column, ...]:
        """Columns of the answer's rows; empty for types without rows."""
        return ()

    def state(self, field: Field, value: Json) -> str:
        """'blank', 'partial', 'filled', or the name of a special state."""
        special = whole_state(value)
        if special is not None:
            return special.value
        if self.is_blank(field, value):
            return "blank"
        return "partial" if self._is_partial(field, value) else "filled"

    def validate(self, field: Field, value: Json) -> tuple[Finding, ...]:
        """Faults of the answer itself, without the checks that look at other fields."""
        special = whole_state(value)
        if special is not None:
            return self._special_findings(field, special)
        if self.is_blank(field, value):
            return self._missing(field)
        return tuple(self._findings(field, value))

    def _special_findings(self, field: Field, special: CellState) -> tuple[Finding, ...]:
        if special is not CellState.NIL or field.allow_nil or field.required is Required.NO:
            return ()
        message = f"“{field.label}” cần có nội dung, không ghi “{special.label.lower()}” được."
        return (Finding(field.key, message, _severity(field.required)),)

    def _missing(self, field: Field) -> tuple[Finding, ...]:
        if field.required is Required.NO:
            return ()
        closing = "." if not field.allow_nil else " hoặc chọn “Không phát sinh”."
        message = f"Chưa trả lời “{field.label}”; hãy nhập{closing}"
        return (Finding(field.key, message, _severity(field.required)),)

    def computed(self, field: Field, value: Json) -> Json:
        """`value` with its computed cells filled in; never stored."""
        return value

    def rows(self, field: Field, value: Json) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Row key and the values of its columns, for checks made row by row."""
        yield from ()

    def figures(self, field: Field, value: Json) -> Iterator[FigureValue]:
        """Every typed number of the answer, with its state; never a computed one."""
        yield from ()

    def texts(self, field: Field, value: Json) -> Iterator[str]:
        """The prose of the answer, for narrative merging and search."""
        yield from ()

    def merge_cells(self, field: Field, value: Json, changes: Mapping[str, str]) -> Parsed:
        """`value` with the cells "row.column" of `changes` typed anew."""
        raise TypeError(f"answers of type {self.name} have no cells")


class CellType(FieldType):
    """A type whose answer is one cell."""

    special_words: ClassVar[bool] = False
    """Whether "-", "kps", "x" … typed in a cell mean a special state."""

    @abstractmethod
    def read_text(self, spec: CellSpec, text: str) -> tuple[Cell, str]:
        """The cell of a text that is not empty, and the problem to report, if any."""

    @abstractmethod
    def display_value(self, spec: CellSpec, cell: Cell) -> str:
        """A cell with a value as Vietnamese text."""

    @abstractmethod
    def expression_value(self, spec: CellSpec, cell: Cell) -> Any:
        """What a cell with a value is in expressions."""

    nil_value: ClassVar[Any] = ""

    def edit_value(self, spec: CellSpec, cell: Cell) -> str:
        """What stands in the input for a cell with a value; reads back as the same cell."""
        return cell.value

    def cell_problem(self, spec: CellSpec, cell: Cell) -> str:
        """Why a readable value is not allowed (least, greatest …); '' when it is."""
        return ""

    def clean(self, raw: str) -> str:
        """What was typed without spaces around it and without signs nobody sees."""
        text = raw.strip()
        return text if text.isascii() and text.isalnum() else clean_line(text)

    def parse_cell(self, spec: CellSpec, raw: object) -> tuple[Cell, str]:
        if not isinstance(raw, str):
            return BLANK, ""
        text = self.clean(raw)
        if not text:
            return BLANK, ""
        if self.special_words:
            special = cell_from_special_word(text)
            if special is not None:
                return special, ""
        return self.read_text(spec, text)

    def display_cell(self, spec: CellSpec, cell: Cell) -> str:
        if cell.state is CellState.VALUE:
            return self.display_value(spec, cell)
        return cell.raw if cell.state is CellState.INVALID else special_mark(cell.state)

    def edit_text(self, spec: CellSpec, cell: Cell) -> str:
        if cell.state is CellState.VALUE:
            return self.edit_value(spec, cell)
        if cell.state is CellState.INVALID:
            return cell.raw
        return special_word(cell.state) if self.special_words else ""

    def cell_value(self, spec: CellSpec, cell: Cell) -> Any:
        if cell.state is CellState.VALUE:
            return self.expression_value(spec, cell)
        return self.nil_value if cell.state is CellState.NIL else None

    def find_problem(self, spec: CellSpec, cell: Cell) -> str:
        """What is wrong with a stored cell; '' when nothing is."""
        if cell.state is CellState.INVALID:
            _, problem = self.parse_cell(spec, cell.raw)
            return problem or f"Chưa đọc được “{cell.raw}”; hãy nhập lại."
        return self.cell_problem(spec, cell) if cell.state is CellState.VALUE else ""

    # --- the one cell as a whole answer ---

    def parse(self, field: Field, raw: Raw) -> Parsed:
        cell, problem = self.parse_cell(field, raw)
        return Parsed(cell.to_json(), (problem,) if problem else ())

    def collect(self, field: Field, name: str, data: FormData) -> Raw:
        return first_text(data, name) or ""

    def is_blank(self, field: Field, value: Json) -> bool:
        return cell_from_json(value).is_blank

    def display(self, field: Field, value: Json) -> str:
        cell = cell_from_json(value)
        special = whole_state(value)
        return special.label if special is not None else self.display_cell(field, cell)

    def numbers(self, field: Field, value: Json) -> Mapping[str, Any]:
        return {field.key: self.cell_value(field, cell_from_json(value))}

    def names(self, field: Field) -> frozenset[str]:
        return frozenset({field.key})

    def _special_findings(self, field: Field, special: CellState) -> tuple[Finding, ...]:
        # In a cell the special states are typed as words, so they need no permission.
        return () if self.special_words else super()._special_findings(field, special)

    def _findings(self, field: Field, value: Json) -> Iterator[Finding]:
        problem = self.find_problem(field, cell_from_json(value))
        if problem:
            yield Finding(field.key, problem, Severity.BLOCK)

    def figures(self, field: Field, value: Json) -> Iterator[FigureValue]:
        cell = cell_from_json(value)
        if self.holds_numbers and not cell.is_blank:
            yield figure("", "", cell)


def figure(row_key: str, column_key: str, cell: Cell) -> FigureValue:
    return FigureValue(row_key, column_key, cell.number, cell.state, cell.estimated)


def _severity(required: Required) -> Severity:
    return Severity.BLOCK if required is Required.HARD else Severity.WARN


def missing_severity(required: Required) -> Severity | None:
    """How a missing answer is reported; None when it is not."""
    return None if required is Required.NO else _severity(required)
