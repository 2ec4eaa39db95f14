"""An outline to read, to take along as a file, and beside another version of it."""

from __future__ import annotations

import io
from itertools import groupby

from flask import g, render_template, request, send_file
from werkzeug.wrappers import Response

from app.blueprints.outlines.library import KIND_LABELS
from app.models import OutlineState, OutlineVersion
from app.services import (
    outline_access,
    outline_documents,
    outline_library,
    outlines,
)
from app.services.errors import NotFound
from app.web.session import current_actor
from forms import all_field_types, editing, file_name


def view(version_id: int) -> str:
    """As a unit would read it; a draft with what is wrong in it."""
    version: OutlineVersion = g.target
    outline = outlines.inspected(version)
    actor = current_actor()
    return render_template(
        "outlines/view.html",
        version=version,
        outline=outline,
        versions=outline_library.versions_of(version.outline_id, actor),
        may_edit=outline_access.may_edit(actor, version),
        faults=editing.outline_faults(outline) if version.state == OutlineState.DRAFT else (),
        kind_label=KIND_LABELS.get(outline.kind, ""),
        states=OutlineState,
        suggested=editing.suggested_nodes(outline),
        is_suggested=editing.is_suggested,
        **words_of_types(),
    )


def words_of_types() -> dict[str, object]:
    return {
        "type_labels": {kind.name: kind.label for kind in all_field_types()},
        "required_labels": editing.REQUIRED_LABELS,
        "merge_labels": editing.MERGE_LABELS,
        "filled_by_labels": editing.FILLED_BY_LABELS,
    }


def yaml(version_id: int) -> Response:
    version: OutlineVersion = g.target
    name = file_name(f"De cuong {version.outline_id} v{version.version}", "yaml")
    return _sent(version.source.encode(), "application/yaml", name)


def word(version_id: int) -> Response:
    """The printable đề cương. Raises Refused for a draft with faults."""
    version: OutlineVersion = g.target
    office = outline_documents.issuer_for(current_actor())
    exported = outline_documents.version_word(version, office)
    return _sent(exported.data, exported.media_type, exported.name)


def _sent(data: bytes, media_type: str, name: str) -> Response:
    return send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)


def compare(version_id: int) -> str:
    """What is different from another version of the same outline, the one before by default."""
    version: OutlineVersion = g.target
    versions = outline_library.versions_of(version.outline_id, current_actor())
    others = [found for found in versions if found.id != version.id]
    if not others:
        raise NotFound("Đề cương này chỉ có một phiên bản.")
    wanted = request.args.get("voi", 0, type=int)
    before = [found for found in others if found.version < version.version]
    default = before[0] if before else others[-1]
    other = next((found for found in others if found.id == wanted), default)
    old, new = sorted((other, version), key=lambda found: found.version)
    found = editing.compare_outlines(outlines.inspected(old), outlines.inspected(new))
    groups = [(kind, list(items)) for kind, items in groupby(found, key=lambda item: item.kind)]
    return render_template(
        "outlines/compare.html", version=version, others=others, other=other, old=old, new=new,
        groups=groups,
    )  # fmt: skip
