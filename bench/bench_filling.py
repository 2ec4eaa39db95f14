"""What filling costs: one save and one section page in CPU, saves of 1, 16 and 64 people at once
on granian with SQLite and with PostgreSQL, bytes of a first visit.

Floor: bare Flask with one Core upsert, measured in turn with the saves, so that what else the
machine does weighs on both alike.
"""

from __future__ import annotations

import gzip
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, request
from sqlalchemy import JSON, Column, Integer, MetaData, String, Table, create_engine
from sqlalchemy.dialects.sqlite import insert
from werkzeug.test import Client, EnvironBuilder

from bench.figures import Figure, Figures
from bench.filling_site import FIELDS, PASSWORD, ROOT, Session, make_site, served
from tests.postgres import start_postgres

TEXT = "Đảng ủy xã đã tổ chức 12 hội nghị học tập, quán triệt Kết luận số 49-KL/TW. " * 12
TIMES, PAGES, EACH = 400, 150, 8
PEOPLE = (1, 16, 64)
BATCH = 10


def run() -> Figures:
    with tempfile.TemporaryDirectory(prefix="bench-filling-") as name:
        folder = Path(name)
        app, report_id = make_site(folder)
        client, token = _signed_in(app)
        with _floor(folder) as floors:
            save, floor = _in_turn(_saves(client, token, report_id), floors)
        (page,) = _in_turn(_pages(client, report_id))
        kilobytes = _first_visit(client, report_id)
        figures = {
            "save.cpu_ms": _figure(save, "ms", TIMES, floor),
            "section_page.cpu_ms": _figure(page, "ms", PAGES),
            "first_visit.kb": _figure(kilobytes, "kB", 1),
            **_at_once(folder, report_id),
        }
    return {**figures, **_on_postgresql()}


