"""Checks of one unit's report against itself: its text and tables, parts and wholes, its lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from forms.fields import field_type, read_items, stored_day
from forms.merging.audience import answers_of
from forms.merging.documents import DATE, SYMBOL, document_code
from forms.merging.findings import CollectedFinding, FindingKind
from forms.merging.groups import PROSE_WIDGETS
from forms.merging.hand_numbers import Comparison, Disagreement
from forms.merging.known_figures import known_in_answers
from forms.merging.list_rows import ListRow, sameness
from forms.merging.printing import shown_number
from forms.merging.units import UnitInfo, UnitReport
from forms.schema import EMPTY, Field, Outline
from forms.text import format_date, normalise_symbol
from forms.validation import validate_report
from forms.values import Json

FEWEST_FOR_MAJORITY = 3


def answer_findings(outline: Outline, report: UnitReport) -> Iterator[CollectedFinding]:
    yield from _text_findings(outline, report)
    yield from _check_findings(outline, report)
    for _, item in outline.fields():
        if field_type(item.type).widget == "items":
            yield from _duplicate_findings(item, report)


def _text_findings(outline: Outline, report: UnitReport) -> Iterator[CollectedFinding]:
    for item, found in text_disagreements(outline, report.unit, report.values):
        yield CollectedFinding(
            report.unit.id,
            item.key,
            "",
            "",
            FindingKind.TEXT_DISAGREES,
            found.message,
            evidence=f"{found.path}: {shown_number(found.expected, 4)}",
        )


def text_disagreements(
    outline: Outline, unit: UnitInfo, values: Mapping[str, Json]
) -> Iterator[tuple[Field, Disagreement]]:
    """Numbers in the unit's texts that are not those it put in its own form, with the field of
    the text. Totals and cells of tables count where their sentence names them."""
    silent = {item.key for _, item in outline.fields() if not _compares_text(item)}
    known = [
        figure
        for figure in known_in_answers(outline, values)
        if figure.path.split(".")[0] not in silent
    ]
    compared = Comparison(known)
    for _, item in outline.fields():
        if field_type(item.type).widget not in PROSE_WIDGETS:
            continue
        for text in field_type(item.type).texts(item, values.get(item.key, EMPTY)):
            for found in compared.disagreements(_without_name(text, unit)):
                yield item, found


def _compares_text(item: Field) -> bool:
    return item.merge.options.get("check", EMPTY).get("equals_text") is not False


def _without_name(text: str, unit: UnitInfo) -> str:
    """A digit in a unit's own name ("Phường 12") is no figure; offsets stay."""
    for name in (unit.name, unit.short_name):
        if name:
            text = text.replace(name, " " * len(name))
    return text


def _check_findings(outline: Outline, report: UnitReport) -> Iterator[CollectedFinding]:
    """The outline's own checks (parts and totals …) that the answers fail."""
    for finding in validate_report(answers_of(outline, report)):
        item = outline.field(finding.field_key)
        if any(check.message in finding.message for check in item.checks):
            _, row_key, column_key = (*finding.path.split("."), "", "")[:3]
            yield CollectedFinding(
                report.unit.id, item.key, row_key, column_key, FindingKind.CHECK, finding.message
            )


def _duplicate_findings(item: Field, report: UnitReport) -> Iterator[CollectedFinding]:
    columns = field_type(item.type).column_specs(item)
    first: dict[object, int] = {}
    for place, row in enumerate(list_of(item, report), 1):
        key = sameness(row, columns)
        if key not in first:
            first[key] = place
            continue
        yield CollectedFinding(
            report.unit.id,
            item.key,
            row.item_id,
            "",
            FindingKind.DUPLICATE,
            f"{item.label}: dòng {place} trùng với dòng {first[key]}.",
        )


def list_of(item: Field, report: UnitReport) -> tuple[ListRow, ...]:
    """One unit's rows of a list."""
    items = read_items(report.values.get(item.key) or EMPTY)
    return tuple(ListRow(report.unit.id, found.id, found.cells) for found in items)


def symbol_findings(outline: Outline, reports: Sequence[UnitReport]) -> Iterator[CollectedFinding]:
    """A document whose date differs from the one most units write, or from the unit's own."""
    for _, item in outline.fields():
        keys = {column.key for column in field_type(item.type).column_specs(item)}
        if {SYMBOL, DATE} <= keys:
            rows = [row for report in reports for row in list_of(item, report)]
            yield from _date_findings(item, [row for row in rows if row.cell(SYMBOL).value])


def _date_findings(item: Field, rows: Sequence[ListRow]) -> Iterator[CollectedFinding]:
    own = item.merge.options.get("issuer_scope") == "own"
    groups: dict[object, list[ListRow]] = {}
    for row in rows:
        if row.cell(DATE).value:
            groups.setdefault((row.unit_id if own else "", document_code(row)), []).append(row)
    for group in groups.values():
        dates = Counter(row.cell(DATE).value for row in group)
        usual, count = min(dates.items(), key=lambda pair: (-pair[1], pair[0]))
        for row in group:
            date = row.cell(DATE).value
            if date != usual and _is_odd(row, group, count, len(group)):
                yield _date_finding(item, row, usual, f"{count}/{len(group)} dòng")


def _is_odd(row: ListRow, group: Sequence[ListRow], count: int, total: int) -> bool:
    """Against a clear majority, or against another row of the same unit."""
    same_unit = sum(other.unit_id == row.unit_id for other in group) > 1
    return same_unit or (total >= FEWEST_FOR_MAJORITY and 2 * count > total)


def _date_finding(item: Field, row: ListRow, usual: str, evidence: str) -> CollectedFinding:
    symbol = normalise_symbol(row.cell(SYMBOL).value)
    written, expected = _day(row.cell(DATE).value), _day(usual)
    message = f"{symbol} ghi ngày {written}, nơi khác ghi {expected}; hãy kiểm tra lại."
    return CollectedFinding(
        row.unit_id, item.key, row.item_id, DATE, FindingKind.SYMBOL_DATES, message,
        evidence=evidence,
    )  # fmt: skip


def _day(iso: str) -> str:
    day = stored_day(iso)
    return iso if day is None else format_date(day)
