"""Checks of figures against last period, other units, their bounds and their own denominator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from forms.fields import MONEY_UNITS, field_type
from forms.merging.aggregates import FigureRow
from forms.merging.findings import CollectedFinding, FindingKind, FindingSeverity
from forms.merging.outliers import (
    LEAST_TIMES,
    MAX_RATIO,
    MODIFIED_Z,
    Distance,
    far_from_peers,
    jump,
    measure_slips,
    power_near,
)
from forms.merging.printing import is_percentage, shown_number
from forms.merging.scalars import DENOMINATOR, NUMERATOR
from forms.schema import EMPTY, Field, Outline

FigurePlace = tuple[str, str, str]
Numbers = dict[str, Decimal]


@dataclass(frozen=True)
class FigureSeries:
    """All units' numbers at one place, last period's, and how far they are from their peers'."""

    item: Field
    row_key: str
    column_key: str
    now: Mapping[str, Decimal]
    before: Mapping[str, Decimal]
    apart: Mapping[str, Distance]

    @property
    def options(self) -> Mapping[str, Any]:
        """The `check` mapping of the column's merge rule, else of the field's."""
        column = next((c for c in self.item.columns if c.key == self.column_key), None)
        rule = column.merge if column is not None and column.merge else self.item.merge
        check: Mapping[str, Any] = rule.options.get("check", EMPTY)
        return check

    @property
    def label(self) -> str:
        parts = (
            next((c.whole_label for c in self.item.columns if c.key == self.column_key), ""),
            next((r.label for r in self.item.rows if r.key == self.row_key), ""),
        )
        return " – ".join(part for part in parts if part) or self.item.label

    @property
    def measure(self) -> str:
        row = next((r.unit_of_measure for r in self.item.rows if r.key == self.row_key), "")
        column = next(
            (c.unit_of_measure for c in self.item.columns if c.key == self.column_key), ""
        )
        return row or column or self.item.unit_of_measure

    def finding(
        self,
        unit_id: str,
        kind: FindingKind,
        message: str,
        severity: FindingSeverity = FindingSeverity.WARN,
        evidence: str = "",
    ) -> CollectedFinding:
        place = (self.item.key, self.row_key, self.column_key)
        return CollectedFinding(unit_id, *place, kind, message, severity, evidence)


def figure_findings(
    outline: Outline,
    rows: Iterable[FigureRow],
    previous: Iterable[FigureRow],
    kinds: Mapping[str, str] = EMPTY,
) -> Iterator[CollectedFinding]:
    """The strongest finding of each figure, and shares above 100 %.

    `kinds` are those of the units: only units of one kind are each other's peers.
    """
    now, before = _by_place(rows), _by_place(previous)
    apart = _apart(now, kinds)
    for _, item in outline.fields():
        if field_type(item.type).widget == "items":
            continue  # rows of lists are each unit's own, so they have no peers
        places = [place for place in now if place[0] == item.key]
        for place in places:
            series = FigureSeries(
                item, place[1], place[2], now[place], before.get(place, {}), apart.get(place, {})
            )
            yield from _series_findings(series)
        yield from _share_findings(item, now)


def _apart(
    now: Mapping[FigurePlace, Numbers], kinds: Mapping[str, str]
) -> dict[FigurePlace, dict[str, Distance]]:
    by_kind: dict[str, dict[FigurePlace, Numbers]] = {}
    for place, numbers in now.items():
        for unit_id, number in numbers.items():
            peers = by_kind.setdefault(kinds.get(unit_id, ""), {})
            peers.setdefault(place, {})[unit_id] = number
    found: dict[FigurePlace, dict[str, Distance]] = {}
    for peers in by_kind.values():
        for place, distances in far_from_peers(peers).items():
            found.setdefault(place, {}).update(distances)
    return found


def _by_place(rows: Iterable[FigureRow]) -> dict[FigurePlace, Numbers]:
    found: dict[FigurePlace, Numbers] = {}
    for row in rows:
        if row.number is not None:
            place = (row.field_key, row.row_key, row.column_key)
            found.setdefault(place, {})[row.unit_id] = row.number
    return found


def _series_findings(series: FigureSeries) -> Iterator[CollectedFinding]:
    """One finding a unit: last period's word goes before the peers', a hint comes last."""
    said: set[str] = set()
    for check in (_bounds, _previous, _measures, _outliers):
        found = [finding for finding in check(series) if finding.unit_id not in said]
        yield from found
        said.update(finding.unit_id for finding in found)


