"""One w:p → runs, marks, tracked changes, comments and bookmarks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.documents.reading.formatting import (
    Properties,
    StyleSheet,
    paragraph_properties,
    spacing_of,
)
from app.documents.reading.model import ParagraphBlock, ReadComment, ReadRun, TrackedChange
from app.documents.reading.numbering import Numbering
from app.documents.reading.wordml import W, child, value

_INSIDE = frozenset(
    W + name for name in ("hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml")
)
_INSERTED = frozenset((W + "ins", W + "moveTo"))
_DELETED = frozenset((W + "del", W + "moveFrom"))
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_OLD_FONTS = (".vn", "vni")
_TEXTS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "sym": "•"}


@dataclass(slots=True)
class Piece:
    """A run's text; `bookmark` is the block bookmark it lies in or after, in this paragraph."""

    run: ReadRun
    bookmark: str = ""
    change: str = ""
    author: str = ""
    date: str = ""


@dataclass(slots=True)
class Walk:
    """What is met and remembered while one paragraph is walked."""

    style_id: str | None
    in_instruction: int = 0
    bookmark: str = ""
    bookmarks: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


@dataclass
class ParagraphReader:
    styles: StyleSheet
    numbering: Numbering
    comments: dict[str, ReadComment]
    open_bookmarks: dict[str, str] = field(default_factory=dict)
    """Bookmark id → name, of those that started and did not end yet."""

    count: int = 0
    notes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Texts of ("footnotes" or "endnotes", id) that are read where they are referred to."""

    def read(self, element: Any) -> ParagraphBlock:
        block, _ = self.read_pieces(element)
        return block

    def read_pieces(self, element: Any) -> tuple[ParagraphBlock, list[Piece]]:
        """The whole paragraph as one block, with its pieces for finer readings."""
        properties = child(element, "pPr")
        style_id = value(child(properties, "pStyle"))
        layout = self.styles.chain(style_id)[1] | paragraph_properties(properties)
        walk = Walk(style_id)
        pieces = list(self._pieces(element, walk, ("", "", "")))
        kept = [piece.run for piece in pieces if piece.change != "deleted"]
        outline = layout.get("outline")
        block = ParagraphBlock(
            text="".join(run.text for run in kept),
            number=self._number(layout),
            style=self.styles.name(style_id),
            outline_level=None if outline is None or outline > 8 else int(outline),
            align=layout.get("align", "left"),
            runs=tuple(joined_runs(kept)),
            spacing=spacing_of(layout),
            bookmarks=tuple(walk.bookmarks),
            comments=tuple(
                self.comments[key] for key in dict.fromkeys(walk.comments) if key in self.comments
            ),
            changes=tuple(changes_of(pieces)),
            paragraph=self.count,
            has_rule=bool(layout.get("rule_line")),
            mark_deleted=child(properties, "rPr", "del") is not None,
        )
        self.count += 1
        return block, pieces

    def _number(self, layout: Properties) -> str:
        number_id = layout.get("number_id")
        if not number_id or number_id == "0":
            return ""
        return self.numbering.label(number_id, int(layout.get("number_level", 0)))

    def _pieces(self, element: Any, walk: Walk, change: tuple[str, str, str]) -> Iterator[Piece]:
        for item in element:
            tag = item.tag
            if tag == W + "r":
                yield from self._run(item, walk, change)
            elif tag in _INSIDE:
                yield from self._pieces(item, walk, change)
            elif tag in _INSERTED:
                yield from self._pieces(item, walk, (change[0] or "inserted", *_who(item)))
            elif tag in _DELETED:
                yield from self._pieces(item, walk, ("deleted", *_who(item)))
            else:
                self._mark(item, walk)

    def _mark(self, item: Any, walk: Walk) -> None:
        if item.tag == W + "bookmarkStart":
            name = value(item, "name") or ""
            walk.bookmarks.append(name)
            walk.bookmark = name
            self.open_bookmarks[value(item, "id") or ""] = name
        elif item.tag == W + "bookmarkEnd":
            self.open_bookmarks.pop(value(item, "id") or "", None)
        elif item.tag == W + "commentRangeStart":
            walk.comments.append(value(item, "id") or "")

    def _run(self, element: Any, walk: Walk, change: tuple[str, str, str]) -> Iterator[Piece]:
        text = "".join(self._run_texts(element, walk))
        look = self._look(element, walk.style_id) if text else {}
        if not text or look.get("hidden"):
            return
        run = ReadRun(
            text.upper() if look.get("caps") and not _is_coded(text, look) else text,
            bool(look.get("bold")),
            bool(look.get("italic")),
            bool(look.get("underline")),
            look.get("size", 10.0),
            look.get("font", ""),
        )
        yield Piece(run, walk.bookmark, *change)

    def _run_texts(self, element: Any, walk: Walk) -> Iterator[str]:
        """Texts of a run, without the instruction of a field (between begin and separate)."""
        for item in element:
            tag = item.tag
            if tag == W + "fldChar":
                kind = value(item, "fldCharType") or ""
                walk.in_instruction += {"begin": 1, "separate": -1}.get(kind, 0)
            elif walk.in_instruction > 0:
                continue
            elif tag == W + "commentReference":
                walk.comments.append(value(item, "id") or "")
            elif tag in _NOTES:
                note = self.notes.get((_NOTES[tag], value(item, "id") or ""))
                yield f" (chú thích: {note})" if note else ""
            elif tag in (W + "t", W + "delText"):
                yield item.text or ""
            elif tag in _TEXTS and value(item, "type") not in ("page", "column"):
                yield _TEXTS[tag]

    def _look(self, element: Any, style_id: str | None) -> Properties:
        properties = child(element, "rPr")
        inherited, _ = self.styles.chain(style_id)
        if properties is None:
            return inherited
        character = self.styles.character(value(child(properties, "rStyle")))
        return inherited | character | self.styles.run_properties(properties)


def _is_coded(text: str, look: Properties) -> bool:
    """Whether the letters are codes of an old font: their capitals are other codes."""
    is_old = str(look.get("font", "")).lower().startswith(_OLD_FONTS)
    return is_old and all(letter <= "\xff" for letter in text)


def _who(element: Any) -> tuple[str, str]:
    return value(element, "author") or "", value(element, "date") or ""


def joined_runs(runs: Iterable[ReadRun]) -> Iterator[ReadRun]:
    """Neighbours of the same look as one run."""
    last: ReadRun | None = None
    for run in runs:
        if last and _look_of(last) == _look_of(run):
            last = ReadRun(last.text + run.text, *_look_of(run))
        else:
            if last:
                yield last
            last = run
    if last:
        yield last


def _look_of(run: ReadRun) -> tuple[bool, bool, bool, float, str]:
    return run.bold, run.italic, run.underline, run.size, run.font


def changes_of(pieces: list[Piece]) -> Iterator[TrackedChange]:
    for piece in pieces:
        if piece.change == "inserted":
            yield TrackedChange("inserted", piece.run.text, piece.author, piece.date)
        elif piece.change == "deleted":
            yield TrackedChange("deleted", piece.run.text, piece.author, piece.date)
