"""Signing in and out, choosing a password."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from app.blueprints.auth.webforms import NewPasswordForm, SignInForm
from app.extensions import db
from app.services import accounts
from app.services.errors import Invalid
from app.settings import Settings
from app.web.session import current_actor, read_actor, sign_in_session, sign_out_session

blueprint = Blueprint("auth", __name__)


@blueprint.route("/dang-nhap", methods=["GET", "POST"])
def sign_in() -> Response | str | tuple[str, int]:
    form = SignInForm()
    target = safe_target(request.args.get("tiep", ""))
    if request.method == "GET" and read_actor() is not None:
        return redirect(target)
    problem = ""
    if form.validate_on_submit():
        problem = _try_to_sign_in(form)
        if not problem:
            return redirect(target)
    status = 422 if request.method == "POST" else 200
    return render_template("auth/sign_in.html", form=form, problem=problem), status


def _try_to_sign_in(form: SignInForm) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    username, passwords = form.username.data or "", current_app.config["PASSWORDS"]
    stored = accounts.stored_hash(username)
    db.session.rollback()  # the hashing that follows must not hold the database's write lock
    proof = accounts.check_password(stored, form.password.data or "", passwords)
    try:
        user = accounts.sign_in(
            username,
            proof,
            allowed_failures=settings.login_failures_allowed,
            lock_minutes=settings.login_lock_minutes,
        )
    except accounts.SignInRefused as refused:
        db.session.commit()  # the failure must be counted
        return refused.message
    db.session.commit()
    sign_in_session(user, shared_computer=bool(form.shared.data))
    return ""


def safe_target(target: str) -> str:
    """Only an address of our own; anything else leads home."""
    parts = urlsplit(target)
    own = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if own and not parts.netloc and not parts.scheme else url_for("home.index")


@blueprint.post("/dang-xuat")
def sign_out() -> Response:
    sign_out_session()
    response = redirect(url_for("auth.sign_in"))
    # Copies of unsent text on this computer must not outlive the session.
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@blueprint.get("/ma-bao-ve")
def token() -> Response:
    """A fresh CSRF token for a page that stayed open while its user signed in again."""
    return jsonify(token=generate_csrf(), user=current_actor().id)


@blueprint.route("/mat-khau", methods=["GET", "POST"])
def change_password() -> Response | str | tuple[str, int]:
    form, problem = NewPasswordForm(), ""
    actor = current_actor()
    if form.validate_on_submit():
        user = accounts.get_user(actor.username)
        passwords = current_app.config["PASSWORDS"]
        if not passwords.verify(user.password_hash, form.current.data or ""):
            problem = "Mật khẩu hiện tại chưa đúng."
        else:
            try:
                accounts.set_password(user, form.new.data or "", actor=actor, passwords=passwords)
            except Invalid as invalid:
                problem = invalid.message
        if not problem:
            db.session.commit()
            sign_in_session(user, shared_computer=False)
            flash("Đã đổi mật khẩu.", "success")
            return redirect(url_for("home.index"))
        db.session.rollback()
    status = 422 if request.method == "POST" else 200
    return render_template("auth/password.html", form=form, problem=problem), status
