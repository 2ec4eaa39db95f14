"""The history of answers: every value they had, bringing one back, undoing an import."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile

from sqlalchemy import select

from app.extensions import db
from app.models import AnswerRevision, User
from app.services import archived_answers
from app.services.actors import Actor
from app.services.answer_places import find_field
from app.services.answer_store import (
    NO_BASE,
    Base,
    Change,
    current_answer,
    lock_report,
    store_answer,
)
from app.services.errors import NotFound, Refused
from app.services.reports import ReportRef
from forms import Json, editing

ORIGIN_WORDS = {
    "typed": "nhập trên trang",
    "import": "từ tệp Word",
    "previous": "chép từ kỳ trước",
    "prefill": "lấy sẵn theo đề cương",
    "workbook": "từ tệp Excel",
    "pasted": "từ bảng dán từ Word",
    "restored": "khôi phục bản cũ",
    "undone": "hoàn tác",
    "set_aside": "bản không chọn khi trùng sửa",
    "chosen": "bản được chọn khi trùng sửa",
    "outline": "chuyển theo đề cương mới",
}


def history(report_id: int, field_key: str) -> list[AnswerRevision]:
    """Every value of an answer, newest first."""
    return list(
        db.session.scalars(
            select(AnswerRevision)
            .where(AnswerRevision.report_id == report_id, AnswerRevision.field_key == field_key)
            .order_by(AnswerRevision.revision.desc())
        )
    )


def names_of(users: set[int | None]) -> dict[int | None, str]:
    """Names to show beside revisions and remarks."""
    known = {user for user in users if user}
    rows = db.session.execute(select(User.id, User.display_name).where(User.id.in_(known)))
    return {None: "Hệ thống", **{row.id: row.display_name for row in rows}}


def value_at(report_id: int, field_key: str, revision: int) -> Json:
    """What an answer was at a revision; {} when it did not exist yet."""
    value: Json | None = db.session.scalar(
        select(AnswerRevision.value).where(
            AnswerRevision.report_id == report_id,
            AnswerRevision.field_key == field_key,
            AnswerRevision.revision == revision,
        )
    )
    return value or {}


def put_value(
    ref: ReportRef,
    field_key: str,
    value: Json,
    *,
    actor: Actor,
    origin: str,
    group_key: str | None = None,
    base: Base = NO_BASE,
) -> bool:
    """Set a stored value as it is (restore, import, last period); gives whether it changed.

    Raises NotFound (no such field for this unit), Refused (report or section not open).
    """
    section, field = find_field(ref, field_key)
    state = lock_report(ref, section.key)
    current = current_answer(ref.id, section.key, field_key)
    if current.value == value:
        return False
    change = Change(value, base, origin, group_key)
    store_answer(ref, section.key, field, current, change, actor=actor, state=state)
    return True


def restore(ref: ReportRef, field_key: str, revision: int, *, actor: Actor) -> bool:
    """Bring an earlier value back as a new revision. Raises NotFound, Refused.

    A value given to another wording of the question is carried over, or refused.
    """
    _, field = find_field(ref, field_key)
    revisions = history(ref.id, field_key)
    wanted = next((n for n, r in enumerate(revisions) if r.revision == revision), None)
    if wanted is None:
        raise NotFound("Không có bản lưu này.")
    old = archived_answers.fields_of_revisions(field, revisions)[wanted]
    converted = editing.convert_answer(old, field, revisions[wanted].value)
    if converted.lost:
        raise Refused(
            "Bản này được nhập khi câu hỏi còn ở loại khác nên không khôi phục được. "
            "Hãy chép phần cần dùng rồi nhập lại."
        )
    return put_value(ref, field_key, converted.value, actor=actor, origin="restored")


# Later revisions of these origins came from imports too, so the text is still an import's.
_OF_IMPORTS = frozenset({"import", "undone"})


def undo_group(ref: ReportRef, group_key: str, *, actor: Actor) -> int:
    """Undo one import as a whole, also one that was poured several times: every answer goes back
    to what it was before; gives how many.

    Answers that were edited since keep the edit (its text is not the import's any more), and
    those of sections that are closed stay.
    """
    undone = 0
    for field_key in _fields_of_group(ref.id, group_key):
        section, _ = find_field(ref, field_key)
        if not ref.section_is_open(section.key):
            continue
        lock_report(ref, section.key)  # else an edit of this moment could be taken for the import
        before = _before_import(history(ref.id, field_key), group_key)
        if before is not None:
            undone += put_value(ref, field_key, before, actor=actor, origin="undone")
    return undone


def holding(report_id: int, group_key: str) -> int:
    """How many answers still hold what one import wrote."""
    return sum(
        _before_import(history(report_id, field_key), group_key) is not None
        for field_key in _fields_of_group(report_id, group_key)
    )


def _fields_of_group(report_id: int, group_key: str) -> Sequence[str]:
    return db.session.scalars(
        select(AnswerRevision.field_key)
        .where(AnswerRevision.report_id == report_id, AnswerRevision.group_key == group_key)
        .distinct()
        .order_by(AnswerRevision.field_key)
    ).all()


def _before_import(revisions: Sequence[AnswerRevision], group_key: str) -> Json | None:
    """What an answer (its history, newest first) was before an import; None when what it holds
    now is not what the import wrote."""
    at = next((n for n, r in enumerate(revisions) if r.group_key == group_key), None)
    if at is None or revisions[0].value != revisions[at].value:
        return None
    if any(revision.origin not in _OF_IMPORTS for revision in revisions[:at]):
        return None
    earlier = dropwhile(lambda revision: revision.group_key == group_key, revisions[at:])
    return next((revision.value for revision in earlier), {})
