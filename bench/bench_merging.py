"""Merging at scale: sums over a whole country's figures, and the draft of a campaign of 200 units.

`sum.*`: wall seconds of our query over 54,000 units × 100 figures; the floor is the bare GROUP BY
over the same rows without a look at who was accepted. `merge.campaign_200` (CPU seconds): the
first draft of a campaign whose reports were read when they were sent, as the upkeep of the workers
does it: in a process of its own, so that nothing it knows of the texts serves the merge.
`merge.campaign_200.unread`: the same before anything was read. `remerge.campaign_200`: merging one
late report, read as the others, into the draft. The floor of all three is the engine alone over
the same reports, without readings, database or draft. Each is the least of a few, in as many
processes that have merged nothing before, taken in turn: what is kept of texts would serve the
second, and what a busy machine adds is not the program's. `merge.page_kb`: the largest page of the
draft editor, before compression.
"""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select, text

from app.extensions import db
from app.models import Campaign, CampaignState, DraftBlock, Report, ReportState, Role
from app.services import accounts, drafts, merged_reports, outlines, upkeep
from app.services.actors import SYSTEM
from bench.campaigns import accept, build_campaign, fresh_application, opened_application
from bench.figures import Figure as Measured
from forms import propose_sections
from tests.postgres import start_postgres

OUTLINE = outlines.LIBRARY / "kl49" / "v1.yaml"
UNITS, FIGURES = 54_000, 100
SIZE = 200
TIMES = 3


class Merges(NamedTuple):
    first: float
    again: float
    blocks: int
    peak_mb: float
    page_kb: float


def run(size: int = SIZE, units: int = UNITS) -> dict[str, Measured]:
    rounds = [
        [_apart(measure, size) for measure in (measure_engine, measure_merges, measure_unread)]
        for _ in range(TIMES)
    ]
    floors, found, unreads = zip(*rounds, strict=True)
    floor, unread = min(floors), min(unreads)
    merges = Merges(min(m.first for m in found), min(m.again for m in found), *found[0][2:])
    with TemporaryDirectory() as folder, start_postgres(Path(folder)) as url:
        postgres = _apart(measure_sums, url, units)
    return {
        "sum.sqlite": _sums(_apart(measure_sums, "", units), units),
        "sum.postgresql": _sums(postgres, units),
        "merge.campaign_200": _figure(merges.first, "s CPU", floor, size),
        "merge.campaign_200.unread": _figure(unread, "s CPU", floor, size),
        "merge.campaign_200.rss_mb": _figure(merges.peak_mb, "MB", None, size),
        "merge.campaign_200.blocks": _figure(merges.blocks, "blocks", None, size),
        "merge.campaign_200.page_kb": _figure(merges.page_kb, "kB", None, size),
        "remerge.campaign_200": _figure(merges.again, "s CPU", floor, size),
    }


