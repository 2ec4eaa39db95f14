"""The users' guide as pages of the product: docs/huong-dan.md, read into blocks for a template.

Only what the guide uses is read: headings, paragraphs, lists of one level, tables, code, and
strong, emphasised and code words inside a line. Nothing in the file can become markup: the
template writes every text escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from forms import search_key

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "huong-dan.md"

Row = tuple["Spans", ...]


@dataclass(frozen=True)
class Span:
    """`kind` is "", "strong", "em" or "code"."""

    kind: str
    text: str


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """`kind` is p, ul, ol, table or code. A paragraph has one line; code has its text there."""

    kind: str
    lines: tuple[Spans, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Task:
    """A heading of the third level, with what to do; `anchor` is its place on the page."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Part:
    title: str
    slug: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Guide:
    """`intro` is what comes before the first part."""

    title: str
    intro: tuple[Block, ...]
    parts: tuple[Part, ...]

    def find(self, slug: str) -> Part | None:
        return next((part for part in self.parts if part.slug == slug), None)


@lru_cache(maxsize=1)
def load_guide() -> Guide:
    return read_guide(GUIDE.read_text(encoding="utf-8"))


def read_guide(text: str) -> Guide:
    head, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    title, _, intro = head.partition("\n")
    # The list of the parts in the file itself leads to places of the file.
    blocks = tuple(block for block in _blocks(intro) if block.kind != "ul")
    return Guide(title.removeprefix("# ").strip(), blocks, tuple(map(_part, parts)))


def _part(text: str) -> Part:
    head, *tasks = re.split(r"^### ", text, flags=re.MULTILINE)
    title = head.partition("\n")[0].strip()
    slug = slug_of(re.sub(r"^Phần \d+\. ", "", title))
    return Part(title, slug, tuple(_task(task) for task in tasks))


def _task(text: str) -> Task:
    title, _, body = text.partition("\n")
    return Task(title.strip(), slug_of(title), tuple(_blocks(body)))


def slug_of(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", search_key(title)).strip("-")


_ITEM = re.compile(r"(?:- |\d+\. )")


def _blocks(text: str) -> Iterator[Block]:
    """Blocks between blank lines; code keeps its own."""
    for number, piece in enumerate(re.split(r"^```.*\n", text, flags=re.MULTILINE)):
        if number % 2:
            yield Block("code", ((Span("code", piece.rstrip("\n")),),))
            continue
        for is_blank, lines in groupby(piece.splitlines(), key=lambda line: not line.strip()):
            if not is_blank:
                yield from _paragraphs(list(lines))


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    """A paragraph, a list, a table, or a list straight after a paragraph."""
    if lines[0].startswith("|"):
        yield _table(lines)
        return
    items: list[str] = []
    kind = "p"
    for line in lines:
        if _ITEM.match(line) and kind == "p":
            if items:
                yield Block("p", (spans_of(items[0]),))
            items, kind = [], "ul" if line.startswith("- ") else "ol"
        if _ITEM.match(line) or not items:
            items.append(line if kind == "p" else _ITEM.sub("", line, count=1))
        else:
            items[-1] += " " + line.strip()
    yield Block(kind, tuple(spans_of(item) for item in items))


def _table(lines: list[str]) -> Block:
    rows = [
        tuple(spans_of(cell.strip()) for cell in line.strip().strip("|").split("|"))
        for line in lines
        if not re.fullmatch(r"[|\s:-]+", line)
    ]
    return Block("table", rows=tuple(rows))


_MARKED = re.compile(r"\*\*(?P<strong>.+?)\*\*|`(?P<code>[^`]+)`|\*(?P<em>[^*]+)\*")


def spans_of(line: str) -> Spans:
    found: list[Span] = []
    end = 0
    for match in _MARKED.finditer(line):
        found.append(Span("", line[end : match.start()]))
        found.append(Span(match.lastgroup or "", match[match.lastgroup or 0]))
        end = match.end()
    found.append(Span("", line[end:]))
    return tuple(span for span in found if span.text)
