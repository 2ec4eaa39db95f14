"""Who has a section open, where they type, and whether this page shows an older text."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.services import presence
from tests.app.filling.saving import answer, save
from tests.app.page_client import PageClient
from tests.app.world import World


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, app: Flask) -> Iterator[Path]:
    presence.use_folder(tmp_path)
    yield tmp_path
    presence.use_folder(app.config["SETTINGS"].instance_path / "presence")


@pytest.fixture
def leader(app: Flask, world: World) -> PageClient:
    """The unit's leader at another computer."""
    other = PageClient(app)
    other.login("bithu.a")
    return other


def ping(client: PageClient, address: str, **form: str) -> dict[str, object]:
    return answer(client.post(f"{address}/muc/lanh_dao/dang-mo", form, htmx=True))


def test_who_has_the_page_open_is_named_with_the_field_they_type_into(
    officer: PageClient, leader: PageClient, address: str
) -> None:
    assert ping(officer, address) == {"text": "", "older": []}
    ping(leader, address, o="ket_qua")
    said = ping(officer, address)["text"]
    assert said == "Bí thư Đảng ủy xã A đang mở mục này, đang nhập “Kết quả đạt được”."
    ping(leader, address)
    assert ping(officer, address)["text"] == "Bí thư Đảng ủy xã A đang mở mục này."


def test_who_closed_the_page_or_went_silent_is_not_called_present(
    officer: PageClient, leader: PageClient, address: str, folder: Path
) -> None:
    ping(leader, address)
    ping(leader, address, roi="1")
    assert ping(officer, address)["text"] == ""
    ping(leader, address)
    long_ago = time.time() - presence.SEEN_FOR - 1
    for path in folder.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    assert ping(officer, address)["text"] == ""


def test_a_page_that_shows_an_older_text_is_told(
    officer: PageClient, leader: PageClient, address: str
) -> None:
    save(leader, address, "ket_qua", "Bản mới")
    said = ping(officer, address, r_ket_qua="0", r_han_che="0")
    assert "đã lưu “Kết quả đạt được” lúc" in str(said["text"])
    assert said["older"] == ["Kết quả đạt được"]
    assert ping(officer, address, r_ket_qua="1")["older"] == []


def test_made_up_fields_and_sections_say_nothing_of_anybody(
    officer: PageClient, leader: PageClient, address: str, folder: Path
) -> None:
    ping(leader, address, o="../../khac")
    assert "đang nhập" not in str(ping(officer, address)["text"])
    officer.post(f"{address}/muc/khong_co/dang-mo", {}, 404, htmx=True)
    assert [path.name for path in folder.rglob("*") if path.is_dir()] == [
        address.rpartition("/")[2],
        "lanh_dao",
    ]


def test_a_ping_and_its_answer_are_small(
    officer: PageClient, leader: PageClient, address: str
) -> None:
    ping(leader, address, o="ket_qua")
    page = officer.post(f"{address}/muc/lanh_dao/dang-mo", {"r_ket_qua": "0"}, htmx=True)
    assert len(page.response.data) < 500
