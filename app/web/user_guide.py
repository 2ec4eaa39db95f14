"""The users' guide as pages of the product: docs/huong-dan.md, a place for every task.

markdown-it writes the pages and lets no markup of the file through: what looks like it is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from forms import search_key

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "huong-dan.md"


@dataclass(frozen=True)
class Task:
    """A heading of the third level, with what to do; `anchor` is its place on the page."""

    title: str
    anchor: str
    html: Markup


@dataclass(frozen=True)
class Part:
    title: str
    slug: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Guide:
    """`intro` is what comes before the first part."""

    title: str
    intro: Markup
    parts: tuple[Part, ...]

    def find(self, slug: str) -> Part | None:
        return next((part for part in self.parts if part.slug == slug), None)


@lru_cache(maxsize=1)
def load_guide() -> Guide:
    return read_guide(GUIDE.read_text(encoding="utf-8"))


def read_guide(text: str) -> Guide:
    _, (title, body) = _split(_MARKDOWN.parse(text), "h1")
    (_, intro), *parts = _split(body, "h2")
    return Guide(title, _html(_without_list(intro)), tuple(_part(*part) for part in parts))


def slug_of(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", search_key(title)).strip("-")


def _part(title: str, body: Sequence[Token]) -> Part:
    _, *tasks = _split(body, "h3")
    slug = slug_of(re.sub(r"^Phần \d+\. ", "", title))
    return Part(title, slug, tuple(Task(name, slug_of(name), _html(todo)) for name, todo in tasks))


def _split(tokens: Sequence[Token], tag: str) -> list[tuple[str, list[Token]]]:
    """What stands before the first heading of that level, then heading and body of each."""
    found: list[tuple[str, list[Token]]] = [("", [])]
    rest = iter(tokens)
    for token in rest:
        if token.type == "heading_open" and token.tag == tag:
            found.append((next(rest).content, []))
            next(rest)
        else:
            found[-1][1].append(token)
    return found


def _without_list(tokens: Sequence[Token]) -> list[Token]:
    """The list of the parts in the file itself leads to places of the file."""
    types = [token.type for token in tokens]
    if "bullet_list_open" not in types:
        return list(tokens)
    start, end = types.index("bullet_list_open"), types.index("bullet_list_close")
    return [*tokens[:start], *tokens[end + 1 :]]


def _html(tokens: Sequence[Token]) -> Markup:
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _table_open(_: RendererHTML, *place: Any) -> str:
    # Wider than a phone: it is scrolled alone, also by keyboard.
    return (
        '<div class="table-responsive" tabindex="0" role="region" aria-label="Bảng">'
        '<table class="table table-sm">'
    )


def _table_close(_: RendererHTML, *place: Any) -> str:
    return "</table></div>"


def _header_open(_: RendererHTML, *place: Any) -> str:
    return '<th scope="col">'


def _commands(_: RendererHTML, tokens: Sequence[Token], at: int, *place: Any) -> str:
    return (
        '<div class="guide-code" tabindex="0" role="region" aria-label="Các lệnh"><pre>'
        f"{escape(tokens[at].content.rstrip())}</pre></div>"
    )


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    for kind, write in (
        ("table_open", _table_open),
        ("table_close", _table_close),
        ("th_open", _header_open),
        ("fence", _commands),
    ):
        reader.add_render_rule(kind, write)
    return reader


_MARKDOWN = _reader()
