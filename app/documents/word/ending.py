"""The end of a document: recipients on the left, signature on the right, in one unbreakable row."""

from app.documents.profiles import Profile
from app.documents.word.letterhead import styled_lines
from app.documents.word.markup import (
    borderless_table,
    cell,
    lines_paragraph,
    paragraph,
    run,
    table_row,
    tiny_paragraph,
)
from forms.document import Authority, AuthorityLine, Document, Recipient, Signature

_GAP_BEFORE = '<w:spacing w:before="240" w:after="0"/>'


def ending_markup(document: Document, profile: Profile) -> str:
    if not (document.signature or document.recipients or document.marks.typist):
        return ""
    widths = (profile.letterhead.left, profile.text_width - profile.letterhead.left)
    left = _recipients(document, profile)
    right = _signature(document.signature, profile, widths[1]) if document.signature else ""
    empty = paragraph("NoiNhan", "")
    cells = (cell(widths[0], left or empty), cell(widths[1], right or empty))
    return borderless_table(widths, [table_row(cells, "<w:cantSplit/>")]) + tiny_paragraph()


def _recipients(document: Document, profile: Profile) -> str:
    label, items = profile.recipients_label, document.recipients
    parts = []
    if items:
        parts.append(paragraph("NoiNhanNhan", run(label.text), _GAP_BEFORE))
        parts += (
            paragraph("NoiNhan", run(recipient_text(item, profile, last=item is items[-1])))
            for item in items
        )
    if document.marks.typist:
        parts.append(lines_paragraph("KyHieuDanhMay", [document.marks.typist]))
    return "".join(parts)


def recipient_text(item: Recipient, profile: Profile, *, last: bool) -> str:
    rules = profile.recipients
    purpose = rules.purpose.format(purpose=item.purpose) if item.purpose else ""
    return f"{rules.prefix}{item.name.strip().rstrip('.,;')}{purpose}{_end(profile, last)}"


def _end(profile: Profile, last: bool) -> str:
    return profile.recipients.last_end if last else profile.recipients.end


def authority_text(line: AuthorityLine, profile: Profile) -> str:
    forms = profile.authority
    marks = {
        Authority.ON_BEHALF: forms.on_behalf,
        Authority.DEPUTY: forms.deputy,
        Authority.BY_ORDER: forms.by_order,
        Authority.ACTING: forms.acting,
    }
    return (marks[line.authority] if line.authority else "") + line.body.upper()


def _signature(signature: Signature, profile: Profile, width: float) -> str:
    parts: list[str] = []
    for line in signature.lines:
        lines = styled_lines(authority_text(line, profile), width, profile.authority)
        parts.append(lines_paragraph("QuyenHan", lines, "" if parts else _GAP_BEFORE))
    position = styled_lines(signature.position, width, profile.position)
    parts.append(lines_paragraph("ChucVu", position, "" if parts else _GAP_BEFORE))
    parts += [paragraph("NguoiKy", "")] * profile.signature_gap.lines
    parts.append(lines_paragraph("NguoiKy", [signature.name]))
    return "".join(parts)
