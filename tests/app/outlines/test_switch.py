"""Changing the outline of a running campaign: every answer stays, and is found again."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.extensions import db
from app.models import (
    Answer,
    AnswerRevision,
    AuditEvent,
    Campaign,
    DraftBlock,
    Figure,
    Notice,
    OutlineVersion,
    SectionStatus,
)
from app.services import (
    answer_history,
    answers_table,
    archived_answers,
    export_works,
    outline_drafts,
    outline_starting,
    outline_switch,
    outlines,
    reports,
)
from app.services.answer_places import find_field
from app.services.errors import Invalid, NotFound, Refused
from app.services.export_kinds import read_wish
from forms import Outline, editing
from tests.app.drafting.collecting import merged_draft
from tests.app.page_client import PageClient
from tests.app.world import World

Edit = Callable[[Outline], Outline]
GIVEN: dict[str, dict[str, dict[str, Any]]] = {
    "xa-a": {
        "ket_qua": {"v": "Đã ban hành kế hoạch."},
        "nguyen_nhan": {"v": "Thiếu kinh phí."},
        "dan_so": {"v": "5000"},
        "hoi_vien": {"v": "1200"},
        "xep_loai": {"v": "tot"},
        "quy": {"rows": {"thu": {"nam_2024": {"v": "45.5"}}}},
    },
    "xa-b": {"ket_qua": {"v": "Đã tổ chức hội nghị."}, "hoi_vien": {"v": "300"}},
}


@pytest.fixture
def filled(world: World) -> World:
    for unit, values in GIVEN.items():
        ref = reports.get_ref(world.reports[unit].id)
        actor = world.actor(f"canbo.{unit[-1]}")
        for key, value in values.items():
            answer_history.put_value(ref, key, value, actor=actor, origin="typed")
    db.session.commit()
    return world


def released(world: World, *edits: Edit) -> OutlineVersion:
    """A new version of the campaign's outline, with these edits."""
    actor = world.actor("chuyenvien")
    version = outline_starting.clone(world.campaign.outline_version, actor)
    for edit in edits:
        outline_drafts.change(version, edit, words="Sửa", actor=actor)
    outline_drafts.release(version, actor)
    db.session.commit()
    return version


def switch(world: World, version: OutlineVersion, *confirmed: str) -> None:
    campaign = db.session.get_one(Campaign, world.campaign.id)
    seen = outline_switch.preview(campaign, version).token
    outline_switch.switch(
        campaign, version, confirmed=confirmed, seen=seen, actor=world.actor("chuyenvien")
    )
    db.session.commit()


def values(world: World, unit: str = "xa-a") -> dict[str, Any]:
    return dict(reports.load_values(world.reports[unit].id))


def adding(outline: Outline) -> Outline:
    changed, _ = editing.add_field(outline, "so_lieu", "Số chi bộ", "integer")
    changed = editing.change_section(changed, "so_lieu", heading="Số liệu cơ bản")
    return editing.move_field(changed, "nguyen_nhan", editing.Step.DOWN)


def without_cause(outline: Outline) -> Outline:
    return editing.archive_field(outline, "nguyen_nhan")


def grade_as_number(outline: Outline) -> Outline:
    return editing.change_type(outline, "xep_loai", "integer")


def members_as_text(outline: Outline) -> Outline:
    outline = editing.change_field(outline, "hoi_vien", checks=())
    return editing.change_type(outline, "hoi_vien", "narrative")


def test_adding_rewording_and_moving_keep_every_answer(filled: World) -> None:
    before, count = values(filled), _revisions()
    switch(filled, released(filled, adding))
    assert values(filled) == before
    assert _revisions() == count
    ref = reports.get_ref(filled.reports["xa-a"].id)
    section, _ = find_field(ref, "so_chi_bo")
    assert section.heading == "Số liệu cơ bản"


def _revisions() -> int:
    return db.session.scalar(select(func.count()).select_from(AnswerRevision)) or 0


def test_the_preview_counts_and_names_before_anything_is_done(filled: World) -> None:
    version = released(filled, adding, without_cause, grade_as_number)
    found = outline_switch.preview(filled.campaign, version)
    assert [(item.field.label, item.units) for item in found.added] == [("Số chi bộ", 4)]
    assert [(item.old.key, item.units) for item in found.removed] == [("nguyen_nhan", "Xã A")]
    (grade,) = found.retyped
    assert grade.lost == (("Xã A", "Tốt"),)
    assert found.kept_answers == 6
    assert filled.campaign.outline_version_id == filled.version.id


