"""Recommendations: each a text and whom it addresses."""

from __future__ import annotations

from forms.fields.items import ItemsType
from forms.fields.merges import RECOMMENDATION_MERGES
from forms.schema import Column, Field, Required

_TEXT = Column("text", "Nội dung kiến nghị", "narrative", required=Required.HARD)


class RecommendationsType(ItemsType):
    name = "recommendations"
    label = "Đề xuất, kiến nghị"
    merges = RECOMMENDATION_MERGES
    option_keys = frozenset({"choices"})
    needed_keys = frozenset({"choices"})

    def column_specs(self, field: Field) -> tuple[Column, ...]:
        """`choices` of the field are the addressees; the loader fills in the outline's."""
        addressee = Column(
            "addressee", "Gửi tới", "choice", required=Required.HARD, choices=field.choices
        )
        return (addressee, _TEXT)
