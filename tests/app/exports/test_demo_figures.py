"""The demonstration's figures: in Word, in Excel (ours and LibreOffice's), and summed by SQL."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from docx import Document
from flask import Flask
from openpyxl import Workbook, load_workbook

from app.models import Draft
from app.services import campaigns, clock, drafts, exports, merged_reports, outlines
from app.services.actors import SYSTEM
from app.services.demo_loading import shown_at
from forms import Field, MergedTable, document, format_number, merged_table
from tests.database import rolled_back

CODE = "kl49-kimdong-2024"


@pytest.fixture
def demo_draft(demo_app: Flask) -> Draft:
    campaign = campaigns.get_campaign_by_code(CODE)
    return drafts.merge(campaign, actor=SYSTEM).draft


def tables(draft: Draft) -> Iterator[tuple[Field, MergedTable]]:
    merged = merged_reports.merged_report(draft.campaign, draft.include_submitted)
    for _, field in outlines.get_outline(draft.campaign.outline_version_id).fields():
        found = merged.fields.get(field.key)
        if isinstance(found, MergedTable):
            yield field, found


def test_the_sums_of_the_tables_are_those_of_the_database(demo_draft: Draft) -> None:
    sums = merged_reports.sql_sums(demo_draft.campaign_id)
    compared = 0
    for field, merged in tables(demo_draft):
        for row in field.rows:
            for column in field.columns:
                rule = column.merge.rule if column.merge else ""
                if rule != "sum" or row.kind != "item":
                    continue
                total, _ = sums.get((field.key, row.key, column.key), (None, 0))
                cell = merged.cells.get((row.key, column.key))
                assert cell is not None
                assert cell.number == total, (field.key, row.key, column.key)
                compared += total is not None
    assert compared > 100


def test_the_tables_of_the_word_file_print_the_merged_figures(demo_draft: Draft) -> None:
    data = exports.draft_word(demo_draft).data
    printed = {tuple(row) for row in word_rows(Document(io.BytesIO(data)))}
    merged = merged_reports.merged_report(demo_draft.campaign, demo_draft.include_submitted)
    compared = 0
    for field, found in tables(demo_draft):
        tree = merged_table(field, found, merged.names)
        columns = document.leaves(tree.columns)
        for row in tree.rows:
            texts = [document.cell_text(c, k) for c, k in zip(row.cells, columns, strict=True)]
            assert tuple(text.strip() for text in texts) in printed, (field.key, texts)
            compared += 1
    assert compared > 60


def word_rows(word: Any) -> Iterator[list[str]]:
    for table in word.tables:
        for row in table._tbl.tr_lst:
            yield [
                "".join(t.text or "" for t in cell.iter("{*}t")).replace("\xa0", " ").strip()
                for cell in row.tc_lst
            ]


@dataclass(frozen=True)
class Recalculated:
    """The appendices as we write them, with and without values, and as LibreOffice computes them;
    and the sums of the database that stand in them."""

    cached: Workbook
    formulas: Workbook
    computed: Workbook
    sums: dict[tuple[str, str, str], Decimal]


@pytest.fixture(scope="module")
def recalculated(loaded_demo: Flask, tmp_path_factory: pytest.TempPathFactory) -> Recalculated:
    folder = tmp_path_factory.mktemp("recalculated")
    ours = folder / "phu-luc.xlsx"
    with clock.fixed(shown_at()), rolled_back(loaded_demo):
        merged_reports.forget_merged()
        draft = drafts.merge(campaigns.get_campaign_by_code(CODE), actor=SYSTEM).draft
        ours.write_bytes(exports.draft_excel(draft).data)
        sums = dict(summed(draft))
    formulas = load_workbook(ours)
    # Saving takes our cached figures out, so that every formula has to be computed anew.
    bare = folder / "tinh-lai.xlsx"
    formulas.save(bare)
    out = folder / "ra"
    command = ["soffice", f"-env:UserInstallation={(folder / 'lo').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    computed = load_workbook(out / bare.name, data_only=True)
    return Recalculated(load_workbook(ours, data_only=True), formulas, computed, sums)


def summed(draft: Draft) -> Iterator[tuple[tuple[str, str, str], Decimal]]:
    """What the database says of every cell of an item that is a sum."""
    sums = merged_reports.sql_sums(draft.campaign_id)
    for field, _ in tables(draft):
        for row in field.rows:
            for column in field.columns:
                if column.merge is None or column.merge.rule != "sum" or row.kind != "item":
                    continue
                total, _ = sums.get((field.key, row.key, column.key), (None, 0))
                if total is not None:
                    yield (field.key, row.key, column.key), total


@pytest.mark.office
def test_live_formulas_give_the_same_in_libreoffice(recalculated: Recalculated) -> None:
    compared = 0
    for sheet in recalculated.formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                ours = recalculated.cached[sheet.title][cell.coordinate].value
                theirs = recalculated.computed[sheet.title][cell.coordinate].value
                assert ours is not None
                assert theirs == pytest.approx(ours, abs=5e-7), (sheet.title, cell.coordinate)
                compared += 1
    assert compared > 300


@pytest.mark.office
def test_the_sums_in_excel_are_those_of_the_database(recalculated: Recalculated) -> None:
    """Totals of every summed column, found by their place in the table of the sheet."""
    figures = {
        format_number(Decimal(str(round(cell.value, 4))))
        for sheet in recalculated.computed
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    }
    assert len(recalculated.sums) > 100
    missing = [
        (place, total)
        for place, total in recalculated.sums.items()
        if format_number(total) not in figures
    ]
    assert not missing
