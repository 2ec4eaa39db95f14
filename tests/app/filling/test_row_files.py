"""A file beside each cited document: taken with the section, kept with its row, never lost."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook

from app.extensions import db
from app.models import Answer, Attachment, ReportState
from app.services import export_works, report_import
from app.services.export_kinds import read_wish
from tests.app.filling.test_files import PDF_BYTES, PNG_BYTES
from tests.app.filling.test_plain_forms import form_of
from tests.app.page_client import Page, PageClient
from tests.app.world import World

CITED = {"symbol": "15-KH/ĐU", "title": "Kế hoạch thực hiện Nghị quyết 29"}


@pytest.fixture
def path(address: str) -> str:
    return f"{address}/muc/pl1"


def typed(page: Page, *rows: dict[str, str]) -> dict[str, Any]:
    """The section's form with these rows typed into the first of its list."""
    data = form_of(page)
    for number, cells in enumerate(rows, 1):
        data |= {f"q_van_ban-{number}-{column}": text for column, text in cells.items()}
    return data


def with_file(data: dict[str, Any], number: int, content: bytes, name: str) -> dict[str, Any]:
    file = (io.BytesIO(content), name)
    return {**data, f"tep_van_ban_{number}": file, "kem": f"van_ban:{number}"}


@pytest.fixture
def filed(officer: PageClient, path: str) -> PageClient:
    """A document typed and its scan sent with one press, on a page without a script."""
    data = typed(officer.get(path), CITED)
    done = officer.post(path, with_file(data, 1, PDF_BYTES, "KH 15.pdf"), 303)
    assert "#hang-van_ban-" in done.response.headers["Location"]
    return officer


def row_file() -> Attachment:
    db.session.expire_all()
    return db.session.query(Attachment).filter(Attachment.row_key != "").one()


def items(world: World) -> list[dict[str, Any]]:
    db.session.expire_all()
    answer = db.session.get(Answer, (world.reports["xa-a"].id, "van_ban"))
    return list(answer.value.get("items") or []) if answer else []


def test_a_new_row_and_its_file_are_kept_by_one_press(
    filed: PageClient, path: str, world: World
) -> None:
    (item,) = items(world)
    assert row_file().row_key == item["id"]
    page = filed.get(path)
    link = page.one(f"#hang-van_ban-{item['id']} .file-list a")
    assert link.text_content() == "KH 15.pdf"
    assert filed.get(link.get("href")).response.data == PDF_BYTES


def test_a_file_leaves_the_answer_and_its_revision_alone(
    filed: PageClient, path: str, world: World
) -> None:
    assert set(items(world)[0]) == {"id", "cells"}
    assert form_of(filed.get(path))["r_van_ban"] == "1"


def test_an_image_of_a_row_is_previewed(filed: PageClient, path: str) -> None:
    filed.post(path, with_file(form_of(filed.get(path)), 1, PNG_BYTES, "anh.png"), 303)
    shown = filed.get(filed.get(path).one("img.file-preview").get("src")).response
    assert shown.mimetype == "image/png"


def test_a_file_is_taken_off_its_row_and_the_text_is_saved(
    filed: PageClient, path: str, world: World
) -> None:
    data = typed(filed.get(path), {"title": "Trích yếu mới"})
    filed.post(path, {**data, "bo_tep": row_file().id}, 303)
    assert filed.get(path).select(".file-list") == []
    assert items(world)[0]["cells"]["title"] == {"v": "Trích yếu mới"}
    assert row_file().removed_at is not None


@pytest.mark.parametrize(
    ("content", "words"), [(b"MZ\x90\0", "Không nhận loại tệp"), (b"", "Tệp rỗng")]
)
def test_a_file_that_is_not_taken_does_not_lose_the_text(
    officer: PageClient, path: str, world: World, content: bytes, words: str
) -> None:
    data = with_file(typed(officer.get(path), CITED), 1, content, "a.pdf")
    assert words in officer.post(path, data, follow=True).words("body")
    assert items(world)[0]["cells"]["symbol"] == {"v": "15-KH/ĐU"}
    assert db.session.query(Attachment).count() == 0


def test_an_empty_row_and_a_forgotten_file_are_told_in_words(
    officer: PageClient, path: str
) -> None:
    data = with_file(form_of(officer.get(path)), 1, PDF_BYTES, "a.pdf")
    assert "chưa có nội dung" in officer.post(path, data, follow=True).words("body")
    data = {**form_of(officer.get(path)), "kem": "van_ban:1"}
    assert "Chưa chọn tệp" in officer.post(path, data, follow=True).words("body")


def test_the_file_of_a_removed_row_is_kept_apart_and_never_given_to_a_new_row(
    filed: PageClient, path: str, world: World
) -> None:
    gone = items(world)[0]["id"]
    filed.post(path, {**form_of(filed.get(path)), "bo": f"van_ban:{gone}"}, 303)
    page = filed.get(path)
    assert "chưa gắn với văn bản nào" in page.words("#o-van_ban")
    filed.post(path, typed(page, {"symbol": "16-KH/ĐU"}), 303)
    (new,) = items(world)
    assert new["id"] != gone
    page = filed.get(path)
    assert page.select(f"#hang-van_ban-{new['id']} .file-list") == []
    assert len(page.select(".file-list a")) == 1


