"""A file that came with a form, read no further than may be taken; Invalid says what to do."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request

from app.services.errors import Invalid
from app.settings import Settings


@dataclass(frozen=True)
class Uploaded:
    name: str
    data: bytes


def sent_file(name: str = "tep") -> Uploaded | None:
    """None when no file was chosen. Raises Invalid for one that is too large."""
    settings: Settings = current_app.config["SETTINGS"]
    most = settings.max_upload_bytes
    file = request.files.get(name)
    if file is None or not file.filename:
        return None
    data: bytes = file.read(most + 1)
    if len(data) > most:
        raise Invalid(
            f"Tệp lớn hơn {most // (1024 * 1024)} MB nên không nhận. "
            "Hãy bỏ bớt hình ảnh trong tệp rồi tải lên lại."
        )
    return Uploaded(file.filename, data)


def needed_file(missing: str, name: str = "tep") -> Uploaded:
    """Raises Invalid, with the words `missing` when no file was chosen."""
    found = sent_file(name)
    if found is None:
        raise Invalid(missing)
    return found


def needed_workbook() -> bytes:
    """Raises Invalid."""
    return needed_file("Chưa chọn tệp Excel nào.").data
