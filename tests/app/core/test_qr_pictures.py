"""QR codes: the path covers just the dark modules, with a quiet zone around them."""

from __future__ import annotations

import re

import pytest
import segno

from app.extensions import db
from app.services import qr_pictures, second_factor
from tests.app.page_client import PageClient
from tests.app.world import World


def modules_of(picture: qr_pictures.QrPicture) -> list[list[int]]:
    """What the path paints, module by module; a module painted twice counts twice."""
    painted = [[0] * picture.size for _ in range(picture.size)]
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", picture.path)
    assert "".join(f"M{x} {y}h{n}v1h-{m}z" for x, y, n, m in runs) == picture.path
    for x, y, length, back in runs:
        assert length == back
        for place in range(int(x), int(x) + int(length)):
            painted[int(y)][place] += 1
    return painted


@pytest.mark.parametrize("text", ["a", "otpauth://totp/x?secret=" + "A" * 32, "Báo cáo " * 30])
def test_the_path_paints_the_dark_modules_once_and_nothing_else(text: str) -> None:
    picture = qr_pictures.draw(text)
    code = segno.make(text, micro=False, error="l")
    painted = modules_of(picture)
    quiet = qr_pictures.QUIET
    inner = [row[quiet:-quiet] for row in painted[quiet:-quiet]]
    assert inner == [list(row) for row in code.matrix]
    assert sum(map(sum, painted)) == sum(map(sum, inner))


def test_whoever_turns_the_second_step_on_scans_the_key_that_the_form_sends(
    client: PageClient, world: World
) -> None:
    client.login("canbo.a")
    page = client.get("/tai-khoan-cua-toi")
    secret = page.one("input[name=secret]").get("value")
    address = second_factor.address_of(world.users["canbo.a"], secret)
    assert page.one("svg.qr path").get("d") == qr_pictures.draw(address).path
    assert page.one("svg.qr").get("aria-label")


def test_an_account_that_has_it_on_sees_no_code(client: PageClient, world: World) -> None:
    client.login("canbo.a")
    world.users["canbo.a"].totp_secret = second_factor.new_secret()
    db.session.commit()
    assert client.get("/tai-khoan-cua-toi").select("svg.qr") == []
