"""Sixty-four people on one report, a bad line and dying workers: nothing acknowledged is lost.

STORM_SECONDS=60 blows for a minute instead of a few seconds.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from sqlalchemy import select

from app.extensions import db
from app.models import Answer, AnswerRevision
from bench.filling_site import make_site
from bench.storm import CLIENTS, storm
from tests.app_fixtures import dispose

SECONDS = float(os.environ.get("STORM_SECONDS", "4"))


def test_after_a_storm_every_acknowledged_text_is_in_the_history(tmp_path: Path) -> None:
    app, report_id = make_site(tmp_path)
    try:
        outcome = storm(tmp_path, report_id, SECONDS, kill_every=max(SECONDS / 6, 2.0))
        assert outcome.killed > 0, outcome.words()
        assert outcome.dropped > 0
        assert len({text.split(" bản ")[0] for _, _, text in outcome.acknowledged}) == CLIENTS
        latest: dict[str, tuple[int, str]] = defaultdict(lambda: (0, ""))
        for key, revision, text in outcome.acknowledged:
            latest[key] = max(latest[key], (revision, text))
        with app.app_context():
            rows = db.session.execute(select(AnswerRevision.field_key, AnswerRevision.value))
            history = {(row.field_key, row.value["v"]) for row in rows}
            current = {a.field_key: (a.revision, a.value["v"]) for a in db.session.query(Answer)}
    finally:
        dispose(app)
    assert {(key, text) for key, _, text in outcome.acknowledged} <= history
    assert current == dict(latest)
