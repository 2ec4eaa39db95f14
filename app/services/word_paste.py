"""Word's clipboard made into plain text: paragraphs, dash lists, numbers, tables, old fonts; and
text of a PDF or a mail, whose lines end where the page ended.

Only text leaves this module, so there is nothing to sanitise; markup is read and forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from forms import clean_text, in_unicode, join_wrapped

MOST_CHARACTERS = 400_000
_BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "blockquote"})
_SILENT = frozenset({"style", "script", "title", "head", "meta", "link", "xml"})
_LIST = re.compile(r"mso-list:\s*\w+\s+level(\d+)", re.IGNORECASE)
_IGNORE = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_FONT = re.compile(r"font-family:\s*[\"']?([^;,\"']+)", re.IGNORECASE)
_NUMBERED = re.compile(r"[0-9a-zđA-ZĐ]{1,5}[.)]")


@dataclass
class Pasted:
    """`text` is ready for the box; `tables` their rows; `notes` are for the user."""

    text: str = ""
    paragraphs: int = 0
    items: int = 0
    joined: int = 0
    tables: list[list[list[str]]] = field(default_factory=list)
    converted: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        found = [
            f"Đã dán {self.paragraphs} đoạn"
            + (f", {self.items} gạch đầu dòng" if self.items else "")
            + "."
        ]
        if self.joined:
            found.append(f"Đã nối {self.joined} dòng bị ngắt giữa câu (thường do chép từ PDF).")
        if self.tables:
            found.append(f"Phát hiện {len(self.tables)} bảng, đang giữ dạng chữ.")
        if self.converted:
            found.append(f"Đã chuyển chữ phông cũ sang Unicode ({self.converted[0]}). Hãy đọc lại.")
        return found


def read_clipboard(markup: str, plain: str) -> Pasted:
    """`plain` is what the clipboard holds as text, used when the markup says nothing."""
    pasted = Pasted()
    lines = list(_lines(_parse(markup[:MOST_CHARACTERS]), pasted))
    text = clean_text("\n".join(lines) or plain)
    pasted.text = join_wrapped(text)
    pasted.joined = text.count("\n") - pasted.text.count("\n")
    pasted.items = sum(line.startswith(("- ", "+ ")) for line in pasted.text.splitlines())
    pasted.paragraphs = sum(bool(line.strip()) for line in pasted.text.splitlines()) - pasted.items
    return pasted


def _parse(markup: str) -> Any:
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return html.Element("body")


def _lines(element: Any, pasted: Pasted) -> Iterator[str]:
    """Lines in the order of the document; a block starts a new one."""
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    if element.tag == "table":
        yield from _table(element, pasted)
    elif element.tag in _BLOCKS and not any(c.tag in _BLOCKS | {"table"} for c in element):
        text = " ".join(_text(element, "", pasted).split())
        if text:
            yield _marker(element) + text
    else:
        loose = " ".join((element.text or "").split())
        if loose:
            yield loose
        for child in element:
            yield from _lines(child, pasted)
            tail = " ".join((child.tail or "").split())
            if tail:
                yield tail


def _table(element: Any, pasted: Pasted) -> Iterator[str]:
    rows = [
        [" ".join(_text(cell, "", pasted).split()) for cell in row.iter("td", "th")]
        for row in element.iter("tr")
    ]
    pasted.tables.append(rows)
    yield from (" | ".join(row) for row in rows if any(row))


def _marker(element: Any) -> str:
    """The dash or number of a list item, from Word's own marks or from HTML's."""
    level = _LIST.search(element.get("style") or "")
    if level:
        sign = "".join(_ignored(element)).strip()
        if _NUMBERED.fullmatch(sign):
            return f"{sign} "
        return "- " if level[1] == "1" else "+ "
    if element.tag != "li":
        return ""
    parent = element.getparent()
    if parent is not None and parent.tag == "ol":
        return f"{parent.index(element) + 1}. "
    nested = sum(1 for outer in element.iterancestors("ul", "ol"))
    return "- " if nested <= 1 else "+ "


def _ignored(element: Any) -> Iterator[str]:
    for part in element.iter():
        if _IGNORE.search(part.get("style") or ""):
            yield part.text_content()


def _text(element: Any, font: str, pasted: Pasted) -> str:
    """The words of an element without list marks, each run out of its old font."""
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return ""
    style = element.get("style") or ""
    if _IGNORE.search(style):
        return ""
    named = _FONT.search(style)
    font = named[1].strip() if named else element.get("face") or font
    parts = [_modern(element.text or "", font, pasted)]
    for child in element:
        parts.append(" " if child.tag == "br" else _text(child, font, pasted))
        parts.append(_modern(child.tail or "", font, pasted))
    return "".join(parts)


def _modern(text: str, font: str, pasted: Pasted) -> str:
    if not text.strip():
        return " " if text else ""
    if not font.lower().startswith((".vn", "vni-")):
        return text
    modern, reason = in_unicode(text, font)
    if reason:
        pasted.converted.append(reason)
        return f"{' ' * text[0].isspace()}{modern}{' ' * text[-1].isspace()}"
    return text
