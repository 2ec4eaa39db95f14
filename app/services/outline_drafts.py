"""Drafts of outlines: saving, releasing for good, setting aside, and who may do it.

Where drafts come from is in outline_starting, going back in outline_revisions.

A draft may have faults while it is written; releasing asks for none. A released text never
changes: whoever wants another one continues in a new version.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from app.extensions import db
from app.models import (
    OutlineDraft,
    OutlineDraftRevision,
    OutlineState,
    OutlineVersion,
    Unit,
)
from app.services import audit, clock, outlines
from app.services.actors import OFFICE_ROLES, Actor
from app.services.errors import Invalid, Refused
from forms import (
    Outline,
    clean_line,
    dump_outline,
    editing,
    outline_source_hash,
)


@dataclass(frozen=True)
class Opened:
    """A draft as its editor sees it: what can be read of it, and what keeps it from release."""

    version: OutlineVersion
    draft: OutlineDraft
    outline: Outline
    faults: tuple[editing.Fault, ...]


class Conflict(Refused):
    """Somebody else saved meanwhile; nothing was written."""


def create_draft(
    outline: Outline,
    actor: Actor,
    *,
    note: str = "",
    office: Unit | None = None,
    based_on: OutlineVersion | None = None,
) -> OutlineVersion:
    """Keep an outline as a draft under its id, with the next free version number.

    `office` is the one that may edit it; left out, the actor's own. `version` of the outline does
    not count. Raises Invalid when the actor works in no office.
    """
    office_id = office.id if office else _own_office(actor)
    outline = replace(outline, version=_next_version(outline.id), sha256="", _index={})
    source = dump_outline(outline)
    version = OutlineVersion(
        outline_id=outline.id,
        version=outline.version,
        title=_title(outline),
        source=source,
        sha256=outline_source_hash(source),
        state=OutlineState.DRAFT,
        created_at=clock.now(),
        created_by=actor.id or None,
    )
    db.session.add(version)
    # The draft and its first revision refer to the id.
    db.session.flush()
    draft = OutlineDraft(
        version_id=version.id,
        office_id=office_id,
        based_on_id=based_on.id if based_on else None,
        note=clean_line(note)[:300],
        revision=1,
        updated_at=clock.now(),
        updated_by=actor.id or None,
    )
    db.session.add(draft)
    _add_revision(draft, 1, None, source, note or "Bản đầu", actor)
    audit.record("outline.drafted", actor, outline=outline.id, version=outline.version)
    return version


def open_draft(version: OutlineVersion) -> Opened:
    """Raises Refused for a version that is not being written."""
    draft = get_draft(version)
    if version.state != OutlineState.DRAFT:
        raise Refused(
            "Đề cương này đã phát hành nên không sửa được nữa. Hãy tạo phiên bản mới từ nó."
        )
    outline = outlines.inspected(version)
    return Opened(version, draft, outline, editing.outline_faults(outline))


def get_draft(version: OutlineVersion) -> OutlineDraft:
    """Raises Refused: versions of the library have none."""
    draft = db.session.get(OutlineDraft, version.id)
    if draft is None:
        raise Refused("Đề cương này thuộc thư viện, không sửa được. Hãy tạo phiên bản mới từ nó.")
    return draft


def save(version: OutlineVersion, outline: Outline, *, seen: str, words: str, actor: Actor) -> None:
    """Keep a changed outline. `seen` is the hash of the text the change was made on.

    Raises Conflict when another text was saved meanwhile, Refused for a released version.
    """
    draft = locked_draft(version)
    if version.sha256 != seen:
        raise Conflict(_CONFLICT)
    _store(version, draft, outline, words, actor)


def change(
    version: OutlineVersion,
    edit: Callable[[Outline], Outline],
    *,
    words: str,
    actor: Actor,
    seen: str = "",
    node: Callable[[Outline], object] | None = None,
) -> Outline:
    """Make one edit on the newest text, and give the outline it led to.

    With `seen` and `node`, only while that part still is what it was in the text that was seen:
    else raises Conflict. Raises Refused, editing.EditRefused.
    """
    draft = locked_draft(version)
    current = outlines.inspected(version)
    if node is not None and seen != version.sha256:
        base = _text_of_hash(version, seen)
        if base is None or node(base) != node(current):
            raise Conflict(_CONFLICT)
    changed = edit(current)
    _store(version, draft, changed, words, actor)
    return changed


_CONFLICT = (
    "Người khác vừa sửa chỗ này. Nội dung anh/chị nhập vẫn còn trong các ô bên dưới; "
    "hãy xem khác biệt rồi bấm “Lưu” nếu vẫn muốn thay."
)


def _store(
    version: OutlineVersion, draft: OutlineDraft, outline: Outline, words: str, actor: Actor
) -> None:
    outline = replace(outline, id=version.outline_id, version=version.version)
    source = dump_outline(outline)
    if outline_source_hash(source) == version.sha256:
        return
    number = _last_number(version) + 1
    _add_revision(draft, number, draft.revision, source, words, actor)
    show_text(version, draft, number, source, actor)


def _text_of_hash(version: OutlineVersion, sha256: str) -> Outline | None:
    """The newest text of the draft with this hash."""
    texts = db.session.scalars(
        select(OutlineDraftRevision.source)
        .where(OutlineDraftRevision.version_id == version.id)
        .order_by(OutlineDraftRevision.number.desc())
    )
    found = next((text for text in texts if outline_source_hash(text) == sha256), None)
    return None if found is None else outlines.inspected_text(found)


def release(version: OutlineVersion, actor: Actor) -> None:
    """Freeze a draft. Raises Refused when it has faults or is no draft any more."""
    draft = locked_draft(version)
    outline = outlines.sound_outline(version)
    if not any(True for _ in outline.fields()):
        raise Refused("Đề cương chưa hỏi nội dung nào nên chưa phát hành được.")
    version.state = OutlineState.RELEASED
    draft.released_at = clock.now()
    audit.record(
        "outline.released",
        actor,
        outline=version.outline_id,
        version=version.version,
        sha256=version.sha256,
    )


def archive(version: OutlineVersion, actor: Actor) -> None:
    """Offer a version no longer; campaigns that have it keep it."""
    if version.state == OutlineState.ARCHIVED:
        raise Refused("Phiên bản này đã ở phần lưu trữ.")
    version.state = OutlineState.ARCHIVED
    audit.record("outline.archived", actor, outline=version.outline_id, version=version.version)


def unarchive(version: OutlineVersion, actor: Actor) -> None:
    """Offer a version again; one that was set aside as a draft is a draft again."""
    if version.state != OutlineState.ARCHIVED:
        raise Refused("Phiên bản này không ở phần lưu trữ.")
    draft = db.session.get(OutlineDraft, version.id)
    was_draft = draft is not None and draft.released_at is None
    version.state = OutlineState.DRAFT if was_draft else OutlineState.RELEASED
    audit.record("outline.unarchived", actor, outline=version.outline_id, version=version.version)


def _own_office(actor: Actor) -> int:
    units = sorted(actor.units(*OFFICE_ROLES))
    if not units:
        raise Invalid("Chỉ cán bộ của cơ quan tổng hợp soạn được đề cương.")
    return units[0]


def _next_version(outline_id: str) -> int:
    """Above every version known, the files of the library included."""
    highest = db.session.scalar(
        select(func.max(OutlineVersion.version)).where(OutlineVersion.outline_id == outline_id)
    )
    files = [
        int(path.stem[1:])
        for path in outlines.library_files()
        if path.parent.name == outline_id and path.stem[1:].isdecimal()
    ]
    return max(highest or 0, *files, 0) + 1


def locked_draft(version: OutlineVersion) -> OutlineDraft:
    """The draft, held until the end of the transaction and read anew under the lock."""
    draft = db.session.get(OutlineDraft, version.id, with_for_update=True, populate_existing=True)
    db.session.refresh(version)
    if draft is None:
        return get_draft(version)
    if version.state != OutlineState.DRAFT:
        raise Refused("Đề cương này không còn là bản đang soạn. Hãy tạo phiên bản mới từ nó.")
    return draft


def show_text(
    version: OutlineVersion, draft: OutlineDraft, number: int, source: str, actor: Actor
) -> None:
    """Make one of its texts the text of the version."""
    version.source, version.sha256 = source, outline_source_hash(source)
    version.title = _title(outlines.inspected(version))
    draft.revision = number
    draft.updated_at, draft.updated_by = clock.now(), actor.id or None


def _title(outline: Outline) -> str:
    return (outline.title or "Đề cương chưa có tên")[:500]


def _add_revision(
    draft: OutlineDraft, number: int, previous: int | None, source: str, words: str, actor: Actor
) -> None:
    db.session.add(
        OutlineDraftRevision(
            version_id=draft.version_id,
            number=number,
            previous=previous,
            source=source,
            words=clean_line(words)[:300],
            saved_at=clock.now(),
            saved_by=actor.id or None,
        )
    )


def _last_number(version: OutlineVersion) -> int:
    return (
        db.session.scalar(
            select(func.max(OutlineDraftRevision.number)).where(
                OutlineDraftRevision.version_id == version.id
            )
        )
        or 0
    )
