"""Every link of every page answers, whoever is signed in, and every page has a way to it.

A walk from the first page of each role over the small world; of addresses that differ in a number
or key only, one is enough.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

from flask import Flask

from tests.app.drafting import collecting
from tests.app.page_client import Page, PageClient, check_page
from tests.app.world import World

ENOUGH = 1
PEOPLE = ("canbo.a", "canbo.c", "bithu.a", "chuyenvien", "captren", "quantri")
# Pages that this walk need not meet.
ELSEWHERE = {
    # answered after an upload or a step, by redirection
    "administration.accounts_plan",
    "administration.accounts_rejected",
    "administration.units_plan",
    "administration.units_rejected",
    "drafting.merge_job",
    "exports.job",
    "exports.check",
    "exports.file",
    "exports.returned",
    "filling.import_map",
    "following.bulk_result",
    "outline_import.review",
    # linked to when there is one
    "campaigns.asked",
    "campaigns.given",
    "campaigns.file",
    "drafting.changes",
    "drafting.compare_snapshot",
    "drafting.conflicting",
    "drafting.figure",
    "drafting.upwards",
    "exports.issue_file",
    "filling.attachment",
    "filling.table_form",
    "outlines.compare",
    "outlines.edit",
    # asked for by a script or by a machine
    "auth.token",
    "campaigns.resolve",
    "drafting.sources",
    "exports.file_name",
    "health.live",
    "local_files.htmx",
    "static",
    # before signing in
    "auth.enter_code",
    "auth.sign_in",
}


def shape(address: str) -> str:
    """What an address has in common with others of its kind: path and names of the query."""
    parts = urlsplit(address)
    path = re.sub(r"/(muc|o|doan|buoc)/[^/]+", r"/\1/*", re.sub(r"/\d+", "/*", parts.path))
    names = sorted(pair.split("=")[0] for pair in parts.query.split("&"))
    return f"{path}?{'&'.join(names)}"


def links(page: Page | None, address: str) -> list[str]:
    """Addresses of this site that the page links to, without the files of the design."""
    if page is None:
        return []
    found = [urljoin(address, a.get("href")) for a in page.select("a[href]")]
    own = [one.split("#")[0] for one in found if one.startswith("/")]
    return [one for one in own if not one.startswith("/static/")]


def walk(client: PageClient) -> list[str]:
    """Every address reached from the first page; a link that does not answer fails."""
    came_from = {"/": "nowhere"}
    waiting = deque(came_from)
    seen: Counter[str] = Counter()
    reached: list[str] = []
    while waiting:
        address = waiting.popleft()
        seen[shape(address)] += 1
        if seen[shape(address)] > ENOUGH:
            continue
        reached.append(address)
        for link in links(ask(client, address, came_from[address]), address):
            if link not in came_from:
                came_from[link] = address
                waiting.append(link)
    return reached


def ask(client: PageClient, address: str, came_from: str) -> Page | None:
    """The page; None for a file or a redirection."""
    response = client.open("GET", address)
    assert response.status_code in (200, 302, 303), (
        f"{came_from} links to {address}: {response.status_code}"
    )
    if response.mimetype != "text/html" or response.status_code != 200:
        return None
    page = Page(response)
    check_page(page, fragment=False)
    return page


def test_every_link_answers_and_every_page_has_a_way_to_it(
    client: PageClient, world: World
) -> None:
    collecting.merged_draft(world)
    reached: set[str] = set()
    for person in PEOPLE:
        client.login(person)
        reached |= {endpoint_of(client.app, address) for address in walk(client)}
        client.logout()
    rules = client.app.url_map.iter_rules()
    pages = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    assert sorted(pages - reached - ELSEWHERE) == [], "pages that nothing links to"
    assert sorted(ELSEWHERE & reached) == [], "linked to after all"


def endpoint_of(app: Flask, address: str) -> str:
    found, _ = app.url_map.bind("").match(urlsplit(address).path)
    return str(found)
