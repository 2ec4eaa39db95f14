"""What one officer asks of the server: the list and the matrix of a campaign, and creating one.

CPU milliseconds of the server's process for one answer, the number of its queries, and the bytes
of the page as they travel (gzip). 250 units is a large province's office, 3,321 the whole country.
"""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select

from app import create_app
from app.extensions import db
from app.models import Report, ReportState, Role, SectionStatus, Unit
from app.services import accounts, campaigns, clock, outlines, units
from app.services.actors import SYSTEM
from app.settings import load_settings
from bench.figures import Figure, Figures
from bench.filling_site import PASSWORD, ROOT, environment

SECTIONS, MANY, ALL = 60, 250, 3321
TIMES = 10
_STATES = (
    ReportState.NOT_STARTED,
    ReportState.FILLING,
    ReportState.SUBMITTED,
    ReportState.ACCEPTED,
)
_WORDS = ("done", "doing", "nothing", "done", "fix")


def run() -> Figures:
    with tempfile.TemporaryDirectory(prefix="bench-office-") as name:
        app, version_id = _make_site(Path(name))
        with app.app_context():
            many, every = _campaign(version_id, MANY), _campaign(version_id, ALL)
            unit_ids = list(db.session.scalars(select(Unit.id).where(Unit.kind == "xa")))
            db.session.commit()
        client, token = _signed_in(app)
        return {
            **_page(app, client, f"/dot/{many}", "office.list_250", MANY),
            **_page(app, client, f"/dot/{many}/ma-tran", "office.matrix_250x60", MANY),
            **_page(app, client, f"/dot/{every}", "office.list_3321", ALL),
            **_page(app, client, f"/dot/{every}/nhieu-don-vi", "office.bulk_3321", ALL),
            **_page(app, client, f"/dot/{every}/don-doc", "office.remind_3321", ALL),
            **_creating(app, client, token, version_id, unit_ids),
        }


def _page(app: Flask, client: FlaskClient, path: str, name: str, size: int) -> Figures:
    client.get(path)
    start = time.process_time()
    for _ in range(TIMES):
        answer = client.get(path)
        assert answer.status_code == 200, path
    cost = (time.process_time() - start) * 1000 / TIMES
    with _counted(app) as queries:
        page = client.get(path).data
    return {
        f"{name}.cpu_ms": _figure(cost, "ms", size),
        f"{name}.queries": _figure(len(queries), "queries", size),
        f"{name}.gz_kb": _figure(len(gzip.compress(page, 5)) / 1000, "kB", size),
    }


def _creating(
    app: Flask, client: FlaskClient, token: str, version_id: int, unit_ids: list[int]
) -> Figures:
    """All that an officer sends until the last of the country's communes is told."""
    with app.app_context():
        office = units.get_unit_by_code("ban").id
    day = clock.today() + timedelta(days=20)
    new = {"title": "Cả nước", "office": office, "outline": version_id, "csrf_token": token}
    deadline = {"day": f"{day.day}/{day.month}/{day.year}", "inclusive": "1", "csrf_token": token}
    with _counted(app) as queries:
        start = time.process_time()
        made = _sent(client, "/dot/moi", new).rsplit("/chuan-bi", 1)[0]
        ticked = {"unit": [str(unit_id) for unit_id in unit_ids], "csrf_token": token}
        _sent(client, f"{made}/chuan-bi/don-vi", ticked)
        _sent(client, f"{made}/chuan-bi/han", deadline)
        _sent(client, f"{made}/phat-hanh", {"csrf_token": token})
        cost = (time.process_time() - start) * 1000
    step = client.get(f"{made}/chuan-bi/don-vi").data
    return {
        "office.create_3321.cpu_ms": _figure(cost, "ms", ALL),
        "office.create_3321.queries": _figure(len(queries), "queries", ALL),
        "office.create_3321.step_gz_kb": _figure(len(gzip.compress(step, 5)) / 1000, "kB", ALL),
    }


