"""Word files made by hand for reading and checking tests."""

import io
import zipfile
from collections.abc import Callable

from tests.app.documents.sound import parts_of

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx_of(body: str, **parts: str) -> bytes:
    """A minimal docx: `body` is the inside of w:body, `parts` of the roots of word/<name>.xml."""
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in parts
    )
    files = {
        "_rels/.rels": (
            f'<Relationships xmlns="{RELS}"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{RELS}">{relations}</Relationships>'
        ),
        "word/document.xml": f"<w:document {NS}><w:body>{body}</w:body></w:document>",
        **{
            f"word/{name}.xml": f"<w:{name} {NS}>{inside}</w:{name}>"
            for name, inside in parts.items()
        },
    }
    return zip_of({name: text.encode() for name, text in files.items()})


def zip_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def edited(data: bytes, change: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """A copy of a docx with one part rewritten as text."""
    files = parts_of(data)
    text = files[part].decode()
    changed = change(text)
    assert changed != text, "the change changes nothing"
    return zip_of({**files, part: changed.encode()})


def p(text: str, properties: str = "", marks: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{marks}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )
