"""The head of a document: letterhead table, kind and abstract, addressees, basis lines."""

import re

from app.documents.errors import DocumentError
from app.documents.profiles import Profile, Styled
from app.documents.profiles.model import MarkLine, RuleLength
from app.documents.typography import balanced_lines, keep_together, place_and_date, text_width
from app.documents.word.markup import (
    borderless_table,
    cased,
    cell,
    lines_paragraph,
    paragraph,
    rule_paragraph,
    run,
    run_properties,
    table_row,
    twips,
)
from forms.document import Document, Letterhead

_SUBJECT_START = re.compile(r"^(?:v/v|về việc)[:\s]+", re.IGNORECASE)
_ABSTRACT_SHARE = 0.9
_SLACK = 1.5
_MIN_LEFT = 60.0
UNKNOWN = "……"
"""Room to write a part of the number and symbol that nobody has entered yet."""
_RULE_SHARE = {"same_width": 1.0, "third": 0.4, "none": 0.0}


def letterhead_markup(document: Document, profile: Profile) -> str:
    """The two-cell table, or nothing for a document without letterhead (đề cương)."""
    letterhead = document.letterhead
    if letterhead is None:
        if document.number or document.signature:
            raise DocumentError(
                "Chưa có thông tin cơ quan ban hành. Mở mục Cơ quan ban hành, nhập tên cơ quan, "
                "ký hiệu và địa danh rồi xuất lại."
            )
        return ""
    if not letterhead.issuer.strip():
        raise DocumentError("Tên cơ quan ban hành đang trống. Hãy nhập tên cơ quan rồi xuất lại.")
    place = place_line(document, profile)
    left, right = _columns(profile, place)
    rows = [
        (_issuer(letterhead, profile, left), _title(profile, right)),
        (_number(document, profile), lines_paragraph("DiaDanhNgay", [place] if place else [])),
    ]
    marks = _below(document, profile, "left", left), _below(document, profile, "right", right)
    if any(marks):
        rows.append((marks[0] or paragraph("SoKyHieu", ""), marks[1] or paragraph("SoKyHieu", "")))
    return borderless_table(
        (left, right),
        (table_row((cell(left, a), cell(right, b)), "<w:cantSplit/>") for a, b in rows),
    )


def styled_width(text: str, style: Styled) -> float:
    return text_width(text, style.size, bold=style.bold, italic=style.italic)


def styled_lines(text: str, width: float, style: Styled) -> tuple[str, ...]:
    """Balanced lines; line breaks that the text brings are kept."""
    lines: list[str] = []
    for part in cased(text, style).split("\n"):
        lines += balanced_lines(part, width, style.size, bold=style.bold, italic=style.italic)
    return tuple(lines)


def place_line(document: Document, profile: Profile) -> str:
    """The place with its kind shortened (TP, TX) when the whole line would not fit."""
    letterhead = document.letterhead
    if letterhead is None or not (letterhead.place or document.date):
        return ""
    place = letterhead.place
    line = place_and_date(place, document.date, document.year, profile.place)
    if styled_width(line, profile.place) <= profile.letterhead.right - _SLACK:
        return line
    for long, short in profile.place.short_places.items():
        if place.startswith(f"{long} "):
            place = short + place.removeprefix(long)
    return place_and_date(place, document.date, document.year, profile.place)


def _columns(profile: Profile, place: str) -> tuple[float, float]:
    """Widths of both cells: the right one grows when its longest line needs it."""
    widest = max(styled_width(line.text, line) for line in profile.title)
    needed = max(widest, styled_width(place, profile.place)) + _SLACK
    total = profile.letterhead.left + profile.letterhead.right
    right = min(max(profile.letterhead.right, needed), total - _MIN_LEFT)
    return total - right, right


def _issuer(letterhead: Letterhead, profile: Profile, width: float) -> str:
    lines = styled_lines(letterhead.issuer, width - _SLACK, profile.issuer)
    parts = []
    if letterhead.parent:
        parent = styled_lines(letterhead.parent, width - _SLACK, profile.parent)
        parts.append(lines_paragraph("CoQuanCapTren", parent))
    parts.append(lines_paragraph("CoQuanBanHanh", lines))
    mark = profile.issuer_mark
    if mark.text:
        parts.append(lines_paragraph("DauSao", [mark.text]))
    else:
        parts.append(_rule(lines[-1], profile.issuer, mark.rule, width, profile))
    return "".join(parts)


def _rule(line: str, style: Styled, length: RuleLength, width: float, profile: Profile) -> str:
    share = _RULE_SHARE[length]
    if not share:
        return ""
    return rule_paragraph(share * styled_width(line, style), width, profile.title_rule.weight)


def _title(profile: Profile, width: float) -> str:
    parts = [
        lines_paragraph(f"TieuDe{index}", styled_lines(line.text, width, line))
        for index, line in enumerate(profile.title, start=1)
    ]
    last = profile.title[-1]
    parts.append(_rule(cased(last.text, last), last, profile.title_rule.length, width, profile))
    return "".join(parts)


