"""The docx package: a handful of parts, all written here, with no theme and no personal data.

The parts are ready text, so they go straight into the ZIP: a tree for the whole document would
cost several times the writing itself, and the same document always gives the same bytes.
"""

import io
import zipfile

from app.documents.errors import DocumentError
from app.documents.profiles import Profile
from app.documents.typography import xml_attribute, xml_text
from app.documents.word.markup import NAMESPACES
from app.documents.word.output import Output
from app.documents.word.sections import body_xml, contact_part, numbered_part
from app.documents.word.styles import styles_xml
from forms.document import Metadata

EXPORT_PROPERTY = "MaBanXuat"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (2000, 1, 1, 0, 0, 0)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_OPC = "http://schemas.openxmlformats.org/package/2006"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = {
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "word/document.xml": f"{_MAIN_TYPE}.document.main+xml",
    "word/styles.xml": f"{_MAIN_TYPE}.styles+xml",
    "word/settings.xml": f"{_MAIN_TYPE}.settings+xml",
    "word/fontTable.xml": f"{_MAIN_TYPE}.fontTable+xml",
    "word/comments.xml": f"{_MAIN_TYPE}.comments+xml",
    "word/header1.xml": f"{_MAIN_TYPE}.header+xml",
    "word/footer1.xml": f"{_MAIN_TYPE}.footer+xml",
    "word/footer2.xml": f"{_MAIN_TYPE}.footer+xml",
}
_PACKAGE_RELATIONS = {
    "word/document.xml": f"{_OFFICE}/relationships/officeDocument",
    "docProps/core.xml": f"{_OPC}/relationships/metadata/core-properties",
    "docProps/app.xml": f"{_OFFICE}/relationships/extended-properties",
    "docProps/custom.xml": f"{_OFFICE}/relationships/custom-properties",
}


def save_package(
    output: Output, metadata: Metadata, *, issuer: str = "", contact: str = ""
) -> bytes:
    parts = {
        "docProps/core.xml": _core_properties(metadata, issuer),
        "docProps/app.xml": _app_properties(),
        "word/styles.xml": styles_xml(output.profile),
        "word/settings.xml": _settings_xml(output.profile),
        "word/fontTable.xml": _font_table(output.profile),
    }
    if metadata.export_id:
        parts["docProps/custom.xml"] = _export_mark(metadata.export_id)
    if output.comments:
        comments = "".join(output.comments)
        parts["word/comments.xml"] = f"<w:comments {NAMESPACES}>{comments}</w:comments>"
    references = _headers(parts, output.profile, contact)
    parts["word/document.xml"] = body_xml(output, references)
    return _zipped(parts)


def _zipped(parts: dict[str, str]) -> bytes:
    files = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relations(
            {name: kind for name, kind in _PACKAGE_RELATIONS.items() if name in parts}
        ),
        "word/_rels/document.xml.rels": _relations(_word_relations(parts)),
        **parts,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (_DECLARATION + text).encode())
    return buffer.getvalue()


def _content_types(parts: dict[str, str]) -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPES[name]}"/>' for name in parts
    )
    return (
        f'<Types xmlns="{_OPC}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _word_relations(parts: dict[str, str]) -> dict[str, str]:
    """Targets beside the document, by name: word/header1.xml → header1.xml, type header."""
    names = [name for name in parts if name.startswith("word/") and name != "word/document.xml"]
    return {name: f"{_OFFICE}/relationships/{_stem(name).rstrip('12')}" for name in names}


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[1].removesuffix(".xml")


def _relations(targets: dict[str, str]) -> str:
    """The id of a relation is the stem of its target."""
    items = "".join(
        f'<Relationship Id="{_stem(name)}" Type="{kind}" Target="/{name}"/>'
        for name, kind in targets.items()
    )
    return f'<Relationships xmlns="{_OPC}/relationships">{items}</Relationships>'


def _headers(parts: dict[str, str], profile: Profile, contact: str) -> str:
    """Adds the parts; returns their references for the first section."""
    kind = profile.page_number.position
    tag = "hdr" if kind == "header" else "ftr"
    parts[f"word/{kind}1.xml"] = f"<w:{tag} {NAMESPACES}>{numbered_part(profile)}</w:{tag}>"
    references = f'<w:{kind}Reference w:type="default" r:id="{kind}1"/>'
    if contact:
        parts["word/footer2.xml"] = f"<w:ftr {NAMESPACES}>{contact_part(contact)}</w:ftr>"
        references += '<w:footerReference w:type="first" r:id="footer2"/>'
    return references


def _settings_xml(profile: Profile) -> str:
    mirror = "<w:mirrorMargins/>" if profile.page.mirror else ""
    language = profile.font.language
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
        f'{mirror}<w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{language}" w:eastAsia="{language}"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def _font_table(profile: Profile) -> str:
    name = xml_attribute(profile.font.name)
    return (
        f'<w:fonts {NAMESPACES}><w:font w:name="{name}"><w:charset w:val="A3"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _core_properties(metadata: Metadata, issuer: str) -> str:
    """The issuing body stands as author: no person, no machine, no clock."""
    values = (
        ("dc:title", metadata.title),
        ("dc:subject", metadata.subject),
        ("dc:creator", issuer),
        ("cp:keywords", metadata.keywords),
        ("dc:language", "vi-VN"),
    )
    items = "".join(f"<{name}>{xml_text(text[:255])}</{name}>" for name, text in values if text)
    return (
        f'<cp:coreProperties xmlns:cp="{_OPC}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{items}</cp:coreProperties>'
    )


def _app_properties() -> str:
    return (
        f'<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>Microsoft Office Word</Application></Properties>"
    )


def _export_mark(export_id: str) -> str:
    text = xml_text(export_id)
    if not text or len(text) > 200:
        raise DocumentError("Mã bản xuất không hợp lệ. Hãy tải lại trang rồi xuất lại.")
    return (
        f'<Properties xmlns="{_OFFICE}/custom-properties" '
        f'xmlns:vt="{_OFFICE}/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" '
        f'name="{EXPORT_PROPERTY}"><vt:lpwstr>{text}</vt:lpwstr></property></Properties>'
    )
