"""Names and small readings of WordprocessingML."""

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIPS_PER_MM = 1440 / 25.4


def child(element: Any, *path: str) -> Any | None:
    for name in path:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def value(element: Any | None, name: str = "val") -> str | None:
    if element is None:
        return None
    found = element.get(W + name)
    return None if found is None else str(found)


def number(element: Any | None, name: str = "val") -> float | None:
    """Also "12pt" and the like, which strict files use; None where it is not a number."""
    text = value(element, name)
    if text is None:
        return None
    factor = 20.0 if text.endswith("pt") else 1.0
    try:
        return float(text.removesuffix("pt")) * factor
    except ValueError:
        return None


def switch(element: Any | None) -> bool | None:
    """A toggle such as w:b: None where it is not given."""
    if element is None:
        return None
    return value(element) not in ("0", "false", "off", "none")
