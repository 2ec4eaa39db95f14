"""Headings, paragraphs, tables, appendices, comments."""

from dataclasses import replace

from app.documents import (
    all_profiles,
    check_word,
    get_profile,
    override_profile,
    read_word_blocks,
    write_word,
)
from app.documents.reading import TableBlock
from app.documents.word.appendices import sources_appendix
from app.documents.word.styles import STRUCTURE_STYLES
from forms.document import (
    Appendix,
    Cell,
    Column,
    ColumnKind,
    Heading,
    Marks,
    Paragraph,
    ParagraphStyle,
    Row,
    Run,
    Source,
    Table,
    number_headings,
    plain,
)
from tests.app.documents import samples
from tests.app.documents.sound import W, faults, parts_of, xml_of
from tests.app.documents.words import HD36, lines, paragraphs, sections, simple


def test_headings_are_words_own_with_outline_levels() -> None:
    nodes = number_headings(tuple(Heading(level, f"Mục {level}") for level in range(1, 11)))
    found = [
        (block.style, block.outline_level)
        for block in paragraphs(write_word(simple(body=nodes), HD36))
        if "mục" in block.text.lower()
    ]
    assert found == [(f"heading {min(level, 9)}", min(level, 9) - 1) for level in range(1, 11)]


def test_a_part_has_its_title_on_the_next_line_and_numbers_follow_the_habit_of_the_office() -> None:
    nodes = number_headings((Heading(1, "Kết quả"), Heading(2, "Lãnh đạo"), Heading(3, "Nội dung")))
    usual = lines(write_word(simple(body=nodes), HD36))
    assert [
        line for line in usual if line in ("Phần thứ nhất", "KẾT QUẢ", "I. LÃNH ĐẠO", "1. Nội dung")
    ] == [*("Phần thứ nhất", "KẾT QUẢ", "I. LÃNH ĐẠO", "1. Nội dung")]
    changed = override_profile(HD36, {"headings.2.separator": "- ", "headings.3.separator": "- "})
    own = lines(write_word(simple(body=nodes), changed))
    assert {"I- LÃNH ĐẠO", "1- Nội dung"} <= set(own)


def test_appendices_are_sections_wide_ones_turned_and_numbered_as_the_profile_says() -> None:
    assert sections(write_word(samples.report(), HD36)) == [
        (False, False, True),
        (True, False, False),
        (False, False, False),
    ]
    assert sections(write_word(samples.report(), get_profile("party_hd05"))) == [
        (False, False, True),
        (True, True, True),
        (False, True, True),
    ]


def test_a_very_wide_table_in_the_body_turns_only_its_own_page() -> None:
    body = (samples.body_text("Trước."), samples.wide_table(), samples.body_text("Sau."))
    assert [part[0] for part in sections(write_word(simple(body=body), HD36))] == [
        False,
        True,
        False,
    ]


def test_header_rows_repeat_rows_do_not_break_and_spans_add_up() -> None:
    data = write_word(simple(body=(samples.members_table(3),)), HD36)
    rows = xml_of(data).findall(f".//{W}tbl")[1].findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] * 4 + [
        False
    ] * 4
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    table = next(
        block
        for block in read_word_blocks(data)
        if isinstance(block, TableBlock) and block.bordered
    )
    texts = {cell.text: (cell.row_span, cell.column_span) for cell in table.cells}
    assert (texts["Hội viên"], texts["Chia ra"], texts["TT"]) == ((1, 3), (1, 2), (3, 1))
    assert table.text_rows()[3] == ["A", "B", "1", "2=3+4", "3", "4", "5=2*100/1"]


def test_blank_lines_of_a_form_are_dotted() -> None:
    body = (Paragraph(plain("Số hội viên:"), ParagraphStyle.BLANK, "f_1"),)
    root = xml_of(write_word(simple(body=body), HD36))
    blank = [item for item in root.iter(f"{W}pStyle") if item.get(f"{W}val") == "DongTrong"]
    assert len(blank) == 1
    assert blank[0].getparent().getparent().find(f".//{W}tab") is not None


def test_an_empty_campaign_gives_a_sound_document() -> None:
    empty = simple(recipients=(), signature=None, marks=Marks(), abstract="", date=None)
    assert faults(write_word(empty, HD36)) == []
    table = Table((Column("TT"), Column("Đơn vị")))
    assert (
        faults(write_word(simple(body=(table,), appendices=(Appendix("Biểu", (table,)),)), HD36))
        == []
    )


def test_forbidden_letters_go_and_the_rest_stays() -> None:
    body = (Paragraph((Run("a\x00\x0b\ud800\ufffeb <&> \"'", bold=True),)),)
    data = write_word(simple(body=body), HD36)
    assert faults(data) == []
    assert ["a", "b <&> \"'"][1] in lines(data)


def test_a_paragraph_of_fifty_thousand_letters_is_whole() -> None:
    text = ("khuyến học " * 4600)[:50_000].strip()
    assert text in lines(write_word(simple(body=(Paragraph(plain(text)),)), HD36))


