"""The signed-in session: account id and session version in the signed cookie, nothing else.

The cookie slides with use, but it is signed anew only when it is some minutes old: most requests
are saves, and they come every few seconds.
"""

from __future__ import annotations

from flask import g, session

from app.models import User
from app.services import clock
from app.services.actors import Actor, find_actor

RENEW_AFTER_SECONDS = 600
CODE_WITHIN_SECONDS = 300
_NOT_READ = object()


def sign_in_session(user: User, *, shared_computer: bool) -> None:
    """Start a session; everything of an earlier one is dropped first (session fixation)."""
    session.clear()
    session.permanent = not shared_computer
    session["uid"], session["ver"] = user.id, user.session_version
    session["shared"], session["at"] = shared_computer, _seconds()


def await_code(user: User, *, shared_computer: bool) -> None:
    """The password was right; a code is asked for before there is a session."""
    session.clear()
    session["code_for"] = [user.id, user.session_version, shared_computer, _seconds()]


def awaited_code() -> tuple[int, int, bool] | None:
    """(account, session version, shared computer) of who has to enter a code now."""
    found = session.get("code_for")
    if not found or _seconds() - int(found[3]) > CODE_WITHIN_SECONDS:
        return None
    return int(found[0]), int(found[1]), bool(found[2])


def sign_out_session() -> None:
    session.clear()


def read_actor() -> Actor | None:
    """The account of this request's session, or None; kept for the request."""
    known: Actor | object | None = g.get("actor", _NOT_READ)
    if known is _NOT_READ:
        known = g.actor = _find_actor()
    return known  # type: ignore[return-value]


def _find_actor() -> Actor | None:
    if "uid" not in session:
        return None
    actor = find_actor(int(session["uid"]), int(session["ver"]), clock.today())
    _renew()
    return actor


def _seconds() -> int:
    return int(clock.now().timestamp())


def _renew() -> None:
    """Changing the session is what makes Flask sign and send its cookie again."""
    now = _seconds()
    if abs(now - int(session.get("at", 0))) >= RENEW_AFTER_SECONDS:
        session["at"] = now


def current_actor() -> Actor:
    """The account of this request; only for views that the guard has let through."""
    actor = read_actor()
    if actor is None:
        raise RuntimeError("view without a signed-in account: it is missing from the table")
    return actor


def is_shared_computer() -> bool:
    return bool(session.get("shared"))
