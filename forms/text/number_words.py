"""Numbers written out in words ("hai mươi ba"), 0 to 999.999; running text is not searched."""

from __future__ import annotations

from forms.text.normalise import clean_line

_DIGITS = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
# After "mươi" some digits change their name: hai mươi mốt, hai mươi tư, hai mươi lăm.
_LAST_DIGITS = _DIGITS | {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_THOUSAND = ("nghìn", "ngàn")
_ZERO_TENS = ("linh", "lẻ")


def words_to_number(s: str) -> int | None:
    """The number said by the whole of `s`, or None when it is not one."""
    words = clean_line(s).lower().split()
    marks = [i for i, word in enumerate(words) if word in _THOUSAND]
    if not marks:
        return _below_thousand(words)
    if len(marks) > 1:
        return None
    thousands, rest = _below_thousand(words[: marks[0]]), words[marks[0] + 1 :]
    if not thousands:
        return None
    if not rest:
        return thousands * 1000
    below = _below_thousand(rest[1:] if rest[0] in _ZERO_TENS else rest)
    return None if below is None else thousands * 1000 + below


def _below_thousand(words: list[str]) -> int | None:
    if len(words) >= 2 and words[1] == "trăm" and words[0] in _DIGITS:
        rest = _after_hundred(words[2:])
        return None if rest is None else _DIGITS[words[0]] * 100 + rest
    return _below_hundred(words)


def _after_hundred(words: list[str]) -> int | None:
    if not words:
        return 0
    if words[0] in _ZERO_TENS:
        return _LAST_DIGITS.get(words[1]) if len(words) == 2 else None
    below = _below_hundred(words)
    return below if below is None or below >= 10 else None


def _below_hundred(words: list[str]) -> int | None:
    match words:
        case [digit]:
            return 10 if digit == "mười" else _DIGITS.get(digit)
        case ["mười", digit]:
            return _ten_plus(10, digit)
        case [tens, "mươi"]:
            return _tens(tens)
        case [tens, "mươi", digit]:
            base = _tens(tens)
            return None if base is None else _ten_plus(base, digit)
    return None


def _tens(word: str) -> int | None:
    digit = _DIGITS.get(word, 0)
    return digit * 10 if digit >= 2 else None


def _ten_plus(base: int, word: str) -> int | None:
    digit = _LAST_DIGITS.get(word)
    return base + digit if digit else None
