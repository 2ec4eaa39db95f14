"""The session cookie and the CSRF token: their signatures are checked once and remembered.

A page that saves every few seconds sends the same two signed texts each time. A text that was
found good stays good until it is too old, and its age is looked at every time; what was found bad
is never remembered.
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect, same_origin
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

_CLOCK = TimestampSigner("nothing is signed with it")
_KEPT = 4096
TOKEN_HEADER = "X-CSRFToken"  # the name of a header
_TOKEN_SALT = "wtf-csrf-token"  # Flask-WTF's own


def register_signatures(app: Flask) -> None:
    app.session_interface = Sessions()
    Csrf(app)


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookies, opened without signing them again for every request."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        value = request.cookies.get(self.get_cookie_name(app))
        if not value:
            return self.session_class()
        try:
            data, signed_at = _opened(self, app, str(app.secret_key), value)
        except BadSignature:
            return self.session_class()
        age = _CLOCK.get_timestamp() - signed_at
        if not 0 <= age <= app.permanent_session_lifetime.total_seconds():
            return self.session_class()
        return self.session_class(data)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Flask reads nine settings of the cookie before it sees that none is to be sent."""
        if session.modified or app.config["SESSION_REFRESH_EACH_REQUEST"]:
            super().save_session(app, session, response)
        elif session.accessed:
            response.headers.add("Vary", "Cookie")


@lru_cache(maxsize=_KEPT)
def _opened(sessions: Sessions, app: Flask, _secret: str, value: str) -> tuple[dict[str, Any], int]:
    """What a cookie holds, and when it was signed. Raises BadSignature."""
    serializer = sessions.get_signing_serializer(app)
    if serializer is None:
        raise BadSignature("no secret key")
    data, moment = serializer.loads(value, return_timestamp=True)
    return dict(data), int(moment.timestamp())


class Csrf(CSRFProtect):  # type: ignore[misc,unused-ignore]
    """Flask-WTF's protection; the header that scripts send is looked at first."""

    def protect(self, apply_exemptions: bool = False) -> None:
        if request.method == "POST" and _has_good_token() and _comes_from_here():
            g.csrf_valid = True
        else:
            super().protect(apply_exemptions)  # also words what is wrong with a request


def _has_good_token() -> bool:
    sent, own = request.headers.get(TOKEN_HEADER), session.get("csrf_token")
    if not sent or not own:
        return False
    try:
        meant = _token_inside(str(current_app.secret_key), sent)
    except BadSignature:
        return False
    return hmac.compare_digest(own, meant)


@lru_cache(maxsize=_KEPT)
def _token_inside(secret: str, sent: str) -> str:
    """Raises BadSignature."""
    return str(URLSafeTimedSerializer(secret, salt=_TOKEN_SALT).loads(sent))


def _comes_from_here() -> bool:
    """The rule of Flask-WTF for encrypted connections."""
    if not request.is_secure:
        return True
    referrer = request.referrer
    return bool(referrer) and bool(same_origin(referrer, f"https://{request.host}/"))
