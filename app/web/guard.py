"""Before each request: who is it, is it in the table, may they. After it: no open transaction."""

from __future__ import annotations

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from app.extensions import write_intent
from app.permissions import rule_for
from app.services import audit
from app.services.errors import NotFound
from app.settings import Settings
from app.web.htmx import is_htmx
from app.web.parameters import TYPED
from app.web.session import read_actor

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Pages that an account with a one-time code may still open before it has chosen a password.
_BEFORE_PASSWORD = frozenset({"auth.change_password", "auth.sign_out", "static", "auth.token"})


# These are sent like forms but write nothing to the database, and must not wait for its lock.
_READ_ONLY = frozenset({"filling.presence", "filling.paste", "filling.parse_line"})


def register_guard(app: Flask) -> None:
    app.before_request(_note_request)
    app.before_request(_permit)
    app.before_request(_refuse_long_texts)
    app.teardown_request(_forget_request)


def _note_request() -> None:
    """Writing requests take the write lock at once; the log learns the caller's address."""
    writes = request.method not in SAFE_METHODS and request.endpoint not in _READ_ONLY
    g.write_token = write_intent.set(writes)
    # Behind a proxy the address is text that a caller may have written.
    g.address_token = audit.address.set((request.remote_addr or "")[:60])


def _forget_request(_error: BaseException | None) -> None:
    if (token := g.pop("write_token", None)) is not None:
        write_intent.reset(token)
    if (token := g.pop("address_token", None)) is not None:
        audit.address.reset(token)


def _permit() -> Response | None:
    if request.endpoint is None:
        return None  # no such address: the router's 404 answers
    if "\0" in request.path:
        abort(404)  # no key holds it, and PostgreSQL cannot even look for it
    rule = rule_for(request.endpoint)
    if rule is None:
        abort(403)
    if rule.public:
        return None
    actor = read_actor()
    if actor is None:
        return _ask_to_sign_in()
    if actor.must_change_password and request.endpoint not in _BEFORE_PASSWORD:
        return redirect(url_for("auth.change_password"))
    g.target = rule.find(request.view_args or {})
    if not rule.allows(actor, g.target):
        if g.target is None:
            abort(403)
        raise NotFound(
            "Không tìm thấy nội dung này, hoặc anh/chị không được giao xem nội dung này."
        )
    return None


def _refuse_long_texts() -> None:
    """One text of an answer or draft has an end; what was sent stays on the page (413)."""
    if request.method in SAFE_METHODS:
        return
    settings: Settings = current_app.config["SETTINGS"]
    for name, text in request.form.items():
        if name.startswith(TYPED) and len(text) > settings.max_text_length:
            abort(413)


def _ask_to_sign_in() -> Response:
    """htmx and saves get 401 and keep what was typed; a page goes to the sign-in form."""
    if is_htmx() or request.method not in SAFE_METHODS:
        abort(401)
    return redirect(url_for("auth.sign_in", tiep=request.full_path.rstrip("?")))
