"""Every step of the workflow from every state: allowed ones lead where they should, refused ones
change nothing and leave no line; and each by every role that may take it, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.extensions import db
from app.models import AuditEvent, Figure, Notice, Report, ReportState
from app.services import audit, clock, transitions
from app.services.actors import Actor
from app.services.errors import Invalid, Refused
from tests.app.office.conftest import fill_in
from tests.app.page_client import PageClient
from tests.app.world import World

NOT_STARTED, FILLING, AWAITING, SUBMITTED, RETURNED, ACCEPTED, EXCLUDED = ReportState
OPEN = {NOT_STARTED, FILLING, RETURNED}
SENT = {SUBMITTED, ACCEPTED}
Step = Callable[[Report, Actor], object]

# Step → (from which states, to which state; None: the state stays, the step itself).
STEPS: dict[str, tuple[set[ReportState], ReportState | None, Step]] = {
    "submit": (
        OPEN | {AWAITING},
        SUBMITTED,
        lambda r, a: transitions.submit(r, actor=a, key="mot-khoa-moi"),
    ),
    "ask_approval": (OPEN, AWAITING, lambda r, a: transitions.ask_approval(r, actor=a)),
    "send_back_inside": (
        {AWAITING},
        FILLING,
        lambda r, a: transitions.send_back_inside(r, "Sửa", actor=a),
    ),
    "recall": ({SUBMITTED, AWAITING}, FILLING, lambda r, a: transitions.recall(r, actor=a)),
    "accept": ({SUBMITTED}, ACCEPTED, lambda r, a: transitions.accept(r, actor=a)),
    "unaccept": ({ACCEPTED}, SUBMITTED, lambda r, a: transitions.unaccept(r, "Lý do", actor=a)),
    "return": (SENT, RETURNED, lambda r, a: transitions.return_report(r, "Lý do", actor=a)),
    "reopen": (SENT, FILLING, lambda r, a: transitions.reopen(r, "Lý do", actor=a)),
    "exclude": (
        set(ReportState) - {EXCLUDED},
        EXCLUDED,
        lambda r, a: transitions.exclude(r, "Lý do", actor=a),
    ),
    "extend": (
        set(ReportState) - {EXCLUDED},
        None,
        lambda r, a: transitions.extend(r, clock.now() + timedelta(days=9), "", actor=a),
    ),
}
NEEDS_REASON: dict[str, Callable[[Report, Actor], object]] = {
    "send_back_inside": lambda r, a: transitions.send_back_inside(r, " \n", actor=a),
    "unaccept": lambda r, a: transitions.unaccept(r, "", actor=a),
    "return": lambda r, a: transitions.return_report(r, "", actor=a),
    "reopen": lambda r, a: transitions.reopen(r, "", actor=a),
    "exclude": lambda r, a: transitions.exclude(r, "", actor=a),
}


@pytest.fixture
def report(world: World) -> Report:
    """Xã A's report, complete, so that only its state can stand in the way."""
    fill_in(world, "xa-a")
    db.session.refresh(world.reports["xa-a"])
    return world.reports["xa-a"]


def put(report: Report, state: ReportState) -> None:
    report.state = state
    if state in SENT:
        report.submitted_at = report.first_submitted_at = clock.now()
    db.session.commit()


def lines() -> tuple[int, int]:
    """Lines of the log, and notices."""
    counts = [
        db.session.scalar(db.select(db.func.count()).select_from(model)) or 0
        for model in (AuditEvent, Notice)
    ]
    return counts[0], counts[1]


@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_taken_from_its_states_and_refused_from_all_others(
    world: World, report: Report, name: str, state: ReportState
) -> None:
    allowed, target, step = STEPS[name]
    put(report, state)
    actor, before = world.actor("chuyenvien"), lines()
    if state in allowed:
        step(report, actor)
        db.session.commit()
        assert report.state == (target or state)
        assert lines()[0] == before[0] + 1
        assert lines()[1] > before[1]
        assert list(audit.verify()) == []
        return
    with pytest.raises(Refused):
        step(report, actor)
    assert report.state == state
    assert lines() == before


@pytest.mark.parametrize("state", ReportState)
def test_only_an_excluded_unit_is_taken_in_again(
    world: World, report: Report, state: ReportState
) -> None:
    put(report, state)
    actor = world.actor("chuyenvien")
    if state is EXCLUDED:
        transitions.include(report, actor=actor)
        assert report.state == FILLING, "it had begun to write"
        return
    with pytest.raises(Refused):
        transitions.include(report, actor=actor)
    transitions.exclude(report, "Lý do", actor=actor)
    transitions.include(report, actor=actor)
    wanted = {ACCEPTED: SUBMITTED, NOT_STARTED: FILLING}.get(state, state)
    assert report.state == wanted


@pytest.mark.parametrize("name", NEEDS_REASON)
def test_a_step_against_a_unit_needs_a_reason(world: World, report: Report, name: str) -> None:
    state = sorted(STEPS[name][0])[0]
    put(report, state)
    before = lines()
    with pytest.raises(Invalid):
        NEEDS_REASON[name](report, world.actor("chuyenvien"))
    assert (report.state, lines()) == (state, before)


