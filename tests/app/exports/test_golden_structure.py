"""The structure of each Word document, compared line by line with tests/golden/exports.

A line is a paragraph (style and text) or a table (columns in mm, then its rows). After a wanted
change: UPDATE_GOLDEN=1 makes the files anew; read the difference before keeping it.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from app.models import Draft
from app.services import campaigns, clock, exports
from app.services.export_kinds import read_wish
from app.services.export_works import make
from app.services.exported_files import no_progress
from tests.app.world import World

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "exports"
KINDS = ("du-thao", "phu-luc", "don-doc", "to-trinh", "tinh-hinh-nop", "de-cuong", "mau-nhap")
TODAY = datetime(2026, 5, 12, 2, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 5, 14, 10, 0, tzinfo=UTC)  # 17:00 there


@pytest.fixture(autouse=True)
def one_day(world: World) -> Iterator[None]:
    """The day of these documents, whatever today is: even widths of columns follow the days."""
    world.campaign.deadline_at, world.campaign.deadline_date = DEADLINE, DEADLINE.date()
    with clock.fixed(TODAY):
        yield


def structure(data: bytes) -> str:
    document: Any = Document(io.BytesIO(data))
    lines = [line for block in document.iter_inner_content() for line in of_block(block)]
    sizes = [
        f"[trang {round(s.page_width.mm)}×{round(s.page_height.mm)}]" for s in document.sections
    ]
    return ("\n".join([*sizes, *lines]) + "\n").replace("\xa0", " ")


def of_block(block: Paragraph | Table) -> Iterator[str]:
    if isinstance(block, Paragraph):
        bold = "".join("b" if run.bold else "-" for run in block.runs[:4])
        yield f"{block.style.name if block.style else ''} {bold}| {block.text}"
        return
    grid = [round(int(c.get(f"{W}w")) / 56.7) for c in block._tbl.tblGrid.gridCol_lst]
    yield f"[bảng {grid}]"
    for row in block._tbl.tr_lst:
        texts = ["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.tc_lst]
        yield "  " + " ¦ ".join(texts)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def compare(name: str, found: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found.splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_documents_of_the_campaign_are_built_as_agreed(
    kind: str, draft: Draft, world: World
) -> None:
    campaign = campaigns.get_campaign(world.campaign.id)
    wish = read_wish(kind, {"format": "word", "unit_kind": "xa"})
    compare(kind, structure(make(campaign, wish, no_progress).data))


def test_a_unit_report_is_built_as_agreed(draft: Draft, world: World) -> None:
    compare("bao-cao-don-vi", structure(exports.report_word(world.reports["xa-a"]).data))
