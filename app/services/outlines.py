"""Outline versions: from files of outlines/ into the database, and parsed once per process."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import or_, select

from app.extensions import db
from app.models import OutlineState, OutlineVersion
from app.services import audit, clock
from app.services.actors import Actor
from app.services.errors import Invalid, NotFound, Refused
from forms import (
    Outline,
    OutlineError,
    inspect_outline,
    load_outline,
    outline_source_hash,
)

LIBRARY = Path(__file__).resolve().parents[2] / "outlines"
CITATIONS = LIBRARY / "citations.yaml"


def library_files() -> list[Path]:
    """The outline files of the library, e.g. outlines/kl49/v1.yaml."""
    return sorted(LIBRARY.glob("*/v*.yaml"))


def read_outline_file(path: Path) -> Outline:
    """Load one outline file. Raises OutlineError with every problem, OSError when unreadable."""
    return load_outline(path.read_text(encoding="utf-8"), str(path), resolve=resolve_include)


def resolve_include(reference: str) -> str:
    """Source text of a library outline named as `id` or `id/v2` by an `include:`.

    Raises LookupError when the library has no such outline.
    """
    outline_id, _, version = reference.partition("/")
    paths = sorted(LIBRARY.glob(f"{outline_id}/{version or 'v*'}.yaml"))
    if not paths:
        raise LookupError(reference)
    return paths[-1].read_text(encoding="utf-8")


def register_outline(source: str, file: str, *, actor: Actor) -> OutlineVersion:
    """Keep a released outline in the database; the same text again changes nothing.

    Raises OutlineError for a bad outline and Invalid when a released version was changed.
    """
    outline = load_outline(source, file, resolve=resolve_include)
    sha256 = outline_source_hash(source)
    known = find_version(outline.id, outline.version)
    if known is not None:
        if known.sha256 != sha256:
            raise Invalid(
                f"Đề cương {outline.id} phiên bản {outline.version} đã có, không ghi đè được. "
                "Hãy đặt số phiên bản mới."
            )
        return known
    version = OutlineVersion(
        outline_id=outline.id,
        version=outline.version,
        title=outline.title,
        source=source,
        sha256=sha256,
        created_at=clock.now(),
        created_by=actor.id or None,
    )
    db.session.add(version)
    # Campaigns refer to the id.
    db.session.flush()
    audit.record("outline.released", actor, outline=outline.id, version=outline.version)
    return version


def register_library(actor: Actor) -> list[OutlineVersion]:
    return [
        register_outline(path.read_text(encoding="utf-8"), str(path), actor=actor)
        for path in library_files()
    ]


def find_version(outline_id: str, version: int) -> OutlineVersion | None:
    return db.session.scalar(
        select(OutlineVersion).where(
            OutlineVersion.outline_id == outline_id, OutlineVersion.version == version
        )
    )


def get_version(version_id: int) -> OutlineVersion:
    """Raises NotFound."""
    version = db.session.get(OutlineVersion, version_id)
    if version is None:
        raise NotFound("Không tìm thấy đề cương này.")
    return version


def get_released(version_id: int) -> OutlineVersion:
    """A version that a campaign may take. Raises NotFound, Invalid."""
    version = get_version(version_id)
    if version.state != OutlineState.RELEASED:
        state = OutlineState(version.state).label.lower()
        raise Invalid(
            f"Đề cương “{version.title}” {state} nên chưa dùng cho đợt được. "
            "Hãy chọn một đề cương đã phát hành."
        )
    return version


def list_versions() -> list[OutlineVersion]:
    """Released versions, ready for a campaign."""
    return list(
        db.session.scalars(
            select(OutlineVersion)
            .where(OutlineVersion.state == OutlineState.RELEASED)
            .order_by(OutlineVersion.title, OutlineVersion.version.desc())
        )
    )


def list_versions_with(*words: str) -> list[OutlineVersion]:
    """Released versions whose text holds one of the words as they stand."""
    holds = [OutlineVersion.source.contains(word, autoescape=True) for word in words if word]
    if not holds:
        return []
    return list(
        db.session.scalars(
            select(OutlineVersion)
            .where(OutlineVersion.state == OutlineState.RELEASED, or_(*holds))
            .order_by(OutlineVersion.title, OutlineVersion.version.desc())
        )
    )


def get_outline(version_id: int) -> Outline:
    """The parsed outline of a version. Raises NotFound, OutlineError (of a faulty draft)."""
    version = _kept_version(version_id)
    return parsed(version.id, version.sha256)


def parsed(version_id: int, sha256: str) -> Outline:
    """The outline of a version whose hash is known; parsed once per process for each text.

    By hash and not by id: a draft's text changes, and an id can come back after a rollback.
    """
    found = _PARSED.get(sha256)
    if found is None:
        found = _parse(get_version(version_id).source, sha256)
        if len(_PARSED) >= _MOST_PARSED:
            _PARSED.pop(next(iter(_PARSED)))
        _PARSED[sha256] = found
    return found


_PARSED: dict[str, Outline] = {}
_MOST_PARSED = 64


def _parse(source: str, sha256: str) -> Outline:
    return load_outline(source, f"outline {sha256[:12]}", resolve=resolve_include)


def _kept_version(version_id: int) -> OutlineVersion:
    """The row, read once a session: pages ask for the same outline many times."""
    kept: dict[int, OutlineVersion] = db.session().info.setdefault("outline_versions", {})
    version = kept.get(version_id)
    if version is None or version not in db.session:
        version = kept[version_id] = get_version(version_id)
    return version


def sound_outline(version: OutlineVersion) -> Outline:
    """Raises Refused when the outline has faults."""
    try:
        return get_outline(version.id)
    except OutlineError as error:
        count = len(error.problems)
        raise Refused(
            f"Đề cương còn {count} chỗ chưa đúng nên chưa làm được việc này. "
            "Hãy sửa các chỗ được liệt kê ở trang soạn."
        ) from error


def inspected(version: OutlineVersion) -> Outline:
    """What can be read of a version, faulty or not; kept by its text. Raises Invalid."""
    return inspected_text(version.source, version.sha256)


def inspected_text(source: str, sha256: str = "") -> Outline:
    """The same of a text, whose hash may be known already. Raises Invalid."""
    sha256 = sha256 or outline_source_hash(source)
    if sha256 not in _INSPECTED:
        outline, _ = inspect_outline(source, f"outline {sha256[:12]}", resolve_include)
        if outline is None:
            raise Invalid("Không đọc được văn bản của đề cương này.")
        if len(_INSPECTED) >= _MOST_INSPECTED:
            _INSPECTED.pop(next(iter(_INSPECTED)))
        _INSPECTED[sha256] = outline
    return _INSPECTED[sha256]


_INSPECTED: dict[str, Outline] = {}
_MOST_INSPECTED = 24
