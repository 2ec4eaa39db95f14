"""Columns and rows that are asked for each of several years: adding, dropping and first repeating.

A part is of a year when its key holds that year's number; the others are asked once.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any, TypeVar

from forms.schema import Column, Field, Row

Part = TypeVar("Part", bound=Column | Row)


def is_of_year(key: str, year: int) -> bool:
    return re.search(rf"(?<!\d){year}(?!\d)", key) is not None


def in_years(field: Field, years: tuple[int, ...], newly: Collection[str] = frozenset()) -> Field:
    """The field asked for `years` instead of its own.

    A new year is asked as the last known one is; what was asked only of a dropped year goes.
    Without years everything stays as it is, asked once. `newly` are keys of columns and rows, so
    far asked once, that are from now on asked every year.
    """
    if not years:
        return replace(field, years=())
    parts: list[Column | Row] = [*field.columns, *field.rows]
    renamed = {part.key for part in parts if part.key in newly}
    columns = _parts(field.columns, field.years, years, renamed)
    rows = _parts(field.rows, field.years, years, renamed)
    return replace(field, years=years, columns=columns, rows=rows)


def _parts(
    parts: tuple[Part, ...], before: tuple[int, ...], years: tuple[int, ...], newly: set[str]
) -> tuple[Part, ...]:
    """Neighbours of one year stay together; runs of years stand where they stood."""
    found: list[Part] = []
    run: list[Part] = []
    for part in parts:
        if part.key in newly or _year_of(part, before) is not None:
            run.append(part)
            continue
        found += [*_run(run, before, years, newly), part]
        run = []
    return tuple(found + _run(run, before, years, newly))


def _run(
    run: list[Part], before: tuple[int, ...], years: tuple[int, ...], newly: set[str]
) -> list[Part]:
    if not run or (years == before and not any(part.key in newly for part in run)):
        return run
    fresh = [part for part in run if part.key in newly]
    by_year = {year: [p for p in run if _year_of(p, before) == year] for year in before}
    last = max((year for year in before if by_year[year]), default=0)
    found: list[Part] = []
    for year in years:
        own = by_year.get(year) or [_moved(part, last, year) for part in by_year.get(last, ())]
        found += [*own, *(_first(part, year, newly) for part in fresh)]
    return found


def _year_of(part: Part, years: tuple[int, ...]) -> int | None:
    return next((year for year in years if is_of_year(part.key, year)), None)


def _moved(part: Part, old: int, new: int) -> Part:
    """The same question about another year, in its key and in every text."""
    pattern = rf"(?<!\d){old}(?!\d)"
    return _retold(part, lambda text: re.sub(pattern, str(new), text))


def _first(part: Part, year: int, newly: set[str]) -> Part:
    """A part asked once so far, as that of one year; it says the year in its header or label."""
    names = "|".join(sorted(map(re.escape, newly)))
    told = _retold(part, lambda text: text, rf"\b({names})\b", rf"\1_{year}")
    if isinstance(told, Column):
        return replace(told, key=f"{part.key}_{year}", group=(*told.group, f"Năm {year}"))
    return replace(told, key=f"{part.key}_{year}", label=f"{told.label} (năm {year})")


def _retold(part: Part, tell: Any, names: str = "", to: str = "") -> Part:
    """`tell` over all texts; `names` becomes `to` where keys are named."""
    changes: dict[str, Any] = {}
    for name, value in vars(part).items():
        if isinstance(value, str):
            keyed = names and name in ("formula", "numerator", "denominator")
            changes[name] = re.sub(names, to, value) if keyed else tell(value)
        elif name == "group":
            changes[name] = tuple(tell(text) for text in value)
    return replace(part, **changes)
