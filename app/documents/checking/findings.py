"""What a check found, told in words a clerk can act on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from app.documents.profiles import Styled
from app.documents.reading.model import ParagraphBlock, ReadRun
from forms.document import format_number

Severity = Literal["block", "warn"]
_EXCERPT = 40


@dataclass(frozen=True, slots=True)
class Deviation:
    """`component` is a name of the profile; "block" breaks the rules, "warn" is worth a look."""

    component: str
    severity: Severity
    message: str


@dataclass
class Findings:
    found: list[Deviation] = field(default_factory=list)

    def block(self, component: str, message: str) -> None:
        self.found.append(Deviation(component, "block", message))

    def warn(self, component: str, message: str) -> None:
        self.found.append(Deviation(component, "warn", message))

    def many(
        self, component: str, severity: Severity, message: str, where: Sequence[ParagraphBlock]
    ) -> None:
        """One deviation for all paragraphs with the same fault, with the first as example."""
        if where:
            count = f" ({len(where)} đoạn)" if len(where) > 1 else ""
            told = f"{message}{count}: “{excerpt(where[0].full_text)}”"
            self.found.append(Deviation(component, severity, told))


def excerpt(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else text[:_EXCERPT].rsplit(" ", 1)[0] + "…"


def points(size: float) -> str:
    return format_number(Decimal(str(round(size, 1))))


def written(block: ParagraphBlock) -> list[ReadRun]:
    return [run for run in block.runs if run.text.strip()]


def size_range(style: Styled) -> tuple[float, float]:
    return style.size_from or style.size, style.size_to or style.size


def check_style(
    findings: Findings,
    component: str,
    label: str,
    block: ParagraphBlock,
    style: Styled,
    *,
    centred: bool = True,
) -> None:
    """Size, weight, slant, case and (if asked) centring of one component."""
    runs = written(block)
    low, high = size_range(style)
    wrong = sorted({run.size for run in runs if not low <= run.size <= high})
    if wrong:
        wanted = points(low) if low == high else f"{points(low)}–{points(high)}"
        findings.block(component, f"{label} phải cỡ chữ {wanted}, đang là {points(wrong[0])}")
    marks = (("in đậm", style.bold, block.bold), ("in nghiêng", style.italic, block.italic))
    for name, wanted_mark, found in marks:
        if wanted_mark != found:
            findings.block(component, f"{label} {'phải' if wanted_mark else 'không'} {name}")
    if style.upper and not block.caps:
        findings.block(component, f"{label} phải viết chữ in hoa")
    if centred and style.align == "center" and block.align != "center":
        findings.warn(component, f"{label} phải căn giữa")
