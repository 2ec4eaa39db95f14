"""Body paragraphs, headings with their numbers, and tables."""

import re

from app.documents.checking.findings import Findings, size_range, written
from app.documents.checking.layout import Layout, plain_text
from app.documents.profiles import Profile
from app.documents.reading.model import ParagraphBlock, TableBlock
from forms.document import ordinal_word, roman

_PART = re.compile(r"Phần\s+(thứ\s+\w+|[IVX]+)\b", re.IGNORECASE)
_ROMAN = re.compile(r"([IVX]+)\s*[.\-]\s*\S")
_LONG = 80
_LEAST_BEFORE = 6.0
_INDENT_TOLERANCE = 3.5
_MANY_ROWS = 15


def check_body(layout: Layout, profile: Profile, findings: Findings) -> None:
    texts = [block for block in layout.body if _is_text(block)]
    body = profile.body
    low, high = size_range(body)
    wrong_size = [
        block for block in texts if any(not low <= run.size <= high for run in written(block))
    ]
    findings.many("body", "block", f"Cỡ chữ nội dung phải là {low:g}–{high:g}", wrong_size)
    wrong_align = [block for block in texts if block.align != "both"]
    findings.many("body", "warn", "Nội dung phải căn đều hai bên", wrong_align)
    wrong_line = [block for block in texts if not _line_fits(block, profile)]
    findings.many("body", "block", f"Khoảng cách dòng phải {_line_rule(profile)}", wrong_line)
    wrong_indent = [
        block
        for block in texts
        if abs(block.spacing.left + block.spacing.first_line - body.indent) > _INDENT_TOLERANCE
    ]
    findings.many("body", "warn", f"Dòng đầu phải lùi khoảng {body.indent:g} mm", wrong_indent)
    crowded = [
        block for block in texts if block.spacing.before + block.spacing.after < _LEAST_BEFORE
    ]
    findings.many("body", "warn", "Các đoạn phải cách nhau ít nhất 6 pt", crowded)
    _check_headings(layout.body, findings)
    _check_closing(layout.body, profile, findings)
    for table in layout.tables:
        _check_table(table, profile, findings)


def _is_text(block: ParagraphBlock) -> bool:
    """Running text: long enough to fill more than a line, not a heading, not a table's note."""
    text = plain_text(block)
    if len(text) < _LONG or block.outline_level is not None or text.startswith("Ghi chú:"):
        return False
    return block.align in ("both", "left") and not block.bold


def _line_fits(block: ParagraphBlock, profile: Profile) -> bool:
    body, spacing = profile.body, block.spacing
    if body.line_rule == "multiple":
        if spacing.rule != "auto":
            return spacing.line >= body.size
        return body.line_min - 0.01 <= spacing.line <= body.line_max + 0.01
    wanted = "exact" if body.line_rule == "exact" else "atLeast"
    return spacing.rule == wanted and body.line_min <= spacing.line <= body.line_max


def _line_rule(profile: Profile) -> str:
    body = profile.body
    if body.line_rule == "multiple":
        return f"từ {body.line_min:g} đến {body.line_max:g} dòng"
    return f"chính xác từ {body.line_min:g} pt"


def _check_headings(blocks: list[ParagraphBlock], findings: Findings) -> None:
    parts = [block for block in blocks if _PART.match(plain_text(block))]
    wrong = [block for block in parts if block.align != "center" or not block.bold]
    findings.many("headings", "block", "Tiêu đề phần phải in đậm, căn giữa", wrong)
    romans = [block for block in blocks if _is_roman(block)]
    thin = [block for block in romans if not block.bold]
    findings.many("headings", "warn", "Mục La Mã phải in đậm", thin)
    plain = [block for block in (*parts, *romans) if block.outline_level is None]
    findings.many("headings", "warn", "Đề mục chưa dùng kiểu Heading của Word", plain)
    _check_order(blocks, findings)


def _is_roman(block: ParagraphBlock) -> bool:
    return _ROMAN.match(block.full_text) is not None and len(block.full_text) < 3 * _LONG


def _check_order(blocks: list[ParagraphBlock], findings: Findings) -> None:
    """Parts and roman headings count up by one; roman ones begin again in each part."""
    part = mark = 0
    for block in blocks:
        if match := _PART.match(plain_text(block)):
            part, mark = part + 1, 0
            wanted = {f"thứ {ordinal_word(part)}", roman(part).casefold()}
            if match[1].casefold() not in wanted:
                findings.many(
                    "headings", "warn", f"Đáng lẽ là Phần thứ {ordinal_word(part)}", [block]
                )
        elif (match := _ROMAN.match(block.full_text)) and _is_roman(block):
            mark += 1
            if match[1] != roman(mark):
                findings.many("headings", "warn", f"Đáng lẽ là mục {roman(mark)}", [block])


def _check_closing(blocks: list[ParagraphBlock], profile: Profile, findings: Findings) -> None:
    end = profile.body.closing_end
    last = next((block for block in reversed(blocks) if plain_text(block)), None)
    if last is not None and end and not plain_text(last).endswith(end):
        findings.many("body", "warn", f"Nội dung chưa kết thúc bằng “{end}”", [last])


def _check_table(table: TableBlock, profile: Profile, findings: Findings) -> None:
    if not table.bordered or table.rows < 2:
        return
    label = f"Bảng “{' '.join(table.cells[0].text.split())}…”"
    sizes = {
        run.size for cell in table.cells for block in cell.paragraphs for run in written(block)
    }
    if sizes and max(sizes) > profile.table.size_to:
        findings.warn("table", f"{label} có cỡ chữ lớn hơn {profile.table.size_to:g}")
    if table.rows > _MANY_ROWS and not table.header_rows:
        findings.warn("table", f"{label} dài nhưng chưa lặp lại dòng tiêu đề ở trang sau")
    if table.splitting_rows:
        findings.warn("table", f"{label} có dòng bị ngắt giữa hai trang")
