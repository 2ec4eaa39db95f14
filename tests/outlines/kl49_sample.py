"""A commune's tables of Kết luận 49 with every cell filled and every figure in agreement."""

from __future__ import annotations

from collections.abc import Mapping

from forms import Answers, Outline, field_type
from forms.schema import EMPTY, Field

# Table → row ("" for every row) → column → what is typed; later rows go over earlier ones.
TYPED: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "pl2_muc_tieu": {
        "": {f"{part}_{year}": number for year in (2019, 2023, 2024)
             for part, number in (("tu", "3"), ("mau", "10"))},
    },
    "pl3a_to_chuc": {
        "": {"nam_2019": "10", "nam_2024": "12"},
        "dan_so": {"nam_2019": "6.900", "nam_2024": "7.210"},
        "hoi_vien": {"nam_2019": "1.500", "nam_2024": "1.900"},
        "hoi_vien_dang_vien": {"nam_2019": "200", "nam_2024": "240"},
        "tong_dang_vien": {"nam_2019": "250", "nam_2024": "260"},
    },
    "pl3b_mo_hinh": {"": {"tong": "10", "dang_ky": "5", "cong_nhan": "3", "xuat_sac": "1"}},
    "pl3c_quy": {
        "": {"luy_ke": "2,5", "nam_2023": "1"},
        "du_dau": {"luy_ke": "3", "nam_2023": "2"},
        "du_cuoi": {"luy_ke": "3", "nam_2023": "2"},
    },
    "pl3d_hoc_bong": {
        "": {"suat": "8", "so_tien": "2,5", "suat_2023": "3", "so_tien_2023": "1"},
    },
    "pl3e_tthtcd": {"": {"luy_ke": "1", "nam_2023": "1"}},
    "pl3f_xoa_mu_chu": {
        "": {"tong": "900", "muc_1": "890", "muc_2": "880", "hoc_vien": "12", "hoc_vien_nu": "7"},
        "tuoi_15_60": {"tong": "2.000", "muc_1": "1.950", "muc_2": "1.900"},
    },
    "pl3g_boi_duong": {
        "": {"tong": "20", "bat_buoc": "18", "nghe_ky_nang": "5", "tieng_dan_toc": "0",
             "luot": "60"},
    },
    "pl3h_tuyen_truyen": {
        "": {"luy_ke": "40", "nam_2023": "9"},
        "dv_du": {"luy_ke": "38", "nam_2023": "9"},
    },
}  # fmt: skip


def typed_cells(field: Field) -> dict[str, str]:
    """What stands in each cell of a table, by "row.column"."""
    wanted = TYPED[field.key]
    return {
        f"{row.key}.{column}": text
        for row in field.rows
        if row.kind == "item"
        for column, text in {**wanted[""], **wanted.get(row.key, {})}.items()
    }


def sample_answers(outline: Outline, changes: Mapping[str, str] = EMPTY) -> Answers:
    """The sample of a town, which is asked everything; `changes` by "table.row.column"."""
    values = {}
    for key in TYPED:
        field = outline.field(key)
        own = {path.partition(".")[2]: text for path, text in changes.items()
               if path.startswith(f"{key}.")}  # fmt: skip
        parsed = field_type(field.type).parse(field, typed_cells(field) | own)
        if parsed.problems:
            raise AssertionError(parsed.problems)
        values[key] = parsed.value
    return Answers(outline, values, unit_kind="thi_tran")
