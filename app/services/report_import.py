"""The finished Word report of a unit, poured into its answers: as one group that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.documents import UnreadableFile, read_word_blocks
from app.services import filling, reports
from app.services.actors import Actor
from app.services.answer_places import find_field
from app.services.errors import Invalid
from app.services.reports import ReportRef
from app.services.row_files import fresh_row_id
from forms import (
    Answers,
    Field,
    Grid,
    GridCell,
    Json,
    MappedPiece,
    Section,
    TextLine,
    clean_text,
    field_type,
    map_report,
    parse_citation_line,
    recommendation_rows,
    runs_in_unicode,
)

CONFIDENCE_WORDS = {"sure": "chắc", "guess": "đoán", "unclear": "chưa rõ"}
KEEP, APPEND, REPLACE = "keep", "append", "replace"
TAKES_TEXT = frozenset({"narrative", "short_text", "citations"})
TAKES_TABLES = frozenset({"table", "list", "recommendations"})


@dataclass(frozen=True)
class ReadReport:
    """Pieces of the file with the fields proposed for them; `converted`: old-font texts, some
    before and after, to look at."""

    pieces: tuple[MappedPiece, ...]
    converted: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Poured:
    """What an import did, by field key. `unfit` are tables and lists that were given mere words."""

    filled: tuple[str, ...]
    kept: tuple[str, ...]
    unfit: tuple[str, ...] = ()


def read_report(data: bytes, ref: ReportRef, answers: Answers) -> ReadReport:
    """Raises Invalid when the file is no Word document."""
    try:
        read = read_word_blocks(data)
    except UnreadableFile as error:
        raise Invalid(str(error)) from error
    converted: list[tuple[str, str]] = []
    blocks = [_source(number, block, converted) for number, block in enumerate(read, 1)]
    pieces = map_report(
        [b for b in blocks if b], asked_fields(answers), list(answers.outline.walk())
    )
    return ReadReport(pieces, tuple(converted[:20]))


def asked_fields(answers: Answers) -> list[tuple[Section, Field]]:
    return [
        (section, field)
        for section in reports.sections_to_fill(answers)
        for field in answers.fields_of(section)
    ]


def fields_to_choose(ref: ReportRef, answers: Answers) -> list[tuple[str, str, str]]:
    """(key, section's heading, label) of every open field that text or a table may go to."""
    return [
        (field.key, section.title, field.label)
        for section, field in asked_fields(answers)
        if ref.section_is_open(section.key)
        and (field.type in TAKES_TEXT or field.type in TAKES_TABLES)
    ]


def closed_fields(ref: ReportRef, answers: Answers) -> frozenset[str]:
    """Fields of sections that were not sent back with the rest."""
    asked = asked_fields(answers)
    return frozenset(f.key for section, f in asked if not ref.section_is_open(section.key))


def _source(number: int, block: Any, converted: list[tuple[str, str]]) -> TextLine | Grid | None:
    if hasattr(block, "cells"):
        cells = tuple(
            GridCell(c.row, c.column, _cell(c, converted), c.row_span, c.column_span)
            for c in block.cells
        )
        return Grid(number, block.rows, block.columns, cells, block.bordered)
    text = _modern(block.text, block.runs, converted)
    line = TextLine(number, text, mark=block.number, bold=block.bold)
    return line if text.strip() else None


def _cell(cell: Any, converted: list[tuple[str, str]]) -> str:
    lines = (
        (block.number, _modern(block.text, block.runs, converted)) for block in cell.paragraphs
    )
    return "\n".join(f"{mark} {text}".strip() for mark, text in lines)


def _modern(text: str, runs: Iterable[Any], converted: list[tuple[str, str]]) -> str:
    modern, reason = runs_in_unicode((run.text, run.font) for run in runs)
    if reason:
        converted.append((text, modern))
    return modern


def group_of(attachment_id: int) -> str:
    """Names all revisions that came from one file of the report."""
    return f"nhap-{attachment_id}"


def pour(
    ref: ReportRef,
    chosen: Iterable[tuple[str, MappedPiece]],
    *,
    mode: str,
    group_key: str,
    actor: Actor,
) -> Poured:
    """Write pieces into the fields chosen for them. Raises NotFound, Refused.

    `mode` says what happens to fields that hold something: keep, append, replace.
    """
    wanted: dict[str, list[MappedPiece]] = {}
    for field_key, piece in chosen:
        wanted.setdefault(field_key, []).append(piece)
    present = reports.load_values(ref.id)
    filled, kept, unfit = [], [], []
    for field_key, pieces in wanted.items():
        if not _fits(ref, field_key, pieces):
            unfit.append(field_key)
            continue
        value = _value(ref, field_key, pieces, present.get(field_key, {}), mode)
        if value is None:
            kept.append(field_key)
        elif filling.put_value(
            ref, field_key, value, actor=actor, origin="import", group_key=group_key
        ):
            filled.append(field_key)
    return Poured(tuple(filled), tuple(kept), tuple(unfit))


def _fits(ref: ReportRef, field_key: str, pieces: Sequence[MappedPiece]) -> bool:
    """Whether anything of them can go there at all: words cannot go into cells."""
    _, field = find_field(ref, field_key)
    if field.type == "table":
        return any(piece.cells for piece in pieces)
    return field.type != "list" or any(piece.rows for piece in pieces)


def _value(
    ref: ReportRef, field_key: str, pieces: Sequence[MappedPiece], present: Json, mode: str
) -> Json | None:
    """The value to store; None when the field keeps what it has."""
    _, field = find_field(ref, field_key)
    kind = field_type(field.type)
    holds = not kind.is_blank(field, present)
    if holds and mode == KEEP:
        return None
    base: Json = present if holds and mode == APPEND else {}
    if field.type == "table":
        cells: Mapping[str, str] = {k: v for p in pieces for k, v in (p.cells or {}).items()}
        return kind.merge_cells(field, base, cells).value if cells else None
    if field.type in ("citations", "list", "recommendations"):
        added = list(kind.parse(field, _rows(field, pieces)).value.get("items") or ())
        return {"items": joined_rows(base.get("items") or (), added)} if added else None
    text = "\n".join(piece.text for piece in pieces if piece.text)
    joined = "\n\n".join(part for part in (str(base.get("v", "")), clean_text(text)) if part)
    return kind.parse(field, joined).value if joined else None


def _rows(field: Field, pieces: Sequence[MappedPiece]) -> list[dict[str, str]]:
    """Rows of a table as they are; a line of text is a document or a recommendation, which a list
    cannot take."""
    found: list[dict[str, str]] = []
    for piece in pieces:
        found += [dict(row) for row in piece.rows or _lines(field, piece.text)]
    return found


def _lines(field: Field, text: str) -> Iterable[Mapping[str, str]]:
    if field.type == "recommendations":
        return recommendation_rows(field, text)
    lines = text.splitlines() if field.type == "citations" else []
    return [_citation(line) for line in lines if line.strip()]


def _citation(line: str) -> dict[str, str]:
    parsed = parse_citation_line(line)
    return {
        "kind": parsed.kind,
        "symbol": parsed.symbol,
        "date": parsed.date.isoformat() if parsed.date else "",
        "issuer": parsed.issuer,
        "title": parsed.title or ("" if parsed.symbol else line.strip()),
    }


def joined_rows(present: Sequence[Json], added: Sequence[Json]) -> list[Json]:
    """Rows that were there keep their ids, by which their files are kept. New ones get ids that
    no row ever had: the file of a row that was removed must not come back with another one."""
    return [*present, *({**item, "id": fresh_row_id()} for item in added)]
