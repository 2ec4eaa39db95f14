"""How each kind of export is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.documents import archive_names, bundle, write_answers_workbook, write_csv, write_volume
from app.extensions import db
from app.models import Attachment, Campaign, Job, Report, ReportState
from app.services import (
    answers_table,
    archived_answers,
    campaigns,
    clock,
    documents_of_office,
    drafts,
    exports,
    following,
    issuing,
    letterheads,
    outline_documents,
    reports,
    row_files,
    storage,
)
from app.services.errors import Refused
from app.services.export_kinds import KINDS, Wish, read_wish
from app.services.exported_files import CSV, EXCEL, WORD, ZIP, ExportedFile, Progress
from app.services.jobs import Work
from forms import document, file_name

_SENT = (ReportState.SUBMITTED, ReportState.ACCEPTED)
Maker = Callable[[Campaign, Wish, Progress], ExportedFile]


def works(program: str | None = None) -> dict[str, Work]:
    """What a worker can do, by the kind of job; `program` is LibreOffice, if not the usual."""
    return {key: _work(key, program) for key in KINDS}


def _work(kind: str, program: str | None) -> Work:
    def work(job: Job, progress: Progress) -> ExportedFile:
        wish = read_wish(kind, job.params)
        campaign = campaigns.get_campaign(job.campaign_id or 0)
        return make(campaign, wish, progress, program)

    return work


def make(
    campaign: Campaign, wish: Wish, progress: Progress, program: str | None = None
) -> ExportedFile:
    """The file of a wish. Raises NotFound, Refused, DocumentError, PdfUnavailable."""
    maker = _MAKERS[wish.kind.key]
    as_pdf = wish.format == "pdf"
    if as_pdf:
        progress(0, 2, f"Đang dựng {wish.kind.label.lower()}")
    made = maker(campaign, wish, progress)
    if not as_pdf:
        return made
    progress(1, 2, "Đang chuyển sang PDF")
    return exports.as_pdf(made, program=program)


def _draft(campaign: Campaign, wish: Wish, progress: Progress) -> ExportedFile:
    progress(0, 1, "Đang dựng dự thảo")
    draft = drafts.get_draft(campaign)
    # Comments would make the conversion to PDF slow, and nobody reads them there.
    sources = wish.sources and wish.format == "word"
    if not sources and wish.chosen is None and (kept := issuing.issued_file(draft, WORD)):
        return kept
    return exports.draft_word(draft, sources=sources, sections=wish.chosen)


def _appendices(campaign: Campaign, wish: Wish, progress: Progress) -> ExportedFile:
    progress(0, 1, "Đang dựng phụ lục")
    draft = drafts.get_draft(campaign)
    if wish.format == "excel":
        return issuing.issued_file(draft, EXCEL) or exports.draft_excel(draft)
    return exports.draft_appendices(draft)


def sent_reports(campaign: Campaign) -> list[Report]:
    return [r for r in following.list_reports(campaign) if r.state in _SENT]


def _volume(campaign: Campaign, wish: Wish, progress: Progress) -> ExportedFile:
    reports = sent_reports(campaign)
    entries = []
    for number, report in enumerate(reports):
        progress(number, len(reports) + 1, f"Đang dựng báo cáo {number + 1}/{len(reports)}")
        entries.append(document.VolumeEntry(report.unit.name, exports.report_document(report)))
    progress(len(reports), len(reports) + 1, "Đang ghép thành tập")
    volume = document.Volume(
        "TẬP BÁO CÁO CỦA CÁC ĐƠN VỊ",
        tuple(entries),
        subtitle=campaign.title,
        letterhead=letterheads.letterhead_of(campaign.office),
        metadata=document.Metadata(title=f"Tập báo cáo: {campaign.title}"),
    )
    data = write_volume(volume, exports.profile_for(campaign.collector, campaign))
    return ExportedFile(file_name(f"Tap bao cao {campaign.code}", "docx"), WORD, data)


def _archive(campaign: Campaign, wish: Wish, progress: Progress) -> ExportedFile:
    reports = sent_reports(campaign)
    if not reports:
        raise Refused("Chưa đơn vị nào gửi báo cáo nên chưa có gì để đóng gói.")
    packed: list[_Packed] = []
    for number, report in enumerate(reports, start=1):
        progress(number - 1, len(reports) + 1, f"Đang đóng gói {number}/{len(reports)}")
        packed += _files_of(report, f"{number:03d} {report.unit.label}")
    progress(len(reports), len(reports) + 1, "Đang nén")
    names = archive_names(file.name for file in packed)
    listed = [(file.unit, file.words, name) for file, name in zip(packed, names, strict=True)]
    index = documents_of_office.archive_index(campaign, listed)
    data = bundle([*((file.name, file.data) for file in packed), ("000 bang ke.xlsx", index)])
    return ExportedFile(file_name(f"Bao cao don vi {campaign.code}", "zip"), ZIP, data)


@dataclass(frozen=True)
class _Packed:
    """One file of the archive; `name` before it is made safe, `words` say what it is."""

    unit: str
    words: str
    name: str
    data: bytes


def _files_of(report: Report, mark: str) -> Iterator[_Packed]:
    unit, answers = report.unit.name, reports.load_answers(reports.get_ref(report.id))
    yield _Packed(unit, "Báo cáo", f"{mark} bao cao.docx", exports.report_word(report).data)
    for place, item in enumerate(_attachments(report), start=1):
        data = storage.read(item.sha256)
        yield _Packed(
            unit, row_files.words_of(item, answers), f"{mark} kem {place} {item.name}", data
        )


def _attachments(report: Report) -> list[Attachment]:
    query = db.select(Attachment).where(
        Attachment.report_id == report.id, Attachment.removed_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Attachment.id)))


def _filing(campaign: Campaign, wish: Wish, progress: Progress) -> ExportedFile:
    if wish.format == "excel":
        return documents_of_office.filing_excel(campaign)
    return documents_of_office.filing_word(campaign)


def _reminder(campaign: Campaign, wish: Wish, progress: Progress) -> ExportedFile:
    return documents_of_office.reminder_word(campaign)


def _submission(campaign: Campaign, wish: Wish, progress: Progress) -> ExportedFile:
    return documents_of_office.submission_word(drafts.get_draft(campaign))


def _outline(campaign: Campaign, wish: Wish, progress: Progress) -> ExportedFile:
    return outline_documents.outline_word(campaign)


def _blank_form(campaign: Campaign, wish: Wish, progress: Progress) -> ExportedFile:
    kinds = [kind for kind, _ in documents_of_office.asked_kinds(campaign)]
    kind = wish.unit_kind if wish.unit_kind in kinds else (kinds or [""])[0]
    return documents_of_office.blank_form_word(campaign, kind)


def _answers(campaign: Campaign, wish: Wish, progress: Progress) -> ExportedFile:
    rows = answers_table.rows(campaign, progress)
    return _answers_file(wish, f"Cau tra loi {campaign.code}", rows)


def _archived_answers(campaign: Campaign, wish: Wish, progress: Progress) -> ExportedFile:
    if not archived_answers.has_archived(campaign):
        raise Refused("Đề cương của đợt chưa bỏ nội dung nào nên không có gì đã lưu trữ.")
    rows = answers_table.archived_rows(campaign, progress)
    return _answers_file(wish, f"Cau tra loi luu tru {campaign.code}", rows)


def _answers_file(wish: Wish, title: str, rows: Iterator[answers_table.Line]) -> ExportedFile:
    name = f"{title} {clock.today():%d %m %Y}"
    if wish.format == "csv":
        return ExportedFile(file_name(name, "csv"), CSV, write_csv(answers_table.HEADERS, rows))
    data = write_answers_workbook(answers_table.HEADERS, rows)
    return ExportedFile(file_name(name, "xlsx"), EXCEL, data)


_MAKERS: Mapping[str, Maker] = {
    "du-thao": _draft,
    "phu-luc": _appendices,
    "tap-bao-cao": _volume,
    "goi-tep": _archive,
    "tinh-hinh-nop": _filing,
    "don-doc": _reminder,
    "to-trinh": _submission,
    "de-cuong": _outline,
    "mau-nhap": _blank_form,
    "tra-loi": _answers,
    "luu-tru": _archived_answers,
}


def name_of(campaign: Campaign, wish: Wish) -> str:
    """The name the file will have, without making it."""
    endings = {"word": "docx", "excel": "xlsx", "pdf": "pdf", "zip": "zip", "csv": "csv"}
    extension = endings[wish.format]
    if wish.kind.key == "du-thao":
        draft = drafts.find_draft(campaign)
        if draft is not None:
            return exports.draft_name(draft, extension, part=wish.chosen is not None)
    words = {
        "phu-luc": "Phu luc",
        "tap-bao-cao": "Tap bao cao",
        "goi-tep": "Bao cao don vi",
        "tinh-hinh-nop": "Tinh hinh nop",
        "don-doc": "CV don doc",
        "to-trinh": "To trinh du thao",
        "de-cuong": "De cuong",
        "mau-nhap": "Mau nhap",
        "tra-loi": "Cau tra loi",
        "luu-tru": "Cau tra loi luu tru",
        "du-thao": "Du thao",
    }
    return file_name(f"{words[wish.kind.key]} {campaign.code}", extension)
