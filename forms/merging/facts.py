"""Who filed and when, in the sentences that open or close a merged report.

Numbers and names are given; this only words them: "Đến hết 17 giờ 00 ngày 14/5/2024, …".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from forms.text import format_percent, name_within_sentence, two_digits

NamedDays = tuple[str, int]
NamedReason = tuple[str, str]


def filing_facts(
    asked: int,
    on_time: int,
    late: Sequence[NamedDays] = (),
    missing: Sequence[str] = (),
    excluded: Sequence[NamedReason] = (),
    deadline_text: str = "",
    as_of: str = "",
) -> tuple[str, ...]:
    """`late` are names with days late, `excluded` names with reasons; texts are days as printed.

    One sentence each for who reported in all, late, not yet, and who was not asked to.
    """
    if asked <= 0:
        return ("Chưa có đơn vị nào được yêu cầu báo cáo.",)
    sentences = [_reported(asked, on_time + len(late), as_of), *_on_time(on_time, deadline_text)]
    if late:
        names = _joined(f"{name} ({_days(days)})" for name, days in late)
        sentences.append(f"{two_digits(len(late))} đơn vị gửi trễ hạn: {names}.")
    if missing:
        sentences.append(f"{two_digits(len(missing))} đơn vị chưa gửi báo cáo: {_joined(missing)}.")
    if excluded:
        names = "; ".join(_by_reason(excluded))
        sentences.append(f"{two_digits(len(excluded))} đơn vị không thuộc diện báo cáo: {names}.")
    return tuple(sentences)


def _reported(asked: int, reported: int, as_of: str) -> str:
    start = f"Tính đến {as_of}, có" if as_of else "Có"
    return f"{start} {_of(reported, asked)} đơn vị gửi báo cáo{_percent(reported, asked)}."


def _on_time(on_time: int, deadline_text: str) -> list[str]:
    if not deadline_text:
        return []
    count = f"{two_digits(on_time)} đơn vị" if on_time else "chưa có đơn vị nào"
    return [f"Đến hết {deadline_text}, {count} gửi đúng hạn."]


def _percent(part: int, whole: int) -> str:
    return f" (đạt {format_percent(100 * Decimal(part) / whole)})"


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole}"


def _days(days: int) -> str:
    return f"trễ {two_digits(days)} ngày"


def _by_reason(excluded: Sequence[NamedReason]) -> Iterator[str]:
    """Names with the same reason stand together, so that it is told once."""
    names: dict[str, list[str]] = {}
    for name, reason in excluded:
        names.setdefault(reason.strip(), []).append(name)
    for reason, listed in names.items():
        words = f" ({reason[:1].lower()}{reason[1:].rstrip('.')})" if reason else ""
        yield f"{_joined(listed)}{words}"


def _joined(names: Iterable[str]) -> str:
    return ", ".join(name_within_sentence(name) for name in names)
