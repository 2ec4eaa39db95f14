"""Realistic documents for the tests of this room: the Kết luận 49 review of Huyện ủy Kim Động."""

import datetime
from decimal import Decimal

from forms.document import (
    Appendix,
    Authority,
    AuthorityLine,
    Cell,
    CellState,
    Column,
    ColumnKind,
    Document,
    Heading,
    Letterhead,
    Marks,
    Metadata,
    Node,
    Number,
    Paragraph,
    ParagraphStyle,
    Ratio,
    Recipient,
    Row,
    RowKind,
    Run,
    Signature,
    Source,
    Table,
    TotalRule,
    number_headings,
    plain,
)

KIM_DONG = Letterhead("Huyện ủy Kim Động", "Đảng bộ tỉnh Hưng Yên", "HU", "Kim Động")
CENTRAL_BLOCK = Letterhead("Đảng ủy Khối các cơ quan Trung ương", None, "ĐUK", "Hà Nội")
CITY_DEPARTMENT = Letterhead(
    "Đảng ủy Sở Giáo dục và Đào tạo thành phố Hồ Chí Minh",
    "Đảng bộ thành phố Hồ Chí Minh",
    "ĐU",
    "Thành phố Hồ Chí Minh",
)
SUBJECT = (
    "sơ kết 05 năm thực hiện Kết luận số 49-KL/TW của Ban Bí thư Trung ương Đảng khóa XII "
    "về tiếp tục thực hiện Chỉ thị số 11-CT/TW, ngày 13/4/2007 của Bộ Chính trị"
)


def body_text(text: str, **options: object) -> Paragraph:
    return Paragraph(plain(text), **options)  # type: ignore[arg-type]


def members_table(units: int = 5) -> Table:
    """Members of the learning association by unit, with a total and a ratio."""
    columns = (
        Column("TT", key="tt", kind=ColumnKind.INDEX),
        Column("Đơn vị", key="unit", kind=ColumnKind.TEXT, width=45),
        Column("Dân số", key="population", places=0, total=TotalRule.SUM),
        Column(
            "Hội viên",
            children=(
                Column(
                    "Tổng số",
                    key="members",
                    places=0,
                    formula="{party}+{other}",
                    total=TotalRule.SUM,
                ),
                Column(
                    "Chia ra",
                    children=(
                        Column("Đảng viên", key="party", places=0, total=TotalRule.SUM),
                        Column("Khác", key="other", places=0, total=TotalRule.SUM),
                    ),
                ),
            ),
        ),
        Column(
            "Tỷ lệ hội viên trên dân số",
            key="share",
            kind=ColumnKind.PERCENT,
            places=1,
            ratio=Ratio("members", "population"),
        ),
    )
    rows = [_members_row(number) for number in range(1, units + 1)]
    return Table(
        columns,
        (*rows, _members_total(units)),
        caption="Tổ chức, hội viên hội khuyến học",
        unit="người",
        form_number="Biểu số 3a",
        key="3a",
        column_numbers=True,
    )


def _members_row(number: int) -> Row:
    population, party, other = 7000 + 100 * number, 200 + number, 1800 + 10 * number
    members = party + other
    share = Decimal(members) * 100 / population
    state = CellState.ESTIMATED if number == 2 else CellState.VALUE
    return Row(
        (
            Cell(str(number)),
            Cell(f"Đảng ủy xã số {number}"),
            Cell(Decimal(population)),
            Cell(Decimal(members)),
            Cell(Decimal(party)),
            Cell(Decimal(other), state, "Số ước đến 30/4/2024" if number == 2 else ""),
            Cell(share),
        )
    )


def _members_total(units: int) -> Row:
    rows = [_members_row(number) for number in range(1, units + 1)]
    sums = [sum((row.cells[index].value for row in rows), Decimal(0)) for index in range(2, 6)]  # type: ignore[misc]
    share = sums[1] * 100 / sums[0] if units else None
    values = (None, "Tổng số", *sums, share)
    return Row(tuple(Cell(value) for value in values), RowKind.TOTAL)


def wide_table() -> Table:
    years = range(2019, 2025)
    columns = (
        Column("TT", kind=ColumnKind.INDEX),
        Column("Chỉ tiêu", kind=ColumnKind.TEXT, width=50),
        *(
            Column(
                f"Năm {year}",
                children=(
                    Column("Tử số", key=f"n{year}", width=17, places=0),
                    Column("Mẫu số", key=f"d{year}", width=17, places=0),
                    Column(
                        "Tỷ lệ",
                        key=f"r{year}",
                        kind=ColumnKind.PERCENT,
                        places=1,
                        width=15,
                        ratio=Ratio(f"n{year}", f"d{year}"),
                    ),
                ),
            )
            for year in years
        ),
    )
    names = ("Gia đình học tập", "Dòng họ học tập", "Cộng đồng học tập", "Đơn vị học tập")
    rows = []
    for position, name in enumerate(names, start=1):
        cells = [Cell(str(position)), Cell(name)]
        for year in years:
            top, bottom = Decimal(year - 1400 + position), Decimal(year - 1000)
            cells += [Cell(top), Cell(bottom), Cell(top * 100 / bottom)]
        rows.append(Row(tuple(cells)))
    return Table(columns, tuple(rows), caption="Kết quả các mô hình học tập", column_numbers=True)


