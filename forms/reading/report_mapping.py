"""A finished report, split by the headings of its outline: which block answers which field.

Everything of the document comes back, mapped or not: nothing is dropped. Matching is by the words
of headings, helped by their numbers and their order; styles are not needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from forms.reading.blocks import Grid, SourceBlock, TextLine, block_text
from forms.reading.heading_match import LineKey, likeness, line_key, words_key
from forms.reading.laid_out import unfolded
from forms.reading.list_match import ListMatch, match_list
from forms.reading.recommendation_lines import recommendation_rows, with_keys
from forms.reading.split_tables import joined_tables
from forms.reading.table_match import TableMatch, match_table
from forms.schema import Field, Section

SURE, GUESS, UNCLEAR = "sure", "guess", "unclear"
_LEAST, _SURE = 0.72, 0.9
_NUMBER_HELPS = 0.08
_LONGEST_TITLE = 30
_NOTES = "Ghi chú của bảng, phụ lục"
# How far a piece is known that only a heading of several sections has begun.
_PART_OF_OUTLINE = "part"
_PART = re.compile(
    r"[*\s]*(?:phần thứ \w+|phần [ivx]+|phụ lục(?: số)? ?\d*)[.:*\s]*", re.IGNORECASE
)
TEXTUAL = frozenset({"narrative", "short_text"})
LISTS = frozenset({"citations", "list", "recommendations"})
FILLABLE = TEXTUAL | {"citations", "recommendations", "table"}
# What the form of a report puts around its contents answers no question.
_CLOSING = re.compile(r"trên đây là (?:bản )?báo cáo\b", re.IGNORECASE)
_LABEL = re.compile(
    r"\(?(?:(?:kèm theo báo cáo|biểu số|mẫu số|đơn vị tính)\b|ghi chú: \()", re.IGNORECASE
)

Asked = Sequence[tuple[Section, Field]]


@dataclass(frozen=True, slots=True)
class MappedPiece:
    """Blocks that belong together. `number` names the first; `field_key` '' is not mapped.

    `cells` ("row.column" → text) is set for a table that fits a table field, `rows`
    (column → text each) for one that fits a list; `left` are rows of it that nothing asks for.
    `doubts` are lines of its text that look like headings of something else.
    """

    number: int
    heading: str
    text: str
    field_key: str = ""
    confidence: str = UNCLEAR
    cells: Mapping[str, str] | None = None
    rows: tuple[Mapping[str, str], ...] = ()
    left: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Target:
    """A heading to look for; its text belongs to `field_key`."""

    order: int
    key: str
    words: frozenset[str]
    number: str
    field_key: str
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    index: int
    target: _Target
    score: float
    rest: str


def map_report(
    blocks: Sequence[SourceBlock], asked: Asked, sections: Iterable[Section] = ()
) -> tuple[MappedPiece, ...]:
    """`asked` are the sections and fields of the unit in the order of the outline, `sections` all
    sections of it: the headings of parts, and of what others are asked, end a section too."""
    targets = _targets(asked, sections)
    takers = {field.key: field for _, field in asked if field.type in LISTS | {"table"}}
    blocks = unfolded(
        joined_tables(blocks),
        lambda line: _heading_of(line, targets),
        lambda grid: _matched(grid, takers) is not None,
    )
    keys = [line_key(block_text(b)) if isinstance(b, TextLine) else None for b in blocks]
    found = _in_order(_candidates(keys, targets))
    headings = {hit.index: hit for hit in found}
    pieces = [*_pieces(blocks, headings, takers)]
    sorted_pieces = sorted(pieces, key=lambda piece: (not piece.field_key, piece.number))
    return tuple(_notes_together(sorted_pieces))


def _notes_together(pieces: Sequence[MappedPiece]) -> Iterable[MappedPiece]:
    """What stands around tables, and names of parts, is of no use one by one."""
    notes = [piece for piece in pieces if piece.heading == _NOTES]
    yield from (piece for piece in pieces if piece.heading != _NOTES)
    if notes:
        yield replace(notes[0], text="\n".join(note.text for note in notes))


def _targets(asked: Asked, sections: Iterable[Section]) -> list[_Target]:
    """Headings of sections, and labels of fields where a section has several texts."""
    by_section: dict[str, list[tuple[Section, Field]]] = {s.key: [] for s in sections}
    headings = {section.key: section for section in sections}
    for section, field in asked:
        by_section.setdefault(section.key, []).append((section, field))
        headings[section.key] = section
    found: list[_Target] = []
    for key, pairs in by_section.items():
        section = headings[key]
        if not pairs:
            part = _target(len(found), section.heading, section.number, "")
            found.append(replace(part, is_part=True))
            continue
        fields = [field for _, field in pairs if field.type in FILLABLE]
        first = next((field.key for field in fields if field.type in TEXTUAL), "")
        first = first or (fields[0].key if fields else "")
        found.append(_target(len(found), section.heading, section.number, first))
        if len(fields) > 1 or (fields and fields[0].label != section.heading):
            found += [_target(len(found) + n, f.label, "", f.key) for n, f in enumerate(fields)]
    return [replace(target, order=n) for n, target in enumerate(found)]


def _target(order: int, heading: str, number: str, field_key: str) -> _Target:
    key = words_key(heading)
    return _Target(order, key, frozenset(key.split()), number.rstrip("."), field_key)


def _heading_of(line: str, targets: Sequence[_Target]) -> str:
    """The words of the heading that the line is; "" when it is none."""
    key = line_key(line)
    scored = ((likeness(key, target.key, target.words).score, target.key) for target in targets)
    score, heading = max(scored, default=(0.0, ""))
    return heading if score >= _LEAST else ""


def _candidates(keys: Sequence[LineKey | None], targets: Sequence[_Target]) -> list[_Found]:
    found = []
    for index, key in enumerate(keys):
        for target in targets if key else ():
            assert key is not None
            like = likeness(key, target.key, target.words)
            same = bool(target.number and key.mark == target.number)
            score = min(1.0, like.score + _NUMBER_HELPS * same)
            if score >= _LEAST:
                found.append(_Found(index, target, score, like.rest))
    return found


def _in_order(candidates: Sequence[_Found]) -> list[_Found]:
    """The best row of headings that goes forward in the document and in the outline; after it,
    strong ones out of order (a unit that swapped two sections)."""
    ordered = sorted(candidates, key=lambda hit: (hit.index, hit.target.order))
    best: list[tuple[float, int]] = []
    for n, hit in enumerate(ordered):
        before = [
            (best[m][0], m)
            for m in range(n)
            if ordered[m].index < hit.index and ordered[m].target.order < hit.target.order
        ]
        score, link = max(before, default=(0.0, -1))
        best.append((score + hit.score, link))
    chain: list[_Found] = []
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    while at >= 0:
        chain.append(ordered[at])
        at = best[at][1]
    taken, used = {hit.index for hit in chain}, {hit.target.order for hit in chain}
    for hit in sorted(ordered, key=lambda hit: -hit.score):
        if hit.score >= _SURE and hit.index not in taken and hit.target.order not in used:
            chain.append(replace(hit, score=_LEAST))
            taken.add(hit.index)
            used.add(hit.target.order)
    return sorted(chain, key=lambda hit: hit.index)


def _pieces(
    blocks: Sequence[SourceBlock], headings: Mapping[int, _Found], takers: Mapping[str, Field]
) -> Iterable[MappedPiece]:
    current, lines = MappedPiece(0, "", ""), list[str]()
    run_on = _run_on(blocks, headings)
    for index, block in enumerate(blocks):
        hit = headings.get(index)
        if index in run_on:
            continue
        if hit is not None:
            yield from _closed(current, lines, takers)
            current, lines = _opened(block, hit), [hit.rest] if hit.rest else []
        elif isinstance(block, Grid):
            yield _table_piece(block, takers, current)
        elif _LABEL.match(block_text(block)):
            yield MappedPiece(block.number, _NOTES, block_text(block))
        elif _PART.fullmatch(block_text(block)):
            yield from _closed(current, lines, takers)
            yield MappedPiece(block.number, _NOTES, block_text(block))
            current, lines = MappedPiece(0, "", ""), []
        elif _CLOSING.match(block_text(block)):
            yield from _closed(current, lines, takers)
            current, lines = MappedPiece(block.number, "Phần kết thúc", ""), [block_text(block)]
        else:
            current = current if current.number else replace(current, number=block.number)
            current = _doubted(current, block)
            lines.append(block_text(block))
    yield from _closed(current, lines, takers)


def _run_on(blocks: Sequence[SourceBlock], headings: Mapping[int, _Found]) -> set[int]:
    """Lines that a heading goes on in: all their words are words of it that it did not have yet.
    A sentence below a heading says something else, and is never taken for a part of it."""
    found = set[int]()
    for index, hit in headings.items():
        pair = blocks[index : index + 2]
        if hit.rest or len(pair) < 2 or index + 1 in headings or isinstance(pair[1], Grid):
            continue
        first, second = (line_key(block_text(block)) for block in pair)
        if second.words and second.words <= hit.target.words and not second.words <= first.words:
            found.add(index + 1)
    return found


def _doubted(piece: MappedPiece, block: TextLine) -> MappedPiece:
    """A short line all in bold or capitals is a heading to its writer. What follows it may belong
    elsewhere: the piece is no longer certain, and says why."""
    words = block.text.split()
    is_heading = (block.bold or block.caps) and 1 < len(words) <= _LONGEST_TITLE
    if not (piece.field_key and is_heading) or block.text.rstrip().endswith((".", ";", ",")):
        return piece
    confidence = GUESS if piece.confidence == SURE else piece.confidence
    return replace(piece, doubts=(*piece.doubts, block_text(block)), confidence=confidence)


def _opened(block: SourceBlock, hit: _Found) -> MappedPiece:
    confidence = SURE if hit.score >= _SURE else GUESS
    key = hit.target.field_key
    heading = block_text(block)
    if hit.rest:
        heading = heading[: max(len(heading) - len(hit.rest), 0)].strip(" :") or heading
    unmapped = _PART_OF_OUTLINE if hit.target.is_part else UNCLEAR
    return MappedPiece(block.number, heading, "", key, confidence if key else unmapped)


def _closed(
    piece: MappedPiece, lines: Sequence[str], takers: Mapping[str, Field]
) -> Iterable[MappedPiece]:
    """Words below the heading of a table or a list are nothing that it could take; lines below
    that of recommendations or documents are its rows."""
    text = "\n".join(line for line in lines if line)
    taker = takers.get(piece.field_key)
    if taker is not None and taker.type == "recommendations":
        piece = replace(piece, rows=recommendation_rows(taker, text))
    elif taker is not None and taker.type != "citations":
        piece = replace(piece, field_key="", confidence=UNCLEAR) if text else piece
    if text or (piece.heading and not piece.field_key and piece.confidence != _PART_OF_OUTLINE):
        certain = UNCLEAR if piece.confidence == _PART_OF_OUTLINE else piece.confidence
        yield replace(piece, text=text, confidence=certain)


def _table_piece(grid: Grid, takers: Mapping[str, Field], current: MappedPiece) -> MappedPiece:
    text = "\n".join(" | ".join(filter(None, row)) for row in grid.texts())
    best = _matched(grid, takers)
    if best is None:
        return MappedPiece(grid.number, current.heading or "Bảng", text)
    confidence = SURE if best.score >= _SURE else GUESS
    piece = MappedPiece(grid.number, "", text, best.field_key, confidence)
    heading = f"Bảng: {takers[best.field_key].label}"
    if isinstance(best, ListMatch):
        taker = takers[best.field_key]
        asked = taker.type == "recommendations"
        found = with_keys(taker, best.rows) if asked else best.rows
        return replace(piece, heading=heading, rows=found)
    return replace(piece, heading=heading, cells=best.cells, left=best.left)


def _matched(grid: Grid, takers: Mapping[str, Field]) -> TableMatch | ListMatch | None:
    table = match_table(grid, (f for f in takers.values() if f.type == "table"))
    rows = match_list(grid, (f for f in takers.values() if f.type in LISTS))
    return rows if rows and (table is None or rows.score > table.score) else table
