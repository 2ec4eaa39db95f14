"""Signature and recipients."""

from app.documents.checking.findings import Findings, check_style
from app.documents.checking.layout import AUTHORITY, RECIPIENTS, Layout, plain_text
from app.documents.profiles import Profile
from app.documents.reading.model import ParagraphBlock


def check_ending(layout: Layout, profile: Profile, findings: Findings) -> None:
    right = layout.end_right or layout.body
    left = layout.end_left or layout.body
    _check_signature(right, profile, findings)
    _check_recipients(left, profile, findings)
    if layout.end_table is not None and layout.end_table.splitting_rows:
        findings.warn("authority", "Khối chữ ký có thể bị tách sang hai trang")


def _check_signature(blocks: list[ParagraphBlock], profile: Profile, findings: Findings) -> None:
    lines = [block for block in blocks if plain_text(block)]
    start = next(
        (index for index, block in enumerate(lines) if AUTHORITY.match(plain_text(block))), None
    )
    if start is None:
        return
    last = start
    while last + 1 < len(lines) and AUTHORITY.match(plain_text(lines[last + 1])):
        last += 1
    for block in lines[start : last + 1]:
        check_style(findings, "authority", "Quyền hạn ký", block, profile.authority)
        _check_form(plain_text(block), profile, findings)
    if last + 1 < len(lines) and lines[last + 1].caps:
        check_style(findings, "position", "Chức vụ người ký", lines[last + 1], profile.position)
    if last + 2 < len(lines) and not lines[last + 2].caps:
        check_style(findings, "signer", "Họ tên người ký", lines[last + 2], profile.signer)


def _check_form(text: str, profile: Profile, findings: Findings) -> None:
    rules = profile.authority
    forms = (rules.on_behalf, rules.deputy, rules.by_order, rules.acting)
    if not text.startswith(forms):
        findings.block("authority", f"Quyền hạn ký viết theo mẫu “{forms[0].strip()}”: “{text}”")


def _check_recipients(blocks: list[ParagraphBlock], profile: Profile, findings: Findings) -> None:
    start = next(
        (index for index, block in enumerate(blocks) if RECIPIENTS.match(plain_text(block))), None
    )
    if start is None:
        findings.warn("recipients", "Thiếu nơi nhận")
        return
    label, rules = profile.recipients_label, profile.recipients
    check_style(findings, "recipients_label", "Dòng “Nơi nhận:”", blocks[start], label)
    underlined = any(run.underline for run in blocks[start].runs)
    if label.underline != underlined:
        verb = "phải" if label.underline else "không"
        findings.block("recipients_label", f"Dòng “Nơi nhận:” {verb} gạch chân")
    items = [block for block in blocks[start + 1 :] if plain_text(block).startswith("-")]
    for block in items[:1]:
        check_style(findings, "recipients", "Danh sách nơi nhận", block, rules)
    ends = [rules.end] * (len(items) - 1) + [rules.last_end]
    wrong = [
        block
        for block, end in zip(items, ends, strict=False)
        if not plain_text(block).endswith(end)
    ]
    message = f"Mỗi nơi nhận kết thúc bằng “{rules.end}”, nơi cuối bằng “{rules.last_end}”"
    findings.many("recipients", "block", message, wrong)
