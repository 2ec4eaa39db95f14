"""Section properties (page size, margins, numbering) and the header and footer parts."""

from app.documents.profiles import Profile
from app.documents.word.markup import NAMESPACES, paragraph, run, tiny_paragraph, twips
from app.documents.word.output import Output, Section

PAGE_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def body_xml(output: Output, references: str) -> str:
    """All sections as one body; `references` names header and footer parts, inherited on."""
    pieces: list[str] = []
    last = len(output.sections) - 1
    for position, section in enumerate(output.sections):
        pieces += section.parts
        properties = section_properties(section, output.profile, "" if position else references)
        pieces.append(properties if position == last else tiny_paragraph(properties))
    return f"<w:document {NAMESPACES}><w:body>{''.join(pieces)}</w:body></w:document>"


def section_properties(section: Section, profile: Profile, references: str) -> str:
    restart = '<w:pgNumType w:start="1"/>' if section.restart else ""
    title_page = "" if section.numbered_first_page else "<w:titlePg/>"
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>{_page(section, profile)}{restart}'
        f'<w:cols w:space="708"/>{title_page}</w:sectPr>'
    )


def _page(section: Section, profile: Profile) -> str:
    page, turned = profile.page, profile.appendix
    width, height, orient = twips(page.width), twips(page.height), ""
    sides = (page.top, page.outside, page.bottom, page.inside)
    if section.landscape:
        width, height, orient = height, width, ' w:orient="landscape"'
        sides = (
            turned.landscape_top,
            turned.landscape_right,
            turned.landscape_bottom,
            turned.landscape_left,
        )
    top, right, bottom, left = map(twips, sides)
    distance = twips(profile.page_number.distance)
    return (
        f'<w:pgSz w:w="{width}" w:h="{height}"{orient}/><w:pgMar w:top="{top}" w:right="{right}" '
        f'w:bottom="{bottom}" w:left="{left}" w:header="{distance}" w:footer="{distance}" '
        'w:gutter="0"/>'
    )


def numbered_part(profile: Profile) -> str:
    """Content of the header (or footer) with the page number."""
    style = "Header" if profile.page_number.position == "header" else "Footer"
    return paragraph(style, PAGE_FIELD)


def contact_part(contact: str) -> str:
    return paragraph("Footer", run(contact))
