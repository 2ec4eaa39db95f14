"""Lists of 5,000 read from Excel: accounts with their one-time codes, units with their superiors.

Each is planned (as for the preview), planned again and applied with its lines in the log. The
least any program needs is measured beside it: reading the cells and inserting as many rows.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence

from app.documents.excel import heading_key, read_list, write_list
from app.extensions import db
from app.models import Unit
from app.services import account_import, unit_import
from app.services.actors import SYSTEM
from bench.campaigns import fresh_application
from bench.figures import Figure, Figures

COUNT = 5_000
UNITS = 500
# Rows written for each account: itself, its role, a line of the log for each.
ROWS_OF_ACCOUNT, ROWS_OF_UNIT = 4, 2


def run() -> Figures:
    return {"accounts.import_5000": _accounts(), "units.import_5000": _units()}


def _timed(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def _accounts() -> Figure:
    rows = [[f"cb-{n % UNITS}", f"Cán bộ {n}", "", f"can-bo.{n}", "", ""] for n in range(COUNT)]
    columns = account_import.COLUMNS
    data = write_list("Tài khoản", list(columns.values()), rows)
    with fresh_application() as app:
        db.session.add_all([Unit(code=f"cb-{n}", name=f"Chi bộ {n}") for n in range(UNITS)])
        db.session.commit()

        def take() -> None:
            account_import.plan(data)
            plan = account_import.plan(data)
            slips = account_import.apply(plan, actor=SYSTEM, passwords=app.config["PASSWORDS"])
            db.session.commit()
            assert len(slips) == COUNT

        return _figure(_timed(take), _floor(data, list(columns.values()), ROWS_OF_ACCOUNT))


def _units() -> Figure:
    rows = [
        [f"cb-{n}", f"Chi bộ {n}", "", "", "", f"cb-{n // UNITS}" if n >= UNITS else ""]
        for n in range(COUNT)
    ]
    headings = list(unit_import.KIND.columns.values())
    data = write_list("Đơn vị", headings, [[*row, *[""] * (len(headings) - 6)] for row in rows])
    with fresh_application():

        def take() -> None:
            unit_import.plan(data)
            unit_import.apply(unit_import.plan(data), actor=SYSTEM)
            db.session.commit()

        value = _timed(take)
        assert db.session.query(Unit).count() == COUNT
        return _figure(value, _floor(data, headings, ROWS_OF_UNIT))


def _figure(value: float, floor: float) -> Figure:
    return Figure(value=value, unit="s", floor=floor, ratio=value / floor, n=COUNT)


def _floor(data: bytes, headings: Sequence[str], rows_each: int) -> float:
    """Reading the file twice and inserting plain rows into a plain table."""
    keys = {heading_key(heading): heading for heading in headings}
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d TEXT)")

    def write() -> None:
        read_list(data, keys)
        rows = read_list(data, keys)
        for _ in range(rows_each):
            values = [(str(row.number), "a" * 40, "b" * 40, "c" * 64) for row in rows]
            database.executemany("INSERT INTO line (a, b, c, d) VALUES (?, ?, ?, ?)", values)
        database.commit()

    return _timed(write)
