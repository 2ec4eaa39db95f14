"""Is a docx one that Word opens without repair? Order of elements, references, counts, ids."""

import io
import zipfile
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind "
        "contextualSpacing jc outlineLvl rPr sectPr"
    ),
    "rPr": "rStyle rFonts b bCs i iCs caps vanish color sz szCs u lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tblBorders": "top left bottom right insideH insideV",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg",
    "style": "name basedOn next uiPriority qFormat pPr rPr tblPr",
    "settings": (
        "zoom mirrorMargins defaultTabStop characterSpacingControl "
        "compat themeFontLang decimalSymbol listSeparator"
    ),
}


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def xml_of(data: bytes, name: str = "word/document.xml") -> Any:
    return etree.fromstring(parts_of(data)[name])


def faults(data: bytes) -> list[str]:
    """What Word might stumble over; an empty list for a good file."""
    parts = {name: etree.fromstring(content) for name, content in parts_of(data).items()}
    document = parts["word/document.xml"]
    found = [fault for root in parts.values() for fault in _order_faults(root)]
    found += _reference_faults(parts, document)
    found += _table_faults(document)
    found += _id_faults(document)
    body = document[0]
    if body[-1].tag != f"{W}sectPr":
        found.append("the body does not end with its section")
    return found


def _order_faults(root: Any) -> list[str]:
    found = []
    for name, order in ORDER.items():
        places = {f"{W}{key}": index for index, key in enumerate(order.split())}
        for element in root.iter(f"{W}{name}"):
            tags = [child.tag for child in element]
            unknown = [tag for tag in tags if tag not in places]
            if unknown or sorted(tags, key=places.__getitem__) != tags:
                found.append(f"{name}: {[tag.split('}')[1] for tag in tags]}")
    return found


def _reference_faults(parts: dict[str, Any], document: Any) -> list[str]:
    found = []
    styles = {style.get(f"{W}styleId") for style in parts["word/styles.xml"].iter(f"{W}style")}
    for root in parts.values():
        for tag in ("pStyle", "rStyle", "basedOn", "next"):
            used = {item.get(f"{W}val") for item in root.iter(f"{W}{tag}")}
            found += [f"unknown style {name}" for name in used - styles]
    relations = {
        item.get("Id"): item.get("Target") for item in parts["word/_rels/document.xml.rels"]
    }
    used = {item.get(f"{R}id") for item in document.iter() if item.get(f"{R}id")}
    found += [f"unknown relation {key}" for key in used - set(relations)]
    found += [
        f"missing part {name}" for name in relations.values() if name.lstrip("/") not in parts
    ]
    listed = {item.get("PartName") for item in parts["[Content_Types].xml"] if item.get("PartName")}
    found += [f"missing part {name}" for name in listed if name.lstrip("/") not in parts]
    return found


def _table_faults(document: Any) -> list[str]:
    found = []
    for table in document.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.iterfind(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iterfind(f"{W}tc")]
            width = sum(1 if span is None else int(span.get(f"{W}val")) for span in spans)
            if width != columns:
                found.append(f"a row of {width} columns in a table of {columns}")
        for cell in table.iter(f"{W}tc"):
            if cell[-1].tag != f"{W}p":
                found.append("a cell that does not end with a paragraph")
        follower = table.getnext()
        if follower is None or follower.tag == f"{W}tbl":
            found.append("a table without a paragraph after it")
    return found


def _id_faults(document: Any) -> list[str]:
    found = []
    starts = list(document.iter(f"{W}bookmarkStart"))
    ends = [item.get(f"{W}id") for item in document.iter(f"{W}bookmarkEnd")]
    ids = [item.get(f"{W}id") for item in starts]
    names = [(item.get(f"{W}name") or "").casefold() for item in starts]
    if len(set(ids)) != len(ids) or sorted(ids) != sorted(ends):
        found.append("bookmark ids")
    if len(set(names)) != len(names) or any(len(name) > 40 for name in names):
        found.append("bookmark names")
    comments = [item.get(f"{W}id") for item in document.iter(f"{W}commentReference")]
    if len(set(comments)) != len(comments):
        found.append("comment ids")
    return found