def test_a_restored_row_has_its_file_again(filed: PageClient, path: str, world: World) -> None:
    gone = items(world)[0]["id"]
    filed.post(path, {**form_of(filed.get(path)), "bo": f"van_ban:{gone}"}, 303)
    address = path.rsplit("/muc/", 1)[0]
    filed.post(f"{address}/o/van_ban/khoi-phuc", {"revision": 1}, 303)
    assert filed.get(path).one(f"#hang-van_ban-{gone} .file-list a") is not None


def test_a_row_that_moves_keeps_its_file(filed: PageClient, path: str, world: World) -> None:
    own = items(world)[0]["id"]
    data = form_of(filed.get(path))
    data |= {"q_van_ban-2-id": own, "q_van_ban-2-symbol": "15-KH/ĐU"}
    data |= {"q_van_ban-1-id": "vmoi", "q_van_ban-1-symbol": "9-CT/ĐU"}
    filed.post(path, data, 303)
    assert [item["id"] for item in items(world)] == ["vmoi", own]
    assert filed.get(path).one(f"#hang-van_ban-{own} .file-list a") is not None


def test_rows_read_out_of_a_word_report_leave_the_files_where_they_are() -> None:
    present = [{"id": "vcu", "cells": {}}]
    added = [{"id": "r1", "cells": {}}, {"id": "r2", "cells": {}}]
    ids = [item["id"] for item in report_import.joined_rows(present, added)]
    assert ids[0] == "vcu"
    assert len(set(ids)) == 3
    assert not {"r1", "r2"} & set(ids)


def test_a_list_reads_as_the_table_that_word_prints(filed: PageClient, address: str) -> None:
    for page in (filed.get(f"{address}/xem"), filed.get(f"{address}/kiem-tra")):
        (table,) = [one for one in page.select(".review-table") if "15-KH/ĐU" in one.text_content()]
        heads = [head.text_content() for head in table.cssselect("th")]
        assert heads[0] == "TT"
        assert "Số, ký hiệu" in heads
        cells = [cell.text_content() for cell in table.cssselect("tbody tr")[0]]
        assert cells[heads.index("Số, ký hiệu")] == "15-KH/ĐU"


def test_who_reads_the_report_finds_the_file_beside_its_document(
    filed: PageClient, address: str, world: World
) -> None:
    assert "Văn bản 1 (15-KH/ĐU): KH 15.pdf" in filed.get(f"{address}/xem").words()
    assert "Văn bản 1 (15-KH/ĐU): KH 15.pdf" in filed.get(f"{address}/kiem-tra").words()
    filed.logout()
    filed.login("chuyenvien")
    report = world.reports["xa-a"].id
    page = filed.get(f"/dot/{world.campaign.id}/don-vi/{report}")
    assert "Văn bản 1 (15-KH/ĐU): KH 15.pdf" in page.words()
    link = next(a.get("href") for a in page.select(".file-list a"))
    assert filed.get(link).response.data == PDF_BYTES


def test_the_list_of_an_archive_says_whose_file_it_is(filed: PageClient, world: World) -> None:
    assert names_in_list(world) == ["Báo cáo", "Tệp kèm văn bản 15-KH/ĐU: KH 15.pdf"]
    row_file().row_key = "khong_con"
    db.session.commit()
    assert names_in_list(world)[1] == "Tệp chưa gắn với văn bản nào: KH 15.pdf"


def names_in_list(world: World) -> list[str]:
    world.reports["xa-a"].state = ReportState.SUBMITTED
    db.session.commit()
    made = export_works.make(world.campaign, read_wish("goi-tep", {}), lambda *_: None)
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        sheet = load_workbook(io.BytesIO(archive.read("000-bang-ke.xlsx")))["Bảng kê tệp"]
    return [row[2] for row in sheet.iter_rows(values_only=True) if str(row[0]).isdigit()]


def test_a_closed_section_takes_no_file_and_gives_its_own(
    filed: PageClient, path: str, world: World
) -> None:
    data = with_file(form_of(filed.get(path)), 1, PDF_BYTES, "b.pdf")
    world.reports["xa-a"].state = ReportState.SUBMITTED
    db.session.commit()
    filed.post(path, data, 409)
    page = filed.get(path)
    assert len(page.select(".file-list a")) == 1
    assert page.select("[name=bo_tep], input[type=file]") == []


def test_enter_in_a_line_saves_and_removes_nothing(filed: PageClient, path: str) -> None:
    first = filed.get(path).select("form#muc button[type=submit]")[0]
    assert first.get("name") == "luu"


def test_what_a_row_lacks_is_said_in_the_row_and_by_its_weight(
    officer: PageClient, address: str
) -> None:
    row = {"q_van_ban-present": "1", "q_van_ban-1-id": "v1", "q_van_ban-1-kind": "Kế hoạch"}
    officer.post(f"{address}/muc/pl1", {**row, "r_van_ban": "0"}, 303)
    page = officer.get(f"{address}/muc/pl1")
    assert page.words("[data-row] .field-error") == "Lỗi: Cột “Số, ký hiệu”: chưa nhập."
    assert "Nên xem: Cột “Ngày ban hành”: chưa nhập." in page.words("[data-row] .field-warning")
