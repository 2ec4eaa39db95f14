"""The permission table: every endpoint is in it, nothing else is, and it answers as it says.

The walk asks every address as every role, for the own and for a foreign unit, and as nobody.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter

from app.permissions import (
    ACCESS,
    ACCOUNT,
    ACCOUNTS,
    ADMIN,
    CAMPAIGN_OFFICE,
    CAMPAIGN_READ,
    DRAFT_READ,
    LOOK_UP,
    OFFICE,
    OUTLINE_EDIT,
    OUTLINE_READ,
    PUBLIC,
    REPORT_APPROVE,
    REPORT_FILL,
    REPORT_OFFICE,
    REPORT_OPEN,
    REPORT_READ,
    REPORT_SEND,
    REPORT_WRITE,
    SIGNED_IN,
)
from tests.app.page_client import PageClient
from tests.app.world import World

# Who passes each rule when the address names xã A's report and the published campaign.
PASSES = {
    "read report": {"canbo.a", "bithu.a", "chuyenvien", "truongban", "captren"},
    "open report or own sections": {"canbo.a", "bithu.a", "chuyenvien", "truongban", "captren"},
    "fill report or own sections": {"canbo.a", "bithu.a", "chuyenvien", "truongban"},
    "write report": {"canbo.a", "bithu.a", "chuyenvien", "truongban"},
    "send report": {"canbo.a", "bithu.a", "chuyenvien", "truongban"},
    "approve inside the unit": {"bithu.a"},
    "decide on report": {"chuyenvien", "truongban"},
    "read campaign": {"chuyenvien", "truongban", "captren"},
    "read draft and comment": {"chuyenvien", "truongban", "captren"},
    "run campaign": {"chuyenvien", "truongban"},
    "work in an office": {"chuyenvien", "truongban", "nguoingoai"},
    "read outline": {"chuyenvien", "truongban", "nguoingoai"},
    "edit outline": {"chuyenvien", "truongban", "nguoingoai"},
    "administer": {"quantri"},
    "help with accounts": {"quantri", "chuyenvien", "truongban", "nguoingoai"},
    "help with an account": {"quantri", "chuyenvien", "truongban"},
    "look up units and the log": {"quantri", "chuyenvien", "truongban", "nguoingoai"},
}
PEOPLE = (
    "canbo.a",
    "bithu.a",
    "canbo.b",
    "chuyenvien",
    "truongban",
    "captren",
    "quantri",
    "nguoingoai",
)
KNOWN_RULES = (
    PUBLIC,
    SIGNED_IN,
    REPORT_READ,
    REPORT_OPEN,
    REPORT_FILL,
    REPORT_WRITE,
    REPORT_SEND,
    REPORT_APPROVE,
    REPORT_OFFICE,
    CAMPAIGN_READ,
    CAMPAIGN_OFFICE,
    DRAFT_READ,
    OUTLINE_READ,
    OUTLINE_EDIT,
    OFFICE,
    ADMIN,
    LOOK_UP,
    ACCOUNTS,
    ACCOUNT,
)


def test_every_endpoint_is_in_the_table_and_nothing_else(migrated_app: Flask) -> None:
    endpoints = {rule.endpoint for rule in migrated_app.url_map.iter_rules()}
    assert endpoints - ACCESS.keys() == set(), "endpoints that answer nobody"
    assert ACCESS.keys() - endpoints == set(), "stale entries"


def test_an_endpoint_outside_the_table_answers_nobody(app: Flask, client: PageClient) -> None:
    client.login("truongban")
    kept = ACCESS.pop("home.help_page")
    try:
        client.get("/tro-giup", status=403)
    finally:
        ACCESS["home.help_page"] = kept


def test_addresses_are_typed_and_kebab_case(migrated_app: Flask) -> None:
    for rule in migrated_app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9/.-]*", fixed), rule.rule
        for converter in re.findall(r"<([^>]+)>", rule.rule):
            assert not converter.endswith("_id") or ":" in converter, f"{rule.rule}: {converter}"


def test_rules_that_name_an_object_have_it_in_the_address(migrated_app: Flask) -> None:
    wanted = {"report": "report_id", "campaign": "campaign_id", "outline": "version_id"}
    for rule in migrated_app.url_map.iter_rules():
        access = ACCESS[rule.endpoint]
        for word, argument in wanted.items():
            if access.name.endswith(f" {word}") or access.name.startswith(f"decide on {word}"):
                assert argument in rule.arguments, f"{rule.rule} needs <int:{argument}>"


def addresses(app: Flask, world: World) -> list[tuple[str, str, str]]:
    """(method, address, rule name) of every route, filled in for xã A."""
    report = world.reports["xa-a"]
    known = {
        "report_id": report.id,
        "campaign_id": world.campaign.id,
        "section_key": "lanh_dao",
        "field_key": "ket_qua",
        "version_id": world.version.id,
        "user_id": world.users["canbo.a"].id,
    }
    found = []
    for rule in app.url_map.iter_rules():
        access = ACCESS[rule.endpoint]
        values = {
            name: known.get(name, 999_999 if "int" in str(rule._converters[name]) else "khong-co")
            if name in known
            else _stand_in(rule._converters[name])
            for name in rule.arguments
        }
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            found.append((method, address, access.name))
    return found


def _stand_in(converter: object) -> object:
    return 999_999 if isinstance(converter, IntegerConverter) else "khong-co"


def test_nobody_gets_anything_but_the_public_pages(client: PageClient, world: World) -> None:
    for method, address, rule in addresses(client.app, world):
        response = _ask(client, method, address)
        if rule == "public":
            assert response.status_code not in (401, 403), address
        elif method == "GET":
            assert response.status_code == 302, f"{address}: {response.status_code}"
            assert "/dang-nhap" in response.headers["Location"]
        else:
            assert response.status_code in (400, 401), f"{address}: {response.status_code}"


@pytest.mark.parametrize("person", PEOPLE)
def test_each_role_gets_what_the_table_says(client: PageClient, world: World, person: str) -> None:
    """Refused addresses answer 403/404 and nothing is written; allowed ones never answer 403."""
    client.login(person)
    for method, address, rule in addresses(client.app, world):
        if rule in ("public", "signed in") or address == "/dang-xuat":
            continue
        allowed = person in PASSES[rule]
        if allowed and method == "POST":
            continue  # every allowed writing step has its own tests
        response = _ask(client, method, address)
        if allowed:
            assert response.status_code != 403, f"{person} {method} {address}"
            assert response.status_code < 500, f"{person} {method} {address}"
        else:
            assert response.status_code in (403, 404), (
                f"{person} {method} {address}: {response.status_code}"
            )


def test_every_rule_of_the_table_is_a_known_one() -> None:
    strange = {name for name, rule in ACCESS.items() if rule not in KNOWN_RULES}
    assert not strange, f"rules without a row in this test: {strange}"


def _ask(client: PageClient, method: str, address: str):  # type: ignore[no-untyped-def]
    data = {"csrf_token": client.token} if method == "POST" else None
    return client.open(method, address, data=data)
