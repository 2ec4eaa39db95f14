"""The edited Word copy comes back: three texts side by side, accept or leave each."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from app.extensions import db
from app.models import Draft, DraftBlock
from app.services import draft_content, drafts, exports, word_return
from app.services.errors import Invalid
from app.services.word_comparison import Difference
from forms import drafting
from tests.app.page_client import PageClient
from tests.app.world import World

PLAN = "12 kế hoạch"
Edit = Callable[[Any], None]


def edited(draft: Draft, edit: Edit) -> bytes:
    """The draft's Word file as somebody changed it."""
    document = Document(io.BytesIO(exports.draft_word(draft).data))
    edit(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def paragraph(document: Any, words: str) -> Any:
    return next(p for p in document.paragraphs if words in p.text)


def rewrite(old: str, new: str) -> Edit:
    def edit(document: Any) -> None:
        for run in paragraph(document, old).runs:
            run.text = run.text.replace(old, new)

    return edit


def block(draft: Draft, words: str) -> DraftBlock:
    rows = draft_content.draft_rows(draft)
    return next(row for row in rows if words in row.text and row.state != "deleted")


def retype(draft: Draft, world: World, words: str) -> None:
    """An officer types other words over the plan's in the draft."""
    row = block(draft, PLAN)
    text = row.text.replace(PLAN, words)
    drafts.act(
        draft,
        row.section_key,
        lambda d: drafting.edit(d, row.key, text),
        actor=world.actor("chuyenvien"),
        name="edited",
    )


def texts(draft: Draft) -> list[str]:
    return [row.text for row in draft_content.draft_rows(draft) if row.state != "deleted"]


@pytest.fixture
def come_back(world: World, draft: Draft):  # type: ignore[no-untyped-def]
    """Upload an edited copy; gives its job and the differences."""

    def upload(data: bytes) -> tuple[Any, tuple[Difference, ...]]:
        actor = world.actor("chuyenvien")
        job = word_return.upload(draft, "sua.docx", data, actor=actor)
        return job, word_return.view(draft, job).differences

    return upload


def test_an_untouched_copy_shows_nothing(come_back, draft: Draft) -> None:  # type: ignore[no-untyped-def]
    _, found = come_back(edited(draft, lambda document: None))
    assert found == ()


def test_a_changed_paragraph_is_shown_and_taken_once(  # type: ignore[no-untyped-def]
    come_back, draft: Draft, world: World
) -> None:
    job, (one,) = come_back(edited(draft, rewrite(PLAN, "15 kế hoạch")))
    assert (one.change, one.conflict) == ("changed", False)
    assert "12 kế hoạch" in one.exported
    assert "15 kế hoạch" in one.uploaded
    actor = world.actor("chuyenvien")
    assert word_return.accept(draft, job, [one.key], actor=actor) == 1
    assert any("15 kế hoạch" in text for text in texts(draft))
    assert word_return.view(draft, job).differences == ()


def test_what_is_not_accepted_stays_as_it_was(come_back, draft: Draft) -> None:  # type: ignore[no-untyped-def]
    before = texts(draft)
    come_back(edited(draft, rewrite(PLAN, "15 kế hoạch")))
    assert texts(draft) == before


def test_an_own_edit_meanwhile_is_a_conflict_and_kept(  # type: ignore[no-untyped-def]
    come_back, draft: Draft, world: World
) -> None:
    data = edited(draft, rewrite(PLAN, "15 kế hoạch"))
    retype(draft, world, "13 kế hoạch")
    _, (one,) = come_back(data)
    assert one.conflict
    assert "13 kế hoạch" in one.current
    assert any("13 kế hoạch" in text for text in texts(draft))


def test_the_same_change_on_both_sides_is_no_difference(  # type: ignore[no-untyped-def]
    come_back, draft: Draft, world: World
) -> None:
    data = edited(draft, rewrite(PLAN, "15 kế hoạch"))
    retype(draft, world, "15 kế hoạch")
    assert come_back(data)[1] == ()


def test_a_deleted_paragraph_is_deleted_when_accepted(  # type: ignore[no-untyped-def]
    come_back, draft: Draft, world: World
) -> None:
    def delete(document: Any) -> None:
        element = paragraph(document, "quỹ khuyến học ở 8 thôn")._element
        element.getparent().remove(element)

    job, (one,) = come_back(edited(draft, delete))
    assert one.change == "deleted"
    word_return.accept(draft, job, [one.key], actor=world.actor("chuyenvien"))
    assert not any("8 thôn" in text for text in texts(draft))
    assert word_return.view(draft, job).differences == ()


def test_new_paragraphs_come_in_behind_their_neighbour_in_order(  # type: ignore[no-untyped-def]
    come_back, draft: Draft, world: World
) -> None:
    def add(document: Any) -> None:
        place = paragraph(document, "quỹ khuyến học ở 8 thôn")
        for text in ("Đoạn mới thứ hai.", "Đoạn mới thứ nhất."):
            fresh = document.add_paragraph(text)
            place._element.addnext(fresh._element)

    job, found = come_back(edited(draft, add))
    assert [(one.change, one.uploaded) for one in found] == [
        ("added", "Đoạn mới thứ nhất."),
        ("added", "Đoạn mới thứ hai."),
    ]
    word_return.accept(draft, job, [one.key for one in found], actor=world.actor("chuyenvien"))
    section = block(draft, "8 thôn").section_key
    own = [row.text for row in draft_content.draft_rows(draft) if row.section_key == section]
    place = next(i for i, text in enumerate(own) if "8 thôn" in text)
    assert own[place + 1 : place + 3] == ["Đoạn mới thứ nhất.", "Đoạn mới thứ hai."]
    assert word_return.view(draft, job).differences == ()


def test_live_figures_stay_live_where_their_digits_were_left(  # type: ignore[no-untyped-def]
    come_back, draft: Draft, world: World
) -> None:
    section, actor = block(draft, PLAN).section_key, world.actor("chuyenvien")
    sentence = "Toàn huyện có {{hoi_vien}} hội viên trên {{dan_so}} dân."
    drafts.act(
        draft, section, lambda d: drafting.add_manual(d, None, sentence), actor=actor, name="added"
    )

    def edit(document: Any) -> None:
        for run in paragraph(document, "2.200").runs:
            run.text = run.text.replace("Toàn huyện có", "Đến nay, cả huyện đã có")
            run.text = run.text.replace("9.310", "9.400")

    job, (one,) = come_back(edited(draft, edit))
    word_return.accept(draft, job, [one.key], actor=actor)
    assert "Đến nay, cả huyện đã có {{hoi_vien}} hội viên trên 9.400 dân." in texts(draft)


def tracked(old: str, new: str) -> Edit:
    """Word's own marks of a change: `old` struck out, `new` put in, both by the boss."""

    def edit(document: Any) -> None:
        found = paragraph(document, old)
        run = next(run for run in found.runs if old in run.text)
        before, after = run.text.split(old, 1)
        by = 'w:author="Trưởng ban" w:date="2024-05-16T08:00:00Z"'
        marked = parse_xml(
            f"<w:p {nsdecls('w')}>{_run(before)}"
            f'<w:del w:id="901" {by}><w:r><w:delText>{old}</w:delText></w:r></w:del>'
            f'<w:ins w:id="902" {by}>{_run(new)}</w:ins>{_run(after)}</w:p>'
        )
        for piece in list(marked):
            run._r.addprevious(piece)
        run._r.getparent().remove(run._r)

    return edit


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def test_tracked_changes_are_read_as_the_boss_wants_the_text(come_back, draft: Draft) -> None:  # type: ignore[no-untyped-def]
    _, (one,) = come_back(edited(draft, tracked(PLAN, "15 kế hoạch")))
    assert not one.conflict
    assert PLAN in one.current
    assert "15 kế hoạch" in one.uploaded
    assert PLAN not in one.uploaded
    assert ("inserted", "15 kế hoạch", "Trưởng ban") in one.tracked


def test_a_tracked_change_meets_an_own_edit_as_a_conflict(  # type: ignore[no-untyped-def]
    come_back, draft: Draft, world: World
) -> None:
    data = edited(draft, tracked(PLAN, "15 kế hoạch"))
    retype(draft, world, "13 kế hoạch")
    _, (one,) = come_back(data)
    assert one.conflict
    assert "13 kế hoạch" in one.current
    assert "15 kế hoạch" in one.uploaded


def test_comments_of_the_boss_are_shown(come_back, draft: Draft) -> None:  # type: ignore[no-untyped-def]
    def comment(document: Any) -> None:
        found = paragraph(document, PLAN)
        document.add_comment(found.runs, text="Cần nêu rõ tên kế hoạch.", author="Trưởng ban")

    job, found = come_back(edited(draft, comment))
    assert found == ()
    remarks = word_return.view(draft, job).remarks
    assert [(author, text) for author, text, _ in remarks] == [
        ("Trưởng ban", "Cần nêu rõ tên kế hoạch.")
    ]


def test_a_file_that_is_no_export_is_refused_in_words(world: World, draft: Draft) -> None:
    buffer = io.BytesIO()
    Document().save(buffer)
    with pytest.raises(Invalid, match="không phải bản Word xuất từ hệ thống"):
        word_return.upload(draft, "la.docx", buffer.getvalue(), actor=world.actor("chuyenvien"))
    with pytest.raises(Invalid):
        word_return.upload(draft, "la.docx", b"rac", actor=world.actor("chuyenvien"))


def test_the_pages_lead_from_upload_to_acceptance(
    officer: PageClient, address: str, draft: Draft
) -> None:
    data = edited(draft, rewrite(PLAN, "15 kế hoạch"))
    sent = officer.post(f"{address}/ban-sua", {"tep": (io.BytesIO(data), "sua.docx")}, status=303)
    place = sent.response.headers["Location"]
    page = officer.get(place)
    assert "15" in page.words("mark")
    key = page.one("input[name=nhan]").get("value")
    officer.post(place, {"nhan": key, "viec": "nhan"}, status=303)
    assert "đã như nhau" in officer.get(place).words()
    db.session.expire_all()
    assert any("15 kế hoạch" in text for text in texts(draft))


def test_what_is_left_is_folded_away(officer: PageClient, address: str, draft: Draft) -> None:
    data = edited(draft, rewrite(PLAN, "15 kế hoạch"))
    sent = officer.post(f"{address}/ban-sua", {"tep": (io.BytesIO(data), "sua.docx")}, status=303)
    place = sent.response.headers["Location"]
    key = officer.get(place).one("input[name=nhan]").get("value")
    officer.post(place, {"nhan": key, "viec": "bo-qua"}, status=303)
    page = officer.get(place)
    assert not page.select("input[name=nhan]")
    assert "Đã để lại, không nhận (1)" in page.words("summary")
