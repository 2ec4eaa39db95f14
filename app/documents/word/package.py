"""The docx package: python-docx's, stripped of themes, templates and personal data."""

import datetime
import io
from collections.abc import Callable
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml

from app.documents.errors import DocumentError
from app.documents.profiles import Profile
from app.documents.typography import clean_text, xml_attribute, xml_text
from app.documents.word.markup import NAMESPACES
from app.documents.word.output import Output
from app.documents.word.sections import body_xml, contact_part, numbered_part
from app.documents.word.styles import styles_xml
from forms.document import Metadata

EXPORT_PROPERTY = "MaBanXuat"
_KEPT_PARTS = ("/styles", "/settings", "/fontTable")
_DROPPED_IN_PACKAGE = "/metadata/thumbnail"
_EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_CUSTOM_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_APP_NS = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def save_package(
    output: Output, metadata: Metadata, *, issuer: str = "", contact: str = ""
) -> bytes:
    document = docx.Document()
    part: Any = document.part
    _drop_parts(part.rels, lambda reltype: not reltype.endswith(_KEPT_PARTS))
    package = part.package
    _drop_parts(package.rels, lambda reltype: reltype.endswith(_DROPPED_IN_PACKAGE))
    references = _headers(part, output.profile, contact)
    part._styles_part._element = parse_xml(styles_xml(output.profile))
    part._settings_part._element = parse_xml(_settings_xml(output.profile))
    part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = _font_table(output.profile)
    part._element = parse_xml(body_xml(output, references))
    if output.comments:
        part._comments_part._element = parse_xml(
            f"<w:comments {NAMESPACES}>{''.join(output.comments)}</w:comments>"
        )
    _core_properties(document, metadata, issuer)
    _app_properties(package)
    if metadata.export_id:
        _mark_export(package, metadata.export_id)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _drop_parts(rels: Any, unwanted: Callable[[str], bool]) -> None:
    for key in [key for key, rel in rels.items() if unwanted(rel.reltype)]:
        del rels[key]


def _headers(part: Any, profile: Profile, contact: str) -> str:
    """Adds the parts; returns their references for the first section."""
    in_header = profile.page_number.position == "header"
    add, kind = (part.add_header_part, "header") if in_header else (part.add_footer_part, "footer")
    numbered, key = add()
    tag = "hdr" if in_header else "ftr"
    numbered._element = parse_xml(f"<w:{tag} {NAMESPACES}>{numbered_part(profile)}</w:{tag}>")
    references = [f'<w:{kind}Reference w:type="default" r:id="{key}"/>']
    if contact:
        footer, footer_key = part.add_footer_part()
        footer._element = parse_xml(f"<w:ftr {NAMESPACES}>{contact_part(contact)}</w:ftr>")
        references.append(f'<w:footerReference w:type="first" r:id="{footer_key}"/>')
    return "".join(references)


def _settings_xml(profile: Profile) -> str:
    mirror = "<w:mirrorMargins/>" if profile.page.mirror else ""
    language = profile.font.language
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:removePersonalInformation/>'
        f'{mirror}<w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{language}" w:eastAsia="{language}"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def _font_table(profile: Profile) -> bytes:
    name = xml_attribute(profile.font.name)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {NAMESPACES}>'
        f'<w:font w:name="{name}"><w:charset w:val="A3"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    ).encode()


def _core_properties(document: Any, metadata: Metadata, issuer: str) -> None:
    """The issuing body stands as author: no person, no machine, no clock."""
    core = document.core_properties
    values = {
        "title": metadata.title,
        "subject": metadata.subject,
        "keywords": metadata.keywords,
        "author": issuer,
    }
    for name, text in values.items():
        setattr(core, name, clean_text(text)[:255])
    core.last_modified_by = core.comments = ""
    core.language = "vi-VN"
    core.revision = 1
    core.created = core.modified = _EPOCH


def _app_properties(package: Any) -> None:
    part = package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    part._blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_APP_NS}"><Application>Microsoft Office Word</Application>'
        "</Properties>"
    ).encode()


def _mark_export(package: Any, export_id: str) -> None:
    text = xml_text(export_id)
    if not text or len(text) > 200:
        raise DocumentError("Mã bản xuất không hợp lệ. Hãy tải lại trang rồi xuất lại.")
    blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_CUSTOM_NS}" xmlns:vt="{_VT_NS}">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" '
        f'name="{EXPORT_PROPERTY}"><vt:lpwstr>{text}</vt:lpwstr></property></Properties>'
    ).encode()
    name = PackURI("/docProps/custom.xml")
    part = Part(name, CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, blob, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
