"""A returned copy of an export: what its editor did, block by block.

Blocks are known by their bookmarks. A paragraph of the body without one is new and belongs after
the block before it. Letterhead, headings, tables and endings are not blocks and are passed over.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.documents.reading.blocks import body_elements, paragraph_reader
from app.documents.reading.model import ReadComment, ReadRun, TrackedChange
from app.documents.reading.opening import DocxPackage, open_docx
from app.documents.reading.paragraphs import Piece, changes_of, joined_runs
from app.documents.reading.wordml import W, child
from app.documents.typography import plain_spaces
from app.documents.word.output import BLOCK_BOOKMARK, COMMENT_AUTHOR, FIXED_BOOKMARK
from app.documents.word.package import EXPORT_PROPERTY
from app.documents.word.styles import STRUCTURE_STYLES
from forms.document import ParagraphStyle, Run

_STYLES = {"- ": ParagraphStyle.DASH, "+ ": ParagraphStyle.PLUS}
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"


@dataclass(frozen=True, slots=True)
class ReturnedBlock:
    """`block_id` is "" for a new paragraph; `after` is the block it follows ("" at the start).

    A block that its editor broke in two has its paragraphs joined by newlines.
    """

    block_id: str
    after: str
    style: ParagraphStyle
    runs: tuple[Run, ...]
    changes: tuple[TrackedChange, ...] = ()
    comments: tuple[ReadComment, ...] = ()
    heading_level: int | None = None
    """1 to 9 when a new paragraph is a heading."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class ReturnedCopy:
    """`export_id` is "" when the file is not one of our exports or lost its mark."""

    export_id: str
    blocks: tuple[ReturnedBlock, ...]


@dataclass(frozen=True, slots=True)
class BlockEdit:
    """`before` is the exported text, "" for a new block; `block` is None for a deleted one."""

    kind: Literal["changed", "deleted", "added", "moved"]
    block_id: str
    before: str
    block: ReturnedBlock | None


def read_back(data: bytes) -> ReturnedCopy:
    """Raises UnreadableFile."""
    package = open_docx(data)
    return ReturnedCopy(_export_id(package), tuple(_returned(package)))


def compare_copy(copy: ReturnedCopy, exported: Mapping[str, str]) -> tuple[BlockEdit, ...]:
    """`exported` maps block id to text, in the order of the export. Only what changed is told."""
    found = {block.block_id: block for block in copy.blocks if block.block_id}
    moved = _moved([key for key in exported if key in found], list(found))
    edits = []
    for block in copy.blocks:
        before = exported.get(block.block_id, "")
        if not block.block_id or block.block_id not in exported:
            edits.append(BlockEdit("added", block.block_id, "", block))
        elif plain_spaces(block.text).strip() != plain_spaces(before).strip():
            edits.append(BlockEdit("changed", block.block_id, before, block))
        elif block.block_id in moved:
            edits.append(BlockEdit("moved", block.block_id, before, block))
    gone = [key for key in exported if key not in found]
    return (*edits, *(BlockEdit("deleted", key, exported[key], None) for key in gone))


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The fewest blocks whose moving explains the new order: all but a longest rising run."""
    place = {key: index for index, key in enumerate(before)}
    order = [key for key in after if key in place]
    ends: list[int] = []
    tails: list[str] = []
    previous: dict[str, str | None] = {}
    for key in order:
        at = bisect_left(ends, place[key])
        ends[at : at + 1] = [place[key]]
        tails[at : at + 1] = [key]
        previous[key] = tails[at - 1] if at else None
    kept: set[str] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = previous[last]
    return set(order) - kept


def _export_id(package: DocxPackage) -> str:
    root = package.part("docProps/custom.xml")
    for item in root if root is not None else ():
        if item.tag == f"{_CUSTOM}property" and item.get("name") == EXPORT_PROPERTY:
            return "".join(item.itertext()).strip()
    return ""


def _returned(package: DocxPackage) -> Iterator[ReturnedBlock]:
    """Blocks in order; parts of a broken block are joined."""
    waiting: ReturnedBlock | None = None
    for block in _parts(package):
        if waiting and block.block_id and block.block_id == waiting.block_id:
            joined = (*waiting.runs, Run("\n"), *block.runs)
            waiting = replace(
                waiting,
                runs=joined,
                changes=waiting.changes + block.changes,
                comments=waiting.comments + block.comments,
            )
            continue
        if waiting:
            yield waiting
        waiting = block
    if waiting:
        yield waiting


def _parts(package: DocxPackage) -> Iterator[ReturnedBlock]:
    reader = paragraph_reader(package)
    last = ""
    for element in body_elements(child(package.document(), "body")):
        if element.tag != W + "p":
            _pass_over(element, reader)
            continue
        carried = [name for name in reader.open_bookmarks.values() if _block_id(name)]
        block, pieces = reader.read_pieces(element)
        if carried:
            pieces = [replace(piece, bookmark=piece.bookmark or carried[-1]) for piece in pieces]
        fixed = any(name.startswith(FIXED_BOOKMARK) for name in block.bookmarks)
        names = [*carried, *(name for name in block.bookmarks if _block_id(name))]
        if not names and (fixed or block.style in STRUCTURE_STYLES or not block.text.strip()):
            continue
        for group in _groups(pieces, names):
            returned = _block(_block_id(names[0]) if names else "", last, group, block.comments)
            if names:
                returned = replace(returned, block_id=_block_id(names.pop(0)))
            if returned.text.strip():
                level = None if block.outline_level is None else block.outline_level + 1
                yield replace(returned, heading_level=level)
                last = returned.block_id or last


def _pass_over(table: Any, reader: Any) -> None:
    """Numbers and bookmarks inside tables still count."""
    for paragraph in table.iter(f"{W}p"):
        reader.read(paragraph)


def _block_id(bookmark: str) -> str:
    return bookmark.removeprefix(BLOCK_BOOKMARK) if bookmark.startswith(BLOCK_BOOKMARK) else ""


def _groups(pieces: list[Piece], names: list[str]) -> list[list[Piece]]:
    """The pieces of each block bookmark; text around the bookmarks goes to the nearest one."""
    if len(names) < 2:
        return [pieces]
    groups: list[list[Piece]] = [[] for _ in names]
    current = 0
    for piece in pieces:
        if piece.bookmark in names:
            current = names.index(piece.bookmark)
        groups[current].append(piece)
    return groups


def _block(
    block_id: str, after: str, pieces: Iterable[Piece], comments: tuple[ReadComment, ...]
) -> ReturnedBlock:
    listed = list(pieces)
    kept = joined_runs(piece.run for piece in listed if piece.change != "deleted")
    style, runs = _without_mark([_run(run) for run in kept])
    theirs = tuple(comment for comment in comments if comment.author != COMMENT_AUTHOR)
    return ReturnedBlock(block_id, after, style, runs, tuple(changes_of(listed)), theirs)


def _run(run: ReadRun) -> Run:
    return Run(plain_spaces(run.text), run.bold, run.italic, run.underline)


def _without_mark(runs: list[Run]) -> tuple[ParagraphStyle, tuple[Run, ...]]:
    """The "- " or "+ " in front becomes the style of the paragraph."""
    if runs:
        for mark, style in _STYLES.items():
            if runs[0].text.startswith(mark):
                rest = replace(runs[0], text=runs[0].text.removeprefix(mark))
                return style, (rest, *runs[1:]) if rest.text else tuple(runs[1:])
    return ParagraphStyle.BODY, tuple(runs)
