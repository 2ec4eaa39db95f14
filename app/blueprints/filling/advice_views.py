"""Advice on writing as the check page lists it: few lines, each naming its questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from app.services import report_advice
from app.services.reports import ReportRef
from app.services.writing_advice import Advice, copied_words
from forms import Answers, Finding, Severity


def advice_findings(ref: ReportRef, answers: Answers, unread: Collection[str]) -> list[Finding]:
    """Shown among what one should look at; it never blocks. What is said of several questions of a
    section is said once."""
    homes = {field.key: section.key for section, field in answers.applicable_fields()}
    crowded = {key for key, count in Counter(homes.values()).items() if count > 1}
    groups: dict[tuple[str, str], list[Advice]] = {}
    for advice in report_advice.advise_report(ref, answers, unread):
        same = advice.kind or advice.message
        groups.setdefault((homes[advice.field_key], same), []).append(advice)
    return [
        _finding(home, said, answers, named=home in crowded) for (home, _), said in groups.items()
    ]


def _finding(home: str, said: list[Advice], answers: Answers, *, named: bool) -> Finding:
    first = said[0]
    message = copied_words(said) if first.kind else first.message
    labels = [answers.outline.field(advice.field_key).label for advice in said]
    if named and labels[0] not in message:
        message = f"{'; '.join(labels)}: {message[:1].lower()}{message[1:]}"
    return Finding(first.field_key, message, Severity.WARN, home, first.field_key)
