"""The register of citations, and the outlines that cite: one symbol, one date, one issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date

import pytest

from forms import Outline, OutlineError, RegisteredCitation, load_citations
from forms.text import find_references
from forms.text.dates import search_date
from tests.outlines.library import LIBRARY, library_outline, outline_files

FILE = LIBRARY / "citations.yaml"
NAMES = [path.parent.name for path in outline_files()]
TERMS = "terms:\n  - {term: XII, from: 2016-01-28, until: 2021-02-01}\n"
DOCUMENT = (
    "  - {symbol: 49-KL/TW, date: 2019-05-10, issuer: Ban Bí thư, term: XII, kind: Kết luận,"
    " title: về khuyến học, short: KL 49}\n"
)
# Readings that the plans of the offices disagree about, and the one that was kept.
RESOLVED = {
    "11-CT/TW": ("X", date(2007, 4, 13), "khóa XI"),
    "51-KL/TW": ("XII", date(2019, 5, 30), "khóa XI"),
    "238-QĐ/TW": ("XII", date(2020, 9, 30), "khóa XI"),
    "14/CT-TTg": ("", date(2021, 5, 25), "25/5/2022"),
    "29-CT/TW": ("XIII", date(2024, 1, 5), "trung học phổ thông"),
    "34-CTrHĐ/TU": ("", date(2014, 1, 27), "CTrHD"),
}
# "…, ngày 10/5/2019 của Ban Bí thư …": what may follow a symbol.
_DATED = re.compile(
    r"\s*,?\s*ngày\s+(?P<day>\d{1,2}/\d{1,2}/\d{4}|\d{1,2} tháng \d{1,2} năm \d{4})"
    r"(?:\s+của\s+(?P<issuer>Ban Bí thư|Bộ Chính trị|Ban Chấp hành Trung ương|Thủ tướng Chính phủ"
    r"|Ban Thường vụ|Hội nghị lần thứ 8, Ban Chấp hành Trung ương)"
    r"(?:[^,“;.]{0,25}?khóa (?P<term>[XVI]+))?)?"
)


def register() -> dict[str, RegisteredCitation]:
    documents = load_citations(FILE.read_text(encoding="utf-8"), FILE.name)
    return {document.symbol: document for document in documents}


REGISTER = register()


def texts_of(outline: Outline) -> Iterator[str]:
    info = outline.document
    yield from (outline.title, outline.short_title, info.subject, info.opening, info.closing)
    yield from (info.unit_opening, info.unit_closing)
    for section in outline.walk():
        yield from (section.heading, section.guidance, section.note, section.example)
        for field in section.fields:
            yield from (field.label, field.guidance, field.example, field.default, field.sentence)
            yield from (row.label for row in field.rows)
            yield from (check.message for check in field.checks)
            yield from (t.document for row in field.rows for t in row.targets)


@pytest.mark.parametrize("name", NAMES)
def test_every_document_that_an_outline_names_stands_in_the_register(name: str) -> None:
    unknown = {
        reference.symbol
        for text in texts_of(library_outline(f"{name}/v1"))
        for reference in find_references(text)
        if reference.issuer and reference.symbol not in REGISTER
    }

    assert unknown == set()


@pytest.mark.parametrize("name", NAMES)
def test_dates_and_issuers_in_the_words_of_an_outline_are_those_of_the_register(name: str) -> None:
    wrong = [
        (reference.symbol, said[0])
        for text in texts_of(library_outline(f"{name}/v1"))
        for reference in find_references(text)
        if (said := _DATED.match(text, reference.end)) and not agrees(reference.symbol, said)
    ]

    assert wrong == []


def agrees(symbol: str, said: re.Match[str]) -> bool:
    document = REGISTER[symbol]
    issuer, term = said["issuer"] or "", said["term"] or document.term
    known = issuer.removeprefix("Hội nghị lần thứ 8, ")
    found = search_date(said["day"])
    return (
        found is not None
        and found[0] == document.date
        and document.issuer.startswith(known)
        and term == document.term
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_basis_of_an_outline_is_taken_from_the_register(name: str) -> None:
    for cited in library_outline(f"{name}/v1").basis:
        document = REGISTER[cited.symbol]
        assert (cited.date, cited.kind, cited.short) == (
            document.date,
            document.kind,
            document.short,
        )
        assert cited.issuer in (document.issuer, document.full_issuer)


@pytest.mark.parametrize("symbol", RESOLVED)
def test_conflicts_between_the_plans_are_resolved_with_a_note(symbol: str) -> None:
    term, day, misread = RESOLVED[symbol]
    document = REGISTER[symbol]

    assert (document.term, document.date) == (term, day)
    assert misread in document.note


def test_what_was_not_compared_with_the_original_says_so_in_a_note() -> None:
    assert all(document.note for document in REGISTER.values() if document.suggested)


def test_a_document_gives_the_citation_of_a_basis() -> None:
    cited = REGISTER["49-KL/TW"].citation

    assert (cited.symbol, cited.date) == ("49-KL/TW", date(2019, 5, 10))
    assert cited.issuer == "Ban Bí thư Trung ương Đảng khóa XII"


def test_the_reference_lists_the_keys_of_the_register() -> None:
    chapter = (LIBRARY / "README.md").read_text(encoding="utf-8").split("## The register")[1]
    lines = [line.split("|")[1] for line in chapter.splitlines() if line.startswith("| `")]

    assert set(re.findall(r"`(\w+)`", " ".join(lines))) == {
        field.name for field in fields(RegisteredCitation)
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TERMS + "documents:\n" + DOCUMENT + DOCUMENT, "49-KL/TW ghi hai lần"),
        (
            TERMS + "documents:\n" + DOCUMENT.replace("2019", "2015"),
            "không thuộc nhiệm kỳ khóa XII",
        ),
        (TERMS + "documents:\n" + DOCUMENT.replace("term: XII", "term: XX"), "một khóa có trong"),
        (TERMS + "documents:\n" + DOCUMENT.replace("-KL/TW", "- KL/TƯ"), "viết là “49-KL/TW”"),
        (TERMS + "documents:\n" + DOCUMENT.replace("KL/TW", "KL/TU"), "chỉ văn bản của Trung ương"),
        (TERMS + "documents:\n" + DOCUMENT.replace("10", "40"), "phải là ngày kiểu"),
        (TERMS + "documents:\n" + DOCUMENT.replace("short:", "shor:"), "có phải “short”?"),
        (TERMS, "thiếu khóa “documents”"),
        ("", "tệp trống"),
    ],
)
def test_a_bad_register_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(OutlineError) as error:
        load_citations(text, "so.yaml")

    assert any(message in str(problem) for problem in error.value.problems)
    assert all(str(problem).startswith("so.yaml:") for problem in error.value.problems)
