"""Word and Excel writing, each against the least work that yields the same file."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal

import docx
from docxcompose.composer import Composer

from app.documents import (
    get_profile,
    write_answers_workbook,
    write_volume,
    write_word,
)
from bench.figures import Figure, Figures
from forms.document import (
    Cell,
    CellValue,
    Column,
    ColumnKind,
    Document,
    Heading,
    Letterhead,
    Node,
    Paragraph,
    ParagraphStyle,
    Row,
    Table,
    Volume,
    VolumeEntry,
    number_headings,
    plain,
)

_LETTERHEAD = Letterhead("Huyện ủy Kim Động", "Đảng bộ tỉnh Hưng Yên", "HU", "Kim Động")
_WORDS = re.findall(
    r"\w+",
    """Ban Thường vụ Đảng ủy xã chỉ đạo các chi bộ tổ chức tuyên truyền sâu rộng nội dung kết luận
    chỉ thị nghị quyết về công tác khuyến học khuyến tài xây dựng xã hội học tập giai đoạn mới gắn
    với phong trào thi đua ở địa phương đơn vị nhà trường gia đình dòng họ góp phần nâng cao dân trí
    đào tạo nhân lực bồi dưỡng nhân tài phối hợp chặt chẽ Mặt trận đoàn thể hội viên tích cực""",
)


def _sentence(number: int) -> str:
    """About 250 letters with some figures, different for each number, to pack like text."""
    words = random.Random(number).choices(_WORDS, k=36)
    return (
        f"{' '.join(words)}; tổ chức {number} buổi với {number * 7} lượt người tham gia theo "
        "Kết luận số 49-KL/TW, ngày 10/5/2019, đạt 98,5% kế hoạch."
    )


def run() -> Figures:
    """The workbook comes first: what the others leave in memory would slow its many small calls."""
    return {
        "excel.100k": _excel_100k(),
        "excel.1m.rss_mb": _excel_1m(),
        "word.5000": _word_5000(),
        "volume.200": _volume_200(),
    }


def _best_seconds(action: Callable[[], object], rounds: int = 3) -> float:
    """Of processor time, which other work on the machine disturbs least."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        action()
        best = min(best, time.process_time() - start)
    return best


def _figure(value: float, unit: str, floor: float | None, n: int) -> Figure:
    ratio = value / floor if floor else None
    return {"value": value, "unit": unit, "floor": floor, "ratio": ratio, "n": n}


def _table(rows: int, columns: int = 6) -> Table:
    titles = tuple(Column(f"Cột {index}", places=0) for index in range(columns - 2))
    listed = tuple(
        Row(
            (
                Cell(str(row)),
                Cell(f"Đảng ủy xã số {row}"),
                *(Cell(Decimal(row * index)) for index in range(columns - 2)),
            )
        )
        for row in range(rows)
    )
    names = (Column("TT", kind=ColumnKind.INDEX), Column("Đơn vị", kind=ColumnKind.TEXT))
    return Table((*names, *titles), listed, caption="Kết quả")


def _word_5000() -> Figure:
    """5,000 paragraphs and 20 tables of 200 rows × 6; floor: zipping the very same parts."""
    nodes: list[Node] = []
    for number in range(5000):
        if number % 100 == 0:
            nodes.append(Heading(2, f"Kết quả nhóm {number}"))
        if number % 250 == 0:
            nodes.append(_table(200))
        nodes.append(Paragraph(plain(_sentence(number)), block_id=f"{number:04d}"))
    document = Document(_LETTERHEAD, "Báo cáo", "kết quả", body=number_headings(tuple(nodes)))
    profile = get_profile("party_hd36")
    data = write_word(document, profile)
    parts = _parts(data)
    floor = _best_seconds(lambda: _zipped(parts))
    value = _best_seconds(lambda: write_word(document, profile))
    return _figure(value, "s", floor, 5000)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _volume_200() -> Figure:
    """200 units' reports in one volume; floor: docxcompose joining the same 200 finished files."""
    profile = get_profile("party_hd36")
    reports = [_unit_report(number) for number in range(200)]
    entries = tuple(
        VolumeEntry(f"Đảng ủy xã số {number}", report) for number, report in enumerate(reports)
    )
    files = [write_word(report, profile) for report in reports]
    floor = _best_seconds(lambda: _composed(files), rounds=1)
    volume = Volume("Báo cáo của các đơn vị", entries)
    return _figure(_best_seconds(lambda: write_volume(volume, profile)), "s", floor, len(files))


def _unit_report(number: int) -> Document:
    styles = (ParagraphStyle.BODY, ParagraphStyle.DASH)
    texts = tuple(
        Paragraph(plain(_sentence(1000 * number + index)), styles[index % 5 > 2])
        for index in range(10)
    )
    body = number_headings((Heading(2, "Kết quả"), *texts, _table(6, 4)))
    return Document(_LETTERHEAD, "Báo cáo", "kết quả", body=body)


def _composed(files: list[bytes]) -> bytes:
    composer = Composer(docx.Document(io.BytesIO(files[0])))
    for data in files[1:]:
        composer.append(docx.Document(io.BytesIO(data)))
    buffer = io.BytesIO()
    composer.save(buffer)
    return buffer.getvalue()


def answer_rows(rows: int) -> Iterator[tuple[CellValue, ...]]:
    """Rows of ten cells: two texts and eight figures."""
    figures = tuple(Decimal(number) for number in range(8))
    for row in range(rows):
        yield (f"Đảng ủy xã số {row % 200}", f"Chỉ tiêu {row % 26}", *figures)


_HEADERS = tuple(f"Cột {number}" for number in range(10))


def _excel_100k() -> Figure:
    """100,000 cells; floor: the sheet as one XML string, zipped."""
    floor = _best_seconds(lambda: _zipped({"sheet1.xml": _sheet_xml(10_000)}))
    value = _best_seconds(lambda: write_answers_workbook(_HEADERS, answer_rows(10_000)))
    return _figure(value, "s", floor, 100_000)


def _sheet_xml(rows: int) -> bytes:
    lines = []
    for position, row in enumerate(answer_rows(rows), start=1):
        cells = (
            f'<c r="{"ABCDEFGHIJ"[column]}{position}" t="inlineStr"><is><t>{cell}</t></is></c>'
            if isinstance(cell, str)
            else f'<c r="{"ABCDEFGHIJ"[column]}{position}"><v>{cell}</v></c>'
            for column, cell in enumerate(row)
        )
        lines.append(f'<row r="{position}">{"".join(cells)}</row>')
    return f"<worksheet><sheetData>{''.join(lines)}</sheetData></worksheet>".encode()


_MEMORY_SCRIPT = """
import re, sys, types
from decimal import Decimal
# Only this room is loaded: the factory would bring the whole application into the figure.
package = types.ModuleType("app")
package.__path__ = ["app"]
sys.modules["app"] = package
from app.documents.excel import write_answers_workbook
def peak():
    # Not ru_maxrss, which a child process takes over from its parent.
    return re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
figures = tuple(map(Decimal, range(8)))
rows = ((f"Đảng ủy xã số {row % 200}", f"Chỉ tiêu {row % 26}", *figures) for row in range(100_000))
before = peak()
write_answers_workbook([str(number) for number in range(10)], rows)
sys.stdout.write(f"{before} {peak()}")
"""


def _excel_1m() -> Figure:
    """Peak memory of a process that writes a million cells; floor: the same process before."""
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY_SCRIPT], capture_output=True, text=True, check=True
    )
    before, after = (int(part) / 1024 for part in done.stdout.split())
    return _figure(after, "MB", before, 1_000_000)
