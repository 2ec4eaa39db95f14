"""Documents the office writes beside the report: filing status, reminder, submission note, outline.

They are made of what the system knows; the officer finishes them in Word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.documents import Profile, write_excel, write_word
from app.documents.excel import SheetSpec, WorkbookSpec
from app.models import Campaign, Draft, ReportState, Unit
from app.services import (
    appendix_workbook,
    asking,
    clock,
    draft_content,
    following,
    letterheads,
    office_wording,
    outlines,
    profile_choices,
    standings,
)
from app.services.errors import Refused
from app.services.exported_files import EXCEL, WORD, ExportedFile
from forms import (
    Answers,
    Issue,
    Number,
    Recipient,
    compose_blank_form,
    document,
    file_name,
    format_instant,
    two_digits,
)

_MOST_NAMED = 10
"""Up to so many receivers stand at the head of a letter; more of them are listed in its text."""
_WAITING = (
    ReportState.NOT_STARTED,
    ReportState.FILLING,
    ReportState.AWAITING_APPROVAL,
    ReportState.RETURNED,
)


def _profile(unit: Unit) -> Profile:
    return profile_choices.profile_of(unit, clock.today())


def _paragraph(text: str) -> document.Paragraph:
    return document.Paragraph(document.plain(text))


def _dash(text: str) -> document.Paragraph:
    return document.Paragraph(document.plain(text), document.ParagraphStyle.DASH)


def _symbol(unit: Unit) -> str:
    return str((unit.letterhead or {}).get("symbol", ""))


def _deadline(campaign: Campaign) -> str:
    instant = campaign.deadline_at
    return format_instant(clock.local(instant)) if instant else "thời hạn đã thông báo"


def filing_document(campaign: Campaign) -> document.Document:
    """Tình hình nộp: the counters in one sentence, then who sent what when."""
    office, issuer = campaign.office, letterheads.issuer_name(campaign.collector)
    subject = f"tình hình gửi {office_wording.report_asked(campaign)}"
    counters = standings.count(standings.list_standings(campaign))
    moment = format_instant(clock.local(clock.now()))
    return document.Document(
        letterhead=letterheads.letterhead_of(office),
        kind_title="BÁO CÁO",
        abstract=subject,
        number=Number("BC", None, _symbol(office)),
        year=clock.today().year,
        body=(
            _paragraph(f"Thời hạn gửi báo cáo: {_deadline(campaign)}."),
            _paragraph(office_wording.counters_sentence(counters, moment)),
            appendix_workbook.filing_list(campaign),
        ),
        closing=f"Trên đây là {subject}, {office.name} kính báo cáo {issuer}",
        signature=letterheads.signature_of(office),
        recipients=(
            Recipient(issuer, "để b/c"),
            letterheads.filed_at(office),
        ),
        metadata=document.Metadata(title=f"Báo cáo {subject}"),
    )


def filing_word(campaign: Campaign) -> ExportedFile:
    data = write_word(filing_document(campaign), _profile(campaign.office))
    return ExportedFile(file_name(f"Tinh hinh nop {campaign.code}", "docx"), WORD, data)


def filing_excel(campaign: Campaign) -> ExportedFile:
    book = WorkbookSpec(
        (),
        letterheads.letterhead_of(campaign.office),
        filing=appendix_workbook.filing_table(campaign),
        metadata=document.Metadata(title=f"Tình hình nộp báo cáo: {campaign.title}"),
    )
    return ExportedFile(
        file_name(f"Tinh hinh nop {campaign.code}", "xlsx"), EXCEL, write_excel(book)
    )


def archive_index(campaign: Campaign, files: Sequence[tuple[str, str, str]]) -> bytes:
    """The list that lies in an archive: unit, what it is, file name; and who has sent what."""
    titles = (("Đơn vị", 70), ("Nội dung", 70), ("Tên tệp", 90))
    columns = (
        document.Column("TT", kind=document.ColumnKind.INDEX, width=10),
        *(document.Column(t, kind=document.ColumnKind.TEXT, width=w) for t, w in titles),
    )
    rows = [
        document.Row(tuple(document.Cell(text) for text in (str(number), *file)))
        for number, file in enumerate(files, start=1)
    ]
    table = document.Table(columns, tuple(rows), caption="Bảng kê tệp")
    book = WorkbookSpec(
        (SheetSpec("Bảng kê tệp", table, period=campaign.title, signed=False),),
        letterheads.letterhead_of(campaign.office),
        filing=appendix_workbook.filing_table(campaign),
        metadata=document.Metadata(title=f"Bảng kê tệp: {campaign.title}"),
    )
    return write_excel(book)


def waiting_units(campaign: Campaign) -> list[following.FollowRow]:
    """Units whose report is still expected."""
    return [row for row in following.follow(campaign) if row.state in _WAITING]


def reminder_document(campaign: Campaign) -> document.Document:
    """Công văn đôn đốc to every unit that has not sent. Raises Refused when all have."""
    rows = waiting_units(campaign)
    if not rows:
        raise Refused("Tất cả đơn vị đã gửi báo cáo, không cần công văn đôn đốc.")
    office = campaign.office
    asked = office_wording.report_asked(campaign)
    named = len(rows) <= _MOST_NAMED
    return document.Document(
        letterhead=letterheads.letterhead_of(office),
        abstract=f"V/v đôn đốc gửi {asked}",
        number=Number("CV", None, _symbol(office)),
        year=clock.today().year,
        addressees=tuple(row.unit.name for row in rows)
        if named
        else ("Các đơn vị có tên trong công văn",),
        body=(*_reminder_words(campaign, rows, listed=not named),),
        closing="Đề nghị các đơn vị quan tâm, thực hiện",
        signature=letterheads.signature_of(office),
        recipients=(
            Recipient("Như trên"),
            Recipient(letterheads.issuer_name(campaign.collector), "để b/c"),
            letterheads.filed_at(office),
        ),
        metadata=document.Metadata(title=f"Công văn đôn đốc gửi {asked}"),
    )


def _reminder_words(
    campaign: Campaign, rows: list[following.FollowRow], *, listed: bool
) -> Iterator[document.Paragraph]:
    """`listed` names the units in the text, where the head of the letter does not."""
    office = campaign.office.name
    counters = standings.count(standings.list_standings(campaign))
    yield _paragraph(
        f"{office_wording.basis_words(campaign)}{office} đã đề nghị các đơn vị gửi "
        f"{office_wording.report_asked(campaign)} trước {_deadline(campaign)}."
    )
    late = "đã quá hạn nhưng chưa gửi" if any(row.overdue for row in rows) else "chưa gửi"
    which = f"đơn vị {late}:" if listed else f"đơn vị nêu trên {late}."
    yield _paragraph(
        f"Đến nay, {counters.sent}/{counters.total} đơn vị đã gửi báo cáo; còn "
        f"{two_digits(len(rows))} {which}"
    )
    if listed:
        ends = [";"] * (len(rows) - 1) + ["."]
        yield from (_dash(row.unit.name + end) for row, end in zip(rows, ends, strict=True))
    returned = [row.unit.name for row in rows if row.state is ReportState.RETURNED]
    if returned:
        yield _paragraph(f"Đơn vị đã gửi nhưng cần bổ sung, gửi lại: {', '.join(returned)}.")
    yield _paragraph(
        f"{office} đề nghị các đơn vị khẩn trương hoàn thành, gửi báo cáo để kịp thời tổng hợp, "
        "báo cáo cấp trên."
    )
    contact = ", ".join(part for part in (campaign.contact, campaign.contact_phone) if part)
    if contact:
        yield _paragraph(f"Trong quá trình thực hiện, nếu vướng mắc xin liên hệ {contact}.")


def reminder_word(campaign: Campaign) -> ExportedFile:
    data = write_word(reminder_document(campaign), _profile(campaign.office))
    return ExportedFile(file_name(f"CV don doc {campaign.code}", "docx"), WORD, data)


def submission_document(draft: Draft) -> document.Document:
    """Tờ trình: the office lays the draft before the committee that will issue it."""
    campaign = draft.campaign
    office, issuer = campaign.office, letterheads.issuer_name(campaign.collector)
    outline = outlines.get_outline(campaign.outline_version_id)
    subject = outline.document.in_period(campaign.period_label).subject or outline.title
    return document.Document(
        letterhead=letterheads.letterhead_of(office),
        kind_title="TỜ TRÌNH",
        abstract=f"về dự thảo Báo cáo {subject}",
        number=Number("TTr", None, _symbol(office)),
        year=clock.today().year,
        addressees=(issuer,),
        body=document.number_headings(_submission_words(draft, subject)),
        closing=f"{office.name} kính trình {issuer} xem xét, cho ý kiến để hoàn thiện và ban hành",
        signature=letterheads.signature_of(office),
        recipients=(Recipient("Như trên"), letterheads.filed_at(office)),
        metadata=document.Metadata(title=f"Tờ trình dự thảo Báo cáo {subject}"),
    )


def _submission_words(draft: Draft, subject: str) -> tuple[document.Node, ...]:
    campaign = draft.campaign
    outline = outlines.get_outline(campaign.outline_version_id)
    parts = [
        ": ".join(part for part in (section.level_name, section.heading) if part)
        for section in outline.sections
        if not section.appendix
    ]
    ends = [";"] * (len(parts) - 1) + ["."]
    return (
        _paragraph(
            f"{campaign.office.name} đã tổng hợp, xây dựng dự thảo Báo cáo {subject}, cụ thể:"
        ),
        document.Heading(3, "Quá trình xây dựng"),
        *(_dash(text) for text in draft_content.filing_sentences(campaign)),
        document.Heading(3, "Bố cục dự thảo"),
        _paragraph(f"Dự thảo (lần {draft.times_circulated}) gồm:"),
        *(_dash(part + end) for part, end in zip(parts, ends, strict=False)),
        document.Heading(3, "Kiến nghị"),
        _paragraph("Dự thảo Báo cáo và các phụ lục được gửi kèm theo Tờ trình này."),
    )


def submission_word(draft: Draft) -> ExportedFile:
    tree = submission_document(draft)
    data = write_word(tree, _profile(draft.campaign.office))
    return ExportedFile(file_name(f"To trinh du thao {draft.campaign.code}", "docx"), WORD, data)


def blank_form_word(campaign: Campaign, kind: str = "") -> ExportedFile:
    """What a kind of unit is asked, to be filled in without the system."""
    outline = asking.outline_of(campaign)
    info = outline.document.in_period(campaign.period_label)
    issue = Issue(
        letterhead=None,
        title=info.title,
        subject=info.subject or outline.title,
        opening="Đơn vị: " + "." * 60,
        year=clock.today().year,
    )
    answers = Answers(outline, {}, unit_kind=kind)
    data = write_word(compose_blank_form(answers, issue), _profile(campaign.collector))
    words = f"Mau nhap {campaign.code} {outline.unit_kinds.get(kind, '')}"
    return ExportedFile(file_name(words, "docx"), WORD, data)


def asked_kinds(campaign: Campaign) -> tuple[tuple[str, str], ...]:
    """Kinds of units in this campaign, with their names in the outline."""
    outline = outlines.get_outline(campaign.outline_version_id)
    kinds = dict.fromkeys(report.unit.kind for report in following.list_reports(campaign))
    return tuple((kind, outline.unit_kinds.get(kind, kind)) for kind in kinds)
