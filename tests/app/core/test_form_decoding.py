"""Encoded lines are read as Werkzeug reads them, whatever comes."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote, urlencode

import pytest
from flask import Flask, request
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.formparser import FormDataParser

from app.web.form_decoding import LineParser, read_pairs

LINE = "application/x-www-form-urlencoded"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["Kết quả đạt được", "100%", "a=b&c=d", "một\r\nhai", "x+y", "=\n", "_", "%41", ""]
)
MARKS = st.sampled_from(
    [b"%", b"=", b"&", b"+", b"\r", b"\n", b"41", b"E1", b"%E1", b"_", b";", b"\xe1"]
)


def read_by(parser: FormDataParser, sent: bytes) -> list[tuple[str, str]]:
    _, form, _ = parser.parse(BytesIO(sent), LINE, len(sent))
    return list(form.items(multi=True))


def as_werkzeug(sent: bytes) -> list[tuple[str, str]]:
    return read_by(FormDataParser(), sent)


def as_we_do(sent: bytes) -> list[tuple[str, str]]:
    return read_by(LineParser(), sent)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1))
def test_what_browsers_send_is_read_in_c(pairs: list[tuple[str, str]]) -> None:
    assert read_pairs(urlencode(pairs).encode()) == pairs


@given(st.lists(MARKS).map(b"".join))
@example(b"a=%3D%\n41&b=1")
@example(b"a=%%41%zz")
@example(b"a=1&&b=%E1%BA")
@example("a=ế&b=".encode())
def test_anything_else_is_read_as_before(sent: bytes) -> None:
    assert as_we_do(sent) == as_werkzeug(sent)


@pytest.mark.parametrize("odd", ["a=%", "a=%4", "a=%zz", "a=1&&b=2", "a=%FF", "a=b=c", ""])
def test_odd_lines_are_left_to_werkzeug(odd: str) -> None:
    assert read_pairs(odd.encode()) is None
    assert as_we_do(odd.encode()) == as_werkzeug(odd.encode())


def test_lower_case_codes_and_names() -> None:
    text = "tổng số"
    line = f"q_{quote(text).lower()}={quote(text).lower()}".encode()
    assert read_pairs(line) == [(f"q_{text}", text)]


def test_the_application_reads_its_forms_so(app: Flask) -> None:
    with app.test_request_context("/", method="POST"):
        assert request.form_data_parser_class is LineParser
