"""The parts of a format profile. Sizes are points, lengths millimetres, unless the name says so.

Every component names its source (a key of `Profile.sources`) and whether the value was checked
against the original text; `note` says what is open. The YAML files have exactly this shape.
"""

import datetime
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right", "both"]
LineRule = Literal["exact", "at_least", "multiple"]
RuleLength = Literal["same_width", "third", "none"]
Position = Literal["header", "footer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    source: str
    verified: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Styled(Component):
    """`size_from`/`size_to` are the sizes a checker accepts; 0 stands for `size`."""

    size: float
    size_from: float = 0
    size_to: float = 0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    upper: bool = False
    align: Align = "center"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Component):
    """`inside` is the binding edge; with `mirror` it changes side on the back of a sheet.

    A margin up to `allow_more` wider than given is accepted by the checker.
    """

    width: float
    height: float
    top: float
    bottom: float
    inside: float
    outside: float
    mirror: bool
    allow_more: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Font(Component):
    name: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumber(Styled):
    position: Position
    distance: float
    first_page: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterheadTable(Component):
    """Widths of the two cells; the writer may move the line between them to fit the title."""

    left: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleLine(Styled):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Component):
    length: RuleLength
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerMark(Styled):
    """Under the issuer: a text such as "*", or with an empty text the `rule`."""

    text: str
    rule: RuleLength


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLine(Styled):
    """`pattern` has {number}, {kind}, {org}; `blank` takes the place of an unknown number."""

    pattern: str
    blank: str
    digits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine(Styled):
    """Days below `pad_day_below` and months below `pad_month_below` get a leading zero."""

    pattern: str
    blank_day: str
    blank_month: str
    pad_day_below: int
    pad_month_below: int
    short_places: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstract(Styled):
    prefix: str
    """Put before the text when it does not begin with it already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Separator(Styled):
    """Below the abstract: a text such as "-----", or with an empty text the `rule`."""

    text: str
    rule: RuleLength


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee(Styled):
    """`labels` maps a document kind (TTr, CV) to its word; "*" is every other kind."""

    labels: dict[str, str]
    items_beside_label: bool
    item_end: str
    item_last_end: str
    single_end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis(Styled):
    prefix: str
    end: str
    last_end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Styled):
    """`line` is points for exact and at_least, a factor for multiple."""

    indent: float
    before: float
    after: float
    line_rule: LineRule
    line: float
    line_min: float
    line_max: float
    dash: str
    plus: str
    closing_end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingLevel(Styled):
    """`prefix` + number + `separator` + text; with `two_lines` the text goes below."""

    prefix: str
    separator: str
    two_lines: bool
    indent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityForms(Styled):
    on_behalf: str
    deputy: str
    by_order: str
    acting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLine(Styled):
    """A line below the number (left cell) or below the place (right cell) of the letterhead."""

    cell: Literal["left", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Component):
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientsLabel(Styled):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientItems(Styled):
    prefix: str
    end: str
    last_end: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFormat(Component):
    size: float
    size_to: float
    header_bold: bool
    number_row_italic: bool
    number_row_size: float
    caption_size: float
    unit_label: str
    cell_margin: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendixFormat(Styled):
    """`pattern` has {number}; `alone` names the only appendix."""

    pattern: str
    alone: str
    title_bold: bool
    title_upper: bool
    attached_italic: bool
    restart_pages: bool
    first_page_number: bool
    landscape_top: float
    landscape_bottom: float
    landscape_left: float
    landscape_right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A whole format regime. `valid_to` None is open; dates are those of the documents."""

    id: str
    name: str
    regime: Literal["party", "state"]
    valid_from: datetime.date
    valid_to: datetime.date | None
    sources: dict[str, str]
    page: Page
    font: Font
    page_number: PageNumber
    letterhead: LetterheadTable
    title: tuple[TitleLine, ...]
    title_rule: Rule
    parent: Styled
    issuer: Styled
    issuer_mark: IssuerMark
    number: NumberLine
    place: PlaceLine
    kind: Styled
    abstract: Abstract
    abstract_letter: Abstract
    separator: Separator
    addressee: Addressee
    basis: Basis
    body: Body
    headings: tuple[HeadingLevel, ...]
    authority: AuthorityForms
    position: Styled
    signature_gap: Gap
    signer: Styled
    recipients_label: RecipientsLabel
    recipients: RecipientItems
    secrecy: MarkLine
    circulation: MarkLine
    draft: MarkLine
    typist: Styled
    contact: Styled
    table: TableFormat
    appendix: AppendixFormat

    @property
    def text_width(self) -> float:
        return self.page.width - self.page.inside - self.page.outside

    def heading(self, level: int) -> HeadingLevel:
        return self.headings[min(level, len(self.headings)) - 1]
