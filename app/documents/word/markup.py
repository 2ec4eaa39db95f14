"""Small pieces of WordprocessingML as text. All text passes through `xml_text` here.

Pieces are joined and parsed once per document, which costs a fraction of building the same tree
node by node and still refuses anything that is not well formed.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from app.documents.profiles import Styled
from app.documents.typography import clean_text, keep_together
from forms.document import Run

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TINY_LINE = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


def twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def half_points(points: float) -> int:
    return round(points * 2)


def run_properties(
    *,
    bold: bool | None = None,
    italic: bool | None = None,
    underline: bool = False,
    size: float | None = None,
) -> str:
    """Only what differs from the style; False switches a mark of the style off."""
    parts = [_toggle("b", bold), _toggle("i", italic)]
    if size is not None:
        parts.append(f'<w:sz w:val="{half_points(size)}"/><w:szCs w:val="{half_points(size)}"/>')
    if underline:
        parts.append('<w:u w:val="single"/>')
    inner = "".join(parts)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _toggle(name: str, on: bool | None) -> str:
    if on is None:
        return ""
    return f"<w:{name}/><w:{name}Cs/>" if on else f'<w:{name} w:val="0"/><w:{name}Cs w:val="0"/>'


def text_markup(text: str, *, glued: bool = False) -> str:
    """`w:t` elements; newlines become line breaks, tabs become tabs.

    `glued` puts non-breaking spaces beside figures.
    """
    text = clean_text(text)
    text = escape(keep_together(text) if glued else text)
    if "\n" not in text and "\t" not in text:
        return f'<w:t xml:space="preserve">{text}</w:t>'
    lines = []
    for line in text.split("\n"):
        pieces = (f'<w:t xml:space="preserve">{piece}</w:t>' for piece in line.split("\t"))
        lines.append("<w:tab/>".join(pieces))
    return "<w:br/>".join(lines)


def run(text: str, properties: str = "", *, glued: bool = False) -> str:
    return f"<w:r>{properties}{text_markup(text, glued=glued)}</w:r>" if text else ""


def runs(parts: Iterable[Run]) -> str:
    return "".join(
        run(
            part.text,
            _run_marks(part),
            glued=True,
        )
        for part in parts
    )


def _run_marks(part: Run) -> str:
    if not (part.bold or part.italic or part.underline):
        return ""
    return run_properties(
        bold=part.bold or None, italic=part.italic or None, underline=part.underline
    )


def paragraph(style: str, content: str, properties: str = "") -> str:
    """`properties` are the elements after `w:pStyle`, in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def lines_paragraph(style: str, lines: Iterable[str], properties: str = "") -> str:
    """One paragraph with fixed line breaks."""
    return paragraph(style, run("\n".join(lines)), properties)


def rule_paragraph(width: float, cell_width: float, weight: float) -> str:
    """A thin line `width` mm long in the middle of `cell_width`, as a paragraph border."""
    side = twips(max(0.0, (cell_width - width) / 2))
    border = f'<w:bottom w:val="single" w:sz="{round(weight * 8)}" w:space="0" w:color="000000"/>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="DuongKe"/><w:pBdr>{border}</w:pBdr>'
        f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/></w:pPr></w:p>'
    )


def tiny_paragraph(section: str = "") -> str:
    """What Word needs after a table, a point high; may carry the end of a section."""
    return f'<w:p><w:pPr><w:pStyle w:val="DuongKe"/>{section}</w:pPr></w:p>'


def gap_paragraph() -> str:
    """Six points of white above a table, on the page of the table."""
    spacing = '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="DuongKe"/><w:keepNext/>{spacing}</w:pPr></w:p>'


def cell(width: float, content: str, properties: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{properties}</w:tcPr>'
        f"{content}</w:tc>"
    )


def table_row(cells: Iterable[str], properties: str = "") -> str:
    inner = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{inner}{''.join(cells)}</w:tr>"


def borderless_table(widths: tuple[float, ...], rows: Iterable[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def cased(text: str, style: Styled) -> str:
    return text.upper() if style.upper else text
