"""What is around an outline in its document: letterhead, the plan it is attached to, its ending.

Those lines are not asked of anybody; each is kept with the reason, and their citations are the
documents the report is made under.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from forms.reading.blocks import Grid
from forms.reading.outline_lines import Line, Prepared
from forms.reading.outline_marks import Rank
from forms.text import search_key

_KIND = re.compile(
    r"(?:bao cao|ke hoach|huong dan|cong van|to trinh|thong bao|quyet dinh|chuong trinh|nghi quyet)\Z"  # noqa: E501
)
_FRAME: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"dang cong san viet nam|cong hoa xa hoi|doc lap\s*-\s*tu do"), "quốc hiệu, tiêu đề"),  # noqa: E501
    (re.compile(r"so\s*[:.…]*\s*\d*\s*[-/]\s*[a-z]{2,5}\s*/"), "số, ký hiệu văn bản"),
    (re.compile(r".{0,40}\bngay\s*[\d.…_]*\s*thang\s*[\d.…_]*\s*nam\s*[\d.…_]*\Z"), "ngày, tháng"),
    (re.compile(r"[-–_*.…=\s/]+\Z"), "nét gạch"),
    (re.compile(r"kinh gui\b"), "nơi nhận công văn"),
    (re.compile(r"\(?\s*(?:kem theo|dinh kem|ban hanh kem)\b"), "dòng “kèm theo”"),
    (re.compile(r"du thao\b.{0,12}\Z"), "dấu dự thảo"),
    (re.compile(r"(?:huyen uy|tinh uy|thanh uy|dang uy|ban thuong vu|ban tuyen giao|dang bo)\b.{0,60}\Z"),  # noqa: E501
     "tên cơ quan"),
)  # fmt: skip
_OFFICE = "tên cơ quan"
_ANYWHERE = frozenset({"nét gạch", "dòng “kèm theo”", "dấu dự thảo"})
_ENDING = re.compile(r"noi nhan\b|(?:t/m|tm\.|k/t|kt\.|t/l|tl\.)\s")
_OPENING = re.compile(r"(?:thuc hien|can cu|trien khai)\b.{30,}")
_TITLE = re.compile(r"de cuong\b")


@dataclass
class Framed:
    """The lines of the outline itself, its title, and what stands around them, with reasons."""

    title: list[Line] = field(default_factory=list)
    body: list[Prepared] = field(default_factory=list)
    around: list[tuple[Prepared, str]] = field(default_factory=list)


def take_frame(lines: Sequence[Prepared]) -> Framed:
    framed = Framed()
    start = _title_place(lines)
    if start is None:
        rest = _without_letterhead(lines, framed)
    else:
        framed.around = [(line, _reason_before(line)) for line in lines[:start]]
        rest = _without_title(lines[start:], framed)
    _without_ending(rest, framed)
    return framed


def _reason_before(line: Prepared) -> str:
    reason = frame_reason(line) if isinstance(line, Line) else ""
    return reason or "phần đứng trước đề cương"


def _title_place(lines: Sequence[Prepared]) -> int | None:
    """The line "ĐỀ CƯƠNG …" that is a title of its own, not words of a sentence."""
    for place, line in enumerate(lines):
        if isinstance(line, Line) and not line.mark and _is_title(line):
            return place
    return None


def _is_title(line: Line) -> bool:
    shown = line.caps or line.source.bold or line.source.centered or line.source.level is not None
    begins = line.text.split(" ")[0].isupper()
    return bool(_TITLE.match(line.key)) and len(line.text) <= 200 and (shown or begins)


def _without_title(lines: Sequence[Prepared], framed: Framed) -> Sequence[Prepared]:
    """The title goes on over the lines that are neither numbered nor headings of the outline."""
    framed.title.append(lines[0])  # type: ignore[arg-type]  # chosen by _title_place
    for place, line in enumerate(lines[1:], start=1):
        if isinstance(line, Grid) or line.mark or place > 4 or not _goes_on(line, framed.title[0]):
            return lines[place:]
        reason = frame_reason(line)
        if reason:
            framed.around.append((line, reason))
        else:
            framed.title.append(line)
    return ()


def _goes_on(line: Line, title: Line) -> bool:
    if frame_reason(line):
        return True
    if line.key in ("mo dau", "dat van de"):
        return False
    near = line.source.number - title.source.number <= 3
    same_look = (line.source.bold, line.source.centered) == (
        title.source.bold,
        title.source.centered,
    )
    return near and (line.source.continues or same_look) and len(line.text) <= 300


def _without_letterhead(lines: Sequence[Prepared], framed: Framed) -> Sequence[Prepared]:
    """Without a title line: everything before the first heading that looks like a letterhead."""
    for place, line in enumerate(lines):
        if isinstance(line, Grid):
            if line.bordered and place:
                return lines[place:]
            framed.around.append((line, "khung đầu trang"))
            continue
        reason = _opening_reason(line, lines[:place])
        if not reason:
            return lines[place:]
        framed.around.append((line, reason))
    return ()


def _opening_reason(line: Line, before: Sequence[Prepared]) -> str:
    if line.mark and line.mark.rank != Rank.DASH:
        return ""
    if reason := frame_reason(line):
        return reason
    if _KIND.match(line.key):
        return "tên loại văn bản"
    last = before[-1] if before else None
    if isinstance(last, Line) and _KIND.match(last.key):
        return "trích yếu"
    return "căn cứ, mở đầu" if _OPENING.match(line.key) else ""


def frame_reason(line: Line) -> str:
    """Why a line belongs to the letterhead, "" when it does not."""
    key = line.key
    if line.mark and line.mark.rank != Rank.DASH:
        return ""
    reason = next((reason for pattern, reason in _FRAME if pattern.match(key)), "")
    return "" if reason == _OFFICE and not line.caps else reason


def _without_ending(lines: Sequence[Prepared], framed: Framed) -> None:
    """From "Nơi nhận:" on nothing belongs to the outline, until an appendix begins."""
    ended = False
    for line in lines:
        appendix = isinstance(line, Line) and line.mark is not None and line.mark.appendix
        ended = (ended or _ends(line)) and not appendix
        reason = "nơi nhận, chữ ký" if ended else _reason_anywhere(line)
        if reason:
            framed.around.append((line, reason))
        else:
            framed.body.append(line)


def _reason_anywhere(line: Prepared) -> str:
    reason = frame_reason(line) if isinstance(line, Line) and len(line.text) <= 200 else ""
    return reason if reason in _ANYWHERE else ""


def _ends(line: Prepared) -> bool:
    if isinstance(line, Line):
        return bool(_ENDING.match(line.key))
    return not line.bordered and any(_ENDING.match(text) for text in _keys(line))


def _keys(grid: Grid) -> Iterator[str]:
    for cell in grid.cells:
        yield search_key(cell.text)
