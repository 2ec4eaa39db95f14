"""Files that come with a form: none chosen and too large are said in words wherever one is read."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask

from tests.app.page_client import PageClient
from tests.app.world import World

ADDRESSES = {
    "/don-vi/nhap": "quantri",
    "/de-cuong/nhap": "chuyenvien",
    "/dot/{campaign}/xuat/kiem-tra-the-thuc": "chuyenvien",
    "/dot/{campaign}/xuat/ban-sua": "chuyenvien",
    "/bao-cao/{report}/o/quy/bieu": "canbo.a",
}


def filled(address: str, world: World) -> str:
    return address.format(campaign=world.campaign.id, report=world.reports["xa-a"].id)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_file_that_is_too_large_is_refused_with_the_limit(
    app: Flask, client: PageClient, world: World, address: str
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], max_upload_bytes=1024 * 1024)
    client.login(ADDRESSES[address])
    data = {"tep": (BytesIO(b"PK\x03\x04" + b"\0" * 1024 * 1024), "lon.xlsx")}
    words = client.post(filled(address, world), data, 422).words()
    assert "Tệp lớn hơn 1 MB" in words
    assert "Hãy" in words


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_a_file_it_is_said_what_to_choose(
    client: PageClient, world: World, address: str
) -> None:
    client.login(ADDRESSES[address])
    words = client.post(filled(address, world), {}, 422).words()
    assert "chọn" in words.lower()