@pytest.mark.parametrize("name", ["submit", "ask_approval", "recall", "return", "reopen"])
def test_a_closed_campaign_lets_nothing_be_sent_or_reopened(
    world: World, report: Report, name: str
) -> None:
    allowed, _, step = STEPS[name]
    put(report, sorted(allowed)[0])
    world.campaign.state = "closed"
    db.session.commit()
    with pytest.raises(Refused):
        step(report, world.actor("chuyenvien"))


@pytest.mark.parametrize("name", ["accept", "return", "reopen", "exclude", "extend", "unaccept"])
def test_a_page_made_before_somebody_elses_decision_decides_nothing(
    world: World, report: Report, name: str
) -> None:
    put(report, ACCEPTED if name == "unaccept" else SUBMITTED)
    stale = "filling:0:"
    actor = world.actor("chuyenvien")
    with pytest.raises(Refused):
        _seen_step(name, report, actor, stale)
    assert report.deadline_at is None


def _seen_step(name: str, report: Report, actor: Actor, seen: str) -> None:
    later = clock.now() + timedelta(days=9)
    {
        "accept": lambda: transitions.accept(report, actor=actor, seen=seen),
        "return": lambda: transitions.return_report(report, "x", actor=actor, seen=seen),
        "reopen": lambda: transitions.reopen(report, "x", actor=actor, seen=seen),
        "exclude": lambda: transitions.exclude(report, "x", actor=actor, seen=seen),
        "extend": lambda: transitions.extend(report, later, "", actor=actor, seen=seen),
        "unaccept": lambda: transitions.unaccept(report, "x", actor=actor, seen=seen),
    }[name]()


def test_acceptance_puts_the_figures_into_the_sums_and_every_way_back_takes_them_out(
    world: World, report: Report
) -> None:
    def summed() -> set[bool]:
        db.session.expire_all()
        return set(db.session.scalars(db.select(Figure.accepted)))

    actor = world.actor("chuyenvien")
    for back in ("unaccept", "return", "reopen", "exclude"):
        put(report, SUBMITTED)
        transitions.accept(report, actor=actor)
        assert summed() == {True}
        STEPS[back][2](report, actor)
        assert summed() == {False}


# Address under the report → (state it starts from, what is posted, who may).
OFFICE = {"chuyenvien", "truongban"}
UNIT = {"canbo.a", "bithu.a"}
EVERYBODY = (
    "canbo.a",
    "bithu.a",
    "canbo.b",
    "chuyenvien",
    "truongban",
    "captren",
    "quantri",
    "nguoingoai",
)
PAGES: dict[str, tuple[str, ReportState, dict[str, str], set[str], ReportState]] = {
    "send": ("/bao-cao/{r}/gui", FILLING, {"key": "k"}, UNIT | OFFICE, SUBMITTED),
    "recall": ("/bao-cao/{r}/thu-hoi", SUBMITTED, {}, UNIT | OFFICE, FILLING),
    "ask": ("/bao-cao/{r}/trinh-duyet", FILLING, {}, UNIT | OFFICE, AWAITING),
    "refuse": ("/bao-cao/{r}/tra-lai-noi-bo", AWAITING, {"reason": "Sửa"}, {"bithu.a"}, FILLING),
    "accept": ("/dot/{c}/don-vi/{r}/tiep-nhan", SUBMITTED, {}, OFFICE, ACCEPTED),
    "unaccept": (
        "/dot/{c}/don-vi/{r}/huy-tiep-nhan",
        ACCEPTED,
        {"reason": "x"},
        OFFICE,
        SUBMITTED,
    ),
    "return": ("/dot/{c}/don-vi/{r}/tra-lai", SUBMITTED, {"reason": "x"}, OFFICE, RETURNED),
    "reopen": ("/dot/{c}/don-vi/{r}/mo-lai", SUBMITTED, {"reason": "x"}, OFFICE, FILLING),
    "exclude": ("/dot/{c}/don-vi/{r}/loai", FILLING, {"reason": "x"}, OFFICE, EXCLUDED),
    "include": ("/dot/{c}/don-vi/{r}/dua-lai", EXCLUDED, {}, OFFICE, FILLING),
    "extend": (
        "/dot/{c}/don-vi/{r}/gia-han",
        FILLING,
        {"new_deadline": "1/1/2099"},
        OFFICE,
        FILLING,
    ),
}


@pytest.mark.parametrize("person", EVERYBODY)
def test_each_role_takes_its_steps_and_no_others(
    client: PageClient, world: World, report: Report, person: str
) -> None:
    client.login(person)
    for name, (address, start, data, people, end) in PAGES.items():
        report.deadline_at, report.submission_key = None, ""
        put(report, start)
        path = address.format(r=report.id, c=world.campaign.id)
        answer = client.open("POST", path, data={"csrf_token": client.token, **data})
        db.session.refresh(report)
        told = f"{person} {name}: {answer.status_code}"
        if person in people:
            assert answer.status_code in (302, 303), told
            assert report.state == end, told
        else:
            assert answer.status_code == 404, told
            assert (report.state, report.deadline_at) == (start, None), told
