"""One document → one docx."""

from app.documents.profiles import Profile
from app.documents.word.appendices import add_appendices
from app.documents.word.body import add_nodes, closing_paragraph, kept_nodes
from app.documents.word.ending import ending_markup
from app.documents.word.letterhead import (
    addressees_markup,
    basis_markup,
    kind_markup,
    letterhead_markup,
)
from app.documents.word.output import Output
from app.documents.word.package import save_package
from forms.document import Document


def write_word(
    document: Document, profile: Profile, *, comments: bool = False, source_table: bool = False
) -> bytes:
    """`comments` adds the sources of each merged paragraph, `source_table` an appendix of them.

    Raises DocumentError when the letterhead or the symbol is missing or a block id is not unique.
    """
    output = Output(profile, with_comments=comments)
    add_document(document, output, source_table=source_table)
    issuer = document.letterhead.issuer if document.letterhead else ""
    return save_package(output, document.metadata, issuer=issuer, contact=document.marks.contact)


def add_document(
    document: Document, output: Output, *, source_table: bool = False, first_mark: str = ""
) -> None:
    """`first_mark` is markup put before everything else (the place a contents line points to)."""
    profile = output.profile
    output.start_section(numbered_first_page=profile.page_number.first_page)
    head = first_mark + letterhead_markup(document, profile) + kind_markup(document, profile)
    output.add(head + addressees_markup(document, profile) + basis_markup(document, profile))
    closing = closing_paragraph(document.closing, profile)
    nodes = (*document.body, closing) if closing else document.body
    ending = ending_markup(document, profile)
    add_nodes(nodes, output, kept=kept_nodes(nodes, profile) if ending else 0)
    output.add(ending)
    add_appendices(document, output, source_table=source_table)
