"""What a Word export said, block by block, so that the edited copy can be compared with it.

The texts are kept by content; the file carries their hash in its mark. So every export can come
back, however it was made, and the same draft exported twice is kept once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.models import Draft
from app.services import storage
from app.services.errors import NotFound
from forms import document

_KIND = "draft"


@dataclass(frozen=True)
class ExportedCopy:
    """`paragraphs` maps ids to (style, text), in the order of the file.

    The paragraphs of one block are `B12`, `B12_2`, `B12_3`: see `block_of`.
    """

    draft_id: int
    version: int
    paragraphs: Mapping[str, tuple[str, str]]

    @property
    def texts(self) -> dict[str, str]:
        return {key: text for key, (_, text) in self.paragraphs.items()}


def block_of(paragraph_id: str) -> str:
    """The block a paragraph belongs to."""
    return paragraph_id.partition("_")[0]


def mark(draft: Draft, tree: document.Document) -> document.Document:
    """The document with the mark by which its edited copy will be known."""
    content = {
        "draft": draft.id,
        "version": draft.version,
        "paragraphs": [[node.block_id, node.style.value, node.text] for node in _paragraphs(tree)],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    sha256 = storage.store(text.encode())
    metadata = replace(tree.metadata, export_id=f"{_KIND}-{draft.id}-{sha256}")
    return replace(tree, metadata=metadata)


def _paragraphs(tree: document.Document) -> list[document.Paragraph]:
    return [
        node
        for node in document.all_nodes(tree)
        if isinstance(node, document.Paragraph) and node.block_id
    ]


def find(export_id: str) -> ExportedCopy | None:
    """None for a file that is no export of a draft of this system."""
    kind, _, rest = export_id.partition("-")
    sha256 = rest.rpartition("-")[2]
    if kind != _KIND:
        return None
    try:
        content = json.loads(storage.read(sha256))
    except (NotFound, ValueError):
        return None  # the mark is the sender's: it may name any file of the storage
    paragraphs = {key: (style, text) for key, style, text in content["paragraphs"]}
    return ExportedCopy(content["draft"], content["version"], paragraphs)
