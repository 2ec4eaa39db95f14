"""Using the pages of the editor: what a browser would send, and what is kept then."""

from __future__ import annotations

from typing import Any

from app.extensions import db
from app.models import OutlineVersion
from app.services import outlines
from forms import Outline
from tests.app.page_client import Page, PageClient


def address(version: OutlineVersion, rest: str = "sua") -> str:
    return f"/de-cuong/{version.id}/{rest}"


def form_of(page: Page, action: str) -> dict[str, Any]:
    """What the browser would send of the form with this action."""
    form = next(f for f in page.select("form") if f.get("action").endswith(action))
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return found


def saved(client: PageClient, version: OutlineVersion, code: str, **changes: Any) -> Outline:
    """Save the properties of a node as the page shows them, with some typed anew."""
    page = client.get(f"{address(version)}?nut={code}")
    typed = form_of(page, "/sua") | changes
    client.post(address(version), typed, status=303)
    return outlines.inspected(db.session.get_one(OutlineVersion, version.id))
