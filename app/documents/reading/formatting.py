"""Formatting after styles: document defaults → style chain → paragraph → run."""

from dataclasses import dataclass
from typing import Any

from app.documents.reading.model import Spacing
from app.documents.reading.wordml import TWIPS_PER_MM, W, child, number, switch, value

_MAX_CHAIN = 20
Properties = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    based_on: str
    run: Properties
    paragraph: Properties


class StyleSheet:
    def __init__(self, root: Any | None, theme_fonts: dict[str, str]) -> None:
        self._theme_fonts = theme_fonts
        self._styles: dict[str, Style] = {}
        self._default = ""
        self._chains: dict[str, tuple[Properties, Properties]] = {}
        self._base: tuple[Properties, Properties] = ({}, {})
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        defaults = child(root, "docDefaults")
        self._base = (
            self.run_properties(child(defaults, "rPrDefault", "rPr")),
            paragraph_properties(child(defaults, "pPrDefault", "pPr")),
        )
        for item in root.iterfind(f"{W}style"):
            style_id = value(item, "styleId") or ""
            self._styles[style_id] = Style(
                value(child(item, "name")) or style_id,
                value(child(item, "basedOn")) or "",
                self.run_properties(child(item, "rPr")),
                paragraph_properties(child(item, "pPr")),
            )
            if value(item, "type") == "paragraph" and value(item, "default") in ("1", "true"):
                self._default = style_id

    def run_properties(self, element: Any | None) -> Properties:
        if element is None:
            return {}
        fonts = child(element, "rFonts")
        theme = self._theme_fonts.get((value(fonts, "asciiTheme") or "")[:5])
        size = number(child(element, "sz"))
        underline = value(child(element, "u"))
        found = {
            "bold": switch(child(element, "b")),
            "italic": switch(child(element, "i")),
            "caps": switch(child(element, "caps")),
            "hidden": switch(child(element, "vanish")),
            "underline": None if underline is None else underline != "none",
            "size": None if size is None else size / 2,
            "font": theme or value(fonts, "ascii") or value(fonts, "hAnsi"),
        }
        return {key: item for key, item in found.items() if item is not None}

    def name(self, style_id: str | None) -> str:
        style = self._styles.get(style_id or self._default)
        return style.name if style else style_id or ""

    def chain(self, style_id: str | None) -> tuple[Properties, Properties]:
        """Run and paragraph properties of a paragraph style with all it is based on."""
        key = style_id if style_id in self._styles else self._default
        if key not in self._chains:
            run, paragraph = dict(self._base[0]), dict(self._base[1])
            for style in reversed(self._ancestors(key)):
                run |= style.run
                paragraph |= style.paragraph
            self._chains[key] = (run, paragraph)
        return self._chains[key]

    def character(self, style_id: str | None) -> Properties:
        run: Properties = {}
        for style in reversed(self._ancestors(style_id or "")):
            run |= style.run
        return run

    def _ancestors(self, style_id: str) -> list[Style]:
        found: list[Style] = []
        while style_id in self._styles and len(found) < _MAX_CHAIN:
            found.append(self._styles[style_id])
            style_id = found[-1].based_on
        return found


def paragraph_properties(element: Any | None) -> Properties:
    """Lengths stay in twips here; only what is given is in the result."""
    if element is None:
        return {}
    spacing, indent = child(element, "spacing"), child(element, "ind")
    outline, numbering = child(element, "outlineLvl"), child(element, "numPr")
    hanging = number(indent, "hanging")
    found: Properties = {
        "align": value(child(element, "jc")),
        "before": number(spacing, "before"),
        "after": number(spacing, "after"),
        "line": number(spacing, "line"),
        "rule": value(spacing, "lineRule"),
        "left": _either(indent, "left", "start"),
        "right": _either(indent, "right", "end"),
        "first_line": -hanging if hanging is not None else number(indent, "firstLine"),
        "outline": number(outline),
        "number_id": value(child(numbering, "numId")),
        "number_level": number(child(numbering, "ilvl")),
        "rule_line": _has_rule(element),
    }
    return {key: item for key, item in found.items() if item is not None}


def _either(element: Any | None, first: str, second: str) -> float | None:
    found = number(element, first)
    return number(element, second) if found is None else found


def _has_rule(element: Any) -> bool | None:
    borders = child(element, "pBdr")
    if borders is None:
        return None
    return any(
        value(child(borders, side)) not in (None, "nil", "none") for side in ("top", "bottom")
    )


def spacing_of(properties: Properties) -> Spacing:
    rule = properties.get("rule", "auto")
    line = properties.get("line", 240.0)
    return Spacing(
        before=properties.get("before", 0.0) / 20,
        after=properties.get("after", 0.0) / 20,
        line=line / 240 if rule == "auto" else line / 20,
        rule=rule if rule in ("exact", "atLeast") else "auto",
        left=properties.get("left", 0.0) / TWIPS_PER_MM,
        right=properties.get("right", 0.0) / TWIPS_PER_MM,
        first_line=properties.get("first_line", 0.0) / TWIPS_PER_MM,
    )


def theme_fonts(root: Any | None) -> dict[str, str]:
    """{"major": "Calibri Light", "minor": "Calibri"} as far as the theme says."""
    if root is None:
        return {}
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    found = {}
    for key in ("major", "minor"):
        font = root.find(f".//{space}{key}Font/{space}latin")
        if font is not None:
            found[key] = font.get("typeface", "")
    return found