def test_a_removed_question_keeps_its_answer_readable_and_exportable(
    filled: World, client: PageClient
) -> None:
    before = values(filled)
    switch(filled, released(filled, without_cause))
    assert values(filled) == before
    ref = reports.get_ref(filled.reports["xa-a"].id)
    with pytest.raises(NotFound):
        find_field(ref, "nguyen_nhan")
    client.login("chuyenvien")
    page = client.get(f"/dot/{filled.campaign.id}/don-vi/{filled.reports['xa-a'].id}")
    assert "Thiếu kinh phí." in page.words(".archived-answers")
    campaign = db.session.get_one(Campaign, filled.campaign.id)
    wish = read_wish("luu-tru", {"format": "excel"})
    book = load_workbook(BytesIO(export_works.make(campaign, wish, lambda *_: None).data))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert "Thiếu kinh phí." in cells
    client.logout()
    client.login("canbo.a")
    page = client.get(f"/bao-cao/{filled.reports['xa-a'].id}/xem")
    assert "Thiếu kinh phí." in page.words(".archived-answers")


def test_a_question_that_comes_back_has_its_answer_again(filled: World) -> None:
    switch(filled, released(filled, without_cause))
    switch(filled, released(filled, lambda outline: editing.restore(outline, 0)))
    report = filled.reports["xa-a"]
    assert archived_answers.archived_answers(report) == []
    assert reports.load_answers(reports.get_ref(report.id)).value("nguyen_nhan") == {
        "v": "Thiếu kinh phí."
    }


def test_a_changed_type_wants_a_word_and_carries_over_what_it_can(filled: World) -> None:
    version = released(filled, members_as_text)
    with pytest.raises(Invalid, match="Hội viên khuyến học"):
        switch(filled, version)
    db.session.rollback()
    switch(filled, version, "hoi_vien")
    assert values(filled)["hoi_vien"] == {"v": "1.200"}
    assert values(filled, "xa-b")["hoi_vien"] == {"v": "300"}
    left = select(func.count()).select_from(Figure).where(Figure.field_key == "hoi_vien")
    assert db.session.scalar(left) == 0


def test_what_cannot_be_carried_over_stays_in_the_history_and_is_shown(
    filled: World, client: PageClient
) -> None:
    switch(filled, released(filled, grade_as_number), "xep_loai")
    report = filled.reports["xa-a"]
    assert values(filled)["xep_loai"] == {}
    history = answer_history.history(report.id, "xep_loai")
    assert [revision.value for revision in history] == [{}, {"v": "tot"}]
    (left,) = archived_answers.archived_answers(report)
    assert (left.text, left.why) == ("Tốt", "chưa chuyển được sang cách hỏi mới")
    rows = list(answers_table.archived_rows(report.campaign, lambda *_: None))
    assert [(row[0], row[4], row[9]) for row in rows] == [("Đảng ủy xã A", "Xếp loại", "Tốt")]
    client.login("canbo.a")
    page = client.get(f"/bao-cao/{report.id}/o/xep_loai/lich-su")
    assert "Tốt" in page.words(".revision-list")
    ref = reports.get_ref(report.id)
    with pytest.raises(Refused, match="loại khác"):
        answer_history.restore(ref, "xep_loai", 1, actor=filled.actor("canbo.a"))
    client.get(f"/bao-cao/{report.id}/muc/so_lieu")


def test_an_old_value_is_restored_in_the_new_type_where_that_is_exact(filled: World) -> None:
    switch(filled, released(filled, members_as_text), "hoi_vien")
    ref = reports.get_ref(filled.reports["xa-a"].id)
    actor = filled.actor("canbo.a")
    answer_history.put_value(
        ref, "hoi_vien", {"v": "Khoảng một nghìn"}, actor=actor, origin="typed"
    )
    answer_history.restore(ref, "hoi_vien", 1, actor=actor)
    assert values(filled)["hoi_vien"] == {"v": "1.200"}


