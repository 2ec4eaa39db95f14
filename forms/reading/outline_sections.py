"""Headings with what stands under them → proposed sections and the questions they ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from forms.reading.blocks import Grid
from forms.reading.outline_keys import Keys, number_slug, slug
from forms.reading.outline_kinds import new_field, usual_merge
from forms.reading.outline_marks import Rank
from forms.reading.outline_proposal import Confidence, ProposedField, ProposedSection
from forms.reading.outline_tables import read_table
from forms.reading.outline_tree import Node, Point
from forms.reading.outline_words import (
    asked_by,
    is_about_the_centre,
    is_preface,
    polarity_of,
    repeated_items,
    short_label,
)
from forms.schema import Choice, Field, FilledBy, MergeRule, Section

_LONGEST_QUESTION = 90
_APPENDICES = "PHỤ LỤC"
_ITEMS_WHY = "nêu ở phần chung “gồm: …”, lặp lại ở từng mục"


@dataclass
class Sections:
    """Collects what is proposed. `addressees` are those that recommendations go to."""

    found: list[ProposedSection] = field(default_factory=list)
    addressees: list[Choice] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    unread: list[tuple[Grid, str]] = field(default_factory=list)
    section_keys: Keys = field(default_factory=Keys)
    field_keys: Keys = field(default_factory=Keys)

    def add(self, nodes: Sequence[Node]) -> None:
        for node in _with_appendices_together(nodes):
            self._add(node, "", 0, ())

    def _add(self, node: Node, parent_key: str, depth: int, inherited: tuple[str, ...]) -> None:
        node.heading = node.heading or _unnamed(node)
        key = self.section_keys.take(_section_key(node, parent_key))
        items = next((found for text in node.texts if (found := repeated_items(text))), ())
        questions = node.children if _are_questions(node) else []
        inner = [] if questions else node.children
        place = len(self.found)
        if node.appendix and node.points and not node.children and not node.grids:
            inner, node.points = [_appendix_of(point) for point in node.points], []
        fields = list(self._fields(node, key, questions, inner, items or inherited))
        section = Section(
            key,
            node.heading,
            level_name=node.level_name,
            number=node.number,
            guidance="\n".join(node.texts),
            note="\n".join(map(_without_note_word, node.notes)),
            filled_by=_filled_by(node),
            appendix=node.appendix,
        )
        proposed = ProposedSection(
            section, depth, node.confidence, node.why, tuple(node.lines), tuple(fields)
        )
        self.found.insert(place, proposed)
        for number, child in enumerate(inner, start=1):
            if node.appendix:
                child.appendix = True
                child.number = child.number or str(number)
            # "Đánh giá chung" beside the tasks is not one of them.
            passed = () if child.rank in (Rank.UNNUMBERED, Rank.INNER) else items or inherited
            self._add(child, key, depth + 1, passed)

    def _fields(
        self,
        node: Node,
        key: str,
        questions: Sequence[Node],
        inner: Sequence[Node],
        items: tuple[str, ...],
    ) -> Iterator[ProposedField]:
        asked = asked_by(node.heading, appendix=node.appendix)
        for question in questions:
            yield self._question(question, key, _filled_by(node))
        for grid in node.grids:
            yield from self._table(grid, node, key)
        if asked.type == "recommendations":
            yield self._recommendations(node, key)
        elif items and not inner and not questions:
            yield from self._repeated(node, key, items)
        else:
            yield from (self._point(point, key, _filled_by(node)) for point in node.points)
            if not (node.points or inner or questions or node.grids):
                yield self._only(node, key, asked.type, plain=asked.plain)

    def _question(self, node: Node, key: str, filled_by: FilledBy) -> ProposedField:
        kind = asked_by(node.heading)
        made = self._make(f"{key}_{slug(node.heading)}", kind.type, node.heading)
        made = replace(made, filled_by=filled_by, merge=_merge(kind.type, filled_by))
        return ProposedField(made, node.confidence, node.why, tuple(node.lines))

    def _point(
        self, point: Point, key: str, filled_by: FilledBy, before: str = ""
    ) -> ProposedField:
        label = f"{before}{short_label(point.text)}"
        kind = asked_by(point.text.split("\n")[0]).type if not before else "narrative"
        made = self._make(f"{key}_{slug(label)}", kind, label)
        guidance = "" if point.text.rstrip(" .;:") == label else point.text
        made = replace(made, guidance=guidance, filled_by=filled_by, merge=_merge(kind, filled_by))
        return ProposedField(made, Confidence.GUESS, "gạch đầu dòng", tuple(point.lines))

    def _repeated(self, node: Node, key: str, items: tuple[str, ...]) -> Iterator[ProposedField]:
        """The first part is asked point by point where the heading has points."""
        first, *others = items
        if node.points:
            for point in node.points:
                found = self._point(point, key, FilledBy.UNIT, f"{first}: ")
                yield replace(found, field=replace(found.field, polarity=polarity_of(first)))
        else:
            others = list(items)
        for item in others:
            made = self._make(f"{key}_{slug(item)}", "narrative", item)
            yield ProposedField(
                replace(made, polarity=polarity_of(item)), Confidence.GUESS, _ITEMS_WHY
            )

    def _recommendations(self, node: Node, key: str) -> ProposedField:
        taken = {choice.label for choice in self.addressees}
        keys = Keys(choice.key for choice in self.addressees)
        for point in node.points:
            label = point.text.strip(" .;:")
            if label not in taken and len(label) <= _LONGEST_QUESTION:
                self.addressees.append(Choice(keys.take(slug(label, 6)), label))
        made = replace(
            self._make(f"{key}_{slug(node.heading)}", "recommendations", node.heading),
            allow_nil=True,
            guidance="\n".join(p.text for p in node.points if len(p.text) > _LONGEST_QUESTION),
        )
        lines = tuple(line for point in node.points for line in point.lines)
        return ProposedField(made, Confidence.SURE, "mục kiến nghị, đề xuất", lines)

    def _table(self, grid: Grid, node: Node, key: str) -> Iterator[ProposedField]:
        wish = self.field_keys.take(f"{key}_bieu")
        read = read_table(grid, wish, short_label(node.heading) if node.heading else "Biểu số liệu")
        if read is None:
            self.unread.append((grid, "bảng không có dòng tiêu đề cột"))
            return
        self.doubts += read.doubts
        sure = Confidence.UNSURE if read.doubts else Confidence.GUESS
        shape = f"{len(read.field.columns)} cột"
        if read.field.rows:
            shape += f", {len(read.field.rows)} dòng"
        why = "; ".join((f"bảng {shape} trong tệp", *read.doubts))
        yield ProposedField(read.field, sure, why, (grid.number,))

    def _only(self, node: Node, key: str, kind: str, *, plain: bool) -> ProposedField:
        made = self._make(f"{key}_{slug(node.heading)}", kind, short_label(node.heading, 200))
        filled_by = _filled_by(node)
        made = replace(made, filled_by=filled_by, merge=_merge(kind, filled_by))
        sure = Confidence.GUESS if plain else Confidence.UNSURE
        return ProposedField(made, sure, "mục chưa nêu hình thức trả lời")

    def _make(self, wish: str, kind: str, label: str) -> Field:
        return new_field(self.field_keys.take(wish), kind, label)


def _unnamed(node: Node) -> str:
    """What stands for the heading of a part or appendix that has only its number."""
    if node.appendix:
        return f"Phụ lục {node.number}" if node.number else _APPENDICES
    return node.level_name or f"Mục {node.number}".strip()


def _section_key(node: Node, parent_key: str) -> str:
    """Short and told by numbers: p2, p2_1; headings without a number by their words."""
    if node.appendix:
        return f"{parent_key or 'phu_luc'}_{number_slug(node.number)}".rstrip("_")
    if node.level_name:
        return f"p{node.order}"
    own = number_slug(node.number) if node.number else slug(node.heading)
    return "_".join(filter(None, (parent_key, own or "muc")))


def _are_questions(node: Node) -> bool:
    """Short headings with nothing under them, in a preface or below the usual numbering."""
    if node.appendix or not node.children:
        return False
    below = node.rank in (Rank.UNNUMBERED, Rank.INNER) or is_preface(node.heading)
    return all(
        child.is_bare
        and len(child.heading) <= _LONGEST_QUESTION
        and (below or child.rank >= Rank.DOTTED)
        for child in node.children
    )


def _appendix_of(point: Point) -> Node:
    text = point.text.rstrip(" .;:")
    return Node(
        int(Rank.DOTTED),
        short_label(text, 200),
        confidence=Confidence.GUESS,
        why="gạch đầu dòng dưới Phụ lục",
        lines=list(point.lines),
        texts=[] if len(text) <= 200 else [text],
        appendix=True,
    )


def _with_appendices_together(nodes: Sequence[Node]) -> list[Node]:
    """ "Phụ lục 1", "Phụ lục 2" under one heading PHỤ LỤC, as outlines keep them."""
    kept: list[Node] = []
    home: Node | None = None
    for node in nodes:
        if not node.appendix:
            kept.append(node)
        elif not node.number and home is None and node.heading in ("", _APPENDICES):
            home = node
            kept.append(node)
        else:
            if home is None:
                home = Node(int(Rank.PART), _APPENDICES, appendix=True, confidence=Confidence.GUESS,
                            why="gom các phụ lục của tệp")  # fmt: skip
                kept.append(home)
            home.children.append(node)
    return kept


def _filled_by(node: Node) -> FilledBy:
    office = is_preface(node.heading) or is_about_the_centre(node.heading)
    return FilledBy.OFFICE if office else FilledBy.UNIT


def _without_note_word(text: str) -> str:
    head, colon, rest = text.partition(":")
    return rest.strip() if colon and len(head) <= 10 and rest.strip() else text


def _merge(kind: str, filled_by: FilledBy) -> MergeRule:
    """What the office writes for everybody is not merged."""
    if filled_by is FilledBy.OFFICE and kind == "narrative":
        return MergeRule("none")
    return usual_merge(kind)
