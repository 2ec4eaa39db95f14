"""Targets set from above, as the line that stands beside the unit's figure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from forms.schema import Target


def target_words(targets: Iterable[Target]) -> str:
    """ "40% năm 2025, 60% năm 2030 (677/QĐ-TTg)"; '' when nothing is set."""
    groups = groupby(targets, key=lambda target: target.document)
    return "; ".join(f"{', '.join(map(_one, found))} ({name})" for name, found in groups)


def _one(target: Target) -> str:
    scope = f", {target.scope}" if target.scope else ""
    mark = " – mức tham khảo" if target.suggested else ""
    return f"{target.value} năm {target.year}{scope}{mark}"
