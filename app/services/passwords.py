"""Hashing of passwords (argon2id) and one-time codes that can be read over the telephone."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 10
# Without letters and digits that look alike on a printed slip.
_CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_COMMON = frozenset({"1234567890", "matkhau123", "password12", "qwertyuiop", "0123456789"})


class Passwords:
    """Made once per application with the costs of its settings."""

    def __init__(self, time_cost: int, memory_kib: int) -> None:
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=2)
        # Verified against when the account does not exist, so that both take the same time.
        self._decoy = self._hasher.hash(secrets.token_hex(16))

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def verify(self, hashed: str, password: str) -> bool:
        try:
            self._hasher.verify(hashed or self._decoy, password)
        except (VerificationError, InvalidHashError):
            return False
        return bool(hashed)

    def needs_rehash(self, hashed: str) -> bool:
        return self._hasher.check_needs_rehash(hashed)


def new_code() -> str:
    """A one-time code such as `k7mq-3xvp-9htn`."""
    groups = ("".join(secrets.choice(_CODE_ALPHABET) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def password_problem(password: str, username: str) -> str | None:
    """What is wrong with a new password, in words, or None."""
    if len(password) < MIN_LENGTH:
        return f"Mật khẩu cần ít nhất {MIN_LENGTH} ký tự."
    if len(password) > 200:
        return "Mật khẩu dài quá 200 ký tự."
    if password.lower() in _COMMON or password.lower() == username.lower():
        return "Mật khẩu này quá dễ đoán. Hãy dùng một câu ngắn dễ nhớ."
    return None
