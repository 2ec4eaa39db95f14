"""What tests of saving in the browser share: places, what is stored, the page's time."""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import Locator, Page

from app.extensions import db
from app.models import Answer, AnswerRevision
from tests.browser.conftest import Site

SECTION = "/muc/lanh_dao"
BOX, STATE = "#q_ket_qua", "#tt-ket_qua"
TABLE, TABLE_STATE = "/muc/pl2", "#tt-quy"
FIRST, SECOND = "q_quy-du_dau-nam_2024", "q_quy-thu-nam_2024"
SAVED = re.compile(r"Đã lưu \d\d:\d\d")


def stored_value(site: Site, field: str) -> dict[str, Any]:
    """What the database has of a field of xã A; empty while nothing was ever saved."""
    with site.app.app_context():
        answer = db.session.get(Answer, (site.world.reports["xa-a"].id, field))
        return dict(answer.value) if answer else {}


def stored_text(site: Site, field: str = "ket_qua") -> str:
    return str(stored_value(site, field).get("v", ""))


def revisions(site: Site, field: str = "ket_qua") -> list[str]:
    """Every text in the history, oldest first."""
    with site.app.app_context():
        rows = db.session.query(AnswerRevision).filter_by(field_key=field)
        return [str(row.value.get("v", "")) for row in rows.order_by(AnswerRevision.revision)]


def leave(page: Page) -> None:
    page.locator(BOX).blur()


def cell(page: Page, name: str) -> Locator:
    return page.locator(f"[name='{name}']")


def paste(page: Page, box: str, plain: str, markup: str = "") -> None:
    """As Ctrl+V in the input found by the selector `box`: cells from Excel, text from Word."""
    page.locator(box).focus()
    page.evaluate(
        """([box, plain, markup]) => {
            const data = new DataTransfer();
            data.setData('text/plain', plain);
            if (markup) data.setData('text/html', markup);
            document.querySelector(box).dispatchEvent(
                new ClipboardEvent(
                    'paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        [box, plain, markup],
    )


def paste_cells(page: Page, name: str, text: str) -> None:
    paste(page, f"[name='{name}']", text)


def end_session(page: Page) -> None:
    """As if it had expired. It slides: an answer still on its way would bring the cookie back."""
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()


def hold_time(page: Page) -> None:
    """A minute goes by, and from then on time passes on the page only by `page.clock.run_for`.

    Without it, a state that lasts for a second or three (not saved yet, trying again soon) may be
    over before a busy machine has looked at it.
    """
    now = time.time()
    page.clock.install(time=now)
    # The page's time goes on until it is held, and cannot be held at a moment that is past.
    page.clock.pause_at(now + 60)
