"""Reading one unit after another: the whole report, or the same section of the next unit."""

from __future__ import annotations

from app.models import Report
from tests.app.page_client import Page, PageClient
from tests.app.world import World

SECTION = "lanh_dao"
ONLY_OFFICES = "hop_tac"  # the outline asks it of phong_ban only


def turn(page: Page) -> dict[str, str]:
    """Where "← Trước" and "Sau" lead, by their words."""
    return {link.text_content(): link.get("href") for link in page.select(".unit-turn a")}


def address(world: World, unit: str, section: str = "") -> str:
    part = f"/muc/{section}" if section else ""
    return f"/dot/{world.campaign.id}/don-vi/{world.reports[unit].id}{part}"


def test_the_same_section_of_the_next_and_of_the_unit_before_is_one_step_away(
    officer: PageClient, world: World
) -> None:
    page = officer.get(address(world, "xa-b", SECTION))
    assert turn(page) == {
        "← Trước: Xã A": address(world, "xa-a", SECTION),
        "Sau: Xã C →": address(world, "xa-c", SECTION),
    }
    assert "2/4" in page.words(".unit-turn")
    onward = officer.get(turn(page)["Sau: Xã C →"])
    assert onward.one("h1").text_content().startswith("Xã C: ")


def test_the_first_and_the_last_unit_have_one_neighbour(officer: PageClient, world: World) -> None:
    first = officer.get(address(world, "xa-a", SECTION))
    assert list(turn(first)) == ["Sau: Xã B →"]
    last = officer.get(address(world, "phong-p"))
    assert turn(last) == {"← Trước: Xã C": address(world, "xa-c")}


def test_a_section_that_is_not_asked_of_a_unit_is_said_and_the_way_goes_on(
    officer: PageClient, world: World
) -> None:
    page = officer.get(address(world, "xa-c", ONLY_OFFICES))
    assert "Mục này không hỏi đơn vị này." in page.words()
    assert turn(page)["Sau: Phòng P →"] == address(world, "phong-p", ONLY_OFFICES)


def test_among_thousands_only_the_neighbours_are_read(
    officer: PageClient, world: World, many: list[Report]
) -> None:
    page = officer.get(address(world, "phong-p"))
    assert f"4/{4 + len(many)}" in page.words(".unit-turn")
    assert "Sau: Xã Thêm 0 →" in turn(page)
