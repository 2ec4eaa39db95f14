"""Addresses that leave the site, in a text to paste or a message."""

from __future__ import annotations

from flask import current_app, request

from app.settings import Settings


def public_address(path: str) -> str:
    """`path` on the public address of the site (BASE_URL): the Host header is the caller's word
    and stands in only where no address was set, as in a trial."""
    settings: Settings = current_app.config["SETTINGS"]
    return (settings.base_url or request.host_url.rstrip("/")) + path
