"""Hashing of passwords (argon2id) and one-time codes that can be read over the telephone."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 10
# How the stored hash of a one-time code begins.
_CODE = "code$"
# Without letters and digits that look alike on a printed slip.
_CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_COMMON = frozenset({"1234567890", "matkhau123", "password12", "qwertyuiop", "0123456789"})


class Passwords:
    """Made once per application with the costs of its settings.

    One-time codes are drawn by chance from 31**12: nobody guesses them, so they need no slow hash.
    They are kept as a fast one under `key` (never stored), and thousands are made in a second.
    """

    def __init__(self, time_cost: int, memory_kib: int, key: str = "") -> None:
        self._key = hashlib.sha256(f"one-time codes {key}".encode()).digest()
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=2)
        # Verified against when the account does not exist, so that both take the same time.
        self._decoy = self._hasher.hash(secrets.token_hex(16))

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def hash_code(self, code: str) -> str:
        """Of a one-time code, see above."""
        return self._code_hash(code, secrets.token_hex(16))

    def _code_hash(self, code: str, salt: str) -> str:
        text = f"{salt} {plain_code(code)}".encode()
        return f"{_CODE}{salt}${hmac.new(self._key, text, hashlib.sha256).hexdigest()}"

    def verify(self, hashed: str, password: str) -> bool:
        """Takes the same time for a code and for an account that does not exist."""
        is_code = hashed.startswith(_CODE)
        try:
            self._hasher.verify(self._decoy if is_code or not hashed else hashed, password)
        except (VerificationError, InvalidHashError):
            return is_code and self._is_code(hashed, password)
        return bool(hashed) and not is_code

    def _is_code(self, hashed: str, typed: str) -> bool:
        salt = hashed.removeprefix(_CODE).partition("$")[0]
        return hmac.compare_digest(hashed, self._code_hash(typed, salt))

    def needs_rehash(self, hashed: str) -> bool:
        return not hashed.startswith(_CODE) and self._hasher.check_needs_rehash(hashed)


def plain_code(typed: str) -> str:
    """As read over the telephone: capitals, blanks and dashes do not matter."""
    return "".join(sign for sign in typed.lower() if sign.isalnum())


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