def _apart(measure: Callable[..., Any], *arguments: Any) -> Any:
    """In a process of its own, so that its memory is its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(measure, *arguments).result()


def _figure(value: float, unit: str, floor: float | None, n: int) -> Measured:
    return Measured(
        value=value, unit=unit, floor=floor, ratio=value / floor if floor else None, n=n
    )


def _sums(found: tuple[float, float], units: int) -> Measured:
    return _figure(found[0], "s", found[1], units * FIGURES)


def measure_engine(size: int) -> float:
    with fresh_application():
        campaign = build_campaign(OUTLINE, size, late=1)
        return _cpu_seconds(lambda: _engine_alone(campaign))


def measure_unread(size: int) -> float:
    with fresh_application():
        campaign = build_campaign(OUTLINE, size, late=1)
        return _cpu_seconds(lambda: _merge(campaign))


def measure_merges(size: int) -> Merges:
    with fresh_application():
        campaign = build_campaign(OUTLINE, size, late=TIMES)
        _read_what_was_sent(campaign)
        first = _cpu_seconds(lambda: _merge(campaign))
        late = db.session.query(Report).filter_by(state=ReportState.NOT_STARTED).all()
        for report in late:
            report.state = ReportState.SUBMITTED.value
        _read_what_was_sent(campaign)
        again = _merge_late(campaign, late[0])
        blocks = db.session.execute(text("SELECT count(*) FROM draft_block")).scalar_one()
        peak, page = _peak_mb(), _largest_page(campaign)
        again = min(again, *(_merge_late(campaign, one) for one in late[1:]))
        return Merges(first, again, blocks, peak, page)


def _merge_late(campaign: Campaign, report: Report) -> float:
    accept(report)
    db.session.commit()
    return _cpu_seconds(lambda: _merge(campaign))


def _read_what_was_sent(campaign: Campaign) -> None:
    campaign.state = CampaignState.PUBLISHED.value
    db.session.commit()
    _apart(keep_up, db.engine.url.render_as_string(hide_password=False))


def keep_up(url: str) -> None:
    """As a worker beside those who merge."""
    with opened_application(url):
        while upkeep.run(None, "").read:
            pass


def _largest_page(campaign: Campaign) -> float:
    """kB of HTML, the page of a section as the office's officer gets it."""
    passwords = current_app.config["PASSWORDS"]
    user, _ = accounts.add_user(
        "cv", "Chuyên viên", actor=SYSTEM, passwords=passwords, password="mat-khau-de-do"
    )
    accounts.grant(user, campaign.office, Role.OFFICER, actor=SYSTEM)
    db.session.commit()
    client = current_app.test_client()
    with client.session_transaction() as kept:
        kept.update(uid=user.id, ver=user.session_version)
    keys = db.session.scalars(select(DraftBlock.section_key).distinct()).all()
    base = f"/dot/{campaign.id}/du-thao/muc"
    return max(_size(client, f"{base}/{key}") for key in keys)


def _size(client: FlaskClient, address: str) -> float:
    with current_app.app_context():
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return len(answer.data) / 1000


def _engine_alone(campaign: Campaign) -> None:
    outline = outlines.get_outline(campaign.outline_version_id)
    propose_sections(outline, merged_reports.merged_report(campaign))


def _merge(campaign: Campaign) -> None:
    drafts.merge(campaign, actor=SYSTEM)
    db.session.commit()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _cpu_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_sums(url: str, units: int) -> tuple[float, float]:
    """(seconds of our query, of the bare one), each the median of a few."""
    with fresh_application(url):
        _fill_figures(units)
        ours = [_seconds(lambda: merged_reports.sql_sums(1)) for _ in range(TIMES + 1)][1:]
        bare = [_seconds(_bare_sums) for _ in range(TIMES + 1)][1:]
        return statistics.median(ours), statistics.median(bare)


def _bare_sums() -> None:
    query = (
        "SELECT field_key, row_key, column_key, sum(value), count(value) FROM figure"
        " WHERE campaign_id = 1 GROUP BY field_key, row_key, column_key"
    )
    db.session.execute(text(query)).all()


_FILL = """
INSERT INTO figure (campaign_id, field_key, row_key, column_key, report_id, value, state,
                    estimated, accepted)
WITH RECURSIVE unit(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM unit WHERE n < :units - 1),
     place(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM place WHERE n < :figures - 1)
SELECT 1, 'bang_' || (place.n / 10), 'dong_' || (place.n % 10), 'so', unit.n,
       (unit.n * 37 + place.n * 11) % 10000, 'value', FALSE, TRUE
FROM place CROSS JOIN unit ORDER BY place.n, unit.n
"""


def _fill_figures(units: int) -> None:
    """Figures without campaigns and reports behind them: only the sums are measured."""
    fill = _FILL.replace(":units", str(units)).replace(":figures", str(FIGURES))
    if db.engine.dialect.name == "sqlite":
        # Outside of any transaction, where alone the pragma has an effect.
        raw = db.engine.raw_connection()
        for statement in ("PRAGMA foreign_keys=OFF", fill):
            raw.cursor().execute(statement)
        raw.close()
    else:
        db.session.execute(text("ALTER TABLE figure DISABLE TRIGGER ALL"))
        db.session.execute(text(fill))
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()
