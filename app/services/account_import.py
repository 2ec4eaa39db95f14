"""Accounts from an Excel file: what each row would do, and doing it for thousands in seconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from app.documents.excel import ListRow
from app.extensions import db
from app.models import Membership, Role, Unit, User
from app.services import account_admin, accounts, audit, clock, list_import, units
from app.services.account_admin import Slip
from app.services.actors import Actor
from app.services.errors import Invalid
from app.services.exported_files import ExportedFile
from app.services.list_import import ListKind, Plan, PlannedRow, Verdict
from app.services.passwords import Passwords, new_code
from forms import clean_line, search_key

COLUMNS = {
    "unit": "Mã đơn vị",
    "name": "Họ tên hoặc chức danh",
    "role": "Vai",
    "username": "Tên đăng nhập",
    "phone": "Điện thoại",
    "email": "Thư điện tử",
}
_ROLES = {search_key(word): role for role in Role for word in (role.label, role.value)}
KIND = ListKind(
    "Tài khoản",
    "danh-sach-tai-khoan",
    COLUMNS,
    frozenset({"unit", "name"}),
    (
        "Mỗi dòng một tài khoản. “Mã đơn vị” và “Họ tên hoặc chức danh” là bắt buộc.",
        "Vai: "
        + ", ".join(role.label for role in Role if role is not Role.ADMIN)
        + ". Để trống là Người nhập. Vai Quản trị giao từng người trên trang tài khoản.",
        "Tên đăng nhập: chữ, số, dấu chấm, gạch, không có dấu cách. Để trống thì lấy mã đơn vị.",
        "Tài khoản đã có thì được thêm vai, sửa điện thoại theo tệp; mật khẩu giữ nguyên.",
        "Sau khi nhận, phiếu có mã đăng nhập một lần hiện ra để in; mã chỉ hiện một lần đó.",
    ),
)
_LONGEST = {"phone": 60, "email": 200}


@dataclass(frozen=True)
class AccountFields:
    username: str
    name: str
    unit: Unit
    role: Role
    phone: str
    email: str


AccountPlan = Plan[AccountFields]


def plan(data: bytes) -> AccountPlan:
    """What the file would do now. Raises Invalid when it is no list of accounts."""
    rows = list_import.read_file(KIND, data)
    planner = _Planner()
    return Plan(tuple(planner.plan(row) for row in rows))


class _Planner:
    """Judges row after row; remembers the rows before."""

    def __init__(self) -> None:
        self.units = {unit.code: unit for unit in units.list_units()}
        self.users = {
            row.username: row
            for row in db.session.execute(
                select(User.id, User.username, User.display_name, User.phone, User.email)
            )
        }
        self.roles = held_roles()
        self.seen: dict[tuple[str, int, str], int] = {}
        self.names: dict[str, tuple[int, str]] = {}

    def plan(self, row: ListRow) -> PlannedRow[AccountFields]:
        try:
            fields = self._fields(row.texts)
        except Invalid as error:
            return PlannedRow(row.number, row.texts, Verdict.ERROR, error.message)
        verdict, reason = self._judge(row.number, fields)
        return PlannedRow(row.number, row.texts, verdict, reason, fields)

    def _fields(self, texts: Mapping[str, str]) -> AccountFields:
        problems = list_import.missing(KIND, texts)
        unit = self.units.get(clean_line(texts.get("unit", "")).lower())
        role = _ROLES.get(search_key(texts.get("role", Role.EDITOR)))
        if texts.get("unit") and unit is None:
            problems.append(f"không có đơn vị mang mã “{texts['unit']}”")
        if role is None or role is Role.ADMIN:
            problems.append(f"vai “{texts.get('role', '')}” không giao được bằng tệp")
        problems += [
            f"{COLUMNS[key].lower()} dài quá {limit} ký tự"
            for key, limit in _LONGEST.items()
            if len(texts.get(key, "")) > limit
        ]
        if problems or unit is None or role is None:
            raise Invalid("; ".join(problems).capitalize() + ".")
        name = clean_line(texts["name"])
        typed = texts.get("username", "") or account_admin.default_name(unit, role)
        username = accounts.checked_name(typed, name)
        phone, email = (clean_line(texts.get(key, "")) for key in ("phone", "email"))
        return AccountFields(username, name, unit, role, phone, email)

    def _judge(self, number: int, fields: AccountFields) -> tuple[Verdict, str]:
        key = (fields.username, fields.unit.id, fields.role)
        if key in self.seen:
            return Verdict.DUPLICATE, f"Đã có ở dòng {self.seen[key]}."
        self.seen[key] = number
        user = self.users.get(fields.username)
        before, name = self.names.setdefault(fields.username, (number, fields.name))
        if name != fields.name:
            return Verdict.DUPLICATE, f"Tên đăng nhập đã dùng cho “{name}” ở dòng {before}."
        if user is None:
            return Verdict.NEW, "" if before == number else f"thêm vai cho dòng {before}"
        if search_key(user.display_name) != search_key(fields.name):
            return (
                Verdict.DUPLICATE,
                f"Tên đăng nhập “{fields.username}” đã có người dùng: {user.display_name}.",
            )
        changes = [
            COLUMNS[key]
            for key in ("phone", "email")
            if getattr(fields, key) and getattr(fields, key) != getattr(user, key)
        ]
        if (user.id, fields.unit.id, fields.role.value) not in self.roles:
            changes.insert(0, f"thêm vai {fields.role.label}, {fields.unit.label}")
        return (Verdict.CHANGED, ", ".join(changes)) if changes else (Verdict.SAME, "")


def apply(planned: AccountPlan, *, actor: Actor, passwords: Passwords) -> list[Slip]:
    """Make what is new, add what is missing; gives the slips of the new accounts."""
    rows = [row.item for row in planned.of(Verdict.NEW, Verdict.CHANGED) if row.item]
    codes = {row.item.username: new_code() for row in planned.of(Verdict.NEW) if row.item}
    lines = [
        *_add(rows, codes, passwords),
        *_contacts(row.item for row in planned.of(Verdict.CHANGED) if row.item),
        *_roles(rows),
    ]
    audit.record_many(actor, lines)
    return _slips(rows, codes)


def _slips(rows: list[AccountFields], codes: Mapping[str, str]) -> list[Slip]:
    """One for each new account, by its first row, in the order of the units."""
    first = {row.username: row for row in reversed(rows) if row.username in codes}
    return [
        Slip(row.unit.name, row.name, row.username, row.role.label, codes[row.username])
        for row in sorted(first.values(), key=lambda row: (row.unit.position, row.unit.id))
    ]


def _add(
    rows: Iterable[AccountFields], codes: Mapping[str, str], passwords: Passwords
) -> list[audit.Line]:
    """One statement however many: objects would take most of the time."""
    moment = clock.now()
    first = {row.username: row for row in reversed(list(rows)) if row.username in codes}
    if first:
        db.session.execute(
            insert(User), [_new_user(first[name], codes[name], passwords, moment) for name in codes]
        )
    return [audit.Line("account.created", details={"username": name}) for name in codes]


def _new_user(
    row: AccountFields, code: str, passwords: Passwords, moment: datetime
) -> dict[str, Any]:
    return {
        "username": row.username,
        "display_name": row.name,
        "phone": row.phone,
        "email": row.email,
        "password_hash": passwords.hash_code(code),
        "must_change_password": True,
        "session_version": 1,
        "failed_logins": 0,
        "is_active": True,
        "totp_secret": "",
        "totp_step": 0,
        "created_at": moment,
    }


def _contacts(rows: Iterable[AccountFields]) -> Iterator[audit.Line]:
    """Telephones and addresses of known accounts that differ."""
    for row in rows:
        user = accounts.get_user(row.username)
        typed = {"phone": row.phone, "email": row.email}
        changed = [key for key, text in typed.items() if text and getattr(user, key) != text]
        for key in changed:
            setattr(user, key, typed[key])
        if changed:
            details = {"username": user.username, "fields": changed}
            yield audit.Line("account.changed", details=details)


def _roles(rows: Iterable[AccountFields]) -> list[audit.Line]:
    """Roles that are missing."""
    ids = {row.username: row.id for row in db.session.execute(select(User.id, User.username))}
    held = held_roles()
    missing = {}
    for row in rows:
        key = (ids[row.username], row.unit.id, row.role.value)
        if key not in held:
            missing[key] = row
    if missing:
        names = ("user_id", "unit_id", "role")
        db.session.execute(
            insert(Membership), [dict(zip(names, key, strict=True)) for key in missing]
        )
    return [
        audit.Line(
            "account.role_given",
            unit_id=row.unit.id,
            details={"username": row.username, "role": row.role.value},
        )
        for row in missing.values()
    ]


def held_roles() -> set[tuple[int, int, str]]:
    """(account, unit, role) of all roles, past and future ones too."""
    rows = db.session.execute(select(Membership.user_id, Membership.unit_id, Membership.role))
    return {(row.user_id, row.unit_id, row.role) for row in rows}


def template() -> ExportedFile:
    return list_import.template_file(KIND)