def _bounds(series: FigureSeries) -> Iterator[CollectedFinding]:
    least, most = series.options.get("min"), series.options.get("max")
    for unit_id, number in series.now.items():
        low = least is not None and number < Decimal(str(least))
        high = most is not None and number > Decimal(str(most))
        if low or high:
            limit = Decimal(str(least if low else most))
            word = "nhỏ hơn" if low else "lớn hơn"
            message = (
                f"{series.label}: {shown_number(number, 4)} {word} mức {shown_number(limit, 4)}."
            )
            yield series.finding(unit_id, FindingKind.BOUNDS, message)


def _previous(series: FigureSeries) -> Iterator[CollectedFinding]:
    most = Decimal(str(series.options.get("max_ratio_to_previous", MAX_RATIO)))
    for unit_id, number in series.now.items():
        before = series.before.get(unit_id)
        ratio = None if before is None else jump(number, before, most)
        if before is None or ratio is None:
            continue
        words = _ratio_words(ratio)
        evidence = f"kỳ trước {shown_number(before, 4)}, kỳ này {shown_number(number, 4)}"
        message = f"{series.label}: {words} kỳ trước ({evidence}).{_slip_words(ratio)}"
        yield series.finding(unit_id, FindingKind.PREVIOUS_PERIOD, message, evidence=evidence)


def _ratio_words(ratio: Decimal) -> str:
    if ratio > 1:
        return f"gấp {shown_number(ratio, 1)} lần"
    return f"chỉ bằng 1/{shown_number(1 / ratio, 1)}"


def _slip_words(ratio: Decimal) -> str:
    power = power_near(ratio)
    if power is None:
        return " Hãy hỏi lại đơn vị."
    return f" Có thể nhập nhầm {shown_number(power, 0)} lần; hãy hỏi lại đơn vị."


def _measures(series: FigureSeries) -> Iterator[CollectedFinding]:
    for unit_id, power in measure_slips(series.now).items():
        number = shown_number(series.now[unit_id], 4)
        side = "lớn gấp khoảng" if power > 0 else "nhỏ hơn khoảng"
        times = shown_number(Decimal(10) ** abs(power), 0)
        hint = "; kiểm tra đơn vị tính" if series.measure in MONEY_UNITS else ""
        message = (
            f"{series.label}: {number} {series.measure}".rstrip()
            + f" {side} {times} lần mức chung của các đơn vị{hint}."
        )
        yield series.finding(
            unit_id, FindingKind.MEASURE, message, evidence=f"{len(series.now)} đơn vị"
        )


def _outliers(series: FigureSeries) -> Iterator[CollectedFinding]:
    cut = float(series.options.get("modified_z", MODIFIED_Z))
    for unit_id, (score, times) in series.apart.items():
        if abs(score) <= cut or 1 / LEAST_TIMES < times < LEAST_TIMES:
            continue
        ratio = Decimal(str(times))
        number = shown_number(series.now[unit_id], 4)
        words = f"{_ratio_words(ratio)} mức thường thấy ở đơn vị cùng loại, cùng quy mô"
        yield series.finding(
            unit_id,
            FindingKind.OUTLIER,
            f"{series.label}: {number}, {words}.",
            FindingSeverity.HINT,
            f"{shown_number(max(ratio, 1 / ratio), 1)} lần",
        )


def _share_findings(item: Field, now: Mapping[FigurePlace, Numbers]) -> Iterator[CollectedFinding]:
    if item.merge.options.get("check", EMPTY).get("numerator_le_denominator") is False:
        return
    for above, below, row_key, label in _pairs(item):
        numerators = now.get((item.key, row_key, above), {})
        denominators = now.get((item.key, row_key, below), {})
        for unit_id, number in numerators.items():
            whole = denominators.get(unit_id)
            if whole is not None and number > whole:
                evidence = f"{shown_number(number, 4)}/{shown_number(whole, 4)}"
                yield CollectedFinding(
                    unit_id,
                    item.key,
                    row_key,
                    above,
                    FindingKind.SHARE,
                    f"{label}: tử số lớn hơn mẫu số ({evidence}), tỷ lệ trên 100%.",
                    evidence=evidence,
                )


def _pairs(item: Field) -> Iterator[tuple[str, str, str, str]]:
    """(numerator, denominator, row, label) of every ratio of a field."""
    if is_percentage(item):
        yield (NUMERATOR, DENOMINATOR, "", item.label)
    for column in item.columns:
        if is_percentage(column):
            for row in item.rows:
                label = f"{column.whole_label} – {row.label}"
                yield (column.numerator, column.denominator, row.key, label)