def _sent(client: FlaskClient, path: str, form: dict[str, Any]) -> str:
    answer = client.post(path, data=form)
    assert answer.status_code == 303, f"{path}: {answer.status_code}"
    return answer.headers["Location"]


def _figure(value: float, unit: str, count: int) -> Figure:
    return {"value": value, "unit": unit, "floor": None, "ratio": None, "n": count}


@contextmanager
def _counted(app: Flask) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _make_site(folder: Path) -> tuple[Flask, int]:
    app = create_app(load_settings({**environment(folder), "JOBS": "sqlite-worker"}))
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        office = units.add_unit("ban", "Ban Tuyên giáo", actor=SYSTEM, kind="co_quan")
        user, _ = accounts.add_user(
            "canbo", "Cán bộ", actor=SYSTEM, passwords=app.config["PASSWORDS"], password=PASSWORD
        )
        accounts.grant(user, office, Role.OFFICER, actor=SYSTEM)
        version = outlines.register_outline(_outline(), "bench", actor=SYSTEM)
        _add_units()
        db.session.commit()
        return app, version.id


def _add_units() -> None:
    """Written past the service, which would add one line to the log for each."""
    rows = [
        {
            "code": f"xa-{number}",
            "name": f"Đảng ủy xã Bình Minh {number}",
            "short_name": f"Xã Bình Minh {number}",
            "kind": "xa",
            "position": number,
            "tags": [],
        }
        for number in range(ALL)
    ]
    db.session.execute(insert(Unit), rows)


def _outline() -> str:
    sections = "\n".join(
        f"  - key: m{n}\n    number: '{n}'\n    heading: Mục thứ {n} của đề cương\n"
        f"    fields:\n      - {{key: q{n}, type: narrative, label: Kết quả, required: 'no'}}"
        for n in range(1, SECTIONS + 1)
    )
    return f"""id: do_van_phong
version: 1
title: Đo trang văn phòng
kind: so_ket
unit_kinds: {{xa: Đảng ủy xã}}
document: {{kind: BC, title: BÁO CÁO, subject: đo tốc độ}}
sections:
{sections}
"""


def _campaign(version_id: int, size: int) -> int:
    """A running campaign of the first `size` units, all sections of half of them touched."""
    office = units.get_unit_by_code("ban")
    campaign = campaigns.create_campaign(
        f"Đợt {size}", outline_version_id=version_id, collector=office, office=office, actor=SYSTEM
    )
    ids = list(db.session.scalars(select(Unit.id).where(Unit.kind == "xa").limit(size)))
    campaigns.set_units(campaign, ids, actor=SYSTEM)
    campaigns.set_deadline(campaign, clock.today() + timedelta(days=9), None, True, actor=SYSTEM)
    campaigns.publish(campaign, actor=SYSTEM)
    reports = db.session.scalars(select(Report).where(Report.campaign_id == campaign.id)).all()
    for number, report in enumerate(reports):
        report.state = _STATES[number % 4]
        report.last_activity_at = clock.now()
        if number % 4 > 1:
            report.submitted_at = report.first_submitted_at = clock.now()
    db.session.flush()
    db.session.execute(insert(SectionStatus), list(_statuses(reports)))
    return campaign.id


def _statuses(reports: Any) -> Iterator[dict[str, Any]]:
    moment = clock.now()
    for number, report in enumerate(reports):
        for section in range(1, SECTIONS + 1 if number % 2 else 4):
            yield {
                "report_id": report.id,
                "section_key": f"m{section}",
                "status": _WORDS[(number + section) % len(_WORDS)],
                "updated_at": moment,
            }


def _signed_in(app: Flask) -> tuple[FlaskClient, str]:
    client = app.test_client()
    mark = 'name="csrf-token" content="'
    token = client.get("/dang-nhap").get_data(as_text=True).split(mark)[1].split('"')[0]
    form = {"username": "canbo", "password": PASSWORD, "csrf_token": token}
    assert client.post("/dang-nhap", data=form).status_code == 302
    return client, client.get("/").get_data(as_text=True).split(mark)[1].split('"')[0]


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))  # noqa: T201
