"""Body paragraphs, headings with their numbers, and tables."""

import re
from collections.abc import Callable

from app.documents.checking.findings import Findings, Severity, points, size_range, written
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
    _check_texts(texts, profile, findings)
    _check_headings(layout.body, findings)
    _check_closing(layout.body, profile, findings)
    for table in layout.tables:
        _check_table(table, profile, findings)


def _check_texts(texts: list[ParagraphBlock], profile: Profile, findings: Findings) -> None:
    body, (low, high) = profile.body, size_range(profile.body)
    rules: tuple[tuple[Severity, str, Callable[[ParagraphBlock], bool]], ...] = (
        (
            "block",
            f"Cỡ chữ nội dung phải là {points(low)}–{points(high)}",
            lambda block: any(not low <= run.size <= high for run in written(block)),
        ),
        ("warn", "Nội dung phải căn đều hai bên", lambda block: block.align != "both"),
        (
            "block",
            f"Khoảng cách dòng phải {_line_rule(profile)}",
            lambda block: not _line_fits(block, profile),
        ),
        (
            "warn",
            f"Dòng đầu phải lùi khoảng {points(body.indent)} mm",
            lambda block: abs(_first_indent(block) - body.indent) > _INDENT_TOLERANCE,
        ),
        (
            "warn",
            "Các đoạn phải cách nhau ít nhất 6 pt",
            lambda block: block.spacing.before + block.spacing.after < _LEAST_BEFORE,
        ),
    )
    for severity, message, is_wrong in rules:
        findings.many("body", severity, message, [block for block in texts if is_wrong(block)])


def _first_indent(block: ParagraphBlock) -> float:
    return block.spacing.left + block.spacing.first_line


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
        return f"từ {points(body.line_min)} đến {points(body.line_max)} dòng"
    return f"chính xác từ {points(body.line_min)} pt"


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
        findings.warn("table", f"{label} có cỡ chữ lớn hơn {points(profile.table.size_to)}")
    if table.rows > _MANY_ROWS and not table.header_rows:
        findings.warn("table", f"{label} dài nhưng chưa lặp lại dòng tiêu đề ở trang sau")
    if table.splitting_rows:
        findings.warn("table", f"{label} có dòng bị ngắt giữa hai trang")
