"""A table pasted among words is offered to the table field it fits, and comes out again."""

from __future__ import annotations

from app.extensions import db
from app.models import Answer, Figure
from tests.app.filling.saving import answer, save
from tests.app.page_client import PageClient
from tests.app.world import World

TABLE = """<p>Quỹ như sau:</p><table>
<tr><td>Nội dung</td><td>Năm 2024</td><td>Năm 2025</td></tr>
<tr><td>Số dư đầu kỳ</td><td>10</td><td>12,5</td></tr>
<tr><td>Thu trong kỳ</td><td>3</td><td></td></tr></table><p>Hết.</p>"""
OTHER = "<table><tr><td>Họ tên</td><td>Chức vụ</td></tr><tr><td>A</td><td>B</td></tr></table>"
CELLS = {"q_quy-du_dau-nam_2024": "10", "q_quy-du_dau-nam_2025": "12,5", "q_quy-thu-nam_2024": "3"}


def pasted(client: PageClient, address: str, markup: str) -> dict[str, object]:
    return answer(client.post(f"{address}/dan-word", {"html": markup, "text": "x"}, htmx=True))


def rows(world: World) -> dict[str, dict[str, object]]:
    db.session.expire_all()
    found = db.session.get(Answer, (world.reports["xa-a"].id, "quy"))
    return dict(found.value.get("rows", {})) if found else {}


def test_a_table_that_fits_is_offered_with_its_cells_and_its_text(
    officer: PageClient, address: str
) -> None:
    said = pasted(officer, address, TABLE)
    (offer,) = said["tables"]  # type: ignore[misc]
    assert (offer["field"], offer["label"], offer["inputs"]) == ("quy", "Quỹ khuyến học", CELLS)
    assert offer["text"] in str(said["text"])
    assert pasted(officer, address, OTHER)["tables"] == []


def test_it_is_poured_over_the_cells_it_names_and_undone_as_one(
    officer: PageClient, address: str, world: World
) -> None:
    save(officer, address, "quy", {"chi-nam_2024": "7", "du_dau-nam_2024": "1"}, partial="1")
    poured = answer(officer.post(f"{address}/o/quy/bang-dan", CELLS, htmx=True))
    assert poured["cells"] == 3
    assert rows(world)["du_dau"] == {"nam_2024": {"v": "10"}, "nam_2025": {"v": "12.5"}}
    assert rows(world)["chi"] == {"nam_2024": {"v": "7"}}
    assert db.session.query(Figure).filter_by(field_key="quy").count() == 4
    back = officer.post(f"{address}/o/quy/bang-dan", {"nhom": poured["group"]}, htmx=True)
    assert answer(back) == {"undone": 1}
    assert rows(world) == {"chi": {"nam_2024": {"v": "7"}}, "du_dau": {"nam_2024": {"v": "1"}}}
    assert "từ bảng dán từ Word" in officer.get(f"{address}/o/quy/lich-su").words()


def test_an_edit_made_since_is_not_undone(officer: PageClient, address: str, world: World) -> None:
    poured = answer(officer.post(f"{address}/o/quy/bang-dan", CELLS, htmx=True))
    save(officer, address, "quy", {"thu-nam_2024": "4"}, rev=1, partial="1")
    back = officer.post(f"{address}/o/quy/bang-dan", {"nhom": poured["group"]}, htmx=True)
    assert answer(back) == {"undone": 0}
    assert rows(world)["thu"] == {"nam_2024": {"v": "4"}}


def test_only_tables_take_tables_and_only_from_those_who_may_write(
    officer: PageClient, client: PageClient, address: str
) -> None:
    officer.post(f"{address}/o/ket_qua/bang-dan", CELLS, 422, htmx=True)
    officer.post(f"{address}/o/quy/bang-dan", {}, 422, htmx=True)
    # Undoing is only for what was pasted, not for other groups such as imports.
    back = officer.post(f"{address}/o/quy/bang-dan", {"nhom": "nhap-1"}, htmx=True)
    assert answer(back) == {"undone": 0}
    officer.logout()
    officer.login("canbo.b")
    officer.post(f"{address}/o/quy/bang-dan", CELLS, 404, htmx=True)
