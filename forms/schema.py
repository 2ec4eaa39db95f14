"""What an outline is made of: frozen definitions, no behaviour of field types (see forms.fields).

An outline (đề cương) is a tree of sections (mục) with fields (trường). Keys are stable for ever:
answers hang on keys, never on positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any


class EmptyMapping(Mapping[str, Any]):
    """No keys, for ever; hashable, so that it may be a default of frozen dataclasses."""

    __slots__ = ()

    def __getitem__(self, key: str) -> Any:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __hash__(self) -> int:
        return hash(())

    def __repr__(self) -> str:
        return "{}"


EMPTY = EmptyMapping()


class Required(StrEnum):
    """How strongly an answer is asked for: HARD blocks sending, SOFT warns, NO is silent."""

    HARD = "hard"
    SOFT = "soft"
    NO = "no"


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"


class FilledBy(StrEnum):
    UNIT = "unit"
    OFFICE = "office"


@dataclass(frozen=True)
class Choice:
    key: str
    label: str


@dataclass(frozen=True)
class Check:
    """A rule over answers: `expression` must be true, else `message` is shown."""

    expression: str
    message: str
    severity: Severity = Severity.WARN


@dataclass(frozen=True)
class MergeRule:
    """How one field or column is merged over units (`rule`) and over time (`period`)."""

    rule: str
    period: str = "revision_latest"
    options: Mapping[str, Any] = EMPTY


@dataclass(frozen=True)
class Target:
    """A figure set from above, shown beside the unit's figure."""

    document: str
    year: int
    value: str
    scope: str = ""
    suggested: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a table or list. `group` is the path of merged header cells above it."""

    key: str
    label: str
    type: str
    group: tuple[str, ...] = ()
    unit_of_measure: str = ""
    required: Required = Required.NO
    merge: MergeRule | None = None
    formula: str = ""
    numerator: str = ""
    denominator: str = ""
    choices: tuple[Choice, ...] = ()
    places: int | None = None
    width: int = 0
    min_value: str = ""
    max_value: str = ""

    @property
    def whole_label(self) -> str:
        """ "Năm 2023: Tử số": its name where no header stands above it, as in a message."""
        return ": ".join((*self.group, self.label))


@dataclass(frozen=True)
class Row:
    """One fixed row of a table; `kind` is item, total (formula over rows) or group (a title)."""

    key: str
    label: str
    kind: str = "item"
    unit_of_measure: str = ""
    level: int = 0
    formula: str = ""
    targets: tuple[Target, ...] = ()
    applies_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """One question. Keys that only some types carry keep their defaults on the others."""

    key: str
    type: str
    label: str
    required: Required = Required.SOFT
    guidance: str = ""
    example: str = ""
    unit_of_measure: str = ""
    checks: tuple[Check, ...] = ()
    show_if: str = ""
    default: str = ""
    prefill: str = ""
    merge: MergeRule = MergeRule("none")
    sentence: str = ""
    sentence_at: str = ""
    polarity: str = ""
    allow_nil: bool = False
    filled_by: FilledBy = FilledBy.UNIT
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    formula: str = ""
    numerator: str = ""
    denominator: str = ""
    places: int | None = None
    min_value: str = ""
    max_value: str = ""
    min_words: int = 0
    max_words: int = 0
    years: tuple[int, ...] = ()
    targets: tuple[Target, ...] = ()
    form_code: str = ""
    landscape: bool = False
    suggested: bool = False
    line: int = field(default=0, compare=False)

    def column(self, key: str) -> Column:
        """Raises KeyError when the field has no such column."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


@dataclass(frozen=True)
class Section:
    """A heading of the đề cương with its guidance (never exported), fields and sub-sections.

    `level_name` is the first of two heading lines ("Phần thứ nhất"), `number` the printed number
    ("I", "1", "1.1"); `note` is the đề cương's "Lưu ý"; `coordinated_by` names kinds of units.
    """

    key: str
    heading: str
    level_name: str = ""
    number: str = ""
    guidance: str = ""
    note: str = ""
    example: str = ""
    applies_to: tuple[str, ...] = ()
    filled_by: FilledBy = FilledBy.UNIT
    coordinated_by: tuple[str, ...] = ()
    optional: bool = False
    sections: tuple[Section, ...] = ()
    fields: tuple[Field, ...] = ()
    appendix: bool = False
    show_if: str = ""
    line: int = field(default=0, compare=False)

    @property
    def title(self) -> str:
        """The heading with its printed number: "1. Công tác tuyên truyền"."""
        return f"{self.number}. {self.heading}" if self.number else self.heading

    def walk(self) -> Iterator[Section]:
        yield self
        for child in self.sections:
            yield from child.walk()


