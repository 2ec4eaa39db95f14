"""The register of citations (outlines/citations.yaml): one reading of each cited document.

Symbol, date, issuer, term of the Central Committee (khóa), full title and short form, shared by all
outlines; every problem of the file at once. Knows nothing of outlines: that they agree with the
register is the work of tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from forms.errors import OutlineError, Problem
from forms.loading.keys import BOOLEAN, NEEDED_TEXT, TEXT, Key, Takes, many
from forms.loading.reader import Reader
from forms.loading.source import read_source
from forms.schema import Citation
from forms.text import normalise_symbol

_NEEDED_DAY = Key(Takes.DAY, needed=True)
_SHAPES: Mapping[str, Mapping[str, Key]] = {
    "register": {"terms": many("term", needed=True), "documents": many("document", needed=True)},
    "term": {"term": NEEDED_TEXT, "from": _NEEDED_DAY, "until": _NEEDED_DAY},
    "document": {
        "symbol": NEEDED_TEXT,
        "date": _NEEDED_DAY,
        "issuer": NEEDED_TEXT,
        "term": TEXT,
        "kind": NEEDED_TEXT,
        "title": NEEDED_TEXT,
        "short": NEEDED_TEXT,
        "scope": TEXT,
        "suggested": BOOLEAN,
        "note": TEXT,
    },
}
_CENTRE = "/TW"


@dataclass(frozen=True)
class RegisteredCitation:
    """One document. `term` is the khóa ("XII") of a document of the Party's centre, `scope` whose
    it is where every province numbers anew; `suggested`: not compared with the original;
    `note`: how the offices' papers disagree and which reading was kept."""

    symbol: str
    date: date
    issuer: str
    kind: str
    title: str
    short: str
    term: str = ""
    scope: str = ""
    suggested: bool = False
    note: str = ""

    @property
    def full_issuer(self) -> str:
        """ "Ban Bí thư Trung ương Đảng khóa XII"."""
        return f"{self.issuer} khóa {self.term}" if self.term else self.issuer

    @property
    def citation(self) -> Citation:
        """As an outline's `basis` holds it."""
        return Citation(self.symbol, self.date, self.full_issuer, self.title, self.kind, self.short)


def load_citations(text: str, file: str) -> tuple[RegisteredCitation, ...]:
    """The documents of a register, in its order; `file` is only its name in messages.

    Raises OutlineError with all problems.
    """
    node, problems = read_source(text, file)
    if node is None:
        raise OutlineError(problems or [Problem(file, 1, "", "tệp trống")])
    reader = Reader(file, _SHAPES)
    read = reader.shape(node, "register", "") or {}
    problems += reader.problems
    if not problems:
        terms = {entry["term"]: (entry["from"], entry["until"]) for entry in read["terms"]}
        documents = tuple(RegisteredCitation(**entry) for entry in read["documents"])
        problems += (
            Problem(file, reader.lines[path], path, message)
            for path, message in _disagreements(documents, terms)
        )
    if problems:
        raise OutlineError(dict.fromkeys(problems))
    return documents


Terms = Mapping[str, tuple[date, date]]


def _disagreements(
    documents: Iterable[RegisteredCitation], terms: Terms
) -> Iterator[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for number, document in enumerate(documents):
        path = f"documents[{number}]"
        if document.symbol != normalise_symbol(document.symbol):
            right = normalise_symbol(document.symbol)
            yield f"{path}.symbol", f"số, ký hiệu viết là “{right}”"
        if (document.symbol, document.scope) in seen:
            yield f"{path}.symbol", f"văn bản {document.symbol} ghi hai lần"
        seen.add((document.symbol, document.scope))
        wrong = _wrong_term(document, terms)
        if wrong:
            yield path, f"{document.symbol}: {wrong}"


def _wrong_term(document: RegisteredCitation, terms: Terms) -> str:
    if not document.symbol.endswith(_CENTRE):
        return "chỉ văn bản của Trung ương Đảng ghi khóa" if document.term else ""
    if document.term not in terms:
        return "văn bản của Trung ương Đảng ghi một khóa có trong terms"
    start, end = terms[document.term]
    if start <= document.date <= end:
        return ""
    return f"ngày ban hành không thuộc nhiệm kỳ khóa {document.term}"
