"""Whether the parts of a read outline agree with each other: keys, kinds, references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from forms.errors import Problem
from forms.loading.field_checks import check_field, check_kinds
from forms.loading.formula_checks import check_circles, check_condition
from forms.loading.names import RESERVED, KnownNames
from forms.loading.reporting import Reporter
from forms.schema import Field, Outline, Section


def check_outline(
    outline: Outline, file: str, lines: Mapping[str, int], broken: Iterable[str]
) -> list[Problem]:
    """Every disagreement; `lines` are those of the key paths, `broken` unreadable field keys."""
    reporter = Reporter(file, lines)
    names = KnownNames(outline, broken)
    if outline.version < 1 and "version" in lines:
        reporter.report("version", "version là số nguyên từ 1")
    if not outline.sections and "sections" in lines:
        reporter.report("sections", "đề cương chưa có mục nào")
    _check_unique("addressees", [choice.key for choice in outline.addressees], reporter)
    seen = _Seen(reporter)
    for path, section in walk_paths(outline.sections, "sections"):
        seen.section(section, path)
        _check_section(section, path, outline, names, reporter)
        for number, field in enumerate(section.fields):
            field_path = f"{path}.fields[{number}]"
            seen.field(field, field_path)
            check_field(field, field_path, outline, names, reporter)
    _check_archived(outline, seen, reporter)
    check_circles(outline, seen.field_paths, names, reporter)
    return reporter.problems


def walk_paths(sections: Iterable[Section], path: str) -> Iterator[tuple[str, Section]]:
    for number, section in enumerate(sections):
        own = f"{path}[{number}]"
        yield own, section
        yield from walk_paths(section.sections, f"{own}.sections")


class _Seen:
    """Keys met so far: each may stand once among its like."""

    def __init__(self, reporter: Reporter) -> None:
        self.reporter = reporter
        self.section_paths: dict[str, str] = {}
        self.field_paths: dict[str, str] = {}

    def section(self, section: Section, path: str) -> None:
        self._add(section.key, path, self.section_paths)

    def field(self, field: Field, path: str) -> None:
        self._add(field.key, path, self.field_paths)
        if field.key in RESERVED:
            message = f"“{field.key}” là từ riêng của ngôn ngữ công thức; hãy đặt khóa khác"
            self.reporter.report(f"{path}.key", message)

    def _add(self, key: str, path: str, paths: dict[str, str]) -> None:
        if key and key in paths:
            line = self.reporter.line(f"{paths[key]}.key")
            self.reporter.report(f"{path}.key", f"khóa “{key}” đã dùng ở dòng {line}")
        paths.setdefault(key, path)


def _check_unique(path: str, keys: list[str], reporter: Reporter) -> None:
    for number, key in enumerate(keys):
        if key in keys[:number]:
            reporter.report(f"{path}[{number}].key", f"khóa “{key}” viết hai lần")


def _check_archived(outline: Outline, seen: _Seen, reporter: Reporter) -> None:
    """Archived keys stay taken: answers still hang on them."""
    for number, item in enumerate(outline.archived):
        path = f"archived[{number}]"
        if (item.section is None) == (item.field is None):
            reporter.report(path, "ghi một section hoặc một field đã lưu trữ")
        if item.field is not None:
            seen.field(item.field, f"{path}.field")
        sections = (item.section,) if item.section else ()
        for place, section in walk_paths(sections, f"{path}.section"):
            own = place.replace(f"{path}.section[0]", f"{path}.section", 1)
            seen.section(section, own)
            for index, field in enumerate(section.fields):
                seen.field(field, f"{own}.fields[{index}]")


def _check_section(
    section: Section, path: str, outline: Outline, names: KnownNames, reporter: Reporter
) -> None:
    check_kinds(section.applies_to, f"{path}.applies_to", outline, reporter)
    check_kinds(section.coordinated_by, f"{path}.coordinated_by", outline, reporter)
    check_condition(section.show_if, f"{path}.show_if", names, reporter)
