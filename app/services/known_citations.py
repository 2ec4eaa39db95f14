"""Documents everybody cites (outlines/citations.yaml): suggested while typing, completed from the
symbol alone.

Only documents of the centre that were compared with the original: a symbol of a province is
another document in the next one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from app.services.outlines import CITATIONS
from forms import (
    ParsedCitation,
    RegisteredCitation,
    format_date,
    load_citations,
    parse_citation_line,
)


@lru_cache(maxsize=1)
def known_citations() -> dict[str, RegisteredCitation]:
    """By symbol. Raises OutlineError when the register is bad."""
    documents = load_citations(CITATIONS.read_text(encoding="utf-8"), CITATIONS.name)
    return {d.symbol: d for d in documents if not (d.scope or d.suggested)}


def suggestions() -> tuple[tuple[str, str], ...]:
    """Symbols with the words that tell them apart: kind, issuer, title."""
    return tuple(
        (d.symbol, f"{d.kind} của {d.full_issuer} {d.title}") for d in known_citations().values()
    )


def completed(parsed: ParsedCitation) -> ParsedCitation:
    """What the line leaves out, from the register; what it says stays as it was typed. As in lines
    that were read, a title begins after its “về”."""
    known = known_citations().get(parsed.symbol)
    if known is None:
        return parsed
    return replace(
        parsed,
        kind=parsed.kind or known.kind,
        date=parsed.date or known.date,
        issuer=parsed.issuer or known.full_issuer,
        title=parsed.title or known.title.removeprefix("về "),
    )


def cited_in_full(line: str) -> str:
    """A line that gives only kind and symbol, as a full citation; any other line as it is."""
    parsed = parse_citation_line(line)
    known = known_citations().get(parsed.symbol)
    if known is None or parsed.date or parsed.issuer or parsed.title:
        return line
    day = format_date(known.date)
    return f"{known.kind} số {known.symbol}, ngày {day} của {known.full_issuer} {known.title}"