def test_columns_of_another_type_keep_figures_in_step(filled: World) -> None:
    def in_dong(outline: Outline) -> Outline:
        field = outline.field("quy")
        first = editing.with_column_merges(
            [type(field.columns[0])("nam_2024", "Năm 2024", "money", unit_of_measure="đồng")]
        )
        return editing.change_field(outline, "quy", columns=(*first, field.columns[1]))

    switch(filled, released(filled, in_dong), "quy")
    assert values(filled)["quy"] == {"rows": {"thu": {"nam_2024": {"v": "45500000"}}}}
    figures = db.session.execute(
        select(Figure.row_key, Figure.column_key, Figure.value).where(Figure.field_key == "quy")
    ).all()
    assert [tuple(map(str, row)) for row in figures] == [("thu", "nam_2024", "45500000")]


def test_a_done_section_that_asks_more_is_open_again(filled: World) -> None:
    report = filled.reports["xa-a"]
    db.session.execute(SectionStatus.__table__.update().values(status="done"))
    db.session.commit()
    switch(filled, released(filled, adding))
    words = {key: status.status for key, status in reports.section_words(report.id).items()}
    assert (words["so_lieu"], words["lanh_dao"]) == ("doing", "done")


def test_units_are_told_and_the_step_is_logged(filled: World) -> None:
    switch(filled, released(filled, without_cause))
    texts = db.session.scalars(select(Notice.text)).all()
    assert any("bỏ 1 nội dung; câu trả lời đã nhập vẫn giữ" in text for text in texts)
    event = db.session.scalar(
        select(AuditEvent).where(AuditEvent.action == "campaign.outline_changed")
    )
    assert event is not None
    assert event.details["removed"] == ["nguyen_nhan"]


def test_what_was_lost_meanwhile_is_shown_before_it_is_done(filled: World) -> None:
    version = released(filled, grade_as_number)
    seen = outline_switch.preview(filled.campaign, version).token
    ref = reports.get_ref(filled.reports["xa-b"].id)
    answer_history.put_value(
        ref, "xep_loai", {"v": "kha"}, actor=filled.actor("canbo.b"), origin="typed"
    )
    with pytest.raises(Refused, match="nhập thêm"):
        outline_switch.switch(
            filled.campaign,
            version,
            confirmed=["xep_loai"],
            seen=seen,
            actor=filled.actor("chuyenvien"),
        )


def test_only_released_versions_of_the_same_outline_and_open_campaigns(filled: World) -> None:
    actor = filled.actor("chuyenvien")
    draft = outline_starting.clone(filled.version, actor)
    other = outline_starting.clone_as_new(filled.version, "Khác", actor)
    outline_drafts.release(other, actor)
    for version in (draft, other, filled.version):
        with pytest.raises(Invalid):
            outline_switch.preview(filled.campaign, version)
    version = released(filled, adding)
    filled.campaign.state = "closed"
    with pytest.raises(Refused):
        outline_switch.preview(filled.campaign, version)


def test_the_office_sees_what_is_touched_and_then_does_it(
    filled: World, client: PageClient
) -> None:
    version = released(filled, adding, without_cause, grade_as_number)
    place = f"/dot/{filled.campaign.id}/de-cuong"
    client.login("chuyenvien")
    client.get(place)
    page = client.get(f"{place}?chon={version.id}")
    text = page.words()
    for words in ("Thêm 1 nội dung", "1 đơn vị: Xã A", "Xã A: Tốt", "6 câu trả lời giữ nguyên"):
        assert words in text, words
    seen = page.one("input[name=seen]").get("value")
    typed = {"version": str(version.id), "seen": seen}
    client.post(place, typed, 422)
    client.post(place, typed | {"confirm": "xep_loai", "seen": "cũ"}, 409)
    client.post(place, typed | {"confirm": "xep_loai"}, 303)
    assert "phiên bản 2" in client.get(place).words()
    client.get(f"{place}?chon={version.id}", status=422)


