"""Checking, approval inside the unit, sending, receipt, taking back, what is closed then."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from app.extensions import db
from app.models import ReportState
from app.services import exports, transitions
from tests.app.filling.saving import TEXT, save
from tests.app.page_client import Page, PageClient
from tests.app.world import World


@pytest.fixture
def ready(officer: PageClient, address: str) -> PageClient:
    """The officer with everything filled that is needed for sending."""
    save(officer, address, "ket_qua", TEXT)
    return officer


def key_of(client: PageClient, address: str) -> str:
    return str(client.get(f"{address}/kiem-tra").one("input[name='key']").get("value"))


def test_what_must_be_mended_is_named_and_linked(officer: PageClient, address: str) -> None:
    page = officer.get(f"{address}/kiem-tra")
    links = [a.get("href") for a in page.select("section[aria-labelledby='phai-sua'] a")]
    assert f"{address}/muc/lanh_dao#o-ket_qua" in links
    assert page.select("button[disabled]")


def test_sending_before_it_is_ready_is_refused_in_words(officer: PageClient, address: str) -> None:
    page = officer.post(f"{address}/gui", {"key": "k"}, 422)
    assert "phải sửa" in page.words("#loi")


def test_sending_gives_a_receipt_with_a_text_for_zalo(ready: PageClient, address: str) -> None:
    data = {"key": key_of(ready, address), "number": "125-BC/ĐU", "signed_on": "9/5/2024"}
    ready.post(f"{address}/gui", data, 303)
    page = ready.get(f"{address}/bien-nhan")
    assert "Đúng hạn" in page.words()
    assert "125-BC/ĐU" in page.one("#zalo").text_content()


def test_the_link_of_a_receipt_is_on_our_address_not_on_the_callers(
    ready: PageClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(ready.app.config["SETTINGS"], base_url="https://baocao.example.vn")
    monkeypatch.setitem(ready.app.config, "SETTINGS", settings)
    ready.post(f"{address}/gui", {"key": key_of(ready, address)}, 303)
    text = ready.get(f"{address}/bien-nhan").one("#zalo").text_content()
    assert f"Xem: https://baocao.example.vn{address}/xem" in text


def test_sending_twice_sends_once(ready: PageClient, address: str, world: World) -> None:
    key = key_of(ready, address)
    ready.post(f"{address}/gui", {"key": key}, 303)
    ready.post(f"{address}/gui", {"key": key}, 303)
    db.session.refresh(world.reports["xa-a"])
    assert world.reports["xa-a"].submission_count == 1


def test_a_date_that_cannot_be_read_keeps_what_was_typed(ready: PageClient, address: str) -> None:
    data = {"key": "k", "number": "125-BC/ĐU", "signed_on": "hôm qua"}
    page = ready.post(f"{address}/gui", data, 422)
    assert page.one("#number").get("value") == "125-BC/ĐU"


def test_a_sent_report_is_closed_and_may_be_taken_back(ready: PageClient, address: str) -> None:
    ready.post(f"{address}/gui", {"key": "k"}, 303)
    save(ready, address, "ket_qua", "Sửa sau khi gửi", rev=1, seq=2, status=409)
    ready.post(f"{address}/thu-hoi", {}, 303)
    save(ready, address, "ket_qua", "Sửa sau khi thu hồi", rev=1, seq=3)


def test_a_leader_approves_what_was_asked(ready: PageClient, address: str, world: World) -> None:
    ready.post(f"{address}/trinh-duyet", {}, 303)
    save(ready, address, "ket_qua", "Đang chờ duyệt", rev=1, seq=2, status=409)
    ready.logout()
    ready.login("bithu.a")
    assert "Duyệt và gửi" in ready.get(f"{address}/kiem-tra").words()
    ready.post(f"{address}/gui", {"key": key_of(ready, address)}, 303)
    db.session.refresh(world.reports["xa-a"])
    assert world.reports["xa-a"].state == ReportState.SUBMITTED


def test_a_leader_sends_back_with_a_reason(ready: PageClient, address: str) -> None:
    ready.post(f"{address}/trinh-duyet", {}, 303)
    ready.post(f"{address}/tra-lai-noi-bo", {"reason": "Bổ sung"}, 404)
    ready.logout()
    ready.login("bithu.a")
    ready.post(f"{address}/tra-lai-noi-bo", {"reason": "Bổ sung số liệu"}, 303)
    assert "Bổ sung số liệu" in ready.get(address).words()


def test_only_returned_sections_are_open(ready: PageClient, address: str, world: World) -> None:
    ready.post(f"{address}/gui", {"key": "k"}, 303)
    transitions.return_report(
        world.reports["xa-a"],
        "Bổ sung số liệu",
        actor=world.actor("chuyenvien"),
        sections=["so_lieu"],
        section_reasons=[("so_lieu", "Thiếu dân số")],
    )
    db.session.commit()
    tasks = ready.get(address)
    assert "Cần sửa" in tasks.words()
    assert "Thiếu dân số" in ready.get(f"{address}/muc/so_lieu").words()
    assert not ready.get(f"{address}/muc/lanh_dao").select("[data-section]")
    save(ready, address, "dan_so", "1200")
    save(ready, address, "ket_qua", "Khóa", rev=1, seq=2, status=409)


def test_only_what_is_open_is_to_be_looked_at_in_a_returned_report(
    ready: PageClient, address: str, world: World
) -> None:
    vague = "Tiếp tục tăng cường lãnh đạo, đẩy mạnh tuyên truyền, quan tâm chỉ đạo các chi bộ."
    save(ready, address, "han_che", vague + " Nâng cao chất lượng sinh hoạt chi bộ hằng tháng.")
    shown = "section[aria-labelledby='nen-xem']"
    assert "mới nêu chung" in ready.get(f"{address}/kiem-tra").words(shown)
    ready.post(f"{address}/gui", {"key": "k"}, 303)
    by = world.actor("chuyenvien")
    transitions.return_report(world.reports["xa-a"], "Bổ sung", actor=by, sections=["so_lieu"])
    db.session.commit()
    assert "mới nêu chung" not in ready.get(f"{address}/kiem-tra").words(shown)


def test_the_report_reads_as_a_whole(ready: PageClient, address: str) -> None:
    page = ready.get(f"{address}/xem")
    assert TEXT in page.words()
    assert "DỰ THẢO" in page.words()


def test_word_comes_as_a_file(ready: PageClient, address: str) -> None:
    answer = ready.get(f"{address}/word").response
    assert answer.data[:2] == b"PK"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_pdf_comes_as_a_file_or_says_in_words_how_to_get_one(
    ready: PageClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "to_pdf", lambda data, program: b"%PDF-1.7 " + data[:2])
    answer = ready.get(f"{address}/pdf").response
    assert answer.data == b"%PDF-1.7 PK"
    assert answer.mimetype == "application/pdf"
    monkeypatch.undo()
    monkeypatch.setattr("app.documents.pdf.shutil.which", lambda _program: None)
    page = ready.get(f"{address}/pdf", 409)
    assert "Máy chủ chưa cài LibreOffice" in page.words()
    assert "Lưu dưới dạng PDF trong Word" in page.words()


@pytest.mark.office
def test_libreoffice_makes_the_pdf_where_no_other_program_is_set(
    ready: PageClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(ready.app.config["SETTINGS"], soffice="")
    monkeypatch.setitem(ready.app.config, "SETTINGS", settings)
    data = ready.get(f"{address}/pdf").response.data
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert TEXT in " ".join(text.split())


def test_another_unit_sees_nothing(client: PageClient, address: str) -> None:
    client.login("canbo.b")
    for path in ("", "/muc/lanh_dao", "/kiem-tra", "/xem", "/word", "/o/ket_qua/lich-su"):
        client.get(f"{address}{path}", 404)


def test_the_office_entering_for_a_unit_is_marked(
    client: PageClient, address: str, world: World
) -> None:
    client.login("chuyenvien")
    assert "nhập thay" in client.get(f"{address}/muc/lanh_dao").words()
    save(client, address, "ket_qua", TEXT)
    db.session.refresh(world.reports["xa-a"])
    assert world.reports["xa-a"].on_behalf


SIGNED = {"number": "15-BC/ĐU", "signed_on": "9/5/2024", "signer": "Bí thư Đảng ủy"}


def signed_on_page(page: Page) -> dict[str, str]:
    return {name: str(page.one(f"#{name}").get("value")) for name in SIGNED}


@pytest.mark.parametrize("pressed", ["a scan", "no file", "enter"])
def test_what_was_typed_beside_a_scan_is_kept_with_it(
    ready: PageClient, address: str, world: World, pressed: str
) -> None:
    form = {**dict(ready.get(f"{address}/kiem-tra").one("#gui-len").form_values()), **SIGNED}
    file = {"tep": (io.BytesIO(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), "ky.pdf")}
    pressing: dict[str, dict[str, Any]] = {"a scan": file, "no file": {}, "enter": {"ghi": "1"}}
    more = pressing[pressed]
    ready.post(f"{address}/tep", {**form, **more}, 303)
    page = ready.get(f"{address}/kiem-tra")
    assert signed_on_page(page) == SIGNED
    said = {"a scan": "Đã nhận 1 tệp", "no file": "Chưa chọn tệp nào", "enter": "chưa gửi"}
    assert said[pressed] in page.text
    db.session.expire_all()
    assert world.reports["xa-a"].state == ReportState.FILLING


def test_a_date_beside_a_scan_that_cannot_be_read_is_told_and_the_scan_kept(
    ready: PageClient, address: str
) -> None:
    form = {**SIGNED, "signed_on": "hôm qua", "purpose": "signed", "ve": "kiem-tra"}
    file = {"tep": (io.BytesIO(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), "ky.pdf")}
    ready.post(f"{address}/tep", {**form, **file}, 303)
    page = ready.get(f"{address}/kiem-tra")
    assert "Ngày ký “hôm qua” chưa đọc được" in page.text
    assert "ky.pdf" in page.text


def test_the_leader_sees_the_number_that_the_officer_typed(ready: PageClient, address: str) -> None:
    ready.post(f"{address}/trinh-duyet", {**SIGNED, "signed_on": "mai"}, 422)
    ready.post(f"{address}/trinh-duyet", SIGNED, 303)
    ready.logout()
    ready.login("bithu.a")
    assert signed_on_page(ready.get(f"{address}/kiem-tra")) == SIGNED


def test_findings_stand_under_their_section_which_is_named_once(
    officer: PageClient, address: str
) -> None:
    page = officer.get(f"{address}/kiem-tra")
    for part in ("phai-sua", "nen-xem"):
        named = [
            item.text_content()
            for item in page.select(
                f"section[aria-labelledby='{part}'] .finding-list > li > strong"
            )
        ]
        assert named
        assert len(named) == len(set(named))


def test_a_label_that_repeats_its_heading_is_read_once(ready: PageClient, address: str) -> None:
    page = ready.get(f"{address}/xem")
    labels = [label.text_content() for label in page.select(".read-label")]
    assert "Kết quả đạt được" in labels
    assert "Danh mục văn bản" in page.words()
    assert "Danh mục văn bản" not in labels
