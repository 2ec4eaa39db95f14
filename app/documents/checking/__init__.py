"""Self-check of format: what in a Word file differs from a profile."""

from app.documents.checking.body import check_body
from app.documents.checking.ending import check_ending
from app.documents.checking.findings import Deviation, Findings, Severity
from app.documents.checking.head import check_head, check_subject
from app.documents.checking.layout import find_layout
from app.documents.checking.page import check_page
from app.documents.profiles import Profile
from app.documents.reading.blocks import whole_blocks
from app.documents.reading.opening import open_docx

__all__ = ["Deviation", "Severity", "check_word"]


def check_word(data: bytes, profile: Profile) -> tuple[Deviation, ...]:
    """Deviations from the page to the end of the document. Raises UnreadableFile."""
    package = open_docx(data)
    layout = find_layout(list(whole_blocks(package)))
    findings = Findings()
    check_page(package, layout, profile, findings)
    check_head(layout, profile, findings)
    check_subject(layout, profile, findings)
    check_body(layout, profile, findings)
    check_ending(layout, profile, findings)
    return tuple(dict.fromkeys(findings.found))
