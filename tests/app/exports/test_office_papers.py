"""The wording of the office's own papers: filing status, reminder, tờ trình, receivers."""

from __future__ import annotations

import re

import pytest

from app.documents import check_word, get_profile, write_word
from app.extensions import db
from app.models import Draft
from app.services import (
    answers_table,
    appendix_workbook,
    documents_of_office,
    draft_content,
    letterheads,
    office_wording,
)
from app.services.standings import Counters
from forms import document
from tests.app.documents.words import lines
from tests.app.world import World

PROFILES = ("party_hd36", "party_hd05", "nd30")
CLUMSY = re.compile(r"([,;:.!?])\1(?!\.)|\s[,;:.]|  |(\b\S+ \S+\b):? \2\b|\bNone\b|: .*: ", re.I)


def papers(draft: Draft) -> dict[str, document.Document]:
    campaign = draft.campaign
    return {
        "tình hình nộp": documents_of_office.filing_document(campaign),
        "đôn đốc": documents_of_office.reminder_document(campaign),
        "tờ trình": documents_of_office.submission_document(draft),
    }


def text_of(tree: document.Document) -> list[str]:
    said = [n.text for n in document.all_nodes(tree) if isinstance(n, document.Paragraph)]
    return [*said, tree.abstract, tree.closing]


@pytest.fixture
def named(world: World, draft: Draft) -> Draft:
    """The campaign as an office leaves it: a title with a capital, a committee that signs."""
    draft.campaign.title = "Sơ kết 05 năm thực hiện Kết luận số 49-KL/TW"
    collector = draft.campaign.collector
    collector.letterhead = {
        **(collector.letterhead or {}),
        "issuer_name": "",
        "authority": "T/M BAN THƯỜNG VỤ",
    }
    db.session.flush()
    return draft


def test_a_campaign_title_stands_inside_the_sentence(named: Draft) -> None:
    asked = office_wording.report_asked(named.campaign)
    assert asked == "báo cáo sơ kết 05 năm thực hiện Kết luận số 49-KL/TW"
    for tree in (papers(named)["tình hình nộp"], papers(named)["đôn đốc"]):
        assert asked in tree.abstract
    named.campaign.title = "Báo cáo khoa giáo quý I"
    assert office_wording.report_asked(named.campaign) == "báo cáo khoa giáo quý I"


def test_no_paper_of_the_office_has_a_doubled_word_mark_or_colon(named: Draft) -> None:
    for name, tree in papers(named).items():
        for text in text_of(tree):
            assert not CLUMSY.search(text), f"{name}: {text}"


@pytest.mark.parametrize("profile_id", PROFILES)
def test_papers_of_the_office_are_in_the_prescribed_format(named: Draft, profile_id: str) -> None:
    profile = get_profile(profile_id)
    for name, tree in papers(named).items():
        assert not check_word(write_word(tree, profile), profile), name


@pytest.mark.parametrize(
    ("profile_id", "start"),
    [("party_hd36", "V/v đôn đốc"), ("party_hd05", "về việc đôn đốc"), ("nd30", "V/v đôn đốc")],
)
def test_a_letter_says_once_what_it_is_about(named: Draft, profile_id: str, start: str) -> None:
    text = " ".join(lines(write_word(papers(named)["đôn đốc"], get_profile(profile_id))))
    text = " ".join(text.split())
    assert start in text
    assert len(re.findall(r"V/v|về việc", text)) == 1


def test_a_reminder_names_its_receivers_once_and_the_plan_it_follows(named: Draft) -> None:
    tree = papers(named)["đôn đốc"]
    assert not any("Thực hiện" in text for text in text_of(tree)), "no plan was named"
    for name in tree.addressees:
        assert not any(name in text for text in text_of(tree))
    named.campaign.basis = [{"text": "Kế hoạch số 12-KH/HU, ngày 02/01/2024 của Huyện ủy."}]
    first = text_of(papers(named)["đôn đốc"])[0]
    assert first.startswith("Thực hiện Kế hoạch số 12-KH/HU, ngày 02/01/2024 của Huyện ủy, ")


