"""Units of measure: exact conversion between those of one kind, refusal between kinds.

Knows money, area, weight and length as Party statistics use them; a measure not listed here
(người, hộ, lớp, …) converts only into itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal

_THOUSAND = Decimal(1000)
_MONEY = {
    "đồng": Decimal(1),
    "nghìn đồng": _THOUSAND,
    "triệu đồng": _THOUSAND**2,
    "tỷ đồng": _THOUSAND**3,
}
_AREA = {"m2": Decimal(1), "ha": Decimal(10000), "km2": Decimal(1000000)}
_WEIGHT = {"kg": Decimal(1), "tạ": Decimal(100), "tấn": _THOUSAND}
_LENGTH = {"m": Decimal(1), "km": _THOUSAND}
_KINDS: tuple[Mapping[str, Decimal], ...] = (_MONEY, _AREA, _WEIGHT, _LENGTH)
_SPELLINGS = {
    "vnđ": "đồng",
    "vnd": "đồng",
    "đ": "đồng",
    "ngàn đồng": "nghìn đồng",
    "1.000 đồng": "nghìn đồng",
    "1000 đồng": "nghìn đồng",
    "1.000đ": "nghìn đồng",
    "triệu": "triệu đồng",
    "tr.đồng": "triệu đồng",
    "tr.đ": "triệu đồng",
    "tỉ đồng": "tỷ đồng",
    "tỷ": "tỷ đồng",
    "tỉ": "tỷ đồng",
    "m²": "m2",
    "km²": "km2",
    "hecta": "ha",
}


def normal_measure(measure: str) -> str:
    """The one spelling of a unit of measure: "1.000 đồng" and "ngàn đồng" are "nghìn đồng"."""
    plain = " ".join(unicodedata.normalize("NFC", measure).lower().split())
    return _SPELLINGS.get(plain, plain)


def factor(source: str, target: str) -> Decimal | None:
    """What a figure in `source` is multiplied by to stand in `target`; None when it cannot."""
    source, target = normal_measure(source), normal_measure(target)
    if source == target:
        return Decimal(1)
    for kind in _KINDS:
        if source in kind and target in kind:
            return kind[source] / kind[target]
    return None