@pytest.mark.parametrize("gone", ["lanh_dao", "so_lieu"])
def test_every_page_stands_after_a_section_that_was_merged_went(
    world: World, client: PageClient, gone: str
) -> None:
    merged_draft(world)
    campaign, report = world.campaign, world.reports["xa-a"]
    version = released(world, lambda outline: editing.archive_section(outline, gone))
    assert outline_switch.preview(campaign, version).draft_blocks > 0
    blocks = db.session.scalar(select(func.count()).select_from(DraftBlock))
    switch(world, version)
    client.login("chuyenvien")
    for path in (
        "", "/ma-tran", "/ty-le", "/xuat", "/chuan-bi", "/chuan-bi/de-cuong", "/du-thao",
        "/du-thao/muc/phan_2", "/du-thao/ghep/xem", "/du-thao/ban-luu", "/du-thao/y-kien",
        "/du-thao/so-voi-so-lieu", "/du-thao/chinh-ta", "/du-thao/tim-thay?tim=khuyến",
    ):  # fmt: skip
        client.get(f"/dot/{campaign.id}{path}")
    client.post(f"/dot/{campaign.id}/du-thao/ghep", {}, 303)
    for kind in ("du-thao", "phu-luc", "tra-loi", "de-cuong"):
        wish = read_wish(kind, {})
        found = db.session.get_one(Campaign, campaign.id)
        assert export_works.make(found, wish, lambda *_: None).data
    assert (db.session.scalar(select(func.count()).select_from(DraftBlock)) or 0) >= (blocks or 0)
    page = client.get(f"/dot/{campaign.id}/don-vi/{report.id}")
    assert "Nội dung đã lưu trữ" in page.words(".archived-answers")
    client.logout()
    client.login("canbo.a")
    for path in ("", "/kiem-tra", "/xem"):
        client.get(f"/bao-cao/{report.id}{path}")
    client.get(f"/bao-cao/{report.id}/muc/{gone}", status=404, strict=False)


def test_answers_of_other_reports_are_left_alone(filled: World) -> None:
    revision = select(Answer.revision).where(
        Answer.report_id == filled.reports["xa-b"].id, Answer.field_key == "ket_qua"
    )
    switch(filled, released(filled, grade_as_number), "xep_loai")
    assert db.session.scalar(revision) == 1
    assert outlines.get_outline(filled.version.id).field("xep_loai").type == "choice"


def without_a_year(outline: Outline) -> Outline:
    columns = tuple(c for c in outline.field("quy").columns if c.key != "nam_2024")
    rows = tuple(row for row in outline.field("quy").rows if row.key != "du_dau")
    return editing.change_field(outline, "quy", columns=columns, rows=rows)


def test_dropped_columns_and_rows_name_who_filled_them(filled: World) -> None:
    found = outline_switch.preview(filled.campaign, released(filled, without_a_year))
    (item,) = found.narrowed
    assert item.parts == ("Năm 2024", "Số dư đầu kỳ")
    assert item.units == ("Xã A",)
    assert found.kept_answers == 7


def test_what_was_typed_in_a_dropped_column_stays_readable_and_exportable(
    filled: World, client: PageClient
) -> None:
    before = values(filled)
    switch(filled, released(filled, without_a_year))
    switch(filled, released(filled, without_a_year))
    assert values(filled) == before
    client.login("chuyenvien")
    page = client.get(f"/dot/{filled.campaign.id}/don-vi/{filled.reports['xa-a'].id}")
    assert page.words(".archived-answers").count("45,5") == 1
    campaign = db.session.get_one(Campaign, filled.campaign.id)
    wish = read_wish("luu-tru", {"format": "csv"})
    text = export_works.make(campaign, wish, lambda *_: None).data.decode("utf-8-sig")
    assert text.count("cột, dòng đã bỏ") == 1
    assert "45,5" in text or "45.5" in text


def test_a_section_asked_of_fewer_units_names_them_and_who_wrote(
    filled: World, client: PageClient
) -> None:
    def only_offices(outline: Outline) -> Outline:
        return editing.change_section(outline, "so_lieu", applies_to=("phong_ban",))

    version = released(filled, only_offices)
    (item,) = outline_switch.preview(filled.campaign, version).unasked
    assert item.heading == "Số liệu chung"
    assert item.units == ("Xã A", "Xã B", "Xã C")
    assert item.answered == ("Xã A", "Xã B")
    client.login("chuyenvien")
    page = client.get(f"/dot/{filled.campaign.id}/de-cuong?chon={version.id}")
    assert "2 đơn vị đã viết: Xã A, Xã B" in page.words()
