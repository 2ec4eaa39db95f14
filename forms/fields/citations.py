"""A list of documents, with the columns every citation has and those the outline adds."""

from __future__ import annotations

from forms.fields.items import ItemsType
from forms.fields.merges import CITATION_MERGES
from forms.schema import Column, Field, Required

CITATION_COLUMNS = (
    Column("kind", "Tên loại", "short_text"),
    Column("symbol", "Số, ký hiệu", "short_text", required=Required.HARD),
    Column("date", "Ngày ban hành", "date", required=Required.SOFT),
    Column("issuer", "Cơ quan ban hành", "short_text", required=Required.SOFT),
    Column("title", "Trích yếu", "short_text", required=Required.SOFT),
)


class CitationsType(ItemsType):
    name = "citations"
    label = "Danh mục văn bản"
    merges = CITATION_MERGES
    option_keys = frozenset({"columns", "form_code", "landscape", "sentence", "sentence_at"})

    def column_specs(self, field: Field) -> tuple[Column, ...]:
        return (*CITATION_COLUMNS, *field.columns)
