"""Letterhead, number, place and date, kind, abstract and separator."""

import re

from app.documents.checking.findings import Findings, check_style, excerpt
from app.documents.checking.layout import NUMBER, PLACE, Layout, plain_text
from app.documents.profiles import Profile
from app.documents.profiles.model import TitleLine
from app.documents.reading.model import ParagraphBlock
from app.documents.typography import text_width

_RULE_TOLERANCE = 4.0
_LONG_ABSTRACT_START = re.compile(r"(V/v|Về việc)\b", re.IGNORECASE)


def check_head(layout: Layout, profile: Profile, findings: Findings) -> None:
    if not layout.head_left and not layout.head_right:
        findings.block("letterhead", "Không tìm thấy phần tiêu đề, cơ quan ban hành, số và ngày")
        return
    _check_title(layout, profile, findings)
    _check_issuer(layout.head_left, profile, findings)
    _check_number(layout.head_left, profile, findings)
    _check_place(layout.head_right, profile, findings)
    _check_draft(layout, profile, findings)


def _check_title(layout: Layout, profile: Profile, findings: Findings) -> None:
    last = None
    for line in profile.title:
        last = _position(layout.head_right, line.text)
        if last is None:
            findings.block("title", f"Thiếu dòng “{line.text}”")
        else:
            check_style(findings, "title", f"“{line.text}”", layout.head_right[last], line)
    if last is not None:
        _check_title_rule(layout, last, profile.title[-1], findings)


def _position(blocks: list[ParagraphBlock], text: str) -> int | None:
    for index, block in enumerate(blocks):
        if " ".join(plain_text(block).split()).casefold() == text.casefold():
            return index
    return None


def _check_title_rule(layout: Layout, at: int, line: TitleLine, findings: Findings) -> None:
    around = layout.head_right[at : at + 2]
    rule = next((block for block in around if block.has_rule), None)
    label = f"đường kẻ dưới “{line.text}”"
    if rule is None:
        findings.block("title_rule", f"Thiếu {label}")
        return
    width = layout.head_widths[-1] if layout.head_widths else 0.0
    length = width - rule.spacing.left - rule.spacing.right
    wanted = text_width(line.text, line.size, bold=line.bold)
    if abs(length - wanted) > _RULE_TOLERANCE:
        findings.block("title_rule", f"{label[0].upper()}{label[1:]} phải dài bằng dòng chữ")


def _check_issuer(blocks: list[ParagraphBlock], profile: Profile, findings: Findings) -> None:
    names = []
    for block in blocks:
        text = plain_text(block)
        if NUMBER.match(text):
            break
        if text:
            names.append(block)
    mark = profile.issuer_mark
    marks = [block for block in names if not any(map(str.isalnum, block.text))]
    names = [block for block in names if block not in marks]
    if mark.text and [plain_text(block) for block in marks] != [mark.text]:
        findings.block("issuer_mark", f"Dưới tên cơ quan ban hành phải có dấu “{mark.text}”")
    if not mark.text and not any(block.has_rule for block in blocks):
        findings.block("issuer_mark", "Dưới tên cơ quan ban hành phải có đường kẻ")
    if not names:
        findings.block("issuer", "Thiếu tên cơ quan ban hành")
        return
    check_style(findings, "issuer", "Tên cơ quan ban hành", names[-1], profile.issuer)
    for block in names[:-1]:
        check_style(findings, "parent", "Tên cơ quan cấp trên", block, profile.parent)


def _check_number(blocks: list[ParagraphBlock], profile: Profile, findings: Findings) -> None:
    found = next((block for block in blocks if NUMBER.match(plain_text(block))), None)
    if found is None:
        findings.block("number", "Thiếu số và ký hiệu văn bản")
        return
    check_style(findings, "number", "Số và ký hiệu", found, profile.number)
    if not _number_pattern(profile).match(plain_text(found)):
        example = profile.number.pattern.format(number="15", kind="BC", org="HU")
        findings.block("number", f"Số và ký hiệu phải có dạng “{example}”: “{plain_text(found)}”")


def _number_pattern(profile: Profile) -> re.Pattern[str]:
    digits = profile.number.digits
    pattern = re.escape(profile.number.pattern).replace(r"\ ", r"\s+")
    for key, rule in (
        ("number", rf"(?:\s*|\d{{{digits},}})"),
        ("kind", r"[A-ZĐa-zđ]+"),
        ("org", r"[\w/.-]+"),
    ):
        pattern = pattern.replace(rf"\{{{key}\}}", rule)
    return re.compile(pattern + r"\s*\Z")


def _check_place(blocks: list[ParagraphBlock], profile: Profile, findings: Findings) -> None:
    found = next((block for block in blocks if PLACE.search(plain_text(block))), None)
    if found is None:
        findings.block("place", "Thiếu địa danh và ngày, tháng, năm")
        return
    check_style(findings, "place", "Địa danh, ngày tháng năm", found, profile.place)
    match = PLACE.search(plain_text(found))
    assert match is not None
    day, month, _ = match.groups()
    limits = ((day, profile.place.pad_day_below), (month, profile.place.pad_month_below))
    if any(text and text != _padded(text, limit) for text, limit in limits):
        findings.block(
            "place",
            "Ngày dưới 10 và tháng 1, 2 phải thêm số 0 phía trước, các tháng khác thì không: "
            f"“{excerpt(plain_text(found))}”",
        )


def _padded(text: str, limit: int) -> str:
    return f"{int(text):02d}" if int(text) < limit else str(int(text))


def _check_draft(layout: Layout, profile: Profile, findings: Findings) -> None:
    for block in (*layout.head_left, *layout.head_right):
        if plain_text(block).casefold().startswith("dự thảo"):
            check_style(findings, "draft", "Chỉ dẫn dự thảo", block, profile.draft)


def check_subject(layout: Layout, profile: Profile, findings: Findings) -> None:
    """Kind, abstract and separator of everything but official letters."""
    blocks = [block for block in layout.subject if plain_text(block) or block.has_rule]
    if not blocks or not blocks[0].caps:
        return
    check_style(findings, "kind", "Tên loại văn bản", blocks[0], profile.kind)
    rest = [block for block in blocks[1:] if not plain_text(block).startswith("Kính ")]
    if not rest:
        return
    check_style(findings, "abstract", "Trích yếu", rest[0], profile.abstract)
    if _LONG_ABSTRACT_START.match(plain_text(rest[0])):
        findings.warn("abstract", "Trích yếu dưới tên loại không bắt đầu bằng “V/v”, “Về việc”")
    separator = profile.separator
    if separator.text and separator.text not in [plain_text(block) for block in rest[1:]]:
        findings.block("separator", f"Dưới trích yếu phải có dấu “{separator.text}”")
    if not separator.text and not any(block.has_rule for block in rest):
        findings.block("separator", "Dưới trích yếu phải có đường kẻ")
