"""Outlines as Python for tests of rules, so that they hang on no outline file."""

from __future__ import annotations

from typing import Any

from forms.loading import load_outline
from forms.schema import Choice, Column, Field, Outline, Required, Row, Section

CHOICES = (Choice("tot", "Tốt"), Choice("kha", "Khá"))
COLUMNS = (
    Column("so", "Số", "integer"),
    Column("tien", "Tiền", "money", unit_of_measure="triệu đồng"),
    Column("chu", "Ghi chú", "short_text"),
    Column("ngay", "Ngày", "date"),
    Column("loai", "Loại", "choice", choices=CHOICES),
    Column("ty_le", "Tỷ lệ", "ratio", numerator="so", denominator="tien"),
    Column("gap_doi", "Gấp đôi", "computed", formula="so * 2"),
)
ROWS = (Row("a", "Dòng A"), Row("b", "Dòng B"), Row("cong", "Cộng", kind="total"))
_PARTS: dict[str, dict[str, Any]] = {
    "money": {"unit_of_measure": "triệu đồng"},
    "choice": {"choices": CHOICES},
    "choices": {"choices": CHOICES},
    "recommendations": {"choices": CHOICES},
    "table": {"columns": COLUMNS, "rows": ROWS},
    "list": {"columns": COLUMNS},
    "computed": {"formula": "khac"},
}


def a_field(type_name: str, key: str = "x", **given: Any) -> Field:
    """A field of the type with what the type needs."""
    options = {"label": "Câu hỏi", "required": Required.SOFT, **_PARTS.get(type_name, {})}
    return Field(key, type_name, **{**options, **given})


def a_section(*fields: Field, key: str = "muc", **given: Any) -> Section:
    return Section(key, "MỤC", fields=fields, **given)


def an_outline(*sections: Section) -> Outline:
    return Outline("thu", 1, "Báo cáo thử", "dinh_ky", sections)


def loaded(fields: str, kinds: str = "{xa: Xã}") -> Outline:
    """An outline of one section whose fields are given as YAML list items."""
    lines = "\n".join(f"      {line}" for line in fields.strip("\n").splitlines())
    head = f"id: thu\nversion: 1\ntitle: Thử\nkind: dinh_ky\nunit_kinds: {kinds}\n"
    return load_outline(
        f"{head}sections:\n  - key: muc\n    heading: MỤC\n    fields:\n{lines}\n", "thu.yaml"
    )
