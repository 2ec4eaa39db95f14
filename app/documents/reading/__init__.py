"""Reading Word files: blocks of any file, edits of a returned export."""

from app.documents.reading.blocks import read_word_blocks
from app.documents.reading.edits import (
    BlockEdit,
    ReturnedBlock,
    ReturnedCopy,
    compare_copy,
    read_back,
)
from app.documents.reading.model import (
    Block,
    CellBlock,
    ParagraphBlock,
    ReadComment,
    ReadRun,
    Spacing,
    TableBlock,
    TrackedChange,
)

__all__ = [
    "Block",
    "BlockEdit",
    "CellBlock",
    "ParagraphBlock",
    "ReadComment",
    "ReadRun",
    "ReturnedBlock",
    "ReturnedCopy",
    "Spacing",
    "TableBlock",
    "TrackedChange",
    "compare_copy",
    "read_back",
    "read_word_blocks",
]