def test_many_receivers_are_listed_in_the_text_instead(
    named: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents_of_office, "_MOST_NAMED", 0)
    tree = papers(named)["đôn đốc"]
    assert tree.addressees == ("Các đơn vị có tên trong công văn",)
    listed = [
        node.text
        for node in document.all_nodes(tree)
        if isinstance(node, document.Paragraph) and node.style is document.ParagraphStyle.DASH
    ]
    waiting = [row.unit.name for row in documents_of_office.waiting_units(named.campaign)]
    assert [text.rstrip(";.") for text in listed] == waiting
    assert listed[-1].endswith(".")


def test_a_submission_asks_once_at_its_end(named: Draft) -> None:
    tree = papers(named)["tờ trình"]
    issuer = letterheads.issuer_name(named.campaign.collector)
    assert issuer == f"Ban Thường vụ {named.campaign.collector.name}"
    assert tree.addressees == (issuer,)
    assert sum("kính trình" in text for text in text_of(tree)) == 1
    assert tree.closing.startswith(f"{named.campaign.office.name} kính trình {issuer}")


def test_the_attached_line_of_a_draft_leaves_room_for_the_day_only(named: Draft) -> None:
    line = letterheads.attached_line("BÁO CÁO", named.campaign.collector, None, year=2024)
    assert line.startswith("Kèm theo Báo cáo số     -BC/")
    assert f"năm 2024 của Ban Thường vụ {named.campaign.collector.name}" in line


def test_the_plan_of_the_campaign_opens_the_draft(named: Draft) -> None:
    outline = draft_content.outlines.get_outline(named.campaign.outline_version_id)
    named.campaign.basis = [{"text": "Kế hoạch số 12-KH/HU"}]
    said = draft_content.default_opening(named.campaign, outline)
    assert said == (
        f"Thực hiện Kế hoạch số 12-KH/HU, Ban Thường vụ {named.campaign.collector.name} "
        "báo cáo kết quả như sau:"
    )


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("Đảng ủy xã Nhân La", "Lưu Văn phòng Đảng ủy"),
        ("Huyện ủy Kim Động", "Lưu Văn phòng Huyện ủy"),
        ("Ban Tuyên giáo Huyện ủy", "Lưu Ban Tuyên giáo Huyện ủy"),
        ("Hội Nông dân huyện", "Lưu"),
    ],
)
def test_the_last_receiver_says_where_it_is_filed(world: World, name: str, last: str) -> None:
    unit = world.units["xa-a"]
    unit.name, unit.short_name = name, ""
    assert letterheads.filed_at(unit).name == last


def test_the_counters_are_a_sentence() -> None:
    counters = Counters(25, 19, 18, 1, 3, 2, 1, 17, 4, 6)
    assert office_wording.counters_sentence(counters, "9 giờ 01 ngày 16/5/2024") == (
        "Tính đến 9 giờ 01 ngày 16/5/2024, trong 25 đơn vị phải báo cáo có 19 đơn vị đã gửi "
        "(18 đúng hạn, 01 trễ hạn), 01 đơn vị đã gửi nhưng phải bổ sung, 03 đơn vị đang nhập, "
        "02 đơn vị chưa bắt đầu; 04 đơn vị không thuộc diện báo cáo."
    )
    none = Counters(2, 0, 0, 0, 0, 2, 0, 0, 0, 0)
    assert office_wording.counters_sentence(none, "9 giờ 00 ngày 1/5/2024").endswith(
        "trong 02 đơn vị phải báo cáo chưa có đơn vị nào gửi, 02 đơn vị chưa bắt đầu."
    )


def test_the_filing_list_on_paper_tells_a_reason_once(world: World, named: Draft) -> None:
    for code in ("xa-c", "phong-p"):
        if code in world.reports:
            report = world.reports[code]
            report.state, report.excluded_reason = "excluded", "Báo cáo chung với huyện."
    db.session.flush()
    table = appendix_workbook.filing_list(named.campaign)
    names = [str(row.cells[1].value) for row in table.rows]
    excluded = [
        n for n, row in zip(names, table.rows, strict=True) if "Không" in str(row.cells[3].value)
    ]
    assert excluded
    assert table.notes == (f"{', '.join(excluded)}: Báo cáo chung với huyện.",)
    assert not any(":" in str(cell.value) for row in table.rows for cell in row.cells)


def test_all_answers_name_the_kind_of_a_unit_as_the_outline_does(named: Draft) -> None:
    rows = list(answers_table.rows(named.campaign, lambda *_: None))
    assert {row[1] for row in rows} == {"Đảng ủy xã"}
