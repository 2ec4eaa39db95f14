"""Developer command: advance widths of a TrueType family → times_widths.json.

Run `python -m app.documents.typography.extract_metrics FONT_FOLDER` with Liberation Serif, whose
widths equal those of Times New Roman. Reads `cmap` format 4 and `hmtx`; nothing else of the font.
"""

import json
import struct
import sys
from pathlib import Path

FACES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bold_italic": "BoldItalic"}
TARGET = Path(__file__).with_name("times_widths.json")
_RANGES = ((0x20, 0x180), (0x1A0, 0x1B1), (0x300, 0x31C), (0x1E00, 0x1F00), (0x2010, 0x2060))
_SINGLE = (0x20AB, 0x20AC, 0x2116, 0x2122, 0x2212, 0x2264, 0x2265)


def main(folder: Path) -> None:
    codes = [code for start, end in _RANGES for code in range(start, end)] + list(_SINGLE)
    widths = {
        face: _widths((folder / f"LiberationSerif-{suffix}.ttf").read_bytes(), codes)
        for face, suffix in FACES.items()
    }
    TARGET.write_text(json.dumps({"units_per_em": 2048, "faces": widths}, ensure_ascii=False))


def _widths(font: bytes, codes: list[int]) -> dict[str, int]:
    tables = _tables(font)
    glyphs = _cmap(font, tables[b"cmap"])
    (count,) = struct.unpack_from(">H", font, tables[b"hhea"] + 34)
    start = tables[b"hmtx"]
    found = {}
    for code in codes:
        if glyph := glyphs.get(code):
            index = min(glyph, count - 1)
            found[chr(code)] = struct.unpack_from(">H", font, start + 4 * index)[0]
    return found


def _tables(font: bytes) -> dict[bytes, int]:
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(count))
    return {tag: offset for tag, _, offset, _ in records}


def _cmap(font: bytes, start: int) -> dict[int, int]:
    (count,) = struct.unpack_from(">H", font, start + 2)
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * index)
        if (platform, encoding) == (3, 1):
            return _format_4(font, start + offset)
    raise ValueError("the font has no Unicode character map")


def _format_4(font: bytes, start: int) -> dict[int, int]:
    (double,) = struct.unpack_from(">H", font, start + 6)
    count = double // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}{kind}", font, start + 14 + step * double + (step > 0) * 2)
        for step, kind in enumerate("HHhH")
    )
    base = start + 16 + 3 * double
    glyphs: dict[int, int] = {}
    for index in range(count):
        for code in range(starts[index], min(ends[index], 0xFFFE) + 1):
            glyph = code
            if offsets[index]:
                place = base + 2 * index + offsets[index] + 2 * (code - starts[index])
                (glyph,) = struct.unpack_from(">H", font, place)
            glyphs[code] = (glyph + deltas[index]) & 0xFFFF
    return glyphs


if __name__ == "__main__":
    main(Path(sys.argv[1]))
