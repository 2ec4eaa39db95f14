"""Files sent with the report: what is known of each. Their bytes lie elsewhere, by SHA-256."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from forms.fields.base import FieldType, FormData, Parsed, Raw
from forms.fields.items import collect_rows
from forms.fields.merges import FILE_MERGES
from forms.schema import Field
from forms.text import clean_line
from forms.values import CellState, Json, whole_state

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SIZE = re.compile(r"[0-9]{1,15}")


def files_of(value: Json) -> tuple[Json, ...]:
    files = value.get("files")
    if not isinstance(files, list | tuple):
        return ()
    return tuple(item for item in files if isinstance(item, Mapping) and item.get("sha256"))


class AttachmentType(FieldType):
    name = "attachment"
    label = "Tệp đính kèm"
    widget = "files"
    merges = FILE_MERGES

    def parse(self, field: Field, raw: Raw) -> Parsed:
        """`raw` is a list of mappings sha256, name, size, type; a file is kept once."""
        typed = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else []
        files: dict[str, dict[str, Any]] = {}
        unknown = 0
        for item in typed:
            known = _known_file(item)
            if known is None:
                unknown += 1
            else:
                files.setdefault(known["sha256"], known)
        problems = ("Có tệp chưa tải lên được; hãy chọn lại tệp.",) if unknown else ()
        return Parsed({"files": list(files.values())} if files else {}, problems)

    def collect(self, field: Field, name: str, data: FormData) -> Raw:
        return collect_rows(name, data)

    def is_blank(self, field: Field, value: Json) -> bool:
        return whole_state(value) is None and not files_of(value)

    def display(self, field: Field, value: Json) -> str:
        special = whole_state(value)
        if special is not None:
            return special.label
        return "\n".join(str(item.get("name", "")) for item in files_of(value))

    def numbers(self, field: Field, value: Json) -> Mapping[str, Any]:
        names = tuple(str(item.get("name", "")) for item in files_of(value))
        nil = whole_state(value) is CellState.NIL
        return {field.key: names if names or nil else None}

    def names(self, field: Field) -> frozenset[str]:
        return frozenset({field.key})


def _known_file(item: object) -> dict[str, Any] | None:
    if not isinstance(item, Mapping):
        return None
    sha256, size = str(item.get("sha256", "")), str(item.get("size", ""))
    if not (_SHA256.fullmatch(sha256) and _SIZE.fullmatch(size)):
        return None
    name = clean_line(str(item.get("name", ""))) or sha256[:12]
    return {
        "sha256": sha256,
        "name": name,
        "size": int(size),
        "type": clean_line(str(item.get("type", ""))),
    }
