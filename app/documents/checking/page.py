"""Paper, margins, page numbers, fonts, language, leftovers of editing."""

from collections import Counter
from typing import Any

from app.documents.checking.findings import Findings, points, size_range, written
from app.documents.checking.layout import Layout
from app.documents.profiles import Profile
from app.documents.reading.blocks import paragraph_reader
from app.documents.reading.opening import DocxPackage
from app.documents.reading.wordml import TWIPS_PER_MM, W, child, number, switch, value

_TOLERANCE = 0.6
_LEAST_LANDSCAPE_MARGIN = 14.0
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def check_page(package: DocxPackage, layout: Layout, profile: Profile, findings: Findings) -> None:
    sections = list(package.document().iter(f"{W}sectPr"))
    for section in sections:
        _check_paper(section, profile, findings)
    _check_mirror(package, profile, findings)
    if sections:
        _check_page_number(package, sections[0], profile, findings)
        _check_restart(sections, layout, profile, findings)
    _check_font(layout, profile, findings)
    _check_language(package, profile, findings)
    _check_leftovers(layout, findings)


def _millimetres(element: Any, *names: str) -> list[float]:
    return [(number(element, name) or 0.0) / TWIPS_PER_MM for name in names]


def _check_paper(section: Any, profile: Profile, findings: Findings) -> None:
    page = profile.page
    width, height = _millimetres(child(section, "pgSz"), "w", "h")
    wanted = sorted((page.width, page.height))
    if any(abs(a - b) > 1 for a, b in zip(sorted((width, height)), wanted, strict=True)):
        findings.block("page", f"Khổ giấy phải là A4, đang là {width:.0f} x {height:.0f} mm")
    names = ("top", "bottom", "left", "right")
    margins = _millimetres(child(section, "pgMar"), *names)
    if width > height:
        if min(margins) < _LEAST_LANDSCAPE_MARGIN:
            findings.warn("page", "Trang ngang có lề hẹp hơn 15 mm")
        return
    rules = (
        ("trên", page.top),
        ("dưới", page.bottom),
        ("trái", page.inside),
        ("phải", page.outside),
    )
    for (label, rule), found in zip(rules, margins, strict=True):
        if not rule - _TOLERANCE <= found <= rule + page.allow_more + _TOLERANCE:
            findings.block("page", f"Lề {label} phải là {rule:.0f} mm, đang là {found:.0f} mm")


def _check_mirror(package: DocxPackage, profile: Profile, findings: Findings) -> None:
    settings = package.related_part("settings")
    mirrored = settings is not None and switch(child(settings, "mirrorMargins")) is True
    if profile.page.mirror and not mirrored:
        findings.warn("page", "Chưa đặt lề đối xứng cho mặt sau khi in hai mặt (Mirror margins)")


def _check_page_number(
    package: DocxPackage, section: Any, profile: Profile, findings: Findings
) -> None:
    rule = profile.page_number
    place = "đầu trang" if rule.position == "header" else "chân trang"
    element = _page_field(package, section, rule.position)
    if element is None:
        findings.block("page_number", f"Chưa có số trang ở giữa {place}")
        return
    block = paragraph_reader(package).read(element)
    if block.align != "center":
        findings.block("page_number", f"Số trang phải ở giữa {place}")
    low, high = size_range(rule)
    wrong = [run.size for run in written(block) if not low <= run.size <= high]
    if wrong:
        findings.warn(
            "page_number", f"Số trang phải cỡ {points(rule.size)}, đang là {points(wrong[0])}"
        )
    if not rule.first_page and switch(child(section, "titlePg")) is not True:
        findings.block("page_number", "Trang thứ nhất không đánh số")


def _page_field(package: DocxPackage, section: Any, position: str) -> Any | None:
    """The paragraph with the PAGE field in the default header or footer of the section."""
    document = package.main.rsplit("/", 1)[1]
    relations = package.part(f"word/_rels/{document}.rels")
    targets = (
        {item.get("Id"): item.get("Target") for item in relations} if relations is not None else {}
    )
    for reference in section.iterfind(f"{W}{position}Reference"):
        target = targets.get(reference.get(_RELATION))
        if value(reference, "type") != "default" or not target:
            continue
        root = package.part(f"word/{target}" if not target.startswith("/") else target[1:])
        for element in root.iter(f"{W}p") if root is not None else ():
            if _has_page_field(element):
                return element
    return None


def _has_page_field(element: Any) -> bool:
    words = ["".join(item.itertext()) for item in element.iter(f"{W}instrText")]
    words += [value(item, "instr") or "" for item in element.iter(f"{W}fldSimple")]
    return "PAGE" in "".join(words).split()


def _check_restart(
    sections: list[Any], layout: Layout, profile: Profile, findings: Findings
) -> None:
    if not profile.appendix.restart_pages or not layout.appendices:
        return
    if not any(number(child(section, "pgNumType"), "start") == 1 for section in sections[1:]):
        findings.warn("appendix", "Phụ lục phải đánh số trang riêng, bắt đầu từ 1")


def _check_font(layout: Layout, profile: Profile, findings: Findings) -> None:
    fonts: Counter[str] = Counter()
    for block in layout.everything():
        for run in written(block):
            if run.font.casefold() != profile.font.name.casefold():
                fonts[run.font or "không rõ"] += len(run.text)
    if fonts:
        names = ", ".join(name for name, _ in fonts.most_common(3))
        findings.block("font", f"Phông chữ phải là {profile.font.name}, đang có {names}")


def _check_language(package: DocxPackage, profile: Profile, findings: Findings) -> None:
    language = value(
        child(package.related_part("styles"), "docDefaults", "rPrDefault", "rPr", "lang")
    )
    if language and language != profile.font.language:
        findings.warn("font", "Ngôn ngữ của văn bản chưa đặt là tiếng Việt")


def _check_leftovers(layout: Layout, findings: Findings) -> None:
    blocks = list(layout.everything())
    comments = sum(len(block.comments) for block in blocks)
    changes = sum(len(block.changes) for block in blocks)
    if comments:
        findings.warn("body", f"Văn bản còn {comments} chú thích")
    if changes:
        findings.warn("body", f"Văn bản còn {changes} chỗ theo dõi thay đổi chưa chấp nhận")
