"""Bootstrap and the icon sprite under app/static/vendor, rebuilt from the published packages.

The files are committed, so neither running nor testing the project needs this. It exists so that
moving to another release, or adding an icon, is one command and not handwork.
"""

from __future__ import annotations

import re
from pathlib import Path

from tools import npm
from tools.console import SetupError, say, step
from tools.paths import ROOT, write_atomically

VENDOR = ROOT / "app" / "static" / "vendor"
BOOTSTRAP = "bootstrap@5.3.8"
ICON_PACKAGE = "bootstrap-icons@1.13.2"
BOOTSTRAP_FILES = {
    "dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
    "dist/js/bootstrap.bundle.min.js": "bootstrap/bootstrap.bundle.min.js",
    "LICENSE": "bootstrap/LICENSE",
}

# Id of the symbol in our sprite -> name of the picture in the package.
ICONS = {
    "save": "floppy",
    "check": "check-lg",
    "warning": "exclamation-triangle",
    "error": "x-octagon",
    "info": "info-circle",
    "clock": "clock",
    "history": "clock-history",
    "calendar": "calendar3",
    "person": "person",
    "people": "people",
    "building": "building",
    "home": "house",
    "download": "download",
    "upload": "upload",
    "file-word": "file-earmark-word",
    "file-excel": "file-earmark-excel",
    "print": "printer",
    "search": "search",
    "filter": "funnel",
    "pencil": "pencil",
    "trash": "trash",
    "arrow-up": "arrow-up",
    "arrow-down": "arrow-down",
    "arrow-left": "arrow-left",
    "arrow-right": "arrow-right",
    "plus": "plus-lg",
    "x": "x-lg",
    "chat": "chat-left-text",
    "bell": "bell",
    "link": "link-45deg",
    "send": "send",
    "return": "arrow-return-left",
    "lock": "lock",
    "eye": "eye",
    "table": "table",
    "list": "list-ul",
    "gear": "gear",
    "question": "question-circle",
    "phone": "telephone",
    "sign-out": "box-arrow-right",
}
_DRAWING = re.compile(r"<svg[^>]*viewBox=\"(?P<box>[^\"]+)\"[^>]*>(?P<body>.*)</svg>", re.DOTALL)


def build_assets(vendor: Path = VENDOR) -> None:
    """Write every vendored file; raises SetupError when a package cannot be had."""
    command = npm.find_npm()
    if command is None:
        raise SetupError("cần npm để lấy lại Bootstrap; hãy cài Node.js rồi chạy lại.")
    step(f"Lấy {BOOTSTRAP} và {ICON_PACKAGE}")
    files = npm.read_files(command, BOOTSTRAP, list(BOOTSTRAP_FILES))
    for name, target in BOOTSTRAP_FILES.items():
        write_atomically(vendor / target, files[name])
    sources = {f"icons/{name}.svg": symbol for symbol, name in ICONS.items()}
    files = npm.read_files(command, ICON_PACKAGE, [*sources, "LICENSE"])
    drawings = {symbol: files[path].decode("utf-8") for path, symbol in sources.items()}
    write_atomically(vendor / "icons" / "icons.svg", sprite(drawings).encode("utf-8"))
    write_atomically(vendor / "icons" / "LICENSE", files["LICENSE"])
    say(f"Đã ghi {len(BOOTSTRAP_FILES) + 2} tệp vào {vendor}.")


def sprite(drawings: dict[str, str]) -> str:
    """One SVG whose symbols are the given SVG texts, by id; raises SetupError for a strange one."""
    symbols = "".join(_symbol(name, text) for name, text in sorted(drawings.items()))
    note = f"<!-- {ICON_PACKAGE}, The Bootstrap Authors, MIT: see LICENSE -->"
    return f'<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">{note}\n{symbols}</svg>\n'


def _symbol(name: str, text: str) -> str:
    found = _DRAWING.search(text)
    if found is None:
        raise SetupError(f"hình của biểu tượng «{name}» không phải một tệp SVG như dự kiến.")
    body = re.sub(r">\s+<", "><", found["body"].strip())
    return f'<symbol id="{name}" viewBox="{found["box"]}">{body}</symbol>\n'
