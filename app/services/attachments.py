"""Files sent with a report: checked by content, kept by hash, listed with the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Attachment, ReportState
from app.services import audit, clock, reports, storage
from app.services.actors import Actor
from app.services.answer_history import put_value
from app.services.answer_places import find_field
from app.services.errors import Invalid, NotFound, Refused
from app.services.file_kinds import find_kind, safe_name
from app.services.reports import ReportRef

PURPOSES = {
    "evidence": "Tài liệu kèm theo",
    "signed": "Bản đã ký (bản quét hoặc ảnh chụp)",
    "source": "Tệp Word gốc đã nhập",
}
ACCEPTED = "PDF, ảnh JPEG hoặc PNG, Word, Excel"
MOST_FILES = 1000
# Lists of which each row may have files: the documents a report cites.
TYPE_WITH_ROWS = "citations"
# The signed copy often comes by hand after the data was sent.
_SIGNED_MAY_FOLLOW = (ReportState.AWAITING_APPROVAL, ReportState.SUBMITTED)


def attach(
    ref: ReportRef,
    name: str,
    data: bytes,
    *,
    actor: Actor,
    limit: int,
    purpose: str = "evidence",
    field_key: str = "",
    row_key: str = "",
) -> Attachment:
    """Keep a file, of the report, of a field or of a row of a list of documents.

    Raises Invalid (empty, too big, not a kind reports take, no such row), Refused, NotFound.
    """
    _require_open(ref, purpose, field_key, row_key)
    _require_row(ref, field_key, row_key)
    kind = _checked(data, limit)
    if len(listed(ref.id)) >= MOST_FILES:
        raise Invalid(f"Báo cáo đã có {MOST_FILES} tệp. Hãy bỏ bớt tệp không cần rồi tải lên lại.")
    attachment = Attachment(
        report_id=ref.id,
        field_key=field_key,
        row_key=row_key,
        purpose=purpose if purpose in PURPOSES else "evidence",
        name=safe_name(name, kind),
        media_type=kind.media_type,
        size=len(data),
        sha256=storage.store(data),
        created_at=clock.now(),
        created_by=actor.id or None,
    )
    db.session.add(attachment)
    # The answer of the field and the log name the file by its id.
    db.session.flush()
    _list_in_answer(ref, attachment, actor)
    _record("attachment.added", attachment, ref, actor)
    return attachment


def _checked(data: bytes, limit: int) -> Any:
    if not data:
        raise Invalid("Tệp rỗng. Hãy chọn lại tệp.")
    if len(data) > limit:
        raise Invalid(f"Tệp lớn quá {limit // (1024 * 1024)} MB. Hãy quét ở độ phân giải thấp hơn.")
    kind = find_kind(data)
    if kind is None:
        raise Invalid(
            f"Không nhận loại tệp này. Hãy gửi {ACCEPTED}; tệp có macro thì lưu lại không macro."
        )
    return kind


def _require_open(ref: ReportRef, purpose: str, field_key: str, row_key: str) -> None:
    if field_key:
        section, field = find_field(ref, field_key)
        if field.type != (TYPE_WITH_ROWS if row_key else "attachment"):
            raise NotFound("Ô này không nhận tệp.")
        if ref.section_is_open(section.key):
            return
    elif ref.is_open or (purpose == "signed" and may_add_signed(ref)):
        return
    raise Refused("Báo cáo không mở để sửa nên không thêm, bỏ tệp được.")


def _require_row(ref: ReportRef, field_key: str, row_key: str) -> None:
    """A row without content is not stored, so nothing could be kept with it."""
    stored = reports.load_answers(ref).stored(field_key) if row_key else {}
    if row_key and row_key not in {item["id"] for item in stored.get("items") or ()}:
        raise Invalid(
            "Chưa nhận tệp vì dòng văn bản này chưa có nội dung. "
            "Hãy nhập số, ký hiệu hoặc trích yếu rồi chọn lại tệp."
        )


def listed(report_id: int) -> list[Attachment]:
    """Files that were not removed, oldest first."""
    return list(
        db.session.scalars(
            select(Attachment)
            .where(Attachment.report_id == report_id, Attachment.removed_at.is_(None))
            .order_by(Attachment.id)
            .limit(MOST_FILES)
        )
    )


def signed_copies(report_id: int) -> list[Attachment]:
    """Scans of the signed report."""
    return [file for file in listed(report_id) if file.purpose == "signed" and not file.field_key]


def may_add_signed(ref: ReportRef) -> bool:
    """The signed paper often comes after the report was sent."""
    return ref.is_open or ref.state in _SIGNED_MAY_FOLLOW


def get_attachment(report_id: int, attachment_id: int) -> Attachment:
    """Raises NotFound for a file of another report, or one that was removed."""
    found = db.session.get(Attachment, attachment_id)
    if found is None or found.report_id != report_id or found.removed_at is not None:
        raise NotFound("Không tìm thấy tệp này.")
    return found


def remove(ref: ReportRef, attachment_id: int, *, actor: Actor) -> Attachment:
    """Take a file off the report; its bytes stay. Raises NotFound, Refused."""
    attachment = get_attachment(ref.id, attachment_id)
    _require_open(ref, attachment.purpose, attachment.field_key, attachment.row_key)
    attachment.removed_at = clock.now()
    db.session.flush()
    _list_in_answer(ref, attachment, actor)
    _record("attachment.removed", attachment, ref, actor)
    return attachment


def _list_in_answer(ref: ReportRef, attachment: Attachment, actor: Actor) -> None:
    """The answer of an attachment field names its files, so that history and merging see them."""
    field_key = attachment.field_key
    if not field_key or attachment.row_key:
        return
    files = [_entry(a) for a in listed(ref.id) if a.field_key == field_key]
    put_value(ref, field_key, {"files": files} if files else {}, actor=actor, origin="typed")


def _entry(attachment: Attachment) -> Mapping[str, Any]:
    return {
        "sha256": attachment.sha256,
        "name": attachment.name,
        "size": attachment.size,
        "type": attachment.media_type,
    }


def _record(action: str, attachment: Attachment, ref: ReportRef, actor: Actor) -> None:
    audit.record(
        action,
        actor,
        campaign_id=ref.campaign_id,
        report_id=ref.id,
        unit_id=ref.unit_id,
        sha256=attachment.sha256,
        purpose=attachment.purpose,
    )
