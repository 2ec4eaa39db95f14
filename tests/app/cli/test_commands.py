"""Commands that scripts of others rely on: names, output, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from docx import Document
from flask import Flask

from app.extensions import db
from app.models import User
from tests.app.world import World


@pytest.fixture
def run(app: Flask):  # type: ignore[no-untyped-def]
    def invoke(*words: str) -> Result:
        result = app.test_cli_runner().invoke(args=list(words))
        db.session.expire_all()
        return result

    return invoke


def test_check_passes_the_whole_library(run) -> None:  # type: ignore[no-untyped-def]
    result = run("outline", "check")
    assert result.exit_code == 0, result.output
    assert "kl49 v1" in result.output
    assert "citations.yaml: đạt (" in result.output


def test_check_lists_the_problems_of_a_register_of_citations(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bad = tmp_path / "citations.yaml"
    bad.write_text("terms: []\ndocuments:\n  - {symbol: 49-KL/TW}\n", encoding="utf-8")
    result = run("outline", "check", str(tmp_path))
    assert result.exit_code == 1
    assert f"{bad}:3: documents[0]: thiếu khóa “date”" in result.output


def test_check_lists_every_problem_with_file_line_and_path(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bad = tmp_path / "v1.yaml"
    bad.write_text(
        "id: x\nversion: 1\ntitle: X\nkind: lạ\nsections:\n"
        "  - key: a\n    heading: A\n    fields:\n      - {key: f, type: khong_co, label: F}\n",
        encoding="utf-8",
    )
    result = run("outline", "check", str(bad))
    assert result.exit_code == 1
    lines = result.output.strip().splitlines()
    assert len(lines) >= 2
    assert all(line.startswith(f"{bad}:") for line in lines)
    assert any(":4: kind:" in line for line in lines)
    assert any(":9: " in line and "type" in line for line in lines)


def test_show_prints_the_tree(run) -> None:  # type: ignore[no-untyped-def]
    result = run("outline", "show", "kl49")
    assert result.exit_code == 0
    assert "Công tác tuyên truyền [p2_2]" in result.output
    assert run("outline", "show", "khong-co").exit_code == 1


def test_campaign_list_has_one_line_a_campaign(run, world: World) -> None:  # type: ignore[no-untyped-def]
    lines = run("campaign", "list").output.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("thu-nghiem\tĐang thực hiện\thết 17 giờ 00 ngày ")
    assert "4 đơn vị: 0 đã gửi" in lines[0]


def test_user_add_prints_a_one_time_code(run, world: World) -> None:  # type: ignore[no-untyped-def]
    result = run("user", "add", "canbo.moi", "--name", "Cán bộ mới", "--unit", "xa-a")
    assert result.exit_code == 0, result.output
    assert "Mã đăng nhập một lần: " in result.output
    user = db.session.query(User).filter_by(username="canbo.moi").one()
    assert user.must_change_password
    assert [(m.unit.code, m.role) for m in user.memberships] == [("xa-a", "editor")]


def test_a_taken_name_is_refused_and_nothing_is_written(run, world: World) -> None:  # type: ignore[no-untyped-def]
    result = run("user", "add", "canbo.a")
    assert result.exit_code == 1
    assert "đã có người dùng" in result.output


def test_passwd_of_an_unknown_account_says_so(run, world: World) -> None:  # type: ignore[no-untyped-def]
    result = run("user", "passwd", "khong.co")
    assert result.exit_code == 1
    assert "Không có tài khoản" in result.output


def test_a_report_is_written_as_word(run, world: World, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.docx"
    result = run("report", "export", "thu-nghiem", "xa-a", "--word", str(path))
    assert result.exit_code == 0, result.output
    text = "\n".join(p.text for p in Document(str(path)).paragraphs)
    assert "BÁO CÁO" in text


def test_draft_export_before_any_merge_says_what_to_do(run, world: World, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    result = run("draft", "export", "thu-nghiem", "--word", str(tmp_path / "d.docx"))
    assert result.exit_code == 1
    assert "Tổng hợp dự thảo" in result.output


def test_unknown_campaign_is_an_error_not_a_trace(run, world: World) -> None:  # type: ignore[no-untyped-def]
    for words in (("draft", "merge", "khong-co"), ("draft", "merge", "x", "--with-submitted")):
        result = run(*words)
        assert result.exit_code == 1
        assert "Traceback" not in result.output
        assert "Không có đợt báo cáo" in result.output
