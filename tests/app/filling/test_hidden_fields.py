"""A field that somebody else's answer hid while it was being typed into: its text is kept."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Answer, AnswerRevision
from tests.app.filling.saving import answer, save
from tests.app.filling.test_plain_forms import form_of
from tests.app.page_client import PageClient
from tests.app.published import publish, report_in
from tests.app.world import World

SOURCE = """id: an_hien
version: 1
title: Ô ẩn hiện
kind: so_ket
unit_kinds: {xa: Đảng ủy xã}
document: {kind: BC, title: BÁO CÁO, subject: ô ẩn hiện}
sections:
  - key: hoi
    heading: Mô hình
    fields:
      - {key: co, type: yes_no, label: Có mô hình không}
      - {key: ke, type: narrative, label: Kể về mô hình, show_if: co}
  - key: them
    heading: Về mô hình
    show_if: co
    fields:
      - {key: viet_them, type: narrative, label: Viết thêm}
"""


@pytest.fixture
def asking(world: World) -> str:
    """The address of a report in which a question hides another, answered "yes" now."""
    return f"/bao-cao/{report_in(publish(world, 'Ô ẩn hiện', source=SOURCE)).id}"


@pytest.fixture
def opened(officer: PageClient, asking: str) -> str:
    save(officer, asking, "co", "yes")
    return asking


def hide(officer: PageClient, address: str) -> None:
    save(officer, address, "co", "no", rev=1, tab="the-2")


def stored(key: str) -> str:
    db.session.expire_all()
    found = db.session.query(Answer).filter_by(field_key=key).one()
    return str(found.value.get("v"))


def test_a_text_typed_into_a_field_hidden_meanwhile_is_kept_and_told(
    officer: PageClient, opened: str
) -> None:
    path = f"{opened}/muc/hoi"
    data = form_of(officer.get(path))
    hide(officer, opened)
    mine = {k: v for k, v in data.items() if not k.endswith("_co")}
    officer.post(path, {**mine, "q_ke": "Dòng họ học tập"}, 303)
    assert stored("ke") == "Dòng họ học tập"
    page = officer.get(path)
    assert "không hỏi “Kể về mô hình” nữa" in page.words()
    assert not page.select("[name=q_ke]")
    save(officer, opened, "co", "yes", rev=2, tab="the-3")
    assert form_of(officer.get(path))["q_ke"] == "Dòng họ học tập"


def test_a_section_hidden_as_a_whole_keeps_its_text_and_leads_to_the_list(
    officer: PageClient, opened: str
) -> None:
    path = f"{opened}/muc/them"
    data = form_of(officer.get(path))
    hide(officer, opened)
    done = officer.post(path, {**data, "q_viet_them": "Viết dở", "tiep": "1"}, 303)
    assert done.response.headers["Location"] == opened
    assert "Viết thêm" in officer.get(opened).words(".alert")
    assert stored("viet_them") == "Viết dở"


def test_a_conflict_in_a_hidden_field_leaves_both_texts_in_the_history(
    officer: PageClient, opened: str
) -> None:
    path = f"{opened}/muc/hoi"
    data = form_of(officer.get(path))
    save(officer, opened, "ke", "Bản của người khác", tab="the-2")
    hide(officer, opened)
    mine = {k: v for k, v in data.items() if not k.endswith("_co")}
    officer.post(path, {**mine, "q_ke": "Bản của tôi"}, 303)
    assert stored("ke") == "Bản của người khác"
    values = [r.value["v"] for r in db.session.query(AnswerRevision).filter_by(field_key="ke")]
    assert "Bản của tôi" in values


def test_an_autosave_of_a_hidden_field_says_so(officer: PageClient, opened: str) -> None:
    assert "note" not in answer(save(officer, opened, "ke", "Bản một"))
    hide(officer, opened)
    said = answer(save(officer, opened, "ke", "Bản hai", seq=2))
    assert said["status"] == "saved"
    assert "không hỏi" in said["note"]
