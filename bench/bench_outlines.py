"""Outlines: importing a long Word đề cương, loading and showing one of 2,000 questions.

Each against parsing the same bytes: lxml for Word, PyYAML's C parser for YAML.
"""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace

import yaml
from lxml import etree

from app.documents import get_profile, write_word
from app.services.outline_import import make_outline, propose_file
from bench.figures import Figure, Figures
from forms import (
    Column,
    Field,
    Issue,
    Outline,
    Row,
    Section,
    build_web_form,
    compose_outline,
    dump_outline,
    load_outline,
)

_GUIDANCE = (
    "Đánh giá công tác lãnh đạo, chỉ đạo, tổ chức triển khai thực hiện Kết luận số 49-KL/TW của "
    "cấp ủy, chính quyền, Mặt trận Tổ quốc và đoàn thể các cấp; nêu rõ cách làm, số liệu, nguyên "
    "nhân và bài học kinh nghiệm, gắn với nhiệm vụ chính trị của địa phương, đơn vị."
)
_PARTS, _SECTIONS, _POINTS = 4, 25, 20
_ROUNDS = 3


def run() -> Figures:
    outline = outline_of_2000()
    return {
        "outline.import_100_pages": _import(outline),
        "outline.load_2000_fields": _load(outline),
        "outline.pages_2000_fields": _pages(outline),
    }


def outline_of_2000() -> Outline:
    """Four parts of 25 sections, each with 19 texts and figures and one table."""
    ordinals = ("nhất", "hai", "ba", "tư")
    parts = tuple(
        Section(
            f"p{part}",
            f"NỘI DUNG THỨ {part}",
            level_name=f"Phần thứ {ordinals[part - 1]}",
            sections=tuple(_section(part, number) for number in range(1, _SECTIONS + 1)),
        )
        for part in range(1, _PARTS + 1)
    )
    return Outline("do", 1, "Báo cáo đo tốc độ", "chuyen_de", parts)


def _section(part: int, number: int) -> Section:
    key = f"p{part}_{number}"
    fields = tuple(_field(f"{key}_{place}", place) for place in range(1, _POINTS))
    return Section(
        key,
        f"Nội dung {number} của phần {part}",
        number=str(number),
        guidance=_GUIDANCE,
        fields=(*fields, _table(f"{key}_bang")),
    )


def _field(key: str, place: int) -> Field:
    kind = ("narrative", "integer", "short_text")[place % 3]
    return Field(key, kind, f"Ý thứ {place} cần nêu", guidance=_GUIDANCE[: 80 + place])


def _table(key: str) -> Field:
    columns = tuple(Column(f"c{n}", f"Cột {n}", "integer") for n in range(1, 6))
    rows = tuple(Row(f"r{n}", f"Dòng {n}") for n in range(1, 9))
    return Field(key, "table", "Số liệu", columns=columns, rows=rows)


def _import(outline: Outline) -> Figure:
    """Half of it: 110 pages when printed by LibreOffice."""
    half = replace(outline, sections=outline.sections[: _PARTS // 2])
    document = compose_outline(half, Issue(None, "ĐỀ CƯƠNG", "đo tốc độ"))
    data = write_word(document, get_profile("party_hd36"))
    proposal = propose_file(data)
    lines = len(proposal.source)
    value = _best_seconds(lambda: make_outline(propose_file(data)))
    return _figure(value, _best_seconds(lambda: _parse_word(data)), lines)


def _parse_word(data: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def _load(outline: Outline) -> Figure:
    source = dump_outline(outline)
    value = _best_seconds(lambda: load_outline(source, "do.yaml"))
    floor = _best_seconds(lambda: yaml.load(source, Loader=yaml.CSafeLoader))
    return _figure(value, floor, sum(1 for _ in outline.fields()))


def _pages(outline: Outline) -> Figure:
    """The form of every page, as a unit would open them all; loading the same text is the floor."""
    source = dump_outline(outline)
    loaded = load_outline(source, "do.yaml")

    def build() -> None:
        for section in loaded.walk():
            if section.fields:
                build_web_form(section)()

    floor = _best_seconds(lambda: yaml.load(source, Loader=yaml.CSafeLoader))
    return _figure(_best_seconds(build), floor, sum(1 for _ in loaded.fields()))


def _best_seconds(action: Callable[[], object]) -> float:
    """Of processor time, which other work on the machine disturbs least."""
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.process_time()
        action()
        best = min(best, time.process_time() - start)
    return best


def _figure(value: float, floor: float, n: int) -> Figure:
    return {"value": value, "unit": "s", "floor": floor, "ratio": value / floor, "n": n}
