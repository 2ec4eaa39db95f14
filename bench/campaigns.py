"""Campaigns of a chosen size in a database of their own, made from the demonstration's reports.

Every generated commune writes like some of the demonstration's: each of its sentences comes from
one of them, rephrased and with figures of its own; its tables are theirs, changed cell by cell.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from sqlalchemy import insert

from app import create_app, demo
from app.extensions import db
from app.models import Answer, Campaign, Figure, Report, ReportState, Unit
from app.services import campaigns, clock, demo_answers, outlines, units
from app.services.actors import SYSTEM
from app.settings import load_settings
from bench.corpus_noise import rephrase, slip
from forms import Field, Json, Outline, field_type, text

_NUMBER = re.compile(r"\d+")
REPHRASED, SLIPPED, CHANGED = 0.35, 0.1, 0.5


@contextmanager
def fresh_application(url: str = "") -> Iterator[Flask]:
    """The application with an empty database, SQLite in a folder of its own by default."""
    with (
        TemporaryDirectory() as folder,
        opened_application(url or f"sqlite:///{folder}/b.db") as app,
    ):
        db.create_all()
        yield app
        db.session.remove()
        db.drop_all()


@contextmanager
def opened_application(url: str) -> Iterator[Flask]:
    """The application on a database that is there."""
    with TemporaryDirectory() as folder:
        app = create_app(load_settings({"DATABASE_URL": url, "INSTANCE_PATH": folder}))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def build_campaign(outline_file: Path, size: int, late: int, seed: int = 5) -> Campaign:
    """`size` communes; all reports are full and accepted but those of the last `late`."""
    version = outlines.register_outline(
        outline_file.read_text(encoding="utf-8"), str(outline_file), actor=SYSTEM
    )
    office = units.add_unit("hu", "Huyện ủy H", actor=SYSTEM, short_name="Huyện ủy H")
    campaign = campaigns.create_campaign(
        "Sơ kết Kết luận số 49-KL/TW",
        code=f"bench-{size}",
        outline_version_id=version.id,
        collector=office,
        office=office,
        actor=SYSTEM,
    )
    for number in range(size):
        _add_commune(campaign, office, number)
    db.session.flush()
    outline = outlines.get_outline(version.id)
    pool = _pool()
    reports = db.session.query(Report).filter_by(campaign_id=campaign.id).order_by(Report.id).all()
    for place, report in enumerate(reports):
        rng = random.Random(f"{seed}-{place}")
        fill(outline, report, pool, rng)
        if place < size - late:
            accept(report)
    db.session.commit()
    return campaign


def _add_commune(campaign: Campaign, office: Unit, number: int) -> None:
    unit = units.add_unit(
        f"xa-{number}",
        f"Đảng ủy xã Bình Minh {number}",
        actor=SYSTEM,
        short_name=f"Xã Bình Minh {number}",
        kind="xa_thi_tran",
        position=number,
        parent_id=office.id,
    )
    db.session.add(Report(campaign_id=campaign.id, unit_id=unit.id, position=number))


def accept(report: Report) -> None:
    """As accepting does, without its checks and notices."""
    report.state = ReportState.ACCEPTED.value
    report.changes = (report.changes or 0) + 1
    db.session.query(Figure).filter_by(report_id=report.id).update({"accepted": True})
    db.session.flush()


Pool = list[tuple[demo.DemoUnit, Mapping[str, Any]]]


def _pool() -> Pool:
    full = [demo.demo_unit(key) for key in demo.full_units()]
    return [(unit, demo.unit_answers(unit.key)) for unit in full if unit.population]


def fill(outline: Outline, report: Report, pool: Pool, rng: random.Random) -> None:
    values = {
        field.key: value
        for _, field in outline.fields()
        if (value := _answer(field, report.unit, pool, rng))
    }
    moment = clock.now()
    db.session.execute(
        insert(Answer),
        [
            {"report_id": report.id, "field_key": key, "value": dict(value), "updated_at": moment}
            for key, value in values.items()
        ],
    )
    rows = list(_figures(outline, report, values))
    if rows:
        db.session.execute(insert(Figure), rows)


def _answer(field: Field, unit: Unit, pool: Pool, rng: random.Random) -> Json:
    """{} for a field that the demonstration's units do not answer."""
    _, answers = rng.choice(pool)
    raw = answers.get(field.key)
    if raw is None:
        return {}
    if isinstance(raw, str):
        return {"v": _prose(field.key, unit, pool, rng)}
    if "rows" in raw:
        raw = {"rows": {r: _changed(row, rng) for r, row in raw["rows"].items()}}
    return demo_answers.read_demo_answer(field, raw)


def _changed(row: Mapping[str, str], rng: random.Random) -> dict[str, str]:
    """Some whole numbers of a row grow together, so that parts stay below their wholes."""
    if rng.random() > CHANGED or not all(value.isdigit() for value in row.values()):
        return dict(row)
    factor = rng.randint(2, 4)
    return {column: str(int(value) * factor) for column, value in row.items()}


def _prose(field_key: str, unit: Unit, pool: Pool, rng: random.Random) -> str:
    """As many sentences as one donor has, each from any of them."""
    length = len(_sentences(field_key, rng.choice(pool)))
    chosen = []
    for place in range(length):
        donor = rng.choice(pool)
        sentences = _sentences(field_key, donor)
        if place < len(sentences):
            chosen.append(_own(sentences[place], donor[0], unit, rng))
    return "\n".join(dict.fromkeys(chosen))


def _sentences(field_key: str, donor: tuple[demo.DemoUnit, Mapping[str, Any]]) -> list[str]:
    raw = donor[1].get(field_key)
    return [s.text for s in text.split_sentences(raw)] if isinstance(raw, str) else []


def _own(sentence: str, donor: demo.DemoUnit, unit: Unit, rng: random.Random) -> str:
    sentence = sentence.replace(donor.name, unit.name).replace(donor.short_name, unit.short_name)
    sentence = _NUMBER.sub(lambda found: _other(found[0], rng), sentence)
    if rng.random() < REPHRASED:
        sentence = rephrase(sentence, rng)
    return slip(sentence, rng) if rng.random() < SLIPPED and " " in sentence else sentence


def _other(digits: str, rng: random.Random) -> str:
    """Another number of as many digits; years, dates and document numbers stay as they are."""
    if len(digits) != 3 or digits.startswith("0"):
        return digits
    return str(rng.randint(100, 999))


def _figures(
    outline: Outline, report: Report, values: Mapping[str, Json]
) -> Iterator[dict[str, Any]]:
    for _, field in outline.fields():
        if field.key not in values:
            continue
        for figure in field_type(field.type).figures(field, values[field.key]):
            yield {
                "campaign_id": report.campaign_id,
                "field_key": field.key,
                "row_key": figure.row_key,
                "column_key": figure.column_key,
                "report_id": report.id,
                "value": figure.number,
                "state": figure.state.value,
                "estimated": figure.estimated,
                "accepted": False,
            }
