"""Bytes on the wire of every page of the unit's side, on a real outline filled by the
demonstration, compressed as served, against the budget for slow lines."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from app.models import Membership, Report, Role, User
from app.services import campaigns, reports
from app.services.demo_loading import PASSWORD
from tests.app.page_client import PageClient
from tools.htmx import SERVED

pytestmark = pytest.mark.one_database
FIRST_VISIT, NEXT_PAGE, TABLE_PAGE, SAVE = 120_000, 20_000, 40_000, 1_024
CODE = "kl49-kimdong-2024"
ROOT = Path(__file__).resolve().parents[3]
# What browsers ask for without TLS; with it they also take brotli, which is smaller.
GZIP = {"Accept-Encoding": "gzip, deflate"}
_FILE = re.compile(r'(?:src|href)="(/static/[^"]+)"')


@pytest.fixture
def report(demo_app: Flask) -> Report:
    """The fullest report that may still be written."""
    campaign = campaigns.get_campaign_by_code(CODE)
    listed = db.session.query(Report).filter_by(campaign_id=campaign.id).all()
    return max(listed, key=lambda report: len(reports.load_values(report.id)))


@pytest.fixture
def editor(demo_app: Flask, report: Report) -> PageClient:
    user = (
        db.session.query(User)
        .join(Membership, Membership.user_id == User.id)
        .filter(Membership.unit_id == report.unit_id, Membership.role == Role.EDITOR)
        .first()
    )
    assert user is not None
    client = PageClient(demo_app)
    client.login(user.username, PASSWORD)
    return client


def size_of(client: PageClient, path: str) -> int:
    with client.client.get(path, headers=GZIP, buffered=True) as response:
        assert response.status_code == 200, path
        return len(response.data)


def sent(client: PageClient, path: str) -> tuple[int, str]:
    """Bytes of an answer as it goes over the line, and its text."""
    return size_of(client, path), client.get(path, strict=False).text


def paths_of(report: Report) -> list[str]:
    address = f"/bao-cao/{report.id}"
    answers = reports.load_answers(reports.get_ref(report.id))
    sections = [f"{address}/muc/{s.key}" for s in reports.sections_to_fill(answers)]
    rest = ("", "/kiem-tra", "/xem", "/nhap-word", "/giao-muc")
    return ["/", "/thong-bao", "/tro-giup", *(address + path for path in rest), *sections]


def test_every_next_page_is_within_its_budget(editor: PageClient, report: Report) -> None:
    sizes = {}
    for path in paths_of(report):
        size, text = sent(editor, path)
        limit = TABLE_PAGE if "<table" in text or path.endswith("/xem") else NEXT_PAGE
        sizes[path] = (size, limit)
    assert len(sizes) > 25
    assert {path: s for path, s in sizes.items() if s[0] > s[1]} == {}


def test_a_first_visit_of_any_page_is_within_the_budget(editor: PageClient, report: Report) -> None:
    htmx = len(gzip.compress((ROOT / "instance" / "htmx" / SERVED.file_name).read_bytes()))
    files: dict[str, int] = {}
    for path in paths_of(report):
        size, text = sent(editor, path)
        asked = set(_FILE.findall(text))
        assert len(asked) >= 3, path
        for file in asked - files.keys():
            files[file] = size_of(editor, file)
        total = size + sum(files[file] for file in asked) + htmx
        assert total <= FIRST_VISIT, (path, total)


def test_the_answer_to_a_save_is_within_the_budget(editor: PageClient, report: Report) -> None:
    answers = reports.load_answers(reports.get_ref(report.id))
    field = next(f for _, f in answers.applicable_fields() if f.type == "narrative")
    form = {f"q_{field.key}": "Chữ " * 2000, "rev": "0", "tab": "t", "seq": "1"}
    headers = {**GZIP, "HX-Request": "true", "X-CSRFToken": editor.token}
    answer = editor.client.post(f"/bao-cao/{report.id}/o/{field.key}", data=form, headers=headers)
    assert answer.status_code in (200, 409)
    assert answer.status_code == 409 or len(answer.data) <= SAVE
