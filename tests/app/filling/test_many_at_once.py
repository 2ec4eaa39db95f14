"""Many people at once on a real database: nothing acknowledged is lost, nothing is overwritten
unseen, and sending closes the report for whoever is still saving."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db, write_intent
from app.models import Answer, AnswerRevision, Figure, Report, ReportState
from app.services import filling, reports, transitions
from app.services.actors import Actor
from app.services.errors import Refused
from app.services.filling import Base, SaveResult, SaveStatus
from tests.app.world import find_world, open_world
from tests.app_fixtures import dispose

PEOPLE = ("canbo.a", "bithu.a")


@dataclass
class Place:
    """One report in a database of its own, and two accounts that may write it."""

    app: Flask
    report_id: int
    actors: dict[str, Actor]

    def save(self, who: str, key: str, raw: Any, base: Base, **more: Any) -> SaveResult:
        """One save in a transaction of its own, as a request does it."""
        saved = self.transact(
            lambda: filling.save_answer(
                reports.get_ref(self.report_id), key, raw, base, actor=self.actors[who], **more
            )
        )
        assert isinstance(saved, SaveResult)
        return saved

    def transact(self, work: Callable[[], object]) -> object:
        token = write_intent.set(True)
        try:
            with self.app.app_context():
                done = work()
                db.session.commit()
                return done
        finally:
            write_intent.reset(token)

    def texts(self, key: str) -> list[str]:
        """Every text in the history, oldest first."""
        with self.app.app_context():
            rows = db.session.scalars(
                select(AnswerRevision)
                .where(AnswerRevision.field_key == key)
                .order_by(AnswerRevision.revision)
            )
            return [str(row.value.get("v", "")) for row in rows]

    def current(self, key: str) -> dict[str, Any]:
        with self.app.app_context():
            answer = db.session.get(Answer, (self.report_id, key))
            return dict(answer.value) if answer else {}


@pytest.fixture
def place(empty_database: str, tmp_path: Path, world_file: Path) -> Iterator[Place]:
    app = open_world(empty_database, tmp_path / "instance", world_file)
    with app.app_context():
        world = find_world(app)
        report_id = world.reports["xa-a"].id
        actors = {name: world.actor(name) for name in PEOPLE}
    yield Place(app, report_id, actors)
    dispose(app)


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run all at the same moment, each in its own thread."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_of_two_first_saves_one_is_kept_and_one_is_a_conflict(place: Place) -> None:
    results = together(
        *(
            lambda who=who: place.save(who, "ket_qua", f"Bản của {who}", Base(0, who, 1))
            for who in PEOPLE
        )
    )
    assert sorted(r.status for r in results) == [SaveStatus.CONFLICT, SaveStatus.SAVED]
    (lost,) = [r for r in results if r.status is SaveStatus.CONFLICT]
    assert lost.mine != lost.value
    assert place.texts("ket_qua") == [str(lost.value["v"])]


def test_of_two_saves_on_one_revision_none_is_overwritten(place: Place) -> None:
    place.save("canbo.a", "ket_qua", "Gốc", Base(0, "dau", 1))
    results = together(
        *(
            lambda who=who: place.save(who, "ket_qua", f"Bản của {who}", Base(1, who, 1))
            for who in PEOPLE
        )
    )
    assert sorted(r.status for r in results) == [SaveStatus.CONFLICT, SaveStatus.SAVED]
    assert len(place.texts("ket_qua")) == 2


def test_the_same_text_from_two_people_is_no_conflict(place: Place) -> None:
    results = together(
        *(lambda who=who: place.save(who, "ket_qua", "Như nhau", Base(0, who, 1)) for who in PEOPLE)
    )
    assert sorted(r.status for r in results) == [SaveStatus.SAVED, SaveStatus.UNCHANGED]
    assert place.texts("ket_qua") == ["Như nhau"]


def test_one_request_that_arrives_twice_is_written_once(place: Place) -> None:
    results = together(
        *(lambda: place.save("canbo.a", "ket_qua", "Một", Base(0, "the", 1)) for _ in range(4))
    )
    assert [r.status for r in results].count(SaveStatus.SAVED) == 1
    assert place.texts("ket_qua") == ["Một"]


def test_cells_of_one_table_saved_at_once_are_all_kept(place: Place) -> None:
    cells = [f"{row}.nam_{year}" for row in ("du_dau", "thu", "chi") for year in (2024, 2025)]

    def write(number: int) -> SaveResult:
        changes = {cells[number]: str(number + 1)}
        base = Base(0, f"the-{number}", 1)
        return place.save(PEOPLE[number % 2], "quy", changes, base, partial=True)

    results = together(*(lambda n=n: write(n) for n in range(len(cells))))
    assert {r.status for r in results} == {SaveStatus.SAVED}
    rows = place.current("quy")["rows"]
    found = {f"{row}.{column}": cell["v"] for row in rows for column, cell in rows[row].items()}
    assert found == {cell: str(number + 1) for number, cell in enumerate(cells)}
    with place.app.app_context():
        sums = db.session.execute(select(func.count(), func.sum(Figure.value))).one()
    assert (sums[0], int(sums[1])) == (6, 21)


def test_a_save_that_meets_the_sending_is_refused_or_was_sent_with_it(place: Place) -> None:
    place.save("canbo.a", "ket_qua", "Trước khi gửi", Base(0, "the", 1))

    def send() -> str:
        def work() -> None:
            report = reports.get_report(place.report_id)
            transitions.submit(report, actor=place.actors["bithu.a"], key="k")

        place.transact(work)
        return "sent"

    def write() -> str:
        try:
            return place.save("canbo.a", "ket_qua", "Trong lúc gửi", Base(1, "the", 2)).status
        except Refused:
            return "refused"

    outcome = together(send, write)
    with place.app.app_context():
        report = db.session.get(Report, place.report_id)
        assert report is not None
        assert report.state == ReportState.SUBMITTED
    assert outcome[0] == "sent"
    expected = "Trong lúc gửi" if outcome[1] == SaveStatus.SAVED else "Trước khi gửi"
    assert place.current("ket_qua") == {"v": expected}


CLIENTS, SAVES = 16, 12


def test_a_storm_of_clients_with_lost_answers_loses_nothing_acknowledged(place: Place) -> None:
    """Each client types on, sometimes never hears the answer and repeats itself, and on a
    conflict keeps its own text on top of what it has now seen."""

    def client(number: int) -> list[str]:
        dice, acknowledged = random.Random(number), []
        revision, tab = 0, f"the-{number}"
        for seq in range(1, SAVES + 1):
            text = f"Máy {number} bản {seq}"
            while True:
                base = Base(revision, tab, seq)
                result = place.save(PEOPLE[number % 2], "ket_qua", text, base)
                if result.status is SaveStatus.CONFLICT:
                    revision = result.revision
                elif dice.random() > 0.3:
                    revision = result.revision
                    acknowledged.append(text)
                    break
        return acknowledged

    lists = together(*(lambda n=n: client(n) for n in range(CLIENTS)))
    history = place.texts("ket_qua")
    assert all(len(texts) == SAVES for texts in lists)
    assert {text for texts in lists for text in texts} <= set(history)
    assert place.current("ket_qua") == {"v": history[-1]}
    with place.app.app_context():
        revisions = list(
            db.session.scalars(select(AnswerRevision.revision).order_by(AnswerRevision.revision))
        )
    assert revisions == list(range(1, len(revisions) + 1))
