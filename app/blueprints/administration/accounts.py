"""Pages of accounts: the list, one account with its roles, codes on slips to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Role, Unit
from app.services import account_admin, account_list, clock, second_factor, unit_tree, units
from app.services.account_admin import Slip
from app.services.account_list import AccountState, Wanted
from app.services.errors import Invalid, Refused
from app.services.passwords import Passwords
from app.web.links import public_address
from app.web.paging import page_of
from app.web.session import current_actor
from app.web.typed import typed_day, typed_ids, typed_line

Answer = Response | str | tuple[str, int]


def passwords() -> Passwords:
    found: Passwords = current_app.config["PASSWORDS"]
    return found


def listing() -> str:
    code = typed_line("don-vi", 80).lower()
    unit = units.find_unit(code) if code else None
    # A unit that is not there has no accounts: the list must not show everybody instead.
    unit_id = (unit.id if unit else -1) if code else 0
    wanted = Wanted(typed_line("tim", 80), unit_id, typed_line("vai", 30), typed_line("tt", 30))
    query = {"tim": wanted.words, "don-vi": code, "vai": wanted.role, "tt": wanted.state}
    page = page_of(account_list.choose(wanted, current_actor()), query)
    return render_template(
        "administration/accounts.html",
        page=page,
        roles_of=account_list.roles_of(row.id for row in page.rows),
        wanted=wanted,
        code=code,
        unit=unit,
        roles=list(Role),
        states=list(AccountState),
    )


def give_codes() -> str:
    """Shown once, in the answer itself: the codes are not kept."""
    slips = account_admin.give_codes(typed_ids("tk"), actor=current_actor(), passwords=passwords())
    db.session.commit()
    return slips_page(slips)


def slips_page(slips: Sequence[Slip], words: str = "", rejected: str = "") -> str:
    """`rejected` is the address of the file of rows that were not taken."""
    return render_template(
        "administration/slips.html",
        slips=slips,
        words=words,
        rejected=rejected,
        address=public_address(url_for("auth.sign_in")),
    )


def new() -> str:
    return _form({"unit": typed_line("don-vi", 80) or typed_line("don_vi", 80)})


def _form(typed: dict[str, str], problem: str = "") -> str:
    return render_template(
        "administration/account_form.html",
        typed=typed,
        problem=problem,
        roles=list(Role),
        units=_offered_units(),
    )


def _offered_units() -> list[Unit]:
    return [row.unit for row in unit_tree.rows(units.list_units(clock.today()))]


def _role() -> Role:
    word = typed_line("role", 30)
    if word not in list(Role):
        raise Invalid("Hãy chọn vai.")
    return Role(word)


def add() -> Answer:
    try:
        slip = account_admin.create(
            typed_line("username", 120),
            typed_line("name"),
            account_admin.unit_by_code(typed_line("unit", 80)),
            _role(),
            actor=current_actor(),
            passwords=passwords(),
            phone=typed_line("phone", 60),
            email=typed_line("email", 200),
        )
    except Invalid as error:
        db.session.rollback()
        return _form(request.form.to_dict(), error.message), 422
    db.session.commit()
    return slips_page([slip], f"Đã tạo tài khoản {slip.username}.")


def one(user_id: int) -> str:
    return _page(user_id, {})


def _page(user_id: int, typed: dict[str, str], problem: str = "") -> str:
    user = account_admin.get_user(user_id)
    return render_template(
        "administration/account.html",
        user=user,
        state=account_list.state_of(
            user.is_active, user.locked_until, user.last_login_at, clock.now()
        ),
        held=account_list.roles_of([user_id]).get(user_id, []),
        typed=typed,
        problem=problem,
        roles=list(Role),
        units=_offered_units(),
    )


def _act(user_id: int, words: str, deed: Callable[[], object]) -> Answer:
    """One deed on one account: said in words, or the page again with what is wrong."""
    try:
        deed()
    except (Invalid, Refused) as error:
        db.session.rollback()
        status = 409 if isinstance(error, Refused) else 422
        return _page(user_id, request.form.to_dict(), error.message), status
    db.session.commit()
    flash(words, "success")
    return redirect(url_for(".account", user_id=user_id), 303)


def change(user_id: int) -> Answer:
    user = account_admin.get_user(user_id)
    return _act(
        user_id,
        "Đã lưu.",
        lambda: account_admin.change(
            user,
            name=typed_line("name"),
            phone=typed_line("phone", 60),
            email=typed_line("email", 200),
            actor=current_actor(),
        ),
    )


def lock(user_id: int) -> Answer:
    user = account_admin.get_user(user_id)
    words = "Đã khóa tài khoản; các phiên đang mở đã hết hiệu lực."
    return _act(user_id, words, lambda: account_admin.lock(user, actor=current_actor()))


def unlock(user_id: int) -> Answer:
    user = account_admin.get_user(user_id)
    return _act(user_id, "Đã mở khóa.", lambda: account_admin.unlock(user, actor=current_actor()))


def second_factor_off(user_id: int) -> Answer:
    """For who has lost the telephone."""
    user = account_admin.get_user(user_id)
    words = "Đã tắt mã xác thực hai lớp của tài khoản."
    return _act(user_id, words, lambda: second_factor.turn_off(user, actor=current_actor()))


def give_role(user_id: int) -> Answer:
    user = account_admin.get_user(user_id)
    return _act(
        user_id,
        "Đã giao vai.",
        lambda: account_admin.give_role(
            user,
            account_admin.unit_by_code(typed_line("unit", 80)),
            _role(),
            actor=current_actor(),
            valid_from=typed_day("valid_from", "Từ ngày"),
            valid_to=typed_day("valid_to", "Đến hết ngày"),
        ),
    )


def take_role(user_id: int, membership_id: int) -> Answer:
    user = account_admin.get_user(user_id)
    words = "Đã thôi vai; các phiên đang mở của tài khoản đã hết hiệu lực."
    return _act(
        user_id,
        words,
        lambda: account_admin.take_role(user, membership_id, actor=current_actor()),
    )
