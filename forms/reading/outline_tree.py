"""Prepared lines → headings with what stands under each, by the order of their marks.

Marks rank headings; a heading without a number takes its place from the numbers around it. What is
neither heading nor note is the explanation of the heading above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from forms.reading.blocks import Grid
from forms.reading.outline_lines import Line, Prepared
from forms.reading.outline_marks import Rank
from forms.reading.outline_proposal import Confidence
from forms.reading.outline_words import KNOWN_HEADINGS, heading_text, is_note, short_label

LONG_HEADING = 220
_SHORT = 130


@dataclass
class Point:
    """A dash under a heading, with its inner dashes."""

    text: str
    lines: list[int]


@dataclass
class Node:
    """One heading being read. `texts` are its explanations, `notes` its "Lưu ý"."""

    rank: int
    heading: str
    number: str = ""
    order: int = 0
    level_name: str = ""
    appendix: bool = False
    confidence: Confidence = Confidence.SURE
    why: str = ""
    lines: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """Whether nothing stands under the heading: no words, points, tables or headings."""
        return not (self.texts or self.notes or self.points or self.grids or self.children)


@dataclass
class Tree:
    """`loose` are lines before the first heading; `notes` say what was mended."""

    nodes: list[Node] = field(default_factory=list)
    loose: list[Prepared] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def build_tree(lines: Sequence[Prepared]) -> Tree:
    return _TreeReader(lines).read()


class _TreeReader:
    def __init__(self, lines: Sequence[Prepared]) -> None:
        self.lines = lines
        self.tree = Tree()
        self.open: list[Node] = []
        self.in_note = False

    def read(self) -> Tree:
        for place, line in enumerate(self.lines):
            if isinstance(line, Grid):
                self._grid(line)
            else:
                self._line(place, line)
        return self.tree

    def _grid(self, grid: Grid) -> None:
        self.in_note = False
        if self.open:
            self.open[-1].grids.append(grid)
        else:
            self.tree.loose.append(grid)

    def _line(self, place: int, line: Line) -> None:
        if self._names_the_part(line):
            return
        rank = self._heading_rank(place, line)
        if rank is None:
            self._content(line)
            return
        self.in_note = False
        node = _node(rank, line)
        while self.open and self.open[-1].rank >= rank:
            self.open.pop()
        siblings = self.open[-1].children if self.open else self.tree.nodes
        self._mend_number(node, siblings)
        siblings.append(node)
        self.open.append(node)

    def _names_the_part(self, line: Line) -> bool:
        """The line after "Phần thứ nhất" is its heading; after "Phụ lục 1" when it looks so."""
        last = self.open[-1] if self.open else None
        if last is None or last.heading or not last.is_bare or line.mark:
            return False
        if last.appendix and not (line.caps or line.source.bold or line.source.centered):
            return False
        last.heading = heading_text(line.text)
        last.lines += line.sources
        return True

    def _heading_rank(self, place: int, line: Line) -> int | None:
        mark = line.mark
        if mark is None:
            return self._unnumbered_rank(place, line)
        if mark.rank in (Rank.DASH, Rank.PLUS):
            return None
        if mark.rank == Rank.SMALL and not self._is_heading_of_small(line):
            return None
        return int(mark.rank)

    def _is_heading_of_small(self, line: Line) -> bool:
        """ "a)" is a heading when it is short or set off; a long one is a point."""
        return line.source.bold or bool(line.source.lead) or len(line.text) <= _SHORT

    def _unnumbered_rank(self, place: int, line: Line) -> int | None:
        source = line.source
        known = line.key in KNOWN_HEADINGS
        if len(line.text) > _SHORT and not (source.level is not None or line.caps):
            return None
        if is_note(line.text) or line.text.endswith((";", ",")):
            return None
        if line.caps and len(line.text) >= 4 and (known or source.bold or source.centered):
            return int(Rank.PART)
        if line.caps and source.level is not None:
            return int(Rank.PART)
        looks = source.bold or source.level is not None
        if not (known or (looks and not line.text.endswith("."))):
            return None
        return self._rank_among_numbers(place)

    def _rank_among_numbers(self, place: int) -> int:
        """Beside the numbered headings when they begin anew after it, else under them."""
        listed = next((node for node in self.open if node.rank == Rank.NUMBER), None)
        following = self._next_number(place)
        if listed and following == listed.order + 1:
            return int(Rank.INNER)
        return int(Rank.UNNUMBERED)

    def _next_number(self, place: int) -> int:
        for line in self.lines[place + 1 :]:
            if isinstance(line, Grid) or line.mark is None:
                continue
            if line.mark.rank == Rank.NUMBER:
                return line.mark.order
            if line.mark.rank < Rank.NUMBER:
                return 0
        return 0

    def _mend_number(self, node: Node, siblings: list[Node]) -> None:
        """Two headings "II." side by side: the second is III, and the user is told."""
        before = next((other for other in reversed(siblings) if other.rank == node.rank), None)
        if not node.order or before is None or node.order != before.order or node.appendix:
            return
        written = node.number
        node.order += 1
        node.number = _next_value(written, node.order)
        node.confidence = Confidence.GUESS
        node.why = f"trong tệp, số {written} dùng hai lần; đã đánh lại thành {node.number}"
        self.tree.notes.append(
            f"Mục “{node.heading[:60]}”: số {written} dùng hai lần, đã đánh lại thành {node.number}."  # noqa: E501
        )

    def _content(self, line: Line) -> None:
        if not self.open:
            self.tree.loose.append(line)
            return
        node = self.open[-1]
        mark = line.mark
        if is_note(line.text):
            self.in_note = True
            node.notes.append(line.text)
            node.lines += line.sources
        elif mark is None:
            self._plain(node, line)
        elif mark.rank == Rank.PLUS and node.points:
            node.points[-1].text += f"\n+ {line.text}"
            node.points[-1].lines += line.sources
        else:
            node.points.append(Point(line.text, list(line.sources)))

    def _plain(self, node: Node, line: Line) -> None:
        """Words without a mark explain the heading, or go on with its note or last point."""
        node.lines += line.sources
        if node.points and not self.in_note:
            node.points[-1].text += f"\n{line.text}"
        else:
            (node.notes if self.in_note else node.texts).append(line.text)


def _next_value(value: str, order: int) -> str:
    romans = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
    if value.isdigit():
        return str(order)
    if value in romans and order <= len(romans):
        return romans[order - 1]
    if "." in value:
        return f"{value.rsplit('.', 1)[0]}.{order}"
    return chr(ord(value[0]) + 1) if len(value) == 1 else value


def _node(rank: int, line: Line) -> Node:
    mark = line.mark
    node = Node(rank, "", lines=list(line.sources))
    if mark:
        node.order = mark.order
        node.appendix = mark.appendix
        node.level_name = "" if mark.appendix else mark.name
        node.number = "" if mark.name and not mark.appendix else mark.value
    _set_heading(node, line)
    if mark is None:
        node.confidence, node.why = Confidence.GUESS, "nhận theo chữ đậm, chữ hoa hoặc cách gọi"
    elif not node.why:
        node.why = f"số “{mark.name or mark.value}” ở đầu dòng"
    if line.notes:
        node.why = "; ".join(filter(None, (node.why, *dict.fromkeys(line.notes))))
    return node


def _set_heading(node: Node, line: Line) -> None:
    """A long numbered paragraph: its bold or first words are the heading, all of it guidance."""
    text, lead = line.text, line.source.lead
    if len(text) <= LONG_HEADING and not (lead and ":" in lead):
        node.heading = heading_text(text)
        return
    head, colon, rest = text.partition(":")
    if colon and len(head) <= _SHORT and rest.strip():
        node.heading, node.texts = heading_text(head), [rest.strip()]
        node.confidence, node.why = Confidence.GUESS, "lấy phần trước dấu hai chấm làm tiêu đề"
    elif len(text) > LONG_HEADING:
        node.heading, node.texts = short_label(text), [text]
        node.confidence, node.why = Confidence.UNSURE, "đoạn dài có số; tiêu đề cắt từ câu đầu"
    else:
        node.heading = heading_text(text)
