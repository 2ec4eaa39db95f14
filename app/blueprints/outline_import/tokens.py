"""The address of one review: names the stored file, and is good for the account that sent it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from app.services.actors import Actor
from app.services.errors import NotFound


@dataclass(frozen=True)
class Upload:
    """What was sent: a file under its name, or pasted text."""

    sha256: str
    name: str
    is_text: bool


def token_of(upload: Upload, actor: Actor) -> str:
    return str(_signer().dumps([upload.sha256, upload.name, upload.is_text, actor.id]))


def read_token(token: str, actor: Actor) -> Upload:
    """Raises NotFound for a token of somebody else or one that was not made here."""
    try:
        sha256, name, is_text, owner = _signer().loads(token)
    except (BadData, ValueError) as error:
        raise NotFound("Không tìm thấy tệp đã tải lên. Hãy tải lên lại.") from error
    if owner != actor.id:
        raise NotFound("Không tìm thấy tệp đã tải lên. Hãy tải lên lại.")
    return Upload(str(sha256), str(name), bool(is_text))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="outline-import")
