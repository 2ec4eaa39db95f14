"""The users' guide in the product: every task of the file, escaped, with a place of its own."""

from __future__ import annotations

import re

import pytest
from lxml import html as lxml_html

from app.web import user_guide
from tests.app.page_client import PageClient
from tests.app.world import World

TEXT = """# Sách

Mở đầu.

- [Phần 1. Một](#phần-1-một)

## Phần 1. Đơn vị làm

### Việc đầu
Đoạn có **chữ đậm**, `mã` và *chữ nghiêng*
viết hai dòng:
1. Một
   tiếp
2. <script>alert(1)</script>

| Gõ | Nghĩa |
|---|---|
| `-` | không |

```
lệnh  --một

lệnh hai
```
"""


def test_headings_paragraphs_lists_tables_and_code_are_read() -> None:
    guide = user_guide.read_guide(TEXT)
    assert (guide.title, guide.intro) == ("Sách", "<p>Mở đầu.</p>\n")
    (part,) = guide.parts
    assert (part.slug, part.tasks[0].anchor) == ("don-vi-lam", "viec-dau")
    tree = lxml_html.fromstring(f"<div>{part.tasks[0].html}</div>")
    assert [block.tag for block in tree] == ["p", "ol", "div", "div"]
    assert [span.tag for span in tree[0]] == ["strong", "code", "em"]
    assert ["".join(item.text_content().split("\n")) for item in tree[1]] == [
        "Mộttiếp",
        "<script>alert(1)</script>",
    ]
    assert [cell.get("scope") for cell in tree.cssselect("th")] == ["col", "col"]
    assert [cell.text_content() for cell in tree.cssselect("td")] == ["-", "không"]
    assert tree.cssselect("pre")[0].text_content() == "lệnh  --một\n\nlệnh hai"


def test_every_task_of_the_guide_has_its_own_place(client: PageClient, world: World) -> None:
    client.login("canbo.a")
    contents = client.get("/huong-dan")
    links = [link.get("href") for link in contents.select(".guide-contents a")]
    titles = re.findall(r"^### (.+)$", user_guide.GUIDE.read_text(encoding="utf-8"), re.M)
    assert len(links) == len(set(links)) == len(titles)
    for address in sorted({link.split("#")[0] for link in links}):
        page = client.get(address)
        places = {heading.get("id") for heading in page.select("h2")}
        assert {link.split("#")[1] for link in links if link.startswith(address)} <= places


def test_no_sign_of_the_files_notation_is_left_on_the_pages(
    client: PageClient, world: World
) -> None:
    client.login("chuyenvien")
    for part in user_guide.load_guide().parts:
        page = client.get(f"/huong-dan/{part.slug}")
        for code in page.select("code"):
            code.drop_tree()
        words = page.words()
        assert not re.search(r"\*\*|`|\]\(|^#|\| *\|", words), part.slug


def test_everybody_who_is_signed_in_finds_it_from_the_top_of_each_page(
    client: PageClient, world: World
) -> None:
    assert client.open("GET", "/huong-dan").status_code == 302
    for account in ("canbo.a", "captren", "quantri"):
        client.login(account)
        address = client.get("/").select(".top-menu a")[1].get("href")
        assert address == "/huong-dan"
        client.get(address)
        client.logout()


def test_a_part_that_is_not_there_is_not_found(client: PageClient, world: World) -> None:
    client.login("canbo.a")
    client.get("/huong-dan/khong-co", status=404)


def test_what_looks_like_markup_in_the_guide_is_text(
    client: PageClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guide is a file of ours, yet no line of it may become part of the page."""
    guide = user_guide.read_guide(TEXT)
    monkeypatch.setattr("app.blueprints.home.load_guide", lambda: guide)
    client.login("canbo.a")
    page = client.get("/huong-dan/don-vi-lam")
    assert "<script>alert(1)</script>" in page.words("ol")