@dataclass(frozen=True)
class Citation:
    """A document of a level above: số ký hiệu, date, issuer, trích yếu and its short form."""

    symbol: str
    date: date | None = None
    issuer: str = ""
    title: str = ""
    kind: str = ""
    short: str = ""


@dataclass(frozen=True)
class DocumentInfo:
    """What the merged and the unit's Word document say around the body.

    `period` are the words in these texts that stand for the period: "quý … năm …".
    """

    kind: str = "BC"
    title: str = "BÁO CÁO"
    subject: str = ""
    opening: str = ""
    closing: str = ""
    addressee: str = ""
    unit_opening: str = ""
    unit_closing: str = ""
    period: str = ""
    recipients: tuple[tuple[str, str], ...] = ()

    def in_period(self, period: str) -> DocumentInfo:
        """With the period said ("Quý II năm 2024"); as it stands when there is none to say."""
        said = period.strip()
        if not said or not self.period:
            return self
        said = said[0].lower() + said[1:]
        return replace(
            self,
            subject=self.subject.replace(self.period, said),
            opening=self.opening.replace(self.period, said),
            closing=self.closing.replace(self.period, said),
            unit_opening=self.unit_opening.replace(self.period, said),
            unit_closing=self.unit_closing.replace(self.period, said),
        )


@dataclass(frozen=True)
class Archived:
    """A section or a field that is asked no more; its key is never used again.

    `under` is the key of the section it stood in, "" for the outline itself.
    """

    under: str = ""
    section: Section | None = None
    field: Field | None = None

    @property
    def key(self) -> str:
        node = self.section or self.field
        return node.key if node else ""

    @property
    def title(self) -> str:
        return self.section.heading if self.section else self.field.label if self.field else ""

    def walk(self) -> Iterator[Section]:
        """Its sections; none for a field that was archived alone."""
        if self.section is not None:
            yield from self.section.walk()

    def fields(self) -> Iterator[Field]:
        if self.field is not None:
            yield self.field
        for section in self.walk():
            yield from section.fields


@dataclass(frozen=True)
class Outline:
    """A whole đề cương of one version; frozen once released (`sha256` of its source text)."""

    id: str
    version: int
    title: str
    kind: str
    sections: tuple[Section, ...]
    short_title: str = ""
    basis: tuple[Citation, ...] = ()
    document: DocumentInfo = DocumentInfo()
    unit_kinds: Mapping[str, str] = EMPTY
    addressees: tuple[Choice, ...] = ()
    archived: tuple[Archived, ...] = ()
    sha256: str = ""
    _index: dict[str, Field] = field(default_factory=dict, repr=False, compare=False, hash=False)

    def walk(self) -> Iterator[Section]:
        for section in self.sections:
            yield from section.walk()

    def homes(self, key: str) -> tuple[Section, ...]:
        """The sections a field stands in, outermost first. Raises KeyError for no field."""
        return self._homes[key]

    @cached_property
    def _homes(self) -> Mapping[str, tuple[Section, ...]]:
        return dict(_homes_in(self.sections, ()))

    def fields(self) -> Iterator[tuple[Section, Field]]:
        for section in self.walk():
            for item in section.fields:
                yield section, item

    def archived_fields(self) -> Iterator[Field]:
        for item in self.archived:
            yield from item.fields()

    def section(self, key: str) -> Section:
        """Raises KeyError when there is no such section."""
        for section in self.walk():
            if section.key == key:
                return section
        raise KeyError(key)

    def field(self, key: str) -> Field:
        """Raises KeyError when there is no such field."""
        if not self._index:
            self._index.update({item.key: item for _, item in self.fields()})
        return self._index[key]


def _homes_in(
    sections: Iterable[Section], outer: tuple[Section, ...]
) -> Iterator[tuple[str, tuple[Section, ...]]]:
    for section in sections:
        chain = (*outer, section)
        yield from ((item.key, chain) for item in section.fields)
        yield from _homes_in(section.sections, chain)
