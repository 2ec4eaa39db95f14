"""The names of merge rules and periods, their labels and options. How they merge: forms.merging."""

from __future__ import annotations

from collections.abc import Mapping

MERGE_LABELS: Mapping[str, str] = {
    "sum": "Cộng dồn",
    "weighted_ratio": "Tỷ lệ chung (tổng tử / tổng mẫu)",
    "weighted_mean": "Trung bình có trọng số của các đơn vị",
    "mean": "Trung bình cộng của các đơn vị",
    "median": "Trung vị của các đơn vị",
    "min": "Nhỏ nhất",
    "max": "Lớn nhất",
    "range": "Khoảng từ … đến …",
    "top_n": "Đơn vị cao nhất / thấp nhất",
    "count_reported": "Số đơn vị có báo cáo",
    "count_yes": "Số đơn vị trả lời Có",
    "count_by_choice": "Số đơn vị theo lựa chọn",
    "same_or_conflict": "Phải giống nhau (khác thì báo)",
    "latest": "Mới nhất",
    "first": "Đầu kỳ",
    "union_documents": "Gộp danh mục văn bản",
    "union_list": "Gộp danh sách, bỏ trùng",
    "table_sum_by_key": "Bảng cố định: gộp theo dòng",
    "table_group": "Bảng tự do: nhóm theo cột khóa",
    "table_append": "Bảng tự do: nối dòng, thêm cột đơn vị",
    "text_cluster": "Gom ý trùng",
    "text_append": "Nối nguyên văn",
    "list_units": "Liệt kê theo đơn vị",
    "manual": "Tự biên tập",
    "none": "Không đưa lên",
}
PERIOD_LABELS: Mapping[str, str] = {
    "revision_latest": "Bản mới nhất",
    "sum_periods": "Cộng các kỳ",
    "last_in_period": "Số cuối kỳ",
    "first_in_period": "Số đầu kỳ",
    "average_periods": "Trung bình các kỳ",
    "max_in_period": "Số cao nhất trong kỳ",
}

COMMON_OPTIONS = ("missing", "not_applicable", "round", "check")
RULE_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "weighted_ratio": ("numerator", "denominator"),
    "weighted_mean": ("weight",),
    "top_n": ("n", "direction"),
    "latest": ("date_field",),
    "first": ("date_field",),
    "union_documents": ("issuer_scope",),
    "table_group": ("key_columns",),
}
NEEDED_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "weighted_mean": ("weight",),
    "table_group": ("key_columns",),
}

_ANY = ("count_reported", "same_or_conflict", "latest", "first", "list_units", "manual", "none")
_SPREAD = ("min", "max", "range", "top_n")
NUMBER_MERGES = ("sum", "weighted_mean", "mean", "median", *_SPREAD, *_ANY)
RATIO_MERGES = ("weighted_ratio", *_SPREAD, *_ANY)
DATE_MERGES = ("range", "min", "max", *_ANY)
TEXT_MERGES = ("text_cluster", "text_append", *_ANY)
LINE_MERGES = ("text_cluster", "text_append", "union_list", *_ANY)
YES_NO_MERGES = ("count_yes", *_ANY)
CHOICE_MERGES = ("count_by_choice", *_ANY)
CHOICES_MERGES = ("count_by_choice", "count_reported", "list_units", "manual", "none")
TABLE_MERGES = ("table_sum_by_key", "count_reported", "manual", "none")
_ROWS = ("count_reported", "list_units", "manual", "none")
LIST_MERGES = ("table_append", "table_group", "union_list", *_ROWS)
CITATION_MERGES = ("union_documents", "table_append", *_ROWS)
RECOMMENDATION_MERGES = ("text_cluster", "union_list", "text_append", *_ROWS)
FILE_MERGES = ("none", "list_units", "count_reported", "manual")
COMPUTED_MERGES = ("none", "sum", *_SPREAD, "list_units", "manual")
