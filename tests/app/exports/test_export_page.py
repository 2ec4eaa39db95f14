"""The export page: choose, get the file at once, find it again; refuse what cannot be."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from openpyxl import load_workbook

from app.extensions import db
from app.models import Attachment, Draft, Job
from app.services import clock, export_works, jobs, storage
from app.services.errors import Refused
from app.services.export_kinds import read_wish
from tests.app.page_client import Page, PageClient
from tests.app.world import World


def export(officer: PageClient, address: str, kind: str, form: str = "", **more: str) -> Job:
    officer.post(address, {"noi_dung": kind, "dinh_dang": form, **more}, status=303)
    return db.session.scalars(db.select(Job).order_by(Job.created_at.desc())).first()  # type: ignore[return-value]


def data_of(officer: PageClient, address: str, job: Job) -> bytes:
    answer = officer.get(f"{address}/ban/{job.id}/tep", strict=False)
    assert "attachment" in answer.response.headers["Content-Disposition"]
    return answer.response.get_data()


def test_the_draft_comes_as_word_at_once_and_stays_listed(
    officer: PageClient, address: str, draft: Draft
) -> None:
    job = export(officer, address, "du-thao", "word")
    assert job.state == jobs.JobState.DONE, job.error
    assert job.result_name.endswith(".docx")
    assert job.result_name.isascii()
    text = "\n".join(
        p.text for p in Document(io.BytesIO(data_of(officer, address, job))).paragraphs
    )
    assert "12 kế hoạch về khuyến học" in text
    page = officer.get(address)
    assert job.result_name in page.words()
    assert page.select(f"#ban-{job.id} a[download]")


def test_a_clean_copy_has_no_comments_and_one_with_sources_has(
    officer: PageClient, address: str
) -> None:
    clean = Document(io.BytesIO(data_of(officer, address, export(officer, address, "du-thao"))))
    assert not list(clean.comments)
    job = export(officer, address, "du-thao", nguon="1")
    sourced = Document(io.BytesIO(data_of(officer, address, job)))
    assert any("Xã A" in comment.text for comment in sourced.comments)
    assert "BẢNG NGUỒN" in "\n".join(p.text for p in sourced.paragraphs)


def test_chosen_sections_leave_the_others_out(officer: PageClient, address: str) -> None:
    job = export(officer, address, "du-thao", pham_vi="chon", muc="mo_dau")
    text = "\n".join(
        p.text for p in Document(io.BytesIO(data_of(officer, address, job))).paragraphs
    )
    assert "MỞ ĐẦU" in text
    assert "12 kế hoạch" not in text


def test_choosing_no_section_is_answered_in_words(officer: PageClient, address: str) -> None:
    page = officer.post(address, {"noi_dung": "du-thao", "pham_vi": "chon"}, status=409)
    assert "đánh dấu ít nhất một mục" in page.words()


@pytest.mark.parametrize(
    ("kind", "form", "ending"),
    [
        ("phu-luc", "excel", "xlsx"),
        ("phu-luc", "word", "docx"),
        ("tinh-hinh-nop", "word", "docx"),
        ("tinh-hinh-nop", "excel", "xlsx"),
        ("don-doc", "word", "docx"),
        ("to-trinh", "word", "docx"),
        ("de-cuong", "word", "docx"),
        ("mau-nhap", "word", "docx"),
        ("tra-loi", "excel", "xlsx"),
        ("tra-loi", "csv", "csv"),
    ],
)
def test_every_kind_of_file_opens(
    officer: PageClient, address: str, kind: str, form: str, ending: str
) -> None:
    job = export(officer, address, kind, form)
    assert job.state == jobs.JobState.DONE, job.error
    assert job.result_name.endswith(ending)
    data = data_of(officer, address, job)
    if ending == "docx":
        assert Document(io.BytesIO(data)).element.body.xpath(".//w:t")
    elif ending == "xlsx":
        assert load_workbook(io.BytesIO(data)).sheetnames
    else:
        assert data.decode("utf-8-sig").startswith("Đơn vị;")


def test_the_file_name_is_shown_while_choosing(officer: PageClient, address: str) -> None:
    query = "noi_dung=tinh-hinh-nop&dinh_dang=excel"
    page = officer.get(f"{address}/ten-tep?{query}", htmx=True)
    assert page.text.strip() == "Tinh-hinh-nop-thu-nghiem.xlsx"
    job = export(officer, address, "tinh-hinh-nop", "excel")
    assert job.result_name == "Tinh-hinh-nop-thu-nghiem.xlsx"


def test_a_draft_that_is_not_there_is_said_so(client: PageClient, address: str) -> None:
    client.login("chuyenvien")
    assert "chưa có dự thảo" in client.get(address).words()
    page = client.post(address, {"noi_dung": "du-thao"}, status=404)
    assert "Tổng hợp dự thảo" in page.words()


def test_a_reminder_with_nobody_to_remind_says_so_in_the_list(
    officer: PageClient, address: str, world: World
) -> None:
    for code in ("xa-c", "phong-p"):
        world.reports[code].state = "accepted"
    db.session.commit()
    job = export(officer, address, "don-doc")
    assert job.state == jobs.JobState.FAILED
    assert "Tất cả đơn vị đã gửi" in officer.get(address).words()


def test_a_long_one_waits_for_a_worker_and_can_be_stopped(
    officer: PageClient, address: str
) -> None:
    job = export(officer, address, "tap-bao-cao")
    assert job.state == jobs.JobState.WAITING
    line = officer.get(f"{address}/ban/{job.id}", htmx=True)
    assert line.one("li").get("hx-trigger") == "load delay:2s"
    officer.post(f"{address}/ban/{job.id}/huy", {}, status=303)
    line = officer.get(f"{address}/ban/{job.id}", htmx=True)
    assert line.one("li").get("hx-trigger") is None
    assert "Đã hủy" in line.words("li")
    officer.get(f"{address}/ban/{job.id}/tep", status=409)


def test_who_looks_on_may_download_but_not_start(
    officer: PageClient, address: str, client: PageClient
) -> None:
    job = export(officer, address, "du-thao")
    officer.logout()
    client.login("captren")
    page = client.get(address)
    assert not page.select("form[enctype], input[name=noi_dung]")
    assert data_of(client, address, job)
    client.post(address, {"noi_dung": "du-thao"}, status=404)


def test_a_job_of_another_campaign_is_not_found(officer: PageClient, address: str) -> None:
    job = export(officer, address, "du-thao")
    job.campaign_id = None
    db.session.commit()
    officer.get(f"{address}/ban/{job.id}/tep", status=404)


def test_our_own_export_passes_the_self_check(officer: PageClient, address: str) -> None:
    job = export(officer, address, "du-thao")
    page: Page = officer.get(f"{address}/ban/{job.id}/the-thuc")
    assert "Đúng thể thức" in page.words()


def test_a_foreign_word_file_is_checked_and_its_faults_listed(
    officer: PageClient, address: str
) -> None:
    document = Document()
    document.add_paragraph("Báo cáo gì đó")
    buffer = io.BytesIO()
    document.save(buffer)
    sent = {"tep": (io.BytesIO(buffer.getvalue()), "la.docx"), "mau": "party_hd36"}
    page = officer.post(f"{address}/kiem-tra-the-thuc", sent)
    assert "Sai thể thức" in page.words()
    broken = {"tep": (io.BytesIO(b"khong phai word"), "la.docx")}
    officer.post(f"{address}/kiem-tra-the-thuc", broken, status=422)


def test_the_unit_gets_its_blank_form(officer: PageClient, world: World) -> None:
    answer = officer.get(f"/bao-cao/{world.reports['xa-a'].id}/mau-nhap", strict=False)
    document = Document(io.BytesIO(answer.response.get_data()))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "Kết quả đạt được" in text
    assert "12 kế hoạch" not in text


def test_an_archive_holds_reports_attachments_and_their_list(draft: Draft, world: World) -> None:
    report = world.reports["xa-a"]
    attached = Attachment(
        report_id=report.id,
        name="Ảnh lễ phát động.png",
        sha256=storage.store(b"\x89PNG anh"),
        size=8,
        media_type="image/png",
        created_at=clock.now(),
    )
    db.session.add(attached)
    db.session.flush()
    wish = read_wish("goi-tep", {"format": "zip"})
    made = export_works.make(world.campaign, wish, lambda *_: None)
    assert made.name.isascii()
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        names = sorted(archive.namelist())
        assert names == [
            "000-bang-ke.xlsx",
            "001-Xa-A-bao-cao.docx",
            "001-Xa-A-kem-1-Anh-le-phat-dong.png",
            "002-Xa-B-bao-cao.docx",
        ]
        assert archive.read(names[2]) == b"\x89PNG anh"
        Document(io.BytesIO(archive.read(names[1])))
        sheet = load_workbook(io.BytesIO(archive.read(names[0])))["Bảng kê tệp"]
    listed = [row[3] for row in sheet.iter_rows(values_only=True) if str(row[0]).isdigit()]
    assert sorted(listed) == names[1:]


def test_an_archive_of_nothing_is_refused_in_words(world: World) -> None:
    with pytest.raises(Refused, match="Chưa đơn vị nào gửi"):
        export_works.make(world.campaign, read_wish("goi-tep", {}), lambda *_: None)
