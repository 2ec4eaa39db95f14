"""An edited Word copy comes back as edits of blocks."""

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import compare_copy, get_profile, read_back, write_word
from app.documents.reading.edits import _moved
from forms.document import Paragraph, ParagraphStyle, all_nodes
from tests.app.documents import samples
from tests.app.documents.raw_word import edited, p

HD36 = get_profile("party_hd36")
EXPORTED = {
    node.block_id: node.text
    for node in all_nodes(samples.report())
    if isinstance(node, Paragraph) and node.block_id
}


def export(*, comments: bool = False) -> bytes:
    return write_word(samples.report(), HD36, comments=comments)


def block_markup(text: str, block_id: str) -> str:
    """The whole w:p of a block in the exported markup."""
    at = text.index(f'w:name="B{block_id}"')
    start = text.rindex("<w:p>", 0, at)
    return text[start : text.index("</w:p>", at) + len("</w:p>")]


@pytest.mark.parametrize("comments", [False, True])
def test_an_untouched_copy_has_no_edits(comments: bool) -> None:
    copy = read_back(export(comments=comments))
    assert copy.export_id == "xuat-0001"
    assert [block.block_id for block in copy.blocks] == list(EXPORTED)
    assert compare_copy(copy, EXPORTED) == ()
    assert not any(block.comments for block in copy.blocks)


def test_marks_of_runs_and_dashes_come_back() -> None:
    blocks = {block.block_id: block for block in read_back(export()).blocks}
    assert blocks["0002"].style is ParagraphStyle.DASH
    assert [(run.text, run.bold, run.italic) for run in blocks["0003"].runs][:1] == [
        ("Kết quả nổi bật: ", True, False)
    ]


def test_changed_deleted_added_and_moved_blocks_are_told_apart() -> None:
    def change(text: str) -> str:
        first, second = block_markup(text, "0001"), block_markup(text, "0002")
        fourth = block_markup(text, "0004")
        text = text.replace("17/17", "16/17", 1)
        first = first.replace("17/17", "16/17", 1)
        text = text.replace(second, p("+ Đoạn mới."))
        return text.replace(fourth, "").replace(first, fourth + first)

    edits = compare_copy(read_back(edited(export(), change)), EXPORTED)
    assert [(edit.kind, edit.block_id) for edit in edits] == [
        ("moved", "0004"),
        ("changed", "0001"),
        ("added", ""),
        ("deleted", "0002"),
    ]
    added = edits[2].block
    assert added is not None
    assert (added.text, added.style, added.after) == ("Đoạn mới.", ParagraphStyle.PLUS, "0001")


def test_a_block_broken_in_two_is_one_change() -> None:
    def change(text: str) -> str:
        return text.replace("thường xuyên.", "thường</w:t></w:r></w:p><w:p><w:r><w:t>xuyên.", 1)

    (edit,) = compare_copy(read_back(edited(export(), change)), EXPORTED)
    assert (edit.kind, edit.block_id) == ("changed", "0004")
    assert edit.block is not None
    assert edit.block.text.endswith("thường\nxuyên.")


def test_two_blocks_joined_in_one_paragraph_stay_two() -> None:
    def change(text: str) -> str:
        first, second = block_markup(text, "0001"), block_markup(text, "0002")
        inside = re.sub(r"^<w:p><w:pPr>.*?</w:pPr>", "", second).removesuffix("</w:p>")
        return text.replace(first + second, first.removesuffix("</w:p>") + inside + "</w:p>")

    copy = read_back(edited(export(), change))
    texts = {block.block_id: block.text for block in copy.blocks}
    assert texts["0001"] == EXPORTED["0001"]
    assert texts["0002"] == EXPORTED["0002"]


def test_tracked_changes_and_comments_of_others_come_back() -> None:
    def change(text: str) -> str:
        said = '<w:r><w:t xml:space="preserve"> Rất tốt.</w:t></w:r>'
        ins = f'<w:ins w:id="900" w:author="Lãnh đạo">{said}</w:ins>'
        block = block_markup(text, "0004")
        return text.replace(block, block.replace("<w:bookmarkEnd", f"{ins}<w:bookmarkEnd"))

    (edit,) = compare_copy(read_back(edited(export(), change)), EXPORTED)
    assert edit.block is not None
    assert edit.block.text == EXPORTED["0004"] + " Rất tốt."
    assert [(part.kind, part.text, part.author) for part in edit.block.changes] == [
        ("inserted", " Rất tốt.", "Lãnh đạo")
    ]


def test_a_file_of_others_has_no_export_id() -> None:
    copy = read_back(
        edited(export(), lambda text: text.replace("MaBanXuat", "Khac"), "docProps/custom.xml")
    )
    assert copy.export_id == ""


@pytest.mark.office
def test_a_copy_saved_by_libreoffice_still_has_no_edits(tmp_path: Path) -> None:
    source = tmp_path / "ban.docx"
    source.write_bytes(export(comments=True))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless"),
            *("--convert-to", "docx:Office Open XML Text", "--outdir", str(tmp_path / "out")),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    copy = read_back((tmp_path / "out" / "ban.docx").read_bytes())
    assert copy.export_id == "xuat-0001"
    assert compare_copy(copy, EXPORTED) == ()


@given(st.permutations(list("abcdefgh")))
def test_taking_out_the_moved_blocks_leaves_the_old_order(after: list[str]) -> None:
    before = list("abcdefgh")
    moved = _moved(before, after)
    assert [key for key in after if key not in moved] == [key for key in before if key not in moved]
    assert (not moved) == (after == before)
