"""Where drafts of outlines come from: nothing, another version, an earlier campaign, a file."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from app.extensions import db
from app.models import Campaign, OutlineVersion
from app.services import outlines
from app.services.actors import Actor
from app.services.errors import Invalid
from app.services.outline_drafts import create_draft
from forms import Field, Outline, Problem, Section, clean_line, editing, inspect_outline, search_key

MOST_SOURCE = 2_000_000
"""Signs of an outline's text that pages accept."""


def start_blank(title: str, kind: str, actor: Actor) -> OutlineVersion:
    """A draft with one empty section. Raises Invalid."""
    title = clean_line(title)[:500]
    if not title:
        raise Invalid("Hãy ghi tên của đề cương.")
    if kind not in editing.OUTLINE_KINDS:
        raise Invalid("Hãy chọn loại báo cáo.")
    section = Section(
        "ket_qua",
        "KẾT QUẢ THỰC HIỆN",
        number="I",
        fields=(Field("ket_qua_dat_duoc", "narrative", "Kết quả đạt được"),),
    )
    outline = Outline(free_outline_id(title), 1, title, kind, (section,))
    return create_draft(outline, actor, note="Soạn mới")


def clone(version: OutlineVersion, actor: Actor) -> OutlineVersion:
    """A new draft out of any version, drafts too, under the same id."""
    outline = outlines.inspected(version)
    note = f"Từ phiên bản {version.version}"
    return create_draft(outline, actor, note=note, based_on=version)


def clone_as_new(version: OutlineVersion, title: str, actor: Actor) -> OutlineVersion:
    """A draft of another outline that begins as a copy. Raises Invalid."""
    title = clean_line(title)[:500]
    if not title:
        raise Invalid("Hãy ghi tên của đề cương mới.")
    outline = outlines.inspected(version)
    outline = replace(outline, id=free_outline_id(title), title=title, short_title="")
    note = f"Chép từ “{version.title}”, phiên bản {version.version}"
    return create_draft(outline, actor, note=note, based_on=version)


def clone_campaign(campaign: Campaign, actor: Actor) -> OutlineVersion:
    """A draft out of the outline of an earlier campaign."""
    return clone(campaign.outline_version, actor)


def import_source(source: str, actor: Actor) -> OutlineVersion:
    """A draft out of a YAML text. Raises Invalid naming the first problems."""
    if len(source) > MOST_SOURCE:
        raise Invalid("Tệp quá lớn so với một đề cương.")
    outline, problems = inspect_outline(source, "tệp", outlines.resolve_include)
    if outline is None or problems or not outline.id:
        raise Invalid(_told(problems))
    return create_draft(outline, actor, note="Nhập từ tệp YAML")


def _told(problems: tuple[Problem, ...]) -> str:
    shown = "; ".join(f"dòng {p.line}: {p.message}" for p in problems[:3])
    more = f" (và {len(problems) - 3} lỗi khác)" if len(problems) > 3 else ""
    return f"Chưa nhập được tệp – {shown}{more}."


def free_outline_id(title: str) -> str:
    """An id out of a title that no outline has yet."""
    words = search_key(title).split()[:6]
    base = "_".join("".join(c for c in word if c.isalnum() and c.isascii()) for word in words)
    base = base.strip("_")[:50] or "de_cuong"
    base = base if base[0].isalpha() else f"d_{base}"
    taken = set(db.session.scalars(select(OutlineVersion.outline_id).distinct()))
    taken |= {path.parent.name for path in outlines.library_files()}
    if base not in taken:
        return base
    return next(f"{base}_{n}" for n in range(2, 10_000) if f"{base}_{n}" not in taken)
