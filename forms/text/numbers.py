"""Numbers the Vietnamese way: dot between thousands, comma before decimals, Decimal throughout.

`parse_number` reads one form cell as an officer types it. Input with two sensible readings is
asked back with both of them, never guessed. Figures inside running text are in `figures`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal

from forms.text.letters import DASHES
from forms.text.normalise import clean_line

MAX_LENGTH = 60
MAX_WHOLE_DIGITS = 18
MAX_DECIMALS = 10
_EXACT = Context(prec=400)


@dataclass(frozen=True)
class ParsedNumber:
    """A number as read, or `value` None: blank when there is no `problem`, unreadable otherwise.

    `percent`: a % sign was typed; the value is the figure before it (12% → 12).
    `estimated`: typed as ước/khoảng/~. `ambiguous`: the problem names both readings.
    """

    value: Decimal | None = None
    ambiguous: bool = False
    estimated: bool = False
    percent: bool = False
    problem: str | None = None


_WIDE = str.maketrans(
    {0xFF10 + digit: str(digit) for digit in range(10)}
    | {
        ord("．"): ".",
        ord("，"): ",",
        ord("％"): "%",
        ord("～"): "~",
        ord("＋"): "+",
        ord("－"): "-",
    }
    | {ord(dash): "-" for dash in DASHES}
)
_ESTIMATE = re.compile(
    r"(?:ước(?: tính| đạt| khoảng)?|khoảng|xấp xỉ|chừng|~|≈)[ :]*(?=[-+\d])", re.IGNORECASE
)
_BOUND = re.compile(r"(?:hơn|trên|gần|dưới|ít nhất|tối thiểu|tối đa|<|>|≤|≥)", re.IGNORECASE)
_PERCENT = re.compile(r" ?(?:%|phần trăm)\Z", re.IGNORECASE)
_BODY = re.compile(r"[0-9.,]+(?: [0-9.,]+)*")

_EXAMPLE = "Ví dụ: 1.234 hoặc 78,5."
NOT_A_NUMBER = f"Ô này cần một số. {_EXAMPLE}"
_BAD_MARKS = f"Dấu chấm, dấu phẩy trong số đặt chưa đúng chỗ. {_EXAMPLE}"
_BRACKETS = "Ngoặc đơn có thể hiểu là số âm hoặc ghi chú. Số âm xin ghi dấu trừ, ví dụ: -5."
_FRACTION = "Ô này chỉ ghi một số. Dạng 17/20 xin ghi 17 và 20 vào hai ô riêng."
_UNIT = "Chỉ ghi số, không ghi kèm đơn vị tính hay chữ, và ghi đủ các chữ số. Ví dụ: 1.200.000."
_BOUND_PROBLEM = "Xin ghi số cụ thể. Nếu chưa có số chính xác, ghi: ước 1.200."
_TOO_LONG = f"Số quá dài: tối đa {MAX_WHOLE_DIGITS} chữ số và {MAX_DECIMALS} chữ số thập phân."


def parse_number(s: str) -> ParsedNumber:
    """Read a form cell; never raises. A blank cell gives neither value nor problem."""
    text = clean_line(s[: MAX_LENGTH * 4]).translate(_WIDE)
    if not text:
        return ParsedNumber()
    if len(text) > MAX_LENGTH:
        return ParsedNumber(problem=_TOO_LONG if _BODY.fullmatch(text) else NOT_A_NUMBER)
    estimate = _ESTIMATE.match(text)
    body = text[estimate.end() :] if estimate else text
    percent = _PERCENT.search(body)
    body = body[: percent.start()] if percent else body
    return replace(
        _parse_signed(body, bool(percent)), estimated=bool(estimate), percent=bool(percent)
    )


def _parse_signed(text: str, percent: bool) -> ParsedNumber:
    body = text.lstrip("+-").lstrip()
    sign = text[: len(text) - len(body)].rstrip()
    if len(sign) > 1 or not _BODY.fullmatch(body):
        return ParsedNumber(problem=_why_unreadable(text))
    readings = read_digits(body, percent)
    if not readings:
        return ParsedNumber(problem=_BAD_MARKS)
    if any(map(_is_too_long, readings)):
        return ParsedNumber(problem=_TOO_LONG)
    values = [v.copy_negate() if sign == "-" and v else v for v in readings]
    if len(values) > 1:
        return ParsedNumber(ambiguous=True, problem=_ask_back(text, values))
    return ParsedNumber(values[0])


def _why_unreadable(text: str) -> str:
    if re.fullmatch(r"\([-+]? ?[0-9.,]+\)", text):
        return _BRACKETS
    if re.fullmatch(r"[0-9.,]+ ?/ ?[0-9.,]+", text):
        return _FRACTION
    if re.fullmatch(r"[-+]?[0-9][0-9., ]*[^\W\d].*", text):
        return _UNIT
    if _BOUND.match(text) and re.search(r"[0-9]", text):
        return _BOUND_PROBLEM
    return NOT_A_NUMBER


def _ask_back(text: str, values: list[Decimal]) -> str:
    first, second = (f"“{format_number(value)}”" for value in values)
    return f"“{text}” có thể hiểu là {first} hoặc {second}. Xin ghi lại theo một trong hai cách."


def _is_too_long(value: Decimal) -> bool:
    _, digits, exponent = value.as_tuple()
    decimals = -exponent if isinstance(exponent, int) else 0
    return decimals > MAX_DECIMALS or len(digits) - decimals > MAX_WHOLE_DIGITS


_PLAIN = re.compile(r"[0-9]+")
_GROUPED = {mark: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ".,"}
_SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+")


def read_digits(body: str, percent: bool = False) -> tuple[Decimal, ...]:
    """The sensible readings of digits with dots, commas, spaces: none, one, or two to ask about.

    The reading with marks as thousands comes first. Percentages have no thousands.
    """
    if _PLAIN.fullmatch(body):
        return (Decimal(body),)
    if "." in body and "," in body:
        return _with_both_marks(body)
    whole, comma, decimals = body.partition(",")
    if _SPACED.fullmatch(whole):
        digits = whole.replace(" ", "")
        return _joined(digits, decimals) if comma else (Decimal(digits),)
    if " " in body:
        return ()
    return _with_one_mark(body, "." if "." in body else ",", percent)


def _with_both_marks(body: str) -> tuple[Decimal, ...]:
    """1.234,5 (Vietnamese) or 1,234.5 (from an English spreadsheet): the last mark is decimal."""
    thousands, decimal = (".", ",") if body.rfind(",") > body.rfind(".") else (",", ".")
    whole, _, decimals = body.rpartition(decimal)
    if not _GROUPED[thousands].fullmatch(whole):
        return ()
    return _joined(whole.replace(thousands, ""), decimals)


def _with_one_mark(body: str, mark: str, percent: bool) -> tuple[Decimal, ...]:
    grouped = _GROUPED[mark].fullmatch(body)
    thousands = (Decimal(body.replace(mark, "")),) if grouped else ()
    if body.count(mark) > 1:
        return thousands
    whole, _, decimals = body.partition(mark)
    decimal = _joined(whole, decimals)
    if not decimal or (percent and mark == ","):
        return decimal
    if thousands and whole.strip("0"):
        return thousands if mark == "." and not percent else thousands + decimal
    return decimal if mark == "," or percent else _with_decimal_dot(whole, decimals, decimal)


def _with_decimal_dot(
    whole: str, decimals: str, decimal: tuple[Decimal, ...]
) -> tuple[Decimal, ...]:
    """A dot that cannot stand between thousands: 78.5 is clear, 1.5 may be 1.500 cut short."""
    if whole == "0" or (len(whole) > 1 and len(decimals) < 3):
        return decimal
    return (Decimal(whole + decimals.ljust(3, "0")), *decimal)


def _joined(whole: str, decimals: str) -> tuple[Decimal, ...]:
    if _PLAIN.fullmatch(whole) and _PLAIN.fullmatch(decimals):
        return (Decimal(f"{whole}.{decimals}"),)
    return ()


def format_number(value: Decimal, places: int | None = None) -> str:
    """ "1.234,5": exact, or rounded half up to `places` decimals (kept, also when zero).

    Exact text always reads back as the same value: three decimals after up to three digits get a
    final zero ("1,2340"), since "1,234" would be asked back. Raises ValueError for NaN, infinity.
    """
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)
    whole, _, decimals = f"{value.copy_abs():,f}".partition(".")
    if places is None:
        decimals = decimals.rstrip("0")
        if len(decimals) == 3 and len(whole) <= 3 and whole != "0":
            decimals += "0"
    sign = "-" if value < 0 else ""
    return sign + whole.replace(",", ".") + ("," + decimals if decimals else "")


def format_percent(value: Decimal, places: int = 1) -> str:
    """ "98,5%": at most `places` decimals, rounded half up, without zeros at the end."""
    rounded = format_number(value, places)
    return (rounded.rstrip("0").rstrip(",") if "," in rounded else rounded) + "%"
