"""The library, the editor as plain forms and as fragments, files, trying an outline out."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from app.documents import check_word, get_profile
from app.extensions import db
from app.models import OutlineState, OutlineVersion
from app.services import outline_drafts, outlines
from app.services.actors import SYSTEM
from forms import dump_outline, load_outline
from tests.app.outlines.editing import address, form_of, saved
from tests.app.page_client import PageClient
from tests.app.world import World

SINK = Path(__file__).resolve().parents[2] / "golden"


def test_the_library_finds_without_accents(officer: PageClient, draft: OutlineVersion) -> None:
    page = officer.get("/de-cuong?tim=so+ket")
    assert "Đang soạn" in page.words()
    assert "Dùng được ngay" in page.words()
    nothing = officer.get("/de-cuong?tim=khong+co+gi")
    assert "Không có đề cương nào" in nothing.words()


def test_a_new_outline_goes_from_blank_to_released(officer: PageClient) -> None:
    made = officer.post("/de-cuong/moi", {"title": "Báo cáo thử", "kind": "dinh_ky"}, status=303)
    place = made.response.headers["Location"].removesuffix("/sua")
    version_id = int(place.rsplit("/", 1)[1])
    officer.get(f"{place}/sua?nut=m-ket_qua")
    typed = {"nut": "m-ket_qua", "home": "ket_qua", "label": "Số chi bộ", "type": "integer"}
    officer.post(f"{place}/them-noi-dung", typed, status=303)
    officer.post(f"{place}/phat-hanh", {}, status=303)
    assert "Tạo phiên bản mới" in officer.get(place).words()
    version = db.session.get_one(OutlineVersion, version_id)
    assert version.state == OutlineState.RELEASED
    fields = [field.key for _, field in outlines.get_outline(version_id).fields()]
    assert fields == ["ket_qua_dat_duoc", "so_chi_bo"]


def test_nothing_typed_changes_nothing(officer: PageClient, draft: OutlineVersion) -> None:
    """Every page saved as it stands leaves the outline as it was."""
    before = outlines.get_outline(draft.id)
    codes = [
        "",
        *(f"m-{s.key}" for s in before.walk()),
        *(f"o-{f.key}" for _, f in before.fields()),
    ]
    for code in codes:
        assert saved(officer, draft, code) == before, code


def test_nothing_typed_changes_nothing_where_everything_is_said(
    officer: PageClient, world: World
) -> None:
    """Section by section: a page shows its whole outline, and a saving writes it."""
    included = (SINK / "included.yaml").read_text(encoding="utf-8")
    sink = load_outline(
        (SINK / "kitchen_sink.yaml").read_text(encoding="utf-8"), "s", lambda _: included
    )
    for section in sink.sections:
        part = replace(sink, sections=(section,))
        version = outline_drafts.create_draft(part, world.actor("chuyenvien"))
        db.session.commit()
        before = outlines.inspected(version)
        keys = [f"o-{f.key}" for _, f in before.fields()]
        assert keys
        for code in ("", f"m-{section.key}", *keys):
            assert saved(officer, version, code) == before, code


def test_properties_of_a_section_and_a_field_are_kept(
    officer: PageClient, draft: OutlineVersion
) -> None:
    outline = saved(
        officer, draft, "m-so_lieu", heading="Số liệu\xa0 cơ bản", applies_to=["xa"], optional="1"
    )
    section = outline.section("so_lieu")
    assert (section.heading, section.applies_to, section.optional) == (
        "Số liệu cơ bản",
        ("xa",),
        True,
    )
    outline = saved(officer, draft, "o-dan_so", required="hard", merge_rule="max")
    field = outline.field("dan_so")
    assert (field.required, field.merge.rule) == ("hard", "max")


def test_choices_columns_and_rows_are_edited_in_place_with_their_keys(
    officer: PageClient, draft: OutlineVersion
) -> None:
    outline = saved(
        officer,
        draft,
        "o-xep_loai",
        **{"choices-0-label": "Rất tốt", "choices-1-drop": "1", "choices-2-label": "Yếu"},
    )
    assert [(c.key, c.label) for c in outline.field("xep_loai").choices] == [
        ("tot", "Rất tốt"),
        ("yeu", "Yếu"),
    ]
    outline = saved(
        officer,
        draft,
        "o-quy",
        **{
            "columns-2-label": "Ghi chú",
            "columns-2-type": "short_text",
            "rows-2-place": "1",
            "rows-3-label": "Cộng",
            "rows-3-kind": "total",
        },
    )
    field = outline.field("quy")
    assert [column.key for column in field.columns] == ["nam_2024", "nam_2025", "ghi_chu"]
    assert [row.key for row in field.rows] == ["chi", "du_dau", "thu", "cong"]


def test_what_is_wrong_is_listed_with_a_link_and_stops_the_release(
    officer: PageClient, draft: OutlineVersion
) -> None:
    saved(officer, draft, "o-hoi_vien", show_if="khong_co > 1")
    page = officer.get(address(draft))
    (link,) = page.select(".fault-box a")
    assert "nut=o-hoi_vien" in link.get("href")
    officer.post(address(draft, "phat-hanh"), {}, status=409)
    officer.get(address(draft, "word"), status=409, strict=False)


@pytest.mark.parametrize("htmx", [False, True])
def test_moving_archiving_and_undoing(
    officer: PageClient, draft: OutlineVersion, htmx: bool
) -> None:
    status = 200 if htmx else 303

    def order() -> list[str]:
        version = db.session.get_one(OutlineVersion, draft.id)
        return [s.key for s in outlines.get_outline(version.id).section("phan_1").sections]

    before = order()
    node = {"nut": "m-so_lieu"}
    officer.post(address(draft, "chuyen"), node | {"step": "up"}, status, htmx=htmx)
    assert order() == ["so_lieu", "lanh_dao", "hop_tac"]
    officer.post(address(draft, "luu-tru-nut"), node, status, htmx=htmx)
    assert order() == ["lanh_dao", "hop_tac"]
    officer.post(address(draft, "khoi-phuc"), {"number": "0"}, status, htmx=htmx)
    assert order() == ["lanh_dao", "hop_tac", "so_lieu"]
    for _ in range(3):
        officer.post(address(draft, "hoan-tac"), node, status, htmx=htmx)
    assert order() == before
    officer.post(address(draft, "hoan-tac"), node, 409, htmx=htmx)
    officer.post(address(draft, "lam-lai"), node, status, htmx=htmx)
    assert order() != before


def test_what_cannot_be_done_is_said_on_the_page(
    officer: PageClient, draft: OutlineVersion
) -> None:
    page = officer.post(address(draft, "luu-tru-nut"), {"nut": "o-dan_so"}, 409)
    assert "Hội viên khuyến học" in page.words("#loi")
    page = officer.post(address(draft, "chuyen"), {"nut": "m-mo_dau", "step": "up"}, 409)
    assert "đã ở đầu" in page.words("#loi")
    officer.post(address(draft, "them-muc"), {"heading": " "}, 422)
    officer.post(address(draft, "chuyen"), {"nut": "m-mo_dau", "step": "la"}, 422)


def test_of_two_who_change_one_node_the_second_sees_both(
    officer: PageClient, draft: OutlineVersion, world: World
) -> None:
    page = officer.get(f"{address(draft)}?nut=m-so_lieu")
    mine = form_of(page, "/sua") | {"heading": "Bản của tôi"}
    saved(officer, draft, "m-so_lieu", heading="Bản của người khác")
    conflict = officer.post(address(draft), mine, 409)
    assert conflict.one("#p-heading").text.strip() == "Bản của tôi"
    assert "Bản của người khác" in conflict.words(".resolved-warn")
    officer.post(address(draft), form_of(conflict, "/sua"), 303)
    version = db.session.get_one(OutlineVersion, draft.id)
    assert outlines.get_outline(version.id).section("so_lieu").heading == "Bản của tôi"


def test_what_was_archived_meanwhile_is_not_saved(
    officer: PageClient, draft: OutlineVersion
) -> None:
    typed = form_of(officer.get(f"{address(draft)}?nut=o-nguyen_nhan"), "/sua")
    officer.post(address(draft, "luu-tru-nut"), {"nut": "o-nguyen_nhan"}, 303)
    page = officer.post(address(draft), typed, 422)
    assert "không còn trong đề cương" in page.words("#loi")
    officer.post(address(draft, "khoi-phuc"), {"number": "0"}, 303)
    officer.post(address(draft), typed, 303)


def test_strange_forms_are_refused_in_words(officer: PageClient, draft: OutlineVersion) -> None:
    for typed in (
        {"nut": "o-quy", "columns-0-label": "A", "rows-0-level": "x", "rows-0-label": "A"},
        {"nut": "m-khong_co", "heading": "A"},
        {"nut": "", "title": "A", "basis-0-symbol": "1-KH", "basis-0-date": "hôm qua"},
    ):
        officer.post(address(draft), {"seen": draft.sha256} | typed, 422)


def test_the_printed_outline_and_the_yaml_file(officer: PageClient, world: World) -> None:
    page = officer.get(address(world.version, "word"), strict=False)
    text = "\n".join(p.text for p in Document(BytesIO(page.response.data)).paragraphs)
    assert "ĐỀ CƯƠNG" in text
    assert "Sự lãnh đạo của Đảng" in text
    found = check_word(page.response.data, get_profile("party_hd36"))
    # An attachment of the plan has no number, no "./." and no recipients of its own.
    assert sorted(item.component for item in found) == ["body", "letterhead", "recipients"]
    answer = officer.open("GET", address(world.version, "yaml"))
    assert answer.get_data(as_text=True) == world.version.source
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_exported_file_comes_back_as_a_draft(officer: PageClient, world: World) -> None:
    made = officer.post("/de-cuong/nhap-yaml", {"text": world.version.source}, 303)
    page = officer.get(made.response.headers["Location"])
    assert "phiên bản 2" in page.words(".campaign-facts")
    page = officer.post("/de-cuong/nhap-yaml", {"text": "id: [x"}, 422)
    assert "YAML viết sai" in page.words("#loi")


def test_trying_it_out_shows_a_kind_only_its_own_sections(
    officer: PageClient, world: World
) -> None:
    place = address(world.version, "thu")
    headings = {
        kind: officer.get(f"{place}?loai={kind}&muc=hop_tac").words("#muc option")
        for kind in ("xa", "phong_ban")
    }
    assert "Hợp tác quốc tế" not in headings["xa"]
    assert "Hợp tác quốc tế" in headings["phong_ban"]
    for section in ("lanh_dao", "so_lieu", "phan_2", "pl1", "pl2", "pl3"):
        page = officer.get(f"{place}?loai=xa&muc={section}")
        assert page.select(".answer")
        assert not page.select("form[method=post] textarea"), "nothing here is sent"


def test_versions_are_compared_in_words(officer: PageClient, draft: OutlineVersion) -> None:
    saved(officer, draft, "m-so_lieu", heading="Số liệu cơ bản")
    page = officer.get(address(draft, "so-sanh"))
    assert "“Số liệu chung” → “Số liệu cơ bản”" in page.words(".difference-list")


def test_versions_are_cloned_copied_and_set_aside(officer: PageClient, world: World) -> None:
    place = f"/de-cuong/{world.version.id}"
    assert "/sua" in officer.post(f"{place}/phien-ban-moi", {}, 303).response.headers["Location"]
    officer.post(f"{place}/chep", {"title": "Báo cáo khác"}, 303)
    officer.post(f"{place}/chep", {"title": ""}, 303)
    officer.post("/de-cuong/tu-dot", {"campaign": str(world.campaign.id)}, 303)
    officer.post("/de-cuong/tu-dot", {"campaign": "999999"}, 422)
    officer.post(f"{place}/luu-tru", {}, 303)
    assert "Đã lưu trữ (1)" in officer.get("/de-cuong").words()
    officer.post(f"{place}/bo-luu-tru", {}, 303)
    assert "Báo cáo khác" in officer.get("/de-cuong").words()


def test_a_released_version_has_no_editor(officer: PageClient, world: World) -> None:
    officer.get(address(world.version), status=409, strict=False)


def test_another_office_neither_sees_nor_changes_a_draft(
    client: PageClient, draft: OutlineVersion
) -> None:
    client.login("nguoingoai")
    assert "phiên bản 2" not in client.get("/de-cuong").words()
    client.get(address(draft), status=404, strict=False)
    client.post(address(draft, "phat-hanh"), {}, 404, strict=False)


def test_a_draft_cannot_be_given_to_a_campaign(
    officer: PageClient, draft: OutlineVersion, world: World
) -> None:
    page = officer.get("/dot/moi")
    values = [option.get("value") for option in page.select("#outline option")]
    assert str(world.version.id) in values
    assert str(draft.id) not in values
    typed = {"title": "Thử", "outline": str(draft.id), "office": str(world.units["btg"].id)}
    officer.post("/dot/moi", typed, 422)


def test_the_same_question_of_another_outline_can_be_chosen_as_first_value(
    officer: PageClient, draft: OutlineVersion
) -> None:
    source = dump_outline(outlines.get_outline(draft.id)).replace("id: thu_nghiem", "id: quy_khac")
    outlines.register_outline(source, "quy_khac.yaml", actor=SYSTEM)
    db.session.commit()
    page = officer.get(f"{address(draft)}?nut=o-dan_so")
    offered = {item.get("value"): item.text_content() for item in page.select("#p-prefill option")}
    assert offered["outline:quy_khac.dan_so"] == "Báo cáo sơ kết thử nghiệm: Dân số"
    changed = saved(officer, draft, "o-dan_so", prefill="outline:quy_khac.dan_so")
    assert changed.field("dan_so").prefill == "outline:quy_khac.dan_so"
