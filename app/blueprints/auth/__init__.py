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
from app.services import account_list, accounts, qr_pictures, second_factor
from app.services.errors import Invalid
from app.settings import Settings
from app.web.session import (
    await_code,
    awaited_code,
    current_actor,
    is_shared_computer,
    read_actor,
    sign_in_session,
    sign_out_session,
)

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
        if not problem and awaited_code():
            return redirect(url_for(".enter_code", tiep=target))
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
    begin = await_code if user.totp_secret else sign_in_session
    begin(user, shared_computer=bool(form.shared.data))
    return ""


def safe_target(target: str) -> str:
    """Only an address of our own; anything else leads home."""
    parts = urlsplit(target)
    own = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if own and not parts.netloc and not parts.scheme else url_for("home.index")


@blueprint.route("/dang-nhap/ma", methods=["GET", "POST"])
def enter_code() -> Response | str | tuple[str, int]:
    """The second step, for accounts that have turned it on."""
    target = safe_target(request.args.get("tiep", ""))
    waiting = awaited_code()
    if waiting is None:
        return redirect(target if read_actor() else url_for(".sign_in", tiep=target))
    if request.method == "GET":
        return render_template("auth/code.html", problem="")
    problem = _try_code(*waiting)
    if problem:
        return render_template("auth/code.html", problem=problem), 422
    return redirect(target)


def _try_code(user_id: int, session_version: int, shared_computer: bool) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    try:
        user = second_factor.sign_in(
            user_id,
            session_version,
            request.form.get("code", ""),
            allowed_failures=settings.login_failures_allowed,
            lock_minutes=settings.login_lock_minutes,
        )
    except accounts.SignInRefused as refused:
        db.session.commit()  # the failure must be counted
        return refused.message
    db.session.commit()
    sign_in_session(user, shared_computer=shared_computer)
    return ""


@blueprint.get("/tai-khoan-cua-toi")
def own_account() -> str:
    return _own_page(second_factor.new_secret())


def _own_page(secret: str, problem: str = "") -> str:
    user = accounts.get_user(current_actor().username)
    address = second_factor.address_of(user, secret)
    return render_template(
        "auth/own.html",
        user=user,
        roles=account_list.roles_of([user.id]).get(user.id, []),
        secret=secret,
        address=address,
        picture=None if user.totp_secret else qr_pictures.draw(address),
        problem=problem,
    )


@blueprint.post("/tai-khoan-cua-toi/hai-lop")
def turn_on_code() -> Response | tuple[str, int]:
    user, secret = accounts.get_user(current_actor().username), request.form.get("secret", "")
    try:
        second_factor.turn_on(user, secret, request.form.get("code", ""), actor=current_actor())
    except Invalid as error:
        db.session.rollback()
        # The same key again: it may stand in the telephone already.
        again = secret if second_factor.is_secret(secret) else second_factor.new_secret()
        return _own_page(again, error.message), 422
    db.session.commit()
    sign_in_session(user, shared_computer=is_shared_computer())
    flash("Đã bật. Từ lần đăng nhập sau, phần mềm hỏi mã trên điện thoại.", "success")
    return redirect(url_for(".own_account"), 303)


@blueprint.post("/tai-khoan-cua-toi/hai-lop/tat")
def turn_off_code() -> Response | tuple[str, int]:
    user = accounts.get_user(current_actor().username)
    if not second_factor.use_code(user, request.form.get("code", "")):
        db.session.rollback()
        problem = "Mã chưa đúng hoặc đã dùng. Hãy nhập mã đang hiện trên điện thoại."
        return _own_page(second_factor.new_secret(), problem), 422
    second_factor.turn_off(user, actor=current_actor())
    db.session.commit()
    flash("Đã tắt mã xác thực hai lớp.", "success")
    return redirect(url_for(".own_account"), 303)


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