def number_text(document: Document, profile: Profile) -> str:
    """ "Số 15-BC/HU", or with room to write what is unknown while it is a draft.

    Raises DocumentError when it has a number and the rest of it is unknown.
    """
    number = document.number
    if number is None:
        return ""
    org = number.org or (document.letterhead.symbol if document.letterhead else "")
    if number.number and not (number.kind and org):
        raise DocumentError(
            "Chưa đủ ký hiệu văn bản (tên loại và cơ quan, ví dụ BC và HU). "
            "Bổ sung trong mục Cơ quan ban hành rồi xuất lại."
        )
    shown = f"{number.number:0{profile.number.digits}d}" if number.number else profile.number.blank
    return profile.number.pattern.format(
        number=shown, kind=number.kind or UNKNOWN, org=org or UNKNOWN
    )


def _number(document: Document, profile: Profile) -> str:
    text = number_text(document, profile)
    return paragraph("SoKyHieu", run(text))


def _below(document: Document, profile: Profile, side: str, width: float) -> str:
    """What stands under the number (left) and under the place (right)."""
    marks = document.marks
    parts = []
    if side == "left" and not document.kind_title and document.abstract:
        text = _with_prefix(document.abstract, profile.abstract_letter.prefix)
        lines = styled_lines(keep_together(text), width - 4, profile.abstract_letter)
        parts.append(lines_paragraph("TrichYeuCongVan", lines))
    shown: tuple[tuple[str, str, MarkLine], ...] = (
        ("DoMatKhan", marks.secrecy, profile.secrecy),
        ("DoMatKhan", marks.urgency, profile.secrecy),
        ("LuuHanh", marks.circulation, profile.circulation),
        ("DuThao", marks.draft, profile.draft),
    )
    parts += [
        lines_paragraph(style, styled_lines(text, width, line))
        for style, text, line in shown
        if text and line.cell == side
    ]
    return "".join(parts)


def _with_prefix(text: str, prefix: str) -> str:
    """The profile's own way to begin ("V/v", "về việc") takes the place of the one typed."""
    return prefix + _SUBJECT_START.sub("", text) if prefix else text


def kind_markup(document: Document, profile: Profile) -> str:
    """Kind, abstract and the separator below; nothing for an official letter."""
    if not document.kind_title:
        return ""
    parts = [
        lines_paragraph("TenLoai", [cased(document.kind_title, profile.kind)], "<w:keepNext/>")
    ]
    if document.abstract:
        width = profile.text_width * _ABSTRACT_SHARE
        lines = styled_lines(keep_together(document.abstract), width, profile.abstract)
        parts.append(lines_paragraph("TrichYeu", lines, "<w:keepNext/>"))
        parts.append(_separator(lines[-1], profile))
    return "".join(parts)


def _separator(line: str, profile: Profile) -> str:
    separator = profile.separator
    if separator.text:
        return lines_paragraph("NganCach", [separator.text])
    width = profile.text_width
    return _rule(line, profile.abstract, separator.rule, width, profile)


def addressees_markup(document: Document, profile: Profile) -> str:
    """One name beside the label, or a list under each other in the middle of the page."""
    if not document.addressees:
        return ""
    style = profile.addressee
    kind = document.number.kind if document.number else ""
    label = style.labels.get(kind, style.labels["*"])
    upright = run_properties(italic=False) if style.italic else ""
    if len(document.addressees) == 1:
        name = document.addressees[0] + style.single_end
        return paragraph("KinhGui", run(f"{label} ") + run(name, upright))
    return _addressee_list(document.addressees, label, upright, profile)


def _addressee_list(names: tuple[str, ...], label: str, upright: str, profile: Profile) -> str:
    style = profile.addressee
    ends = [style.item_end] * (len(names) - 1) + [style.item_last_end]
    items = [f"- {name}{end}" for name, end in zip(names, ends, strict=True)]
    beside = styled_width(f"{label}  ", style)
    widest = max(styled_width(item, style) for item in items)
    left = twips(max(10.0, (profile.text_width - beside - widest) / 2))
    indent = f'<w:ind w:left="{left + twips(beside)}" w:hanging="{twips(beside)}"/>'
    tab = f'<w:tabs><w:tab w:val="left" w:pos="{left + twips(beside)}"/></w:tabs>'
    content = [run(f"\t{item}", upright) for item in items]
    if style.items_beside_label:
        content[0] = run(label) + content[0]
    else:
        content.insert(0, run(label))
    last = len(content) - 1
    return "".join(
        paragraph("KinhGui", item, f'{tab}{_list_spacing(index, last)}{indent}<w:jc w:val="left"/>')
        for index, item in enumerate(content)
    )


def _list_spacing(index: int, last: int) -> str:
    before = 240 if index == 0 else 0
    return f'<w:spacing w:before="{before}" w:after="{120 if index == last else 0}"/>'


def basis_markup(document: Document, profile: Profile) -> str:
    basis = profile.basis
    ends = [basis.end] * (len(document.basis) - 1) + [basis.last_end]
    lines = (
        f"{basis.prefix}{line.strip().rstrip('.,;')}{end}"
        for line, end in zip(document.basis, ends, strict=False)
    )
    return "".join(paragraph("CanCu", run(line, glued=True)) for line in lines)
