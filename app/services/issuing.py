"""Issuing a closed draft: number, day, signer, the files as they went out, the signed scan,
and who received what when. A later change makes a new version (draft_states.reopen); what was
issued stays as it was, because its files are kept, not made again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models import Draft, DraftState
from app.services import audit, clock, draft_states, drafts, exports, storage
from app.services.actors import Actor
from app.services.errors import Invalid, NotFound, Refused
from app.services.exported_files import ExportedFile
from app.services.file_kinds import find_kind, safe_name
from forms import clean_line, format_instant

_KEY = "issue"
CHANNELS = ("Trực liên thông văn bản", "Bản giấy", "Thư điện tử công vụ", "Zalo", "Trao tay")


@dataclass(frozen=True)
class KeptFile:
    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True)
class Delivery:
    """`at` is in words, as it was written down."""

    to: str
    channel: str
    at: str
    by: str


@dataclass(frozen=True)
class IssueRecord:
    """What is known of an issued version."""

    number: str
    signer: str
    files: tuple[KeptFile, ...]
    scan: KeptFile | None
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True)
class Signed:
    number: str
    day: date | None
    signer: str


def issue(draft: Draft, signed: Signed, *, actor: Actor) -> None:
    """Raises Refused (not closed, sources changed since), Invalid (number or day missing)."""
    draft_states.issue(draft, clean_line(signed.number), signed.day, actor=actor)
    signer = clean_line(signed.signer)[:120]
    # The files print the number and the signer, so these are written first.
    _write(draft, {"signer": signer, "files": [], "deliveries": []})
    files = [_keep(file) for file in _files(draft)]
    _write(draft, {**_data(draft), "files": files})


def _files(draft: Draft) -> list[ExportedFile]:
    files = [exports.draft_word(draft)]
    if exports.has_figures(draft):
        files.append(exports.draft_excel(draft))
    return files


def _keep(file: ExportedFile) -> dict[str, str]:
    return {"name": file.name, "type": file.media_type, "sha256": storage.store(file.data)}


def _data(draft: Draft) -> dict[str, Any]:
    """A reopened version takes the settings along: the record of another version is not its."""
    data = draft.settings.get(_KEY) or {}
    return dict(data) if data.get("draft") == draft.id else {}


def _write(draft: Draft, data: dict[str, Any]) -> None:
    draft.settings = {**draft.settings, _KEY: {**data, "draft": draft.id}}


def record_of(draft: Draft) -> IssueRecord | None:
    """None while it is not issued."""
    if draft.state != DraftState.ISSUED:
        return None
    data = _data(draft)
    return IssueRecord(
        draft.number,
        str(data.get("signer", "")),
        tuple(_kept(file) for file in data.get("files", ())),
        _kept(data["scan"]) if data.get("scan") else None,
        tuple(Delivery(**one) for one in data.get("deliveries", ())),
    )


def _kept(data: dict[str, str]) -> KeptFile:
    return KeptFile(data["name"], data["type"], data["sha256"])


def issued_file(draft: Draft, media_type: str) -> ExportedFile | None:
    """The file that went out, instead of one made anew from what has changed since."""
    record = record_of(draft)
    for file in record.files if record else ():
        if file.media_type == media_type:
            return ExportedFile(file.name, file.media_type, storage.read(file.sha256))
    return None


def earlier(draft: Draft) -> tuple[tuple[Draft, IssueRecord], ...]:
    """The versions that were issued before this one, newest first."""
    return tuple(
        (one, record)
        for one in drafts.list_versions(draft.campaign)
        if one.version < draft.version and (record := record_of(one)) is not None
    )


def find_file(draft: Draft, sha256: str) -> ExportedFile:
    """One of the files that went out with this or an earlier version, or a scan.

    Raises NotFound.
    """
    for found in (record_of(draft), *(record for _, record in earlier(draft))):
        for file in (*found.files, found.scan) if found else ():
            if file is not None and file.sha256 == sha256:
                return ExportedFile(file.name, file.media_type, storage.read(sha256))
    raise NotFound("Không có tệp này trong hồ sơ ban hành.")


def attach_scan(draft: Draft, name: str, data: bytes, *, limit: int, actor: Actor) -> None:
    """The scan of the signed paper; a new one takes the place of the old. Raises Invalid."""
    _require_issued(draft)
    kind = find_kind(data) if data else None
    if kind is None or not kind.media_type.startswith(("application/pdf", "image/")):
        raise Invalid("Hãy chọn bản quét PDF hoặc ảnh (JPEG, PNG) của văn bản đã ký.")
    if len(data) > limit:
        raise Invalid(f"Tệp lớn quá {limit // (1024 * 1024)} MB. Hãy quét ở độ phân giải thấp hơn.")
    file = ExportedFile(safe_name(name, kind), kind.media_type, data)
    _write(draft, {**_data(draft), "scan": _keep(file)})
    audit.record("draft.scan_attached", actor, campaign_id=draft.campaign_id, name=file.name)


def deliver(draft: Draft, to: str, channel: str, *, actor: Actor) -> int:
    """Write down that receivers (one a line) got the document now; how many. Raises Invalid."""
    _require_issued(draft)
    names = [line for text in to.split("\n") if (line := clean_line(text))]
    if not names:
        raise Invalid("Hãy ghi ít nhất một nơi nhận, mỗi nơi một dòng.")
    at = format_instant(clock.local(clock.now()))
    fresh = [
        {"to": name[:200], "channel": clean_line(channel)[:60], "at": at, "by": actor.name}
        for name in names
    ]
    data = _data(draft)
    _write(draft, {**data, "deliveries": [*data.get("deliveries", ()), *fresh]})
    audit.record("draft.delivered", actor, campaign_id=draft.campaign_id, receivers=len(fresh))
    return len(fresh)


def _require_issued(draft: Draft) -> None:
    if draft.state != DraftState.ISSUED:
        raise Refused("Văn bản chưa ban hành. Hãy ghi số, ngày ban hành trước.")