def report_body() -> tuple[Node, ...]:
    plus = ParagraphStyle.PLUS
    sources = tuple(
        Source(f"Đảng ủy xã số {number}", "Kết quả đạt được", "cập nhật 12/5/2024")
        for number in range(1, 18)
    )
    nodes: tuple[Node, ...] = (
        body_text(
            "Thực hiện Kế hoạch số 303-KH/TU, ngày 26/4/2024 của Ban Thường vụ Tỉnh ủy về sơ kết "
            "05 năm thực hiện Kết luận số 49-KL/TW, Ban Thường vụ Huyện ủy báo cáo kết quả như sau:"
        ),
        Heading(1, "Tổ chức triển khai Kết luận số 49-KL/TW"),
        Heading(2, "Công tác nghiên cứu, phổ biến, quán triệt", key="quan_triet"),
        body_text(
            "Ban Thường vụ Huyện ủy đã ban hành kế hoạch và tổ chức hội nghị quán triệt tới toàn "
            "thể cán bộ chủ chốt; 17/17 xã, thị trấn (đạt 100%) xây dựng kế hoạch thực hiện; có "
            "4.779 lượt đảng viên tham gia học tập.",
            block_id="0001",
            sources=sources,
            expected_units=20,
        ),
        body_text(
            "Các cơ quan, đơn vị tổ chức lồng ghép trong sinh hoạt chi bộ.",
            style=ParagraphStyle.DASH,
            block_id="0002",
            sources=sources[:3],
            expected_units=20,
        ),
        body_text("Tổ chức 235 buổi tuyên truyền với 2.230 lượt người nghe.", style=plus),
        Heading(1, "Kết quả thực hiện Kết luận số 49-KL/TW"),
        Heading(2, "Kết quả theo các nhóm nhiệm vụ"),
        Heading(3, "Sự lãnh đạo của Đảng, sự quản lý của Nhà nước"),
        Heading(4, "Kết quả đạt được"),
        Paragraph(
            (
                Run("Kết quả nổi bật: ", bold=True),
                Run("Số gia đình đăng ký danh hiệu “Gia đình học tập” tăng đều qua các năm; "),
                Run("tiêu biểu như", italic=True),
                Run(": Đảng ủy xã số 1, Đảng ủy xã số 2."),
            ),
            block_id="0003",
            sources=sources,
            expected_units=20,
        ),
        Heading(5, "Về phát triển hội viên"),
        members_table(),
        body_text(
            "Công tác phát triển hội viên được các cấp ủy quan tâm chỉ đạo thường xuyên.",
            block_id="0004",
        ),
    )
    return number_headings(nodes)


def report(letterhead: Letterhead | None = KIM_DONG, **changes: object) -> Document:
    fields: dict[str, object] = {
        "letterhead": letterhead,
        "kind_title": "Báo cáo",
        "abstract": SUBJECT,
        "number": Number("BC"),
        "date": datetime.date(2024, 5, 9),
        "addressees": (),
        "basis": (),
        "body": report_body(),
        "closing": (
            "Trên đây là Báo cáo sơ kết 05 năm thực hiện Kết luận số 49-KL/TW, Ban Thường vụ "
            "Huyện ủy kính báo cáo Ban Thường vụ Tỉnh ủy."
        ),
        "signature": Signature(
            "Phó Bí thư", (AuthorityLine("Ban Thường vụ", Authority.ON_BEHALF),)
        ),
        "recipients": (
            Recipient("Ban Thường vụ Tỉnh ủy", "để b/c"),
            Recipient("Ban Tuyên giáo Tỉnh ủy", "để b/c"),
            Recipient("Các chi, đảng bộ trực thuộc Huyện ủy"),
            Recipient("Lưu Văn phòng Huyện ủy", filed=True),
        ),
        "marks": Marks(draft="Dự thảo lần 2"),
        "appendices": (
            Appendix(
                "Kết quả các mô hình học tập",
                (wide_table(),),
                number="1",
                attached_to="Kèm theo Báo cáo số      -BC/HU của Ban Thường vụ Huyện ủy",
            ),
            Appendix("Tổ chức, hội viên", (members_table(40),), number="2"),
        ),
        "metadata": Metadata("Báo cáo sơ kết", export_id="xuat-0001"),
    }
    return Document(**(fields | changes))  # type: ignore[arg-type]
