"""What filling costs: one save and one section page in CPU, saves of 64 people at once on
granian, bytes of a first visit. Floor: bare Flask with one Core upsert, in the same run."""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from flask import Flask, request
from sqlalchemy import JSON, Column, Integer, MetaData, String, Table, create_engine
from sqlalchemy.dialects.sqlite import insert
from werkzeug.test import Client, EnvironBuilder

from bench.figures import Figure, Figures
from bench.filling_site import FIELDS, PASSWORD, ROOT, Session, make_site, served

TEXT = "Đảng ủy xã đã tổ chức 12 hội nghị học tập, quán triệt Kết luận số 49-KL/TW. " * 12
TIMES, PAGES, EACH = 400, 150, 8


def run() -> Figures:
    with tempfile.TemporaryDirectory(prefix="bench-filling-") as name:
        folder = Path(name)
        app, report_id = make_site(folder)
        client, token = _signed_in(app)
        floor = _floor(folder)
        save = _cpu_of_saves(client, token, report_id)
        page = _cpu_of_pages(client, report_id)
        kilobytes = _first_visit(client, report_id)
        slow = _slowest_of_many(folder, report_id)
    return {
        "save.cpu_ms": _figure(save, "ms", TIMES, floor),
        "section_page.cpu_ms": _figure(page, "ms", PAGES),
        "first_visit.kb": _figure(kilobytes, "kB", 1),
        "save.p99_ms_64": _figure(slow, "ms", 64 * EACH),
    }


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


def _per_call(calls: list[Callable[[], Any]]) -> float:
    """Milliseconds of this process's CPU for one call."""
    for call in calls[:20]:
        call()
    start = time.process_time()
    for call in calls[20:]:
        call()
    return (time.process_time() - start) * 1000 / (len(calls) - 20)


def _cpu_of_saves(client: Any, token: str, report_id: int) -> float:
    cookie = client.get_cookie("phien")
    headers = [
        ("X-CSRFToken", token),
        ("HX-Request", "true"),
        ("Cookie", f"phien={cookie.value}"),
    ]

    def call(seq: int) -> Callable[[], Any]:
        form = {"q_ket_qua": f"{TEXT}{seq}", "rev": "0", "tab": "do", "seq": str(seq)}
        path = f"/bao-cao/{report_id}/o/ket_qua"
        environ = EnvironBuilder(path, method="POST", data=form, headers=headers).get_environ()
        return lambda: _answered(client.application, environ)

    return _per_call([call(seq) for seq in range(1, TIMES + 21)])


def _answered(app: Any, environ: dict[str, Any]) -> None:
    status: list[str] = []
    body = app(environ, lambda code, headers, exc_info=None: status.append(code))
    b"".join(body)
    assert status[0].startswith("200"), status


def _cpu_of_pages(client: Any, report_id: int) -> float:
    cookie = client.get_cookie("phien")
    path, headers = f"/bao-cao/{report_id}/muc/trang", [("Cookie", f"phien={cookie.value}")]

    def call() -> Callable[[], Any]:
        environ = EnvironBuilder(path, headers=headers).get_environ()
        return lambda: _answered(client.application, environ)

    return _per_call([call() for _ in range(PAGES + 20)])


def _floor(folder: Path) -> float:
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

    def call(seq: int) -> Callable[[], Any]:
        form = {"q_ket_qua": f"{TEXT}{seq}", "rev": "0", "tab": "do", "seq": str(seq)}
        environ = EnvironBuilder("/o", method="POST", data=form).get_environ()
        return lambda: _answered(app, environ)

    cost = _per_call([call(seq) for seq in range(TIMES + 20)])
    engine.dispose()
    return cost


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


def _slowest_of_many(folder: Path, report_id: int) -> float:
    """The 99th of 100 saves when 64 people save at once, in milliseconds."""
    with served(folder) as server:
        first = Session(server.port)
        first.sign_in()

        def person(number: int) -> list[float]:
            session = Session(server.port, first.cookie, first.token)
            field = f"o_{number % (FIELDS - 3)}"
            times = []
            for seq in range(1, EACH + 1):
                form = {f"q_{field}": f"{TEXT}{seq}", "rev": "0", "seq": str(seq)}
                start = time.perf_counter()
                status = session.save(report_id, field, {**form, "tab": f"t{number}"})
                times.append((time.perf_counter() - start) * 1000)
                assert status in (200, 303, 409), status
            return times

        with ThreadPoolExecutor(64) as pool:
            times = sorted(t for part in pool.map(person, range(64)) for t in part)
    return times[int(len(times) * 0.99)]


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))  # noqa: T201
