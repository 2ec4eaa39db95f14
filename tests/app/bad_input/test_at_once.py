"""Two people at the same moment, with real commits: nothing is overwritten unseen, nothing twice.

Each thread is a browser of its own against one database; whoever comes second is told in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.extensions import db
from app.models import (
    Answer,
    AnswerRevision,
    AuditEvent,
    BulkStep,
    Draft,
    DraftBlock,
    DraftBlockRevision,
    Report,
    ReportState,
    User,
)
from app.services import audit, drafts, merged_reports
from app.services.report_steps import token_of
from tests.app.drafting.collecting import collect
from tests.app.page_client import PageClient
from tests.app.world import World, find_world, open_world
from tests.database import WANTED
from tests.waiting import PATIENCE


@pytest.fixture
def shared(empty_database: str, tmp_path: Path, world_file: Path) -> Iterator[World]:
    """A small world whose commits are real."""
    app = open_world(empty_database, tmp_path / "instance", world_file)
    merged_reports.forget_merged()
    with app.app_context():
        yield find_world(app)
        db.session.remove()
        db.engine.dispose()
    merged_reports.forget_merged()


def signed_in(app: Flask, name: str) -> PageClient:
    client = PageClient(app)
    client.login(name)
    return client


def at_once(*steps: Callable[[], int]) -> list[int]:
    """The status of each step, all started at the same moment."""
    gate = Barrier(len(steps))

    def run(step: Callable[[], int]) -> int:
        gate.wait(timeout=PATIENCE)
        return step()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def look_again() -> None:
    """End the test's own transaction, which sees the database as it was when it began."""
    db.session.rollback()


def post(client: PageClient, path: str, data: dict[str, str]) -> int:
    with client.app.app_context():
        payload = {"csrf_token": client.token, **data}
        headers = {"HX-Request": "true"}
        return client.client.post(path, data=payload, headers=headers).status_code


def test_two_people_saving_one_field_meet_and_neither_is_overwritten(shared: World) -> None:
    path = f"/bao-cao/{shared.reports['xa-a'].id}/o/ket_qua"
    people = [signed_in(shared.app, name) for name in ("canbo.a", "bithu.a", "chuyenvien")]
    statuses = at_once(
        *(
            lambda c=client, n=number: post(
                c, path, {"q_ket_qua": f"Bản {n}", "rev": "0", "tab": f"t{n}"}
            )
            for number, client in enumerate(people)
        )
    )
    assert Counter(statuses) == {200: 1, 409: 2}
    look_again()
    assert db.session.scalar(select(Answer.revision)) == 1
    assert db.session.scalar(select(func.count(AnswerRevision.id))) == 1


def test_sending_from_two_windows_sends_once(shared: World) -> None:
    address = f"/bao-cao/{shared.reports['xa-a'].id}"
    first, second = signed_in(shared.app, "canbo.a"), signed_in(shared.app, "bithu.a")
    post(first, f"{address}/o/ket_qua", {"q_ket_qua": "Đã làm.", "rev": "0"})
    statuses = at_once(
        lambda: post(first, f"{address}/gui", {"key": "k1"}),
        lambda: post(second, f"{address}/gui", {"key": "k2"}),
    )
    assert sorted(statuses) == [303, 409]
    look_again()
    assert db.session.get(Report, shared.reports["xa-a"].id).submission_count == 1
    assert list(audit.verify()) == []


def test_a_double_click_on_send_sends_once_and_both_answers_are_the_receipt(
    shared: World,
) -> None:
    address = f"/bao-cao/{shared.reports['xa-a'].id}"
    first, second = signed_in(shared.app, "canbo.a"), signed_in(shared.app, "canbo.a")
    post(first, f"{address}/o/ket_qua", {"q_ket_qua": "Đã làm.", "rev": "0"})
    statuses = at_once(
        *(lambda c=c: post(c, f"{address}/gui", {"key": "k"}) for c in (first, second))
    )
    assert statuses == [303, 303]
    look_again()
    assert db.session.get(Report, shared.reports["xa-a"].id).submission_count == 1


def test_merging_for_the_first_time_twice_makes_one_draft(shared: World) -> None:
    collect(shared)
    people = [signed_in(shared.app, name) for name in ("chuyenvien", "truongban")]
    path = f"/dot/{shared.campaign.id}/du-thao/ghep"
    assert at_once(*(lambda c=c: post(c, path, {}) for c in people)) == [303, 303]
    look_again()
    assert db.session.scalar(select(func.count(Draft.id))) == 1
    keys = db.session.execute(
        select(DraftBlock.section_key, DraftBlock.key, func.count()).group_by(
            DraftBlock.section_key, DraftBlock.key
        )
    ).all()
    assert keys
    assert all(count == 1 for _, _, count in keys)


def test_wrong_passwords_at_the_same_moment_are_all_counted(shared: World) -> None:
    clients = [PageClient(shared.app) for _ in range(4)]
    for client in clients:
        client.get("/dang-nhap")
    wrong = {"username": "canbo.a", "password": "sai"}
    statuses = at_once(*(lambda c=c: post(c, "/dang-nhap", wrong) for c in clients))
    assert statuses == [422] * 4
    look_again()
    count = db.session.scalar(select(User.failed_logins).where(User.username == "canbo.a"))
    assert count == 4


def test_steps_of_many_units_at_once_leave_a_sound_log(shared: World) -> None:
    units = {"xa-a": "canbo.a", "xa-b": "canbo.b", "xa-c": "canbo.c"}
    steps = []
    for unit, name in units.items():
        client, address = signed_in(shared.app, name), f"/bao-cao/{shared.reports[unit].id}"
        post(client, f"{address}/o/ket_qua", {"q_ket_qua": "Đã làm.", "rev": "0"})
        steps.append(lambda c=client, a=address: post(c, f"{a}/gui", {"key": a}))
    assert at_once(*steps) == [303] * 3
    look_again()
    assert list(audit.verify()) == []


