"""A table of 1,200 cells: its page, one changed cell, and a whole pasted block in one request."""

from __future__ import annotations

import gzip

import pytest

from app.extensions import db
from app.models import Answer, AnswerRevision, Figure
from tests.app.filling.saving import answer, save
from tests.app.page_client import PageClient
from tests.app.published import publish, report_in
from tests.app.world import World

ROWS, COLUMNS = 100, 12
TABLE_PAGE, SAVE_ANSWER = 40_000, 1_024
CELLS = [(f"d{row}", f"c{column}") for row in range(ROWS) for column in range(COLUMNS)]


def source() -> str:
    rows = "\n".join(
        f"          - {{key: d{n}, label: Chỉ tiêu về hội viên khuyến học ở thôn {n}}}"
        for n in range(ROWS)
    )
    columns = "\n".join(
        f"          - {{key: c{n}, label: Tháng {n + 1}, type: integer, merge: sum}}"
        for n in range(COLUMNS)
    )
    return f"""id: bang_lon
version: 1
title: Bảng lớn
kind: so_ket
unit_kinds: {{xa: Đảng ủy xã}}
document: {{kind: BC, title: BÁO CÁO, subject: bảng lớn}}
sections:
  - key: bang
    heading: Bảng lớn
    fields:
      - key: so_lieu
        type: table
        label: Số liệu theo tháng
        unit_of_measure: người
        rows:
{rows}
        columns:
{columns}
"""


@pytest.fixture
def large(world: World) -> str:
    """The address of a report that asks for 1,200 figures."""
    return f"/bao-cao/{report_in(publish(world, 'Bảng lớn', source=source())).id}"


def test_a_pasted_block_is_one_revision_and_its_answer_is_small(
    officer: PageClient, large: str
) -> None:
    pasted = {f"{row}-{column}": f"{n % 900 + 1}" for n, (row, column) in enumerate(CELLS)}
    page = save(officer, large, "so_lieu", pasted, partial=1)
    assert len(page.response.data) <= SAVE_ANSWER
    assert answer(page)["status"] == "saved"
    assert db.session.query(AnswerRevision).filter_by(field_key="so_lieu").count() == 1
    assert db.session.query(Figure).filter_by(field_key="so_lieu").count() == len(CELLS)


def test_one_cell_of_a_full_table_changes_only_that_cell(officer: PageClient, large: str) -> None:
    first = {f"{row}-{column}": "7" for row, column in CELLS}
    save(officer, large, "so_lieu", first, partial=1)
    page = save(officer, large, "so_lieu", {"d50-c6": "1.234"}, partial=1, rev=1, seq=2)
    assert len(page.response.data) <= SAVE_ANSWER
    rows = db.session.query(Answer).filter_by(field_key="so_lieu").one().value["rows"]
    assert rows["d50"]["c6"] == {"v": "1234"}
    others = [rows[r][c] for r, c in CELLS if (r, c) != ("d50", "c6")]
    assert others == [{"v": "7"}] * (len(CELLS) - 1)


def test_the_page_of_a_full_table_is_within_its_budget(officer: PageClient, large: str) -> None:
    filled = {f"{row}-{column}": f"{n * 37 % 9973}" for n, (row, column) in enumerate(CELLS)}
    save(officer, large, "so_lieu", filled, partial=1)
    page = officer.get(f"{large}/muc/bang")
    assert len(page.select("[data-table] td input")) == len(CELLS)
    assert len(gzip.compress(page.response.data, 5)) <= TABLE_PAGE
