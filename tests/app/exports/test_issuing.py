"""Issuing: number, day and signer are printed and kept; later changes make a new version."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document

from app.extensions import db
from app.models import Draft
from app.services import draft_states, drafts, export_works, issuing, storage
from app.services.errors import Invalid, Refused
from app.services.export_kinds import read_wish
from tests.app.exports.conftest import send
from tests.app.page_client import PageClient
from tests.app.world import World

SIGNED = issuing.Signed("125", date(2026, 5, 9), "Người Ký Thử")


@pytest.fixture
def issued(draft: Draft, world: World) -> Draft:
    actor = world.actor("chuyenvien")
    draft_states.close(draft, actor=actor)
    issuing.issue(draft, SIGNED, actor=actor)
    db.session.commit()
    return draft


def all_text(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    return "\n".join(t.text or "" for t in document.element.body.xpath(".//w:t"))


def test_an_open_draft_cannot_be_issued(draft: Draft, world: World) -> None:
    with pytest.raises(Refused, match="chốt"):
        issuing.issue(draft, SIGNED, actor=world.actor("chuyenvien"))


def test_the_kept_word_file_has_number_day_and_signer(issued: Draft) -> None:
    record = issuing.record_of(issued)
    assert record is not None
    word = storage.read(record.files[0].sha256)
    text = all_text(word).replace("\n", "").replace("\xa0", " ")
    assert "125-BC/HU" in text
    assert "ngày 09 tháng 5 năm 2026" in text
    assert "Người Ký Thử" in text
    assert "Dự thảo" not in text
    assert record.files[0].name.startswith("BC-thu-nghiem-125") or "125" in record.files[0].name


def test_what_was_issued_stays_when_a_new_version_is_written(issued: Draft, world: World) -> None:
    before = issuing.record_of(issued)
    fresh = draft_states.reopen(issued, actor=world.actor("chuyenvien"))
    assert fresh.version == issued.version + 1
    assert issuing.record_of(fresh) is None
    assert issuing.record_of(issued) == before


def test_scan_and_deliveries_are_written_down(issued: Draft, world: World) -> None:
    actor = world.actor("chuyenvien")
    issuing.attach_scan(issued, "ký.pdf", b"%PDF-1.7 thu", limit=10_000, actor=actor)
    assert (
        issuing.deliver(issued, "Ban Thường vụ Tỉnh ủy\n\nVăn phòng", "Bản giấy", actor=actor) == 2
    )
    record = issuing.record_of(issued)
    assert record is not None
    assert record.scan is not None
    assert [one.to for one in record.deliveries] == ["Ban Thường vụ Tỉnh ủy", "Văn phòng"]
    assert record.deliveries[0].by == actor.name
    with pytest.raises(Invalid):
        issuing.attach_scan(issued, "x.pdf", b"khong phai", limit=10_000, actor=actor)
    with pytest.raises(Invalid):
        issuing.deliver(issued, " \n ", "Zalo", actor=actor)


def test_the_page_goes_from_closing_to_delivery(
    officer: PageClient, address: str, draft: Draft, world: World
) -> None:
    page = officer.get(f"{address}/ban-hanh")
    assert "chưa chốt" in page.words()
    draft_states.close(draft, actor=world.actor("chuyenvien"))
    db.session.commit()
    typed = {"so": "125", "ngay": "9/5/2026", "ky": "Người Ký Thử"}
    officer.post(f"{address}/ban-hanh", {**typed, "ngay": "hôm qua"}, status=422)
    officer.post(f"{address}/ban-hanh", typed, status=303)
    scan = {"tep": (io.BytesIO(b"%PDF-1.7 thu"), "ban ky.pdf")}
    officer.post(f"{address}/ban-hanh/ban-ky", scan, status=303)
    officer.post(
        f"{address}/ban-hanh/noi-nhan", {"noi_nhan": "Tỉnh ủy", "kenh": "Zalo"}, status=303
    )
    page = officer.get(f"{address}/ban-hanh")
    assert "9/5/2026" in page.words()
    assert "Tỉnh ủy" in page.words("table")
    for link in page.select("a[download]"):
        answer = officer.get(link.get("href"), strict=False)
        assert answer.response.get_data()
    officer.get(f"{address}/ban-hanh/tep/{'0' * 64}", status=404)


def test_reports_that_change_after_closing_stop_the_issue(
    officer: PageClient, draft: Draft, address: str, world: World
) -> None:
    draft_states.close(draft, actor=world.actor("chuyenvien"))
    send(world, "xa-c")
    db.session.commit()
    assert "không còn như bản đã chốt" in officer.get(f"/dot/{draft.campaign_id}/du-thao").words()
    form = {"so": "15-BC/HU", "ngay": "20/5/2026"}
    page = officer.post(f"{address}/ban-hanh", form, status=409)
    assert "mở lại thành phiên bản mới" in page.words()
    fresh = draft_states.reopen(draft, actor=world.actor("chuyenvien"))
    drafts.merge(world.campaign, actor=world.actor("chuyenvien"))
    draft_states.close(fresh, actor=world.actor("chuyenvien"))
    db.session.commit()
    officer.post(f"{address}/ban-hanh", form, status=303)


def test_an_issued_draft_is_downloaded_as_it_went_out(
    officer: PageClient, issued: Draft, address: str, world: World
) -> None:
    db.session.commit()
    record = issuing.record_of(issued)
    assert record is not None
    went_out = storage.read(record.files[0].sha256)
    send(world, "xa-c")
    db.session.commit()
    answer = officer.get(f"/dot/{issued.campaign_id}/du-thao/word", strict=False)
    assert answer.response.get_data() == went_out
    wish = read_wish("du-thao", {"format": "word"})
    assert export_works.make(world.campaign, wish, lambda *_: None).data == went_out
    part = read_wish("du-thao", {"format": "word", "sections": ["mo_dau"]})
    assert export_works.make(world.campaign, part, lambda *_: None).data != went_out


def test_what_went_out_before_stays_at_hand_beside_the_new_version(
    officer: PageClient, issued: Draft, address: str, world: World
) -> None:
    actor = world.actor("chuyenvien")
    issuing.attach_scan(issued, "ký.pdf", b"%PDF-1.7 thu", limit=10_000, actor=actor)
    issuing.deliver(issued, "Ban Thường vụ Tỉnh ủy", "Bản giấy", actor=actor)
    before = issuing.record_of(issued)
    assert before is not None
    assert before.scan is not None
    draft_states.reopen(issued, actor=actor)
    db.session.commit()

    page = officer.get(f"{address}/ban-hanh")

    assert "chưa chốt" in page.words()
    assert "Phiên bản 1: số 125, ngày 9/5/2026, Người Ký Thử ký" in page.words("details")
    assert "Ban Thường vụ Tỉnh ủy" in page.words("details table")
    kept = {link.get("href").rpartition("/")[2] for link in page.select("details a[download]")}
    assert kept == {*(file.sha256 for file in before.files), before.scan.sha256}
    for link in page.select("details a[download]"):
        assert officer.get(link.get("href"), strict=False).response.get_data()
