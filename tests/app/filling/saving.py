"""How the page's script saves one field, for tests."""

from __future__ import annotations

from typing import Any

from tests.app.page_client import Page, PageClient

TEXT = "Đã tổ chức 12 hội nghị quán triệt."


def save(
    client: PageClient,
    address: str,
    field: str,
    value: str | dict[str, str],
    *,
    rev: int = 0,
    tab: str = "the-1",
    seq: int = 1,
    status: int = 200,
    **more: Any,
) -> Page:
    """`value` is the text of the field, or {input name after "q_<field>-": text}."""
    if isinstance(value, str):
        inputs = {f"q_{field}": value}
    else:
        inputs = {f"q_{field}-{name}": text for name, text in value.items()}
    data = {**inputs, "rev": rev, "tab": tab, "seq": seq, **more}
    return client.post(f"{address}/o/{field}", data, status, htmx=True)


def answer(page: Page) -> dict[str, Any]:
    found = page.response.get_json()
    assert isinstance(found, dict)
    return found
