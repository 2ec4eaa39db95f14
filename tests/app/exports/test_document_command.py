"""flask document check: our exports pass, faulty files are told fault by fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from flask import Flask

from app.models import Draft, Unit
from app.services import exports
from app.services.export_kinds import KINDS, read_wish
from app.services.export_works import make
from app.services.exported_files import no_progress
from tests.app.world import World


def test_our_own_draft_gives_nothing_to_correct(app: Flask, draft: Draft, tmp_path: Path) -> None:
    file = tmp_path / "du-thao.docx"
    file.write_bytes(exports.draft_word(draft).data)
    profile = exports.profile_for(draft.campaign.collector, draft.campaign).id
    words = ["document", "check", str(file), "--profile", profile]
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 0, result.output
    assert "0 lỗi, 0 chỗ nên xem lại" in result.output


def test_faults_are_listed_with_their_component(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "la.docx"
    document = Document()
    document.add_paragraph("BÁO CÁO")
    document.save(str(file))
    words = ["document", "check", str(file), "--profile", "nd30"]
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 1
    assert "LỖI  letterhead:" in result.output
    file.write_text("không phải Word")
    assert app.test_cli_runner().invoke(args=words).exit_code == 1
    strange = app.test_cli_runner().invoke(args=[*words[:-1], "khong-co"])
    assert strange.exit_code == 1
    assert "không có mẫu thể thức này" in strange.output


@pytest.mark.parametrize("regime", ["party_hd36", "party_hd05", "nd30"])
@pytest.mark.parametrize(
    "issuer",
    ["HUYỆN ỦY H", "ĐẢNG ỦY KHỐI CÁC CƠ QUAN VÀ DOANH NGHIỆP TỈNH HƯNG YÊN"],
    ids=["short", "long"],
)
def test_every_letter_passes_in_every_profile(
    world: World, draft: Draft, tmp_path: Path, regime: str, issuer: str, app: Flask
) -> None:
    for code in ("huyen-uy", "btg"):
        unit: Unit = world.units[code]
        unit.letterhead = {**unit.letterhead, "issuer_line": issuer, "profile": regime}
    for kind in (kind for kind in KINDS.values() if kind.is_letter):
        file = tmp_path / f"{kind.key}.docx"
        wish = read_wish(kind.key, {"format": "word"})
        file.write_bytes(make(world.campaign, wish, no_progress).data)
        words = ["document", "check", str(file), "--profile", regime]
        result = app.test_cli_runner().invoke(args=words)
        assert result.exit_code == 0, f"{kind.key}: {result.output}"
        assert result.output.strip().endswith("0 lỗi, 0 chỗ nên xem lại."), result.output
