"""What sentences may name: the unit, its own documents, and figures out of its own tables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from app.demo.figures import UnitFigures
from app.demo.lists import OwnDocument, cite
from app.demo.planted import unsaid_cells
from app.demo.sources import read_yaml
from app.demo.tables import cell_at
from app.demo.typed import write_count, write_percent
from app.demo.units import DemoUnit

_STAFF = {"luc_luong_vu_trang": "cán bộ, chiến sĩ", "mttq_doan_the": "cán bộ, công chức"}
_TOWN_AIM = "xây dựng đô thị văn minh"
_TOWN_GOAL = "xây dựng thị trấn đạt chuẩn đô thị văn minh"
_COMMUNE_GOAL = "xây dựng nông thôn mới nâng cao, tiến tới nông thôn mới kiểu mẫu"


def unit_slots(
    unit: DemoUnit, figures: UnitFigures, documents: tuple[OwnDocument, ...], notation: str
) -> dict[str, str]:
    """Slot → text; slots whose cell is blank, nil, zero or kept silent are absent."""
    return (
        _names(unit)
        | _citations(documents)
        | _counts(unit, figures, notation)
        | _percents(unit, figures)
    )


def _names(unit: DemoUnit) -> dict[str, str]:
    label = "thị trấn" if unit.kind == "thi_tran" else "xã"
    own = unit.short_name[0].lower() + unit.short_name[1:] if unit.is_commune else unit.name
    return {
        "ten": own,
        "Ten": own[0].upper() + own[1:],
        "cap": label,
        "dang_uy": unit.body,
        "body": unit.body,
        "nhan_su": _STAFF.get(unit.kind, "cán bộ, công chức, viên chức, người lao động"),
        "ntm": _TOWN_AIM if label == "thị trấn" else "xây dựng nông thôn mới nâng cao",
        "phan_dau": _TOWN_GOAL if label == "thị trấn" else _COMMUNE_GOAL,
    }


def _citations(documents: tuple[OwnDocument, ...]) -> dict[str, str]:
    slot_of = {"ke_hoach": "kh", "ub_kh": "ub_kh", "qd_bcd": "qd_bcd"}
    cited = {slot_of[doc.key]: cite(doc) for doc in documents if doc.key in slot_of}
    return cited | {"so_vb": write_count(Decimal(len(documents)), "dots")}


def slot_paths() -> Mapping[str, str]:
    return dict(read_yaml("slots.yaml")["cells"])


def _counts(unit: DemoUnit, figures: UnitFigures, notation: str) -> dict[str, str]:
    silent = unsaid_cells(unit.key)
    return {
        slot: write_count(value, notation)
        for slot, path in slot_paths().items()
        if path not in silent and (value := _figure(figures, path))
    }


def _figure(figures: UnitFigures, path: str) -> Decimal | None:
    value = cell_at(figures.tables, path)
    return value if isinstance(value, Decimal) and value > 0 else None


def _percents(unit: DemoUnit, figures: UnitFigures) -> dict[str, str]:
    paths = slot_paths()
    found = {}
    for slot, (part, base) in read_yaml("slots.yaml")["percents"].items():
        both = [_figure(figures, paths.get(name, name)) for name in (part, base)]
        if both[0] is not None and both[1] is not None:
            found[slot] = write_percent(both[0], both[1])
    return found
