"""Sent reports are read beforehand, and a merge that finds them read is the very same merge."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from app.extensions import db
from app.models import Campaign, CampaignState, Report, ReportReading
from app.services import (
    draft_dumps,
    draft_proposals,
    drafts,
    merged_reports,
    office_decisions,
    prose_readings,
    upkeep,
)
from app.services.actors import SYSTEM
from forms import narrative
from tests.app.drafting.collecting import OWN, SHARED, SHARED_TOO, collect, report_of, send
from tests.app.office.counting import counted
from tests.app.world import World

READING = "report_reading.data"


@pytest.fixture(autouse=True)
def _fresh_process() -> Iterator[None]:
    """Other tests read the same words of units with the same ids."""
    draft_proposals.forget_proposals()
    yield
    draft_proposals.forget_proposals()


def read_all() -> int:
    return upkeep.run(None, "").read


def readings() -> dict[int, tuple[str, bytes]]:
    db.session.expire_all()
    rows = db.session.scalars(select(ReportReading))
    return {row.report_id: (row.mark, row.data) for row in rows}


def said_in(data: bytes) -> set[str]:
    answers = narrative.load_answers(data, narrative.Shared()).values()
    return {sentence.text for sentences in answers for sentence in sentences}


def merged_anew(world: World) -> tuple[dict[str, Any], str]:
    """The draft that a process which has just begun makes of the campaign, and the proposals."""
    merged_reports.forget_merged()
    draft_proposals.forget_proposals()
    draft = drafts.merge(world.campaign, actor=SYSTEM).draft
    made = draft_dumps.dump(draft), repr(draft_proposals.propose(draft))
    db.session.rollback()
    return made


# What is read, and when.


def test_what_was_sent_is_read_once_and_nothing_else(world: World) -> None:
    send(world, "xa-a", report_of("xa-a", 4000, 900), accepted=False)
    send(world, "xa-b", report_of("xa-b", 6000, 1500, text=f"{SHARED_TOO}\n{OWN}"))
    assert read_all() == 2
    found = readings()
    assert set(found) == {world.reports[code].id for code in ("xa-a", "xa-b")}
    assert {SHARED_TOO, OWN} <= said_in(found[world.reports["xa-b"].id][1])
    assert read_all() == 0


def test_accepting_a_report_leaves_its_reading_as_it_is(world: World) -> None:
    report = send(world, "xa-a", report_of("xa-a", 4000, 900), accepted=False)
    read_all()
    before = readings()
    office_decisions.accept(report, actor=SYSTEM)
    db.session.commit()
    assert read_all() == 0
    marks, answers = prose_readings.load(world.campaign.id, False, ())
    assert (marks, bool(answers)) == ([before[report.id][0]], True)


def test_a_report_that_was_sent_again_is_read_again(world: World) -> None:
    collect(world)
    read_all()
    before = readings()
    report = world.reports["xa-a"]
    office_decisions.return_report(report, "Bổ sung số liệu.", actor=SYSTEM)
    db.session.commit()
    assert read_all() == 0
    send(world, "xa-a", {"ket_qua": {"v": OWN}})
    assert read_all() == 1
    after = readings()
    assert OWN in said_in(after.pop(report.id)[1])
    assert SHARED in said_in(before.pop(report.id)[1])
    assert after == before


@pytest.mark.parametrize("column", ["name", "short_name"])
def test_a_unit_under_another_name_is_read_again(world: World, column: str) -> None:
    collect(world)
    read_all()
    setattr(world.units["xa-a"], column, "Đảng ủy phường A")
    db.session.commit()
    assert read_all() == 1


def test_other_rules_read_everything_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    collect(world)
    read_all()
    monkeypatch.setattr(prose_readings, "prose_rules", lambda: "other")
    assert read_all() == 2
    assert all(mark.startswith("other ") for mark, _ in readings().values())


def test_where_the_rules_are_not_known_nothing_is_read_or_taken(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(world)
    read_all()
    monkeypatch.setattr(prose_readings, "prose_rules", lambda: "")
    assert prose_readings.load(world.campaign.id, False, ()) == ([], {})
    db.session.execute(update(ReportReading).values(mark="x"))
    db.session.commit()
    assert read_all() == 0


def test_a_round_reads_no_more_than_its_part(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    collect(world)
    monkeypatch.setattr(prose_readings, "MOST_AT_ONCE", 1)
    assert [read_all() for _ in range(3)] == [1, 1, 0]


def test_reports_of_a_closed_campaign_are_left_alone(world: World) -> None:
    collect(world)
    db.session.execute(update(Campaign).values(state=CampaignState.CLOSED.value))
    db.session.commit()
    assert read_all() == 0


def test_a_report_that_cannot_be_read_does_not_keep_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    collect(world)
    bad, good = world.reports["xa-a"].id, world.reports["xa-b"].id
    read = prose_readings._read

    def fail(report: Report) -> bytes:
        if report.id == bad:
            raise RuntimeError("no outline")
        return read(report)

    monkeypatch.setattr(prose_readings, "_read", fail)
    done = upkeep.run(None, "")
    assert (done.read, done.failed) == (1, (f"reading of report {bad}",))
    assert set(readings()) == {good}
    monkeypatch.undo()
    assert read_all() == 1


def test_an_answer_that_cannot_be_read_is_left_out(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    collect(world)
    analyse = narrative.analyse_answer

    def fail(text: str, names: tuple[str, ...] = ()) -> prose_readings.Analysed:
        if text == SHARED:
            raise RecursionError
        return analyse(text, names)

    monkeypatch.setattr(narrative, "analyse_answer", fail)
    assert read_all() == 2
    assert SHARED not in said_in(readings()[world.reports["xa-a"].id][1])
    assert "cannot be read" in caplog.text
    assert read_all() == 0


# Two workers, and reports that are gone.


def test_what_another_worker_has_read_is_not_read_again(world: World) -> None:
    collect(world)
    one, other = prose_readings.due(), prose_readings.due()
    assert sorted(one) == sorted(other)
    assert [prose_readings.read_report(id_) for id_ in (*one, *other)] == [True] * 2 + [False] * 2


def test_a_report_that_another_worker_reads_at_the_same_time_stays_as_it_wrote_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(world)
    (report_id, *_) = prose_readings.due()
    expected = narrative.dump_answers({})

    def slow(report: Report) -> bytes:
        monkeypatch.undo()
        assert prose_readings.read_report(report_id)
        return expected

    monkeypatch.setattr(prose_readings, "_read", slow)
    assert prose_readings.read_report(report_id)
    assert readings()[report_id][1] == expected


def test_a_report_that_is_gone_meanwhile_is_passed_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_id = world.reports["phong-p"].id
    db.session.execute(update(Report).where(Report.id == report_id).values(state="submitted"))
    db.session.commit()

    def drop(report: Report) -> bytes:
        db.session.delete(report)
        db.session.commit()
        return b""

    monkeypatch.setattr(prose_readings, "_read", drop)
    done = upkeep.run(None, "")
    assert (done.read, done.failed) == (0, ())
    assert readings() == {}


def test_a_report_goes_with_its_reading(world: World) -> None:
    report = world.reports["phong-p"]
    db.session.add(ReportReading(report_id=report.id, mark="of before", data=b""))
    db.session.commit()
    db.session.delete(report)
    db.session.commit()
    assert readings() == {}


# What a merge takes of it.


def test_a_merge_of_what_was_read_takes_nothing_apart_and_is_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(world)
    unread = merged_anew(world)
    assert OWN in unread[1]
    read_all()

    def never(text: str, names: tuple[str, ...] = ()) -> prose_readings.Analysed:
        raise AssertionError(text)

    monkeypatch.setattr(narrative, "analyse_answer", never)
    assert merged_anew(world) == unread


def test_a_reading_of_before_is_not_taken(world: World) -> None:
    """Its words would be right, its answers are those of other rules."""
    collect(world)
    read_all()
    wrong = {"of before": (narrative.analyse_answer("Không phải câu này.")[0],)}
    for report_id, (mark, data) in readings().items():
        kept = narrative.load_answers(data, narrative.Shared())
        spoilt = narrative.dump_answers(dict.fromkeys(kept, wrong["of before"]))
        db.session.merge(ReportReading(report_id=report_id, mark=f"x{mark}", data=spoilt))
    db.session.commit()
    assert "Không phải câu này" not in merged_anew(world)[1]


def test_a_reading_of_other_words_serves_nothing_and_harms_nothing(world: World) -> None:
    collect(world)
    unread = merged_anew(world)
    read_all()
    other = narrative.dump_answers(
        {narrative.answer_key("khác"): narrative.analyse_answer("Không phải câu này.")}
    )
    db.session.execute(update(ReportReading).values(data=other))
    db.session.commit()
    assert merged_anew(world) == unread


@pytest.mark.parametrize("data", [b"", b"other bytes", narrative.dump_answers({})[:-1]])
def test_a_damaged_reading_is_told_of_and_read_anew_by_the_merge(
    world: World, data: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    collect(world)
    unread = merged_anew(world)
    read_all()
    damaged = world.reports["xa-a"].id
    db.session.execute(
        update(ReportReading).where(ReportReading.report_id == damaged).values(data=data)
    )
    db.session.commit()
    with caplog.at_level(logging.WARNING):
        assert merged_anew(world) == unread
    assert f"the reading of report {damaged} is damaged" in caplog.text


def loaded(statements: list[str]) -> int:
    return sum(READING in statement for statement in statements)


def test_readings_are_loaded_once_a_process_and_only_when_something_is_new(world: World) -> None:
    collect(world)
    read_all()
    draft_proposals.forget_proposals()
    with counted() as statements:
        drafts.merge(world.campaign, actor=SYSTEM)
    assert loaded(statements) == 1
    db.session.commit()
    merged_reports.forget_merged()
    with counted() as statements:
        drafts.merge(world.campaign, actor=SYSTEM)
    assert loaded(statements) == 0
    db.session.commit()
    send(world, "xa-c", {"ket_qua": {"v": "Có 12 chi hội khuyến học ở thôn Thượng."}})
    read_all()
    with counted() as statements:
        drafts.merge(world.campaign, actor=SYSTEM)
    assert loaded(statements) == 1


def test_of_what_is_known_only_the_late_report_is_loaded(world: World) -> None:
    collect(world)
    read_all()
    marks, answers = prose_readings.load(world.campaign.id, False, ())
    assert sorted(marks) == sorted(mark for mark, _ in readings().values())
    assert answers
    send(world, "xa-c", {"ket_qua": {"v": OWN}}, accepted=False)
    read_all()
    assert prose_readings.load(world.campaign.id, False, marks) == ([], {})
    (late,), found = prose_readings.load(world.campaign.id, True, marks)
    assert late == readings()[world.reports["xa-c"].id][0]
    assert {one.text for sentences in found.values() for one in sentences} == {OWN}