def _on_postgresql() -> Figures:
    """The same on a PostgreSQL server of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-postgres-") as name:
        folder = Path(name)
        with start_postgres(folder) as url:
            _, report_id = make_site(folder, url)
            found = _at_once(folder, report_id, url)
    return {key.replace("save.", "save.postgresql_"): figure for key, figure in found.items()}


def _at_once(folder: Path, report_id: int, database: str = "") -> Figures:
    """save.p50_ms_1 … save.p99_ms_64, and saves per second."""
    found: dict[str, Figure] = {}
    for people in PEOPLE:
        with served(folder, database=database) as server:
            start = time.perf_counter()
            times = _times_of(server.port, report_id, people)
            seconds = time.perf_counter() - start
        for share in (50, 95, 99):
            value = times[min(int(len(times) * share / 100), len(times) - 1)]
            found[f"save.p{share}_ms_{people}"] = _figure(value, "ms", len(times))
        found[f"save.per_second_{people}"] = _figure(len(times) / seconds, "1/s", len(times))
    return found


def _figure(value: float, unit: str, count: int, floor: float | None = None) -> Figure:
    ratio = value / floor if floor else None
    return {"value": value, "unit": unit, "floor": floor, "ratio": ratio, "n": count}


def _signed_in(app: Flask) -> tuple[Any, str]:
    client = app.test_client()
    client.get("/dang-nhap")
    page = client.get("/dang-nhap").get_data(as_text=True)
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    form = {"username": "canbo", "password": PASSWORD, "csrf_token": token}
    assert client.post("/dang-nhap", data=form).status_code == 302
    page = client.get("/").get_data(as_text=True)
    return client, page.split('name="csrf-token" content="')[1].split('"')[0]


Call = Callable[[], Any]


def _in_turn(*kinds: list[Call]) -> list[float]:
    """Milliseconds of this process's CPU for one call of each kind: the median of batches that
    take turns. The first batch of each only warms up."""
    times: list[list[float]] = [[] for _ in kinds]
    for begin in range(0, len(kinds[0]), BATCH):
        for calls, found in zip(kinds, times, strict=True):
            start = time.process_time()
            for call in calls[begin : begin + BATCH]:
                call()
            found.append((time.process_time() - start) * 1000 / BATCH)
    return [statistics.median(found[1:]) for found in times]


def _saves(client: Any, token: str, report_id: int) -> list[Call]:
    cookie = client.get_cookie("phien")
    headers = [
        ("X-CSRFToken", token),
        ("HX-Request", "true"),
        ("Cookie", f"phien={cookie.value}"),
    ]

    def call(seq: int) -> Call:
        form = {"q_ket_qua": f"{TEXT}{seq}", "rev": "0", "tab": "do", "seq": str(seq)}
        path = f"/bao-cao/{report_id}/o/ket_qua"
        environ = EnvironBuilder(path, method="POST", data=form, headers=headers).get_environ()
        return lambda: _answered(client.application, environ)

    return [call(seq) for seq in range(1, TIMES + BATCH + 1)]


def _answered(app: Any, environ: dict[str, Any]) -> None:
    status: list[str] = []
    body = app(environ, lambda code, headers, exc_info=None: status.append(code))
    b"".join(body)
    assert status[0].startswith("200"), status


def _pages(client: Any, report_id: int) -> list[Call]:
    cookie = client.get_cookie("phien")
    path, headers = f"/bao-cao/{report_id}/muc/trang", [("Cookie", f"phien={cookie.value}")]

    def call() -> Call:
        environ = EnvironBuilder(path, headers=headers).get_environ()
        return lambda: _answered(client.application, environ)

    return [call() for _ in range(PAGES + BATCH)]


@contextmanager
def _floor(folder: Path) -> Iterator[list[Call]]:
    """Bare Flask that reads the same form and upserts one row with SQLAlchemy Core."""
    engine = create_engine(f"sqlite:///{folder / 'floor.db'}")
    table = Table(
        "answer",
        MetaData(),
        Column("report_id", Integer, primary_key=True),
        Column("field_key", String, primary_key=True),
        Column("value", JSON),
    )
    table.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    app = Flask("floor")

    @app.post("/o")
    def save() -> dict[str, int]:
        row = {"report_id": 1, "field_key": "ket_qua", "value": {"v": request.form["q_ket_qua"]}}
        statement = insert(table).values(**row)
        update = statement.on_conflict_do_update(
            index_elements=["report_id", "field_key"], set_={"value": statement.excluded.value}
        )
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA synchronous=NORMAL")
            connection.execute(update)
        return {"revision": 1}

    def call(seq: int) -> Call:
        form = {"q_ket_qua": f"{TEXT}{seq}", "rev": "0", "tab": "do", "seq": str(seq)}
        environ = EnvironBuilder("/o", method="POST", data=form).get_environ()
        return lambda: _answered(app, environ)

    yield [call(seq) for seq in range(TIMES + BATCH)]
    engine.dispose()


def _first_visit(client: Any, report_id: int) -> float:
    """Kilobytes of the section page with everything it asks for, compressed as served."""
    page = client.get(f"/bao-cao/{report_id}/muc/trang").data
    total = len(gzip.compress(page, 5))
    for address in _files_of(page.decode()):
        total += len(gzip.compress(_fetch(client, address), 5))
    return total / 1000


def _files_of(page: str) -> list[str]:
    marks = ('src="', 'href="')
    found = [part.split('"')[0] for mark in marks for part in page.split(mark)[1:]]
    return [a for a in dict.fromkeys(found) if "/static/" in a or "htmx" in a]


def _fetch(client: Client, address: str) -> bytes:
    if "htmx" in address:
        return next((ROOT / "instance" / "htmx").glob("htmx-2*.js")).read_bytes()
    data: bytes = client.get(address.replace("&amp;", "&")).data
    return data


def _times_of(port: int, report_id: int, people: int) -> list[float]:
    """Milliseconds of every save when so many people save at once, the shortest first."""
    first = Session(port)
    first.sign_in()
    each = max(EACH, 64 // people)

    def person(number: int) -> list[float]:
        session = Session(port, first.cookie, first.token)
        field = f"o_{number % (FIELDS - 3)}"
        times = []
        for seq in range(1, each + 1):
            form = {f"q_{field}": f"{TEXT}{seq}", "rev": "0", "seq": str(seq)}
            start = time.perf_counter()
            status = session.save(report_id, field, {**form, "tab": f"{people}-{number}"})
            times.append((time.perf_counter() - start) * 1000)
            assert status in (200, 303, 409), status
        return times

    with ThreadPoolExecutor(people) as pool:
        return sorted(t for part in pool.map(person, range(people)) for t in part)


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))  # noqa: T201
