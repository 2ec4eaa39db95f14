"""The demonstration's reports, read beforehand, are what a merge of them would read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.extensions import db
from app.models import ReportReading
from app.services import campaigns, demo_loading, draft_proposals, merged_reports, upkeep
from app.services.draft_proposals import propose_for
from forms import narrative, spellings_of
from forms.merging import MergedTexts
from forms.proposing.sources import WHOLE_ANSWERS


@pytest.fixture(autouse=True)
def _fresh_process() -> Iterator[None]:
    draft_proposals.forget_proposals()
    yield
    draft_proposals.forget_proposals()


def answers_to_read(app: Flask) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Answers by key, with the names of who gave them: those of the merged report."""
    campaign = campaigns.get_campaign_by_code(demo_loading.CODE)
    merged = merged_reports.merged_report(campaign, True)
    found = {}
    for field in merged.fields.values():
        if isinstance(field, MergedTexts) and field.rule not in WHOLE_ANSWERS:
            for source in field.sources:
                names = spellings_of(merged.units[source.unit_id])
                found[narrative.answer_key(source.text, names)] = source.text, names
    return {key: one for key, one in found.items() if one[0].strip()}


def test_every_answer_is_found_read_and_as_reading_it_now_gives(demo_app: Flask) -> None:
    wanted = answers_to_read(demo_app)
    assert upkeep.run(None, "").read == 19
    found: dict[str, object] = {}
    for row in db.session.query(ReportReading):
        found |= narrative.load_answers(row.data, narrative.Shared())
    assert len(wanted) > 300
    assert {key: repr(found[key]) for key in wanted} == {
        key: repr(narrative.analyse_answer(*one)) for key, one in wanted.items()
    }
    assert set(found) == set(wanted)


def test_the_merge_is_the_same_to_the_letter(
    demo_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = campaigns.get_campaign_by_code(demo_loading.CODE)
    unread = repr(propose_for(campaign, True, {}))
    upkeep.run(None, "")
    draft_proposals.forget_proposals()
    monkeypatch.delattr(narrative, "analyse_answer")
    assert repr(propose_for(campaign, True, {})) == unread
