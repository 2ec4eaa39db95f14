"""Exports of what is hardly there or badly made: a good file or words, never a broken file."""

from __future__ import annotations

import io

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import update

from app.documents import DocumentError, check_word, get_profile
from app.extensions import db
from app.models import Campaign, Draft, Unit
from app.services import drafts, export_works, reports, transitions
from app.services.answer_history import put_value
from app.services.errors import ServiceError
from app.services.export_kinds import KINDS, Wish, read_wish
from app.services.exported_files import ExportedFile
from tests.app.documents.sound import faults
from tests.app.page_client import PageClient
from tests.app.published import publish, report_in
from tests.app.world import World

DEPTH = 10
WORD_AND_EXCEL = [
    (kind.key, form) for kind in KINDS.values() for form in kind.formats if form != "pdf"
]


def opened(file: ExportedFile) -> None:
    """The file opens with the library of its kind."""
    if file.name.endswith("docx"):
        assert not faults(file.data)
        Document(io.BytesIO(file.data))
    elif file.name.endswith("xlsx"):
        assert load_workbook(io.BytesIO(file.data)).sheetnames
    else:
        assert file.data


def export(campaign: Campaign, wish: Wish) -> str:
    """Make the file of a wish and open it; what was told instead of a file."""
    try:
        file = export_works.make(campaign, wish, lambda *_: None)
    except (ServiceError, DocumentError) as told:
        return str(told)
    opened(file)
    return ""


@pytest.mark.parametrize(("kind", "form"), WORD_AND_EXCEL)
def test_a_campaign_nobody_answered_gives_a_file_or_words(
    world: World, kind: str, form: str
) -> None:
    drafts.merge(world.campaign, actor=world.actor("chuyenvien"))
    wish = read_wish(kind, {"format": form})
    told = export(world.campaign, wish)
    assert not told or told.endswith(".")


@pytest.mark.parametrize(("kind", "form"), WORD_AND_EXCEL)
def test_a_campaign_without_draft_gives_a_file_or_words(world: World, kind: str, form: str) -> None:
    wish = read_wish(kind, {"format": form})
    told = export(world.campaign, wish)
    assert not told or told.endswith(".")


@pytest.mark.parametrize(("kind", "form"), WORD_AND_EXCEL)
def test_units_without_letterhead_print_their_names(draft: Draft, kind: str, form: str) -> None:
    db.session.execute(update(Unit).values(letterhead={}, short_name=""))
    db.session.expire_all()
    told = export(draft.campaign, read_wish(kind, {"format": form}))
    assert bool(told) == (kind == "luu-tru"), "only there is nothing kept to export"


def deep_outline() -> str:
    lines = ["id: muoi_cap", "version: 1", "title: Đề cương mười cấp", "kind: so_ket"]
    lines += ["document: {kind: BC, title: BÁO CÁO, subject: mười cấp}", "sections:"]
    for level in range(DEPTH):
        pad = "  " * (2 * level + 1)
        lines += [f"{pad}- key: cap_{level}", f"{pad}  heading: Mục cấp {level + 1}"]
        if level < DEPTH - 1:
            lines.append(f"{pad}  sections:")
    lines += [f"{pad}  fields:", f"{pad}    - {{key: ket_qua, type: narrative, label: Kết quả}}"]
    return "\n".join(lines)


def test_an_outline_of_ten_levels_is_merged_and_printed(world: World) -> None:
    campaign = publish(world, "Mười cấp", source=deep_outline())
    report = report_in(campaign)
    actor = world.actor("canbo.a")
    value = {"v": "Đã tổ chức 3 lớp học tập."}
    put_value(reports.get_ref(report.id), "ket_qua", value, actor=actor, origin="typed")
    transitions.submit(report, actor=actor, key="k")
    transitions.accept(report, actor=world.actor("chuyenvien"))
    drafts.merge(campaign, actor=world.actor("chuyenvien"))
    made = export_works.make(campaign, read_wish("du-thao", {}), lambda *_: None)
    opened(made)
    texts = [p.text.casefold() for p in Document(io.BytesIO(made.data)).paragraphs]
    headings = [text for text in texts if "mục cấp" in text]
    assert headings == [f"mục cấp {level}" for level in range(1, DEPTH + 1)]
    assert any("3\xa0lớp học tập" in text for text in texts)
    found = check_word(made.data, get_profile("party_hd36"))
    assert not [one for one in found if one.severity == "block"]


def test_an_issued_document_without_symbol_is_refused_in_words(
    officer: PageClient, draft: Draft, address: str
) -> None:
    db.session.execute(update(Unit).values(letterhead={}))
    db.session.commit()
    officer.post(f"/dot/{draft.campaign_id}/du-thao/trang-thai", {"viec": "chot"}, status=303)
    page = officer.post(f"{address}/ban-hanh", {"so": "15", "ngay": "20/5/2026"}, status=409)
    assert "Bổ sung trong mục Cơ quan ban hành" in page.words()
    db.session.refresh(draft)
    assert draft.state == "closed"
