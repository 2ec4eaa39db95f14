"""flask outline import."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from forms import load_outline
from tests.app.outline_import.test_files import workbook
from tests.app.outline_import.word_files import typed_with_numbering


def word_file(folder: Path) -> Path:
    path = folder / "de-cuong.docx"
    path.write_bytes(typed_with_numbering())
    return path


def test_import_writes_yaml_and_prints_the_tree(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "v1.yaml"
    words = ["outline", "import", str(word_file(tmp_path)), "--out", str(out), "--id", "kl49_moi"]
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 0, result.output
    assert "2. Công tác tuyên truyền [p2_2] – chắc" in result.output
    assert "· Kiến nghị [recommendations] – chắc" in result.output
    assert "Kim Động, ngày 9 tháng 5 năm 2024 (ngày, tháng)" in result.output
    made = load_outline(out.read_text(encoding="utf-8"), str(out))
    assert (made.id, made.version) == ("kl49_moi", 1)
    assert app.test_cli_runner().invoke(args=["outline", "check", str(out)]).exit_code == 0


def test_an_excel_form_is_imported_by_the_same_command(app: Flask, tmp_path: Path) -> None:
    form, out = tmp_path / "bieu.xlsx", tmp_path / "v1.yaml"
    form.write_bytes(workbook())
    words = ["outline", "import", str(form), "--out", str(out), "--id", "bieu_quy"]
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 0, result.output
    field = load_outline(out.read_text(encoding="utf-8"), str(out)).field("bieu_1")
    assert (field.type, len(field.columns), len(field.rows)) == ("table", 5, 4)


def test_a_dry_run_writes_nothing(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "v1.yaml"
    words = ["outline", "import", str(word_file(tmp_path)), "--out", str(out), "--dry-run"]
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 0, result.output
    assert "PHỤ LỤC" in result.output
    assert not out.exists()


def test_without_a_place_to_write_or_a_good_id_it_says_what_is_missing(
    app: Flask, tmp_path: Path
) -> None:
    path = str(word_file(tmp_path))
    missing = app.test_cli_runner().invoke(args=["outline", "import", path])
    assert missing.exit_code == 2
    assert "--out" in missing.output
    bad = app.test_cli_runner().invoke(
        args=["outline", "import", path, "--dry-run", "--id", "Không được"]
    )
    assert bad.exit_code == 1
    assert "chữ thường" in bad.output


def test_an_old_word_file_is_refused_with_what_to_do(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "cu.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)
    result = app.test_cli_runner().invoke(args=["outline", "import", str(path), "--dry-run"])
    assert result.exit_code == 1
    assert "Lưu dưới dạng Word (.docx)" in result.output
