"""Documents an outline cites: offered as the ones the report is made under."""

from __future__ import annotations

import re
from collections.abc import Iterable

from forms.schema import Citation
from forms.text import find_references, kind_name, parse_citation_line

_MOST = 30
_SENTENCE_END = re.compile(r"[;.]\s|[()]|\Z")


def cited_documents(texts: Iterable[str]) -> tuple[Citation, ...]:
    """Each symbol once, in order of appearance; what is said of it comes from its first place."""
    found: dict[str, Citation] = {}
    for text in texts:
        for reference in find_references(text):
            if not reference.issuer:
                continue
            kind = kind_name(reference)
            end = _SENTENCE_END.search(text, reference.end)
            words = text[reference.start : end.start() if end else len(text)][:600]
            line = parse_citation_line(f"{kind} {_numbered(words)}")
            known = found.get(reference.symbol)
            if known is None or (known.date is None and line.date is not None):
                found[reference.symbol] = Citation(
                    reference.symbol,
                    line.date,
                    line.issuer,
                    line.title,
                    kind,
                    f"{kind} số {reference.symbol}",
                )
    return tuple(found.values())[:_MOST]


def _numbered(words: str) -> str:
    return words if words.lower().startswith("số") else f"số {words}"
