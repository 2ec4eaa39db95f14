"""Headings, paragraphs and tables of a body; wide tables get pages of their own."""

from app.documents.profiles import Profile
from app.documents.typography import estimated_lines, keep_together
from app.documents.word.markup import paragraph, run, runs
from app.documents.word.output import Output
from app.documents.word.style_rules import heading_style
from app.documents.word.tables import WIDE_IN_BODY, is_wide, table_markup
from forms.document import Heading, Node, Paragraph, ParagraphStyle, Run, Table, runs_text

_STYLES = {
    ParagraphStyle.BODY: "NoiDung",
    ParagraphStyle.DASH: "GachDauDong",
    ParagraphStyle.PLUS: "DauCong",
    ParagraphStyle.NOTE: "GhiChu",
    ParagraphStyle.QUOTE: "TrichDan",
    ParagraphStyle.BLANK: "DongTrong",
}
KEEP_WITH_NEXT = "<w:keepNext/>"
KEPT_LINES = 2


def add_nodes(nodes: tuple[Node, ...], output: Output, *, kept: int = 0) -> None:
    """The last `kept` nodes stay on the page of what follows (the signature)."""
    for position, node in enumerate(nodes):
        keep = position >= len(nodes) - kept or announces(node)
        if isinstance(node, Table):
            _add_table(node, output)
        else:
            output.add(node_markup(node, output, keep=keep))


def announces(node: Node) -> bool:
    """Whether a paragraph leads to what follows ("Tiêu biểu như:") and so stays with it."""
    return isinstance(node, Paragraph) and node.text.rstrip().endswith(":")


def _add_table(table: Table, output: Output) -> None:
    turned = is_wide(table, WIDE_IN_BODY) and not output.sections[-1].landscape
    if turned:
        output.start_section(landscape=True)
    output.add(table_markup(table, output.text_width, output.profile))
    if turned:
        output.start_section()


def node_markup(node: Heading | Paragraph, output: Output, *, keep: bool = False) -> str:
    if isinstance(node, Heading):
        content = output.fixed(run(heading_text(node, output.profile)))
        return paragraph(heading_style(node.level), content)
    properties = KEEP_WITH_NEXT if keep else ""
    content = _paragraph_runs(node, output.profile)
    return paragraph(_STYLES[node.style], output.block(node, content), properties)


def heading_text(heading: Heading, profile: Profile) -> str:
    """ "Phần thứ nhất" + newline + TITLE, or "I. TITLE"."""
    level = profile.heading(heading.level)
    text = heading.text.upper() if level.upper else heading.text
    if not heading.number:
        return text
    if level.two_lines:
        return f"{level.prefix}{heading.number}\n{text}"
    return f"{level.prefix}{heading.number}{level.separator}{keep_together(text)}"


def _paragraph_runs(node: Paragraph, profile: Profile) -> str:
    if node.style is ParagraphStyle.BLANK:
        return runs(node.runs) + "<w:r><w:tab/></w:r>"
    mark = {ParagraphStyle.DASH: profile.body.dash, ParagraphStyle.PLUS: profile.body.plus}
    opening = mark.get(node.style, "")
    return runs((Run(opening), *node.runs) if opening else node.runs)


def closing_paragraph(text: str, profile: Profile) -> Paragraph | None:
    """The last paragraph, ended as the profile ends a document ("./.")."""
    text = text.strip()
    end = profile.body.closing_end
    if not text:
        return None
    if not text.endswith(end):
        text = text.rstrip(" ./") + end
    return Paragraph((Run(text),))


def kept_nodes(nodes: tuple[Node, ...], profile: Profile) -> int:
    """How many last nodes hold the last two lines of text."""
    lines = kept = 0
    for node in reversed(nodes):
        if isinstance(node, Table) or lines >= KEPT_LINES:
            break
        kept += 1
        text = node.text if isinstance(node, Heading) else runs_text(node.runs)
        lines += estimated_lines(text, profile.body.size, profile.text_width, profile.body.indent)
    return kept
