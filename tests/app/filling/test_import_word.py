"""The finished Word report in: mapping, filling, undo, the original kept."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from app.extensions import db
from app.models import Answer
from app.services import report_import, reports, transitions
from tests.app.filling.saving import save
from tests.app.page_client import PageClient
from tests.app.world import World


def word_file(font: str = "") -> bytes:
    document = docx.Document()
    if font:
        run = document.add_paragraph().add_run("T×nh h×nh kinh tÕ cña x· n¨m nay")
        run.font.name = font
    for line in (
        "ĐẢNG BỘ HUYỆN H",
        "1. Sự lãnh đạo của Đảng",
        "a) Kết quả đạt được",
        "Đã tổ chức 12 hội nghị.",
        "- Ban hành 3 kế hoạch.",
        "b) Tồn tại, hạn chế: Chưa đều ở các thôn.",
        "Danh mục văn bản",
        "- Kế hoạch số 15-KH/ĐU, ngày 12/3/2023 của Đảng ủy về khuyến học",
    ):
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=3)
    for row, texts in enumerate(
        (("Nội dung", "Năm 2024", "Năm 2025"), ("Số dư đầu kỳ", "10", "12,5"))
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


@pytest.fixture
def mapping(officer: PageClient, address: str) -> str:
    """The address of the mapping page of an uploaded report."""
    form = {"tep": (io.BytesIO(word_file(".VnTime")), "Báo cáo xã A.docx")}
    page = officer.post(f"{address}/nhap-word", form, 303)
    return str(page.response.headers["Location"])


def proposed(officer: PageClient, mapping: str) -> dict[str, str]:
    """The form of the mapping page as it is proposed."""
    page = officer.get(mapping)
    form = {c.get("name"): "1" for c in page.select("input[type=checkbox][checked]")}
    for select in page.select("select"):
        form[select.get("name")] = (select.xpath("option[@selected]/@value") or [""])[0]
    return form


def value(world: World, field: str) -> dict[str, object]:
    db.session.expire_all()
    answer = db.session.get(Answer, (world.reports["xa-a"].id, field))
    return dict(answer.value) if answer else {}


def test_the_mapping_shows_everything_and_fills_nothing(
    officer: PageClient, mapping: str, world: World
) -> None:
    words = officer.get(mapping).words()
    assert "ĐẢNG BỘ HUYỆN H" in words
    assert "chắc" in words
    assert "Tình hình kinh tế của xã năm nay" in words
    assert value(world, "ket_qua") == {}


def test_the_import_fills_texts_tables_and_citations(
    officer: PageClient, mapping: str, world: World
) -> None:
    officer.post(mapping, {**proposed(officer, mapping), "mode": "keep"}, 303)
    assert value(world, "ket_qua") == {"v": "Đã tổ chức 12 hội nghị.\n- Ban hành 3 kế hoạch."}
    assert value(world, "han_che") == {"v": "Chưa đều ở các thôn."}
    assert value(world, "quy") == {
        "rows": {"du_dau": {"nam_2024": {"v": "10"}, "nam_2025": {"v": "12.5"}}}
    }
    (item,) = value(world, "van_ban")["items"]  # type: ignore[misc]
    assert item["cells"]["symbol"] == {"v": "15-KH/ĐU"}


def test_what_was_imported_is_marked_until_it_was_read(
    officer: PageClient, mapping: str, address: str
) -> None:
    officer.post(mapping, {**proposed(officer, mapping), "mode": "keep"}, 303)
    assert "chưa đọc lại" in officer.get(f"{address}/muc/lanh_dao").words("#o-ket_qua")
    officer.post(f"{address}/muc/lanh_dao", {"r_ket_qua": "1", "q_ket_qua": "Đã sửa"}, 303)
    assert "chưa đọc lại" not in officer.get(f"{address}/muc/lanh_dao").words("#o-ket_qua")


@pytest.mark.parametrize(
    ("mode", "text"),
    [("keep", "Có sẵn"), ("append", "Có sẵn\n\nĐã tổ chức"), ("replace", "Đã tổ chức")],
)
def test_text_that_was_there_is_kept_joined_or_replaced(
    officer: PageClient, mapping: str, address: str, world: World, mode: str, text: str
) -> None:
    save(officer, address, "ket_qua", "Có sẵn")
    officer.post(mapping, {**proposed(officer, mapping), "mode": mode}, 303)
    assert str(value(world, "ket_qua")["v"]).startswith(text)


def test_the_whole_import_is_undone_but_not_what_was_edited_since(
    officer: PageClient, mapping: str, address: str, world: World
) -> None:
    officer.post(mapping, {**proposed(officer, mapping), "mode": "keep"}, 303)
    save(officer, address, "han_che", "Đã sửa tay", rev=1)
    officer.post(f"{mapping}/hoan-tac", {}, 303)
    assert value(world, "ket_qua") == {}
    assert value(world, "quy") == {}
    assert value(world, "han_che") == {"v": "Đã sửa tay"}


def test_a_file_poured_twice_is_undone_as_one(
    officer: PageClient, mapping: str, address: str, world: World
) -> None:
    save(officer, address, "ket_qua", "Có sẵn")
    for _ in range(2):
        officer.post(mapping, {**proposed(officer, mapping), "mode": "append"}, 303)
    assert str(value(world, "ket_qua")["v"]).count("Đã tổ chức") == 2
    officer.post(f"{mapping}/hoan-tac", {}, 303)
    assert value(world, "ket_qua") == {"v": "Có sẵn"}


def test_the_same_file_taken_twice_is_undone_one_after_the_other(
    officer: PageClient, mapping: str, address: str, world: World
) -> None:
    officer.post(mapping, {**proposed(officer, mapping), "mode": "keep"}, 303)
    form = {"tep": (io.BytesIO(word_file()), "Báo cáo xã A.docx")}
    again = str(officer.post(f"{address}/nhap-word", form, 303).response.headers["Location"])
    officer.post(again, {**proposed(officer, again), "mode": "append"}, 303)
    officer.post(f"{again}/hoan-tac", {}, 303)
    assert str(value(world, "ket_qua")["v"]).count("Đã tổ chức") == 1
    officer.post(f"{mapping}/hoan-tac", {}, 303)
    assert value(world, "ket_qua") == {}


def test_an_edit_between_two_imports_is_what_undoing_brings_back(
    officer: PageClient, mapping: str, address: str, world: World
) -> None:
    officer.post(mapping, {**proposed(officer, mapping), "mode": "keep"}, 303)
    save(officer, address, "ket_qua", "Sửa giữa chừng", rev=1)
    officer.post(mapping, {**proposed(officer, mapping), "mode": "replace"}, 303)
    officer.post(f"{mapping}/hoan-tac", {}, 303)
    assert value(world, "ket_qua") == {"v": "Sửa giữa chừng"}


def test_pieces_for_fields_that_hold_something_say_so(
    officer: PageClient, mapping: str, address: str
) -> None:
    assert "đang có chữ:" not in officer.get(mapping).words()
    save(officer, address, "han_che", "Đã viết")
    words = officer.get(mapping).words()
    assert words.count("Mục này đang có chữ:") == 1
    assert "(1 đoạn rơi vào mục đang có chữ)" in words


def test_words_cannot_go_into_a_table_and_that_is_said(
    officer: PageClient, mapping: str, address: str
) -> None:
    form = proposed(officer, mapping)
    name = next(key for key, field in form.items() if field == "han_che")
    officer.post(mapping, form | {name: "quy", "mode": "keep"}, 303)
    said = officer.get(f"{address}/nhap-word").words()
    assert "1 bảng, danh sách chưa điền được" not in said  # its own table went there, too
    tables = {key for key, field in form.items() if field == "quy"}
    left = {key: "" if key in tables else field for key, field in form.items()}
    officer.post(mapping, left | {name: "quy", "mode": "keep"}, 303)
    assert "1 bảng, danh sách chưa điền được" in officer.get(f"{address}/nhap-word").words()


def test_recommendations_come_with_whom_they_address(
    officer: PageClient, address: str, world: World
) -> None:
    document = docx.Document()
    for line in ("III. KIẾN NGHỊ", "- Đề nghị UBND tỉnh bố trí kinh phí.", "- Có cơ chế mới."):
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    form = {"tep": (io.BytesIO(data.getvalue()), "Báo cáo.docx")}
    mapping = officer.post(f"{address}/nhap-word", form, 303).response.headers["Location"]
    officer.post(mapping, proposed(officer, mapping) | {"mode": "keep"}, 303)
    rows = [item["cells"] for item in value(world, "kien_nghi")["items"]]  # type: ignore[attr-defined]
    assert rows == [
        {"addressee": {"v": "tinh"}, "text": {"v": "Đề nghị UBND tỉnh bố trí kinh phí."}},
        {"text": {"v": "Có cơ chế mới."}},
    ]


def test_old_and_modern_fonts_in_one_line_are_told_apart(world: World) -> None:
    document = docx.Document()
    document.add_paragraph("1. Sự lãnh đạo của Đảng")
    line = document.add_paragraph("Theo Kết luận 49: ")
    run = line.add_run("Héi Phô n÷ x· tæ chøc 12 buæi")
    run.font.name = ".VnTime"
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).paragraphs[0].add_run("®¬n vÞ").font.name = ".VnTime"
    data = io.BytesIO()
    document.save(data)
    ref = reports.get_ref(world.reports["xa-a"].id)
    read = report_import.read_report(data.getvalue(), ref, reports.load_answers(ref))
    texts = [piece.text for piece in read.pieces]
    assert texts == ["Theo Kết luận 49: Hội Phụ nữ xã tổ chức 12 buổi", "đơn vị"]


def test_an_old_doc_is_told_apart(officer: PageClient, address: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    page = officer.post(f"{address}/nhap-word", {"tep": (io.BytesIO(data), "cu.doc")}, 422)
    assert "Lưu thành .docx" in page.words()


def test_the_command_prints_the_mapping(world: World, tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.docx"
    file.write_bytes(word_file())
    runner = world.app.test_cli_runner()
    shown = runner.invoke(args=["report", "import", "thu-nghiem", "xa-a", str(file), "--dry-run"])
    assert shown.exit_code == 0, shown.output
    assert "ket_qua" in shown.output
    assert value(world, "ket_qua") == {}
    runner.invoke(args=["report", "import", "thu-nghiem", "xa-a", str(file)])
    assert value(world, "han_che") == {"v": "Chưa đều ở các thôn."}


def test_the_command_keeps_the_file_so_that_the_unit_can_undo_it(
    world: World, tmp_path: Path, officer: PageClient, address: str
) -> None:
    file = tmp_path / "bao-cao.docx"
    file.write_bytes(word_file())
    runner = world.app.test_cli_runner()
    runner.invoke(args=["report", "import", "thu-nghiem", "xa-a", str(file), "--dry-run"])
    assert "bao-cao.docx" not in officer.get(f"{address}/nhap-word").words()
    runner.invoke(args=["report", "import", "thu-nghiem", "xa-a", str(file)])
    page = officer.get(f"{address}/nhap-word")
    assert "bao-cao.docx" in page.words()
    officer.post(page.one("form[action$='/hoan-tac']").get("action"), {}, 303)
    assert value(world, "han_che") == {}


def test_a_table_of_documents_becomes_rows_of_the_list(
    officer: PageClient, address: str, world: World
) -> None:
    document = docx.Document()
    headers = ("TT", "Tên loại", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu")
    row = ("1", "Kế hoạch", "15-KH/ĐU", "12/3/2023", "Đảng ủy xã A", "Về khuyến học")
    table = document.add_table(rows=2, cols=len(row))
    for number, texts in enumerate((headers, row)):
        for column, text in enumerate(texts):
            table.cell(number, column).text = text
    data = io.BytesIO()
    document.save(data)
    data.seek(0)
    page = officer.post(f"{address}/nhap-word", {"tep": (data, "Phụ lục.docx")}, 303)
    mapping = str(page.response.headers["Location"])
    officer.post(mapping, {**proposed(officer, mapping), "mode": "keep"}, 303)
    (item,) = value(world, "van_ban")["items"]  # type: ignore[misc]
    assert {key: cell["v"] for key, cell in item["cells"].items()} == {
        "kind": "Kế hoạch",
        "symbol": "15-KH/ĐU",
        "date": "2023-03-12",
        "issuer": "Đảng ủy xã A",
        "title": "Về khuyến học",
    }


def test_the_reports_own_word_file_comes_back_as_it_was(
    officer: PageClient, address: str, world: World
) -> None:
    texts = {
        "ket_qua": "Đã tổ chức 12 hội nghị.\n- Ban hành 3 kế hoạch.",
        "han_che": "Chưa đều ở các thôn.",
        "nguyen_nhan": "Cán bộ kiêm nhiệm.",
    }
    for field, text in texts.items():
        save(officer, address, field, text)
    form = {"q_quy-present": "1", "q_quy-thu-nam_2024": "12,5", "r_quy": "0"}
    officer.post(f"{address}/muc/pl2", form, 303)
    data = officer.client.get(f"{address}/word").data
    ref = reports.get_ref(world.reports["xa-a"].id)
    read = report_import.read_report(data, ref, reports.load_answers(ref))
    found = {piece.field_key: piece for piece in read.pieces if piece.field_key}
    assert {field: found[field].text for field in texts} == texts
    assert found["quy"].cells == {"thu.nam_2024": "12,5"}
    assert not any(piece.doubts for piece in read.pieces)


def test_the_list_of_files_says_what_each_has_filled(
    officer: PageClient, mapping: str, address: str
) -> None:
    undo = "form[action$='/hoan-tac']"
    page = officer.get(f"{address}/nhap-word")
    assert "chưa điền ô nào" in page.words()
    assert not page.select(undo)
    officer.post(mapping, {**proposed(officer, mapping), "mode": "keep"}, 303)
    page = officer.get(f"{address}/nhap-word")
    assert "đã điền 4 ô" in page.words()
    officer.post(page.one(undo).get("action"), {}, 303)
    assert not officer.get(f"{address}/nhap-word").select(undo)


def test_only_the_sections_that_came_back_are_filled_and_undone(
    officer: PageClient, mapping: str, address: str, world: World
) -> None:
    officer.post(mapping, {**proposed(officer, mapping), "mode": "keep"}, 303)
    officer.post(f"{address}/gui", {"key": "k"}, 303)
    transitions.return_report(
        world.reports["xa-a"], "Sửa lại", actor=world.actor("chuyenvien"), sections=["lanh_dao"]
    )
    db.session.commit()
    form = proposed(officer, mapping)
    page = officer.get(mapping)
    assert "không mở để sửa nên không điền được" in page.words()
    offered = {option.get("value") for option in page.select("select option")}
    assert "ket_qua" in offered
    assert "quy" not in offered
    officer.post(mapping, {**form, "mode": "replace"}, 303)
    officer.post(f"{mapping}/hoan-tac", {}, 303)
    assert value(world, "ket_qua") == {}
    assert value(world, "quy") != {}