def test_comments_name_the_units_behind_a_paragraph_and_only_when_asked() -> None:
    clean = parts_of(write_word(samples.report(), HD36))
    assert "word/comments.xml" not in clean
    found = [
        block.comments[0].text
        for block in paragraphs(write_word(samples.report(), HD36, comments=True))
        if block.comments
    ]
    assert len(found) == 3
    assert found[0].split("\n")[:2] == [
        "Nguồn: 17/20 đơn vị. Kết quả đạt được",
        "- Đảng ủy xã số 1 (cập nhật 12/5/2024)",
    ]


def test_a_comment_lists_twenty_units_and_counts_the_rest() -> None:
    sources = tuple(Source(f"Đảng ủy xã số {number}") for number in range(1, 24))
    body = (Paragraph(plain("Chung."), block_id="9", sources=sources),)
    data = write_word(simple(body=body), HD36, comments=True)
    text = next(block.comments[0].text for block in paragraphs(data) if block.comments)
    assert text.count("- Đảng ủy") == 20
    assert text.endswith("… và 3 đơn vị khác, xem Bảng nguồn")


def test_the_source_table_is_an_appendix_of_its_own() -> None:
    data = write_word(samples.report(), HD36, source_table=True)
    assert "BẢNG NGUỒN" in lines(data)
    assert "BẢNG NGUỒN" not in lines(write_word(samples.report(), HD36))


def test_the_source_table_has_one_row_for_each_paragraph() -> None:
    fields = ("Kết quả", "Tồn tại")
    sources = tuple(Source(f"Xã {n}", field, "12/5/2024") for field in fields for n in range(1, 30))
    body = tuple(
        Paragraph(plain(text), block_id=text, sources=sources, expected_units=40)
        for text in ("Mot", "Hai")
    )
    table = sources_appendix(simple(body=body)).nodes[0]
    assert isinstance(table, Table)
    shown = [[cell.value for cell in row.cells] for row in table.rows]
    assert [row[:4] for row in shown] == [
        ["1", "Mot", "Kết quả", "29/40"],
        ["2", "Mot", "Tồn tại", "29/40"],
        ["3", "Hai", "Kết quả", "29/40"],
        ["4", "Hai", "Tồn tại", "29/40"],
    ]
    assert shown[0][4].startswith("Xã 1 (12/5/2024), Xã 2 (12/5/2024)")


def test_structure_styles_are_all_styles_but_those_of_running_text() -> None:
    texts = {
        "Nội dung",
        "Gạch đầu dòng",
        "Dấu cộng đầu dòng",
        "Trích dẫn",
        "Ghi chú",
        "Dòng để điền",
    }
    names: set[str] = set()
    for profile in all_profiles():
        styles = xml_of(write_word(simple(), profile), "word/styles.xml")
        for style in styles.iterfind(f"{W}style"):
            if style.get(f"{W}type") == "paragraph":
                names.add(style.find(f"{W}name").get(f"{W}val"))
    headings = {f"heading {level}" for level in range(1, 10)}
    assert names - texts - headings - {"Normal", "annotation text"} == STRUCTURE_STYLES


def test_columns_of_short_texts_leave_their_room_to_long_ones() -> None:
    columns = (
        Column("Đơn vị", kind=ColumnKind.TEXT, width=60),
        *(Column(f"Mã {n}", kind=ColumnKind.TEXT, width=20) for n in range(1, 7)),
    )
    rows = (Row((Cell("Đảng ủy xã Chính Nghĩa"), *(Cell("7-BC/ĐU") for _ in range(6)))),)
    data = write_word(simple(body=(Table(columns, rows),)), HD36)
    grid = xml_of(data, "word/document.xml").findall(f".//{W}tbl")[-2:]
    widths = max(
        ([float(col.get(f"{W}w")) / 56.7 for col in table.iter(f"{W}gridCol")] for table in grid),
        key=len,
    )
    assert widths[0] > 48, "the name of a unit stands in one line"
    assert all(17 < width < 20 for width in widths[1:])


def test_a_table_without_a_line_above_keeps_away_from_the_text() -> None:
    columns = (Column("Đơn vị", kind=ColumnKind.TEXT, width=60),)
    bare = Table(columns, (Row((Cell("Xã A"),)),))
    body = (Paragraph(plain("Như sau:")), bare, replace(bare, caption="Tên bảng"))
    data = write_word(simple(body=body), HD36)
    before = [
        table.getprevious()
        for table in xml_of(data, "word/document.xml").iter(f"{W}tbl")
        if "Xã A" in "".join(table.itertext())
    ]
    gap, caption = before
    assert not "".join(gap.itertext())
    assert gap.find(f"{W}pPr/{W}spacing").get(f"{W}line") == "120"
    assert gap.find(f"{W}pPr/{W}keepNext") is not None
    assert "".join(caption.itertext()) == "Tên bảng"
    assert not [one for one in check_word(data, HD36) if one.component == "table"]