def send_all(world: World) -> dict[int, str]:
    """Every commune has sent; gives what the preview of many units shows of each."""
    seen: dict[int, str] = {}
    for unit in ("xa-a", "xa-b", "xa-c"):
        report = world.reports[unit]
        report.state = ReportState.SUBMITTED
        report.submitted_at = report.first_submitted_at = world.campaign.published_at
        seen[report.id] = token_of(report)
    db.session.commit()
    return seen


def confirmation(seen: dict[int, str], key: str) -> dict[str, str]:
    """What the preview's form sends."""
    shown = ";".join(f"{number} {token}" for number, token in seen.items())
    return {"seen": shown, "key": key, "action": "tiep-nhan"}


def test_a_decision_about_many_and_one_about_one_of_them_at_the_same_moment(
    shared: World,
) -> None:
    seen = send_all(shared)
    first, second = signed_in(shared.app, "chuyenvien"), signed_in(shared.app, "truongban")
    report_id, base = shared.reports["xa-b"].id, f"/dot/{shared.campaign.id}"
    data = confirmation(seen, "a" * 16)
    back = {"reason": "Sai biểu", "seen": seen[report_id]}
    statuses = at_once(
        lambda: post(first, f"{base}/nhieu-don-vi", data),
        lambda: post(second, f"{base}/don-vi/{report_id}/tra-lai", back),
    )
    look_again()
    report = db.session.get(Report, report_id)
    assert statuses[0] == 303
    if statuses[1] == 303:
        assert report.state == ReportState.RETURNED
    else:
        assert (statuses[1], report.state) == (409, ReportState.ACCEPTED)
    others = [db.session.get(Report, shared.reports[unit].id) for unit in ("xa-a", "xa-c")]
    assert [other.state for other in others] == [ReportState.ACCEPTED] * 2
    assert list(audit.verify()) == []


def test_one_confirmation_clicked_twice_at_the_same_moment_is_one_step(shared: World) -> None:
    seen = send_all(shared)
    people = [signed_in(shared.app, "chuyenvien") for _ in range(2)]
    data = confirmation(seen, "b" * 16)
    path = f"/dot/{shared.campaign.id}/nhieu-don-vi"
    assert at_once(*(lambda c=c: post(c, path, data) for c in people)) == [303, 303]
    look_again()
    assert db.session.scalar(select(func.count(BulkStep.id))) == 1
    accepted = select(func.count()).select_from(AuditEvent)
    assert db.session.scalar(accepted.where(AuditEvent.action == "report.accepted")) == 3


class HeldDraft:
    """The draft's row held by somebody else's transaction, who changes a paragraph meanwhile."""

    def __init__(self, draft: Draft, block: DraftBlock) -> None:
        self.draft_id, self.block_id = draft.id, block.id
        self.connection = db.engine.connect()

    def take(self) -> None:
        if WANTED == "postgresql":
            lock = "SELECT id FROM draft WHERE id = :id FOR UPDATE"
        else:
            lock = "UPDATE draft SET id = id WHERE id = :id"
        self.connection.execute(text(lock), {"id": self.draft_id})

    def write_and_let_go(self) -> None:
        self.connection.execute(
            text(
                "UPDATE draft_block SET text = :t, state = 'edited', revision = revision + 1 "
                "WHERE id = :id"
            ),
            {"t": "Câu của người khác.", "id": self.block_id},
        )
        self.connection.commit()
        self.connection.close()


@pytest.mark.parametrize("step", ["save", "move", "merge"])
def test_a_paragraph_written_while_one_waits_for_the_draft_is_not_overwritten(
    shared: World, step: str
) -> None:
    collect(shared)
    draft = drafts.merge(shared.campaign, actor=shared.actor("chuyenvien")).draft
    shared.reports["xa-b"].changes += 1  # so that merging again has something to look at
    db.session.commit()
    block = db.session.scalars(
        select(DraftBlock).where(DraftBlock.section_key == "lanh_dao")
    ).first()
    assert block is not None
    section = f"/dot/{shared.campaign.id}/du-thao/muc/lanh_dao"
    requests = {
        "save": (
            section,
            {f"q_{block.key}": "Câu của tôi.", f"r_{block.key}": str(block.revision)},
        ),
        "move": (f"{section}/doan/{block.key}/duyet", {}),
        "merge": (f"/dot/{shared.campaign.id}/du-thao/ghep", {}),
    }
    path, data = requests[step]
    client = signed_in(shared.app, "chuyenvien")
    held, begun = HeldDraft(draft, block), Event()
    db.session.rollback()
    held.take()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: (begun.set(), post(client, path, data))[1])
        assert begun.wait(timeout=PATIENCE)
        # Long enough to have read the draft and to stand before the lock.
        assert not waiting.done()
        assert _stays_waiting(waiting)
        held.write_and_let_go()
        status = waiting.result(timeout=PATIENCE)
    look_again()
    assert db.session.get(DraftBlock, block.id).text == "Câu của người khác."
    assert status == (409 if step == "save" else 303)
    lost = select(DraftBlockRevision.id).where(DraftBlockRevision.text == "Câu của tôi.")
    assert db.session.scalars(lost).all() == []


def _stays_waiting(waiting) -> bool:  # type: ignore[no-untyped-def]
    try:
        waiting.result(timeout=1.5)
    except TimeoutError:
        return True
    return False
