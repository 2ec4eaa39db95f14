"""The demonstration in the database: as the plan tells it, and loaded once only."""

from __future__ import annotations

import pytest
from flask import Flask

from app.extensions import db
from app.models import AnswerRevision, AuditEvent, Report, ReportState
from app.services import (
    audit,
    campaigns,
    demo_loading,
    following,
    merged_reports,
    outlines,
    previous,
    reports,
    standings,
    transitions,
)
from forms import MergedTable, validate_report


@pytest.fixture
def campaign(demo_app: Flask):  # type: ignore[no-untyped-def]
    return campaigns.get_campaign_by_code(demo_loading.CODE)


def test_loading_again_changes_nothing(demo_app: Flask) -> None:
    before = db.session.query(AnswerRevision).count()
    assert demo_loading.load_demo(demo_app.config["PASSWORDS"]) is False
    assert db.session.query(AnswerRevision).count() == before


def test_the_campaign_stands_as_on_16_may_2024(campaign) -> None:  # type: ignore[no-untyped-def]
    counters = standings.count(standings.list_standings(campaign))
    assert counters.total == 25
    assert (counters.sent, counters.on_time, counters.late) == (19, 18, 1)
    assert (counters.returned, counters.not_started, counters.excluded) == (1, 2, 4)
    assert counters.accepted == 17


def test_twenty_reports_are_full(campaign) -> None:  # type: ignore[no-untyped-def]
    rows = following.follow(campaign)
    full = [row for row in rows if row.done == row.total or row.report.state == "returned"]
    assert len(full) == 20


def test_the_units_of_the_trial_find_their_last_period_beside_this_one(campaign) -> None:  # type: ignore[no-untyped-def]
    beside = {}
    for report in db.session.query(Report).filter_by(campaign_id=campaign.id):
        found = previous.sources(reports.get_ref(report.id))
        if found:
            beside[report.unit.code] = [source.label for source in found]
    told = ["Kỳ trước (năm 2023)"]
    assert beside == {"xa.phuthinh": told, "xa.songmai": told, "xa.vuxa": told}


def test_every_figure_of_the_engine_equals_the_sum_of_sql(campaign) -> None:  # type: ignore[no-untyped-def]
    sums = merged_reports.sql_sums(campaign.id)
    merged = merged_reports.merged_report(campaign)
    outline = outlines.get_outline(campaign.outline_version_id)
    compared = 0
    for _, field in outline.fields():
        table = merged.fields.get(field.key)
        if not isinstance(table, MergedTable):
            continue
        for row in field.rows:
            for column in field.columns:
                rule = column.merge.rule if column.merge else ""
                if row.kind != "item" or rule != "sum":
                    continue
                cell = table.at(row.key, column.key)
                total, count = sums.get((field.key, row.key, column.key), (None, 0))
                assert cell.n_value == count, (field.key, row.key, column.key)
                if count:
                    assert cell.number == total, (field.key, row.key, column.key)
                    compared += 1
    assert compared > 100


def test_the_audit_log_of_all_that_is_sound(demo_app: Flask) -> None:
    assert list(audit.verify()) == []


def test_the_lines_of_the_log_are_in_the_order_of_time(demo_app: Flask) -> None:
    moments = db.session.scalars(db.select(AuditEvent.at).order_by(AuditEvent.id)).all()
    assert len(moments) > 100
    assert moments == sorted(moments)


def test_sent_reports_have_nothing_that_blocks(campaign) -> None:  # type: ignore[no-untyped-def]
    for report in db.session.query(Report).filter_by(state=ReportState.ACCEPTED):
        assert transitions.blocking_findings(report) == []
        answers = reports.load_answers(reports.get_ref(report.id))
        assert isinstance(validate_report(answers), tuple)
