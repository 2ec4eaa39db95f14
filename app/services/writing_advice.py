"""Kind advice on what was written; it never blocks. Pure: texts and values in, sentences out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from forms import (
    Field,
    Json,
    Outline,
    field_type,
    format_number,
    merging,
    parse_number,
    search_key,
)
from forms import text as vietnamese

_VAGUE = re.compile(
    r"tăng cường|đẩy mạnh|quan tâm|chú trọng|tiếp tục|nâng cao|phát huy|thường xuyên", re.IGNORECASE
)
_NUMBER = r"(\d[\d.,]*)"
_REGISTERED = re.compile(
    rf"{_NUMBER}[^.;\n]{{0,60}}đăng ký|đăng ký[^.;\n]{{0,60}}{_NUMBER}", re.IGNORECASE
)
_RECOGNISED = re.compile(r"công nhận|được xét|đạt chuẩn|đạt danh hiệu", re.IGNORECASE)
_SHORTEST = 25
_COPIED_SHARE = 60
_LEAST_JUMP = 20
_JUMPS = (Decimal(1000), Decimal(100), Decimal(10))


_COPIED_WORDS = {
    "last": "giống kỳ trước. Nếu tình hình đã khác, anh/chị cập nhật thêm nhé.",
    "other": "trùng với báo cáo của một đơn vị khác. Nên viết theo tình hình của đơn vị mình.",
}


@dataclass(frozen=True)
class Advice:
    """`kind` (of copies: last, other) with `share`, in percent, lets several be told as one."""

    field_key: str
    message: str
    kind: str = ""
    share: int = 0


def advise_text(field: Field, text: str) -> Iterator[Advice]:
    """On one narrative alone."""
    words = text.split()
    if len(_VAGUE.findall(text)) >= 2 and len(words) >= 15 and not re.search(r"\d", text):
        yield Advice(
            field.key,
            "Nội dung mới nêu chung (tăng cường, đẩy mạnh…); nên thêm số liệu "
            "hoặc tên đơn vị, mô hình cụ thể.",
        )
    if _REGISTERED.search(text) and not _RECOGNISED.search(text):
        yield Advice(
            field.key,
            "Đang nêu số đăng ký; nếu có, nên ghi thêm số đã được công nhận "
            "(hai số này khác nhau).",
        )


def advise_jump(field: Field, before: Decimal | None, now: Decimal | None) -> Iterator[Advice]:
    """A number ten, a hundred or a thousand times the last period's is often a slip of the unit."""
    if words := _jump_words(before, now):
        yield Advice(field.key, f"“{field.label}” là {words}")


def advise_table_jumps(field: Field, before: Json, now: Json) -> Iterator[Advice]:
    """The same of the cells of a table, by row and column."""
    kind = field_type(field.type)
    old = {(f.row_key, f.column_key): f.number for f in kind.figures(field, before)}
    rows = {row.key: row.label for row in field.rows}
    columns = {column.key: column.whole_label for column in field.columns}
    for figure in kind.figures(field, now):
        was = old.get((figure.row_key, figure.column_key))
        if words := _jump_words(was, figure.number):
            place = f"Dòng “{rows[figure.row_key]}”, cột “{columns[figure.column_key]}”"
            yield Advice(field.key, f"{place} là {words}")


def _jump_words(before: Decimal | None, now: Decimal | None) -> str:
    """ "" when the two are of one size. Small counts jump by themselves."""
    if not before or not now or before <= 0 or now <= 0 or max(before, now) < _LEAST_JUMP:
        return ""
    ratio = max(now / before, before / now)
    jump = next((j for j in _JUMPS if ratio >= j * Decimal("0.8")), None)
    if jump is None or ratio < 8:
        return ""
    return (
        f"{format_number(now)}, kỳ trước {format_number(before)} "
        f"(chênh khoảng {format_number(jump)} lần). Hãy kiểm tra đơn vị tính."
    )


def advise_turns(
    prose: Mapping[str, str], numbers: Iterable[tuple[Field, Decimal]]
) -> Iterator[Advice]:
    """Lượt taken for người."""
    known = list(numbers)
    for field_key, text in prose.items():
        plain = search_key(text)
        for field, value in known:
            yield from _turns_for_people(field_key, plain, field, value)


def advise_figures(
    outline: Outline, unit: merging.UnitInfo, values: Mapping[str, Json]
) -> Iterator[Advice]:
    """A number in a text that is not the one in the unit's own fields and tables. The same check
    as the office's, so that the unit sees first what it would be asked about."""
    for field, found in merging.text_disagreements(outline, unit, values):
        yield Advice(
            field.key,
            f"Trong bài ghi “{found.typed}”, còn trong số liệu đã nhập: {found.place}. "
            "Hãy kiểm tra và thống nhất.",
        )


def _turns_for_people(field_key: str, plain: str, field: Field, value: Decimal) -> Iterator[Advice]:
    if search_key(field.unit_of_measure) != "nguoi" or value < 10:
        return
    for found in re.finditer(rf"{_NUMBER}\s+luot\b", plain):
        if parse_number(found[1].rstrip(".,")).value == value:
            yield Advice(
                field_key,
                f"Số {format_number(value)} trong bài là “lượt”, trong ô “{field.label}” là "
                "“người”. Lượt và người khác nhau, hãy kiểm tra.",
            )


def sentence_keys(text: str) -> frozenset[str]:
    """Sentences without tones, signs and digits, so that changed figures do not hide a copy."""
    keys = (
        re.sub(r"[\W\d]+", " ", search_key(s.text)).strip()
        for s in vietnamese.split_sentences(text)
    )
    return frozenset(key for key in keys if len(key) >= _SHORTEST)


def copied_share(text: str, other: frozenset[str]) -> int:
    """Per cent of the sentences of `text` that stand in the other text as well."""
    own = sentence_keys(text)
    return 100 * len(own & other) // len(own) if len(own) >= 2 else 0


def advise_copied(field: Field, text: str, before: str, others: Iterable[str]) -> Iterator[Advice]:
    """Told kindly, with the share: from the last period, or the same as another unit's."""
    last = copied_share(text, sentence_keys(before)) if before else 0
    other = max((copied_share(text, sentence_keys(theirs)) for theirs in others), default=0)
    for kind, share in (("last", last), ("other", other)):
        if share >= _COPIED_SHARE:
            alone = Advice(field.key, "", kind, share)
            yield replace(alone, message=copied_words([alone]))


def copied_words(copies: Sequence[Advice]) -> str:
    """What is said of copies of one kind."""
    least, most = min(c.share for c in copies), max(c.share for c in copies)
    share = f"{least}%" if least == most else f"{least}–{most}%"
    how_much = "Tất cả các câu" if least == 100 else f"Khoảng {share} số câu"
    return f"{how_much} {_COPIED_WORDS[copies[0].kind]}"


def text_of(field: Field, value: Json) -> str:
    return "\n".join(field_type(field.type).texts(field, value))
