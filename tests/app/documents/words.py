"""What the Word tests share: short documents and what is read out of a file."""

from typing import Any

from app.documents import get_profile, read_word_blocks
from app.documents.reading import ParagraphBlock, TableBlock
from forms.document import Document
from tests.app.documents import samples
from tests.app.documents.sound import W, xml_of

HD36 = get_profile("party_hd36")


def lines(data: bytes) -> list[str]:
    """All lines of text with plain spaces, cells included."""
    found: list[str] = []
    for block in read_word_blocks(data):
        if isinstance(block, TableBlock):
            found += "\n".join(cell.text for cell in block.cells).split("\n")
        else:
            found.append(block.text)
    return [line.replace("\u00a0", " ") for line in found]


def paragraphs(data: bytes) -> list[ParagraphBlock]:
    return [block for block in read_word_blocks(data) if isinstance(block, ParagraphBlock)]


def simple(**changes: Any) -> Document:
    return samples.report(**{"appendices": (), "body": (), "closing": "", **changes})


def sections(data: bytes) -> list[tuple[bool, bool, bool]]:
    """(landscape, starts at page 1, first page without number) of each section."""
    return [
        (
            item.find(f"{W}pgSz").get(f"{W}orient") == "landscape",
            item.find(f"{W}pgNumType") is not None,
            item.find(f"{W}titlePg") is not None,
        )
        for item in xml_of(data).iter(f"{W}sectPr")
    ]
