"""Opening a docx that somebody sends: what it really is, and limits against hostile files."""

import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from app.documents.errors import UnreadableFile
from app.documents.zip_opening import NotAnArchive, open_zip

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_PART_BYTES = 200 * 1024 * 1024
MAX_ENTRIES = 10_000
MAX_RATIO = 300
_BOMB_FLOOR = 20 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_OTHER_KINDS = (
    (
        b"{\\rtf",
        "Tệp này là RTF. Hãy mở bằng Word, chọn Lưu dưới dạng Word (.docx) rồi tải lên lại.",
    ),
    (b"%PDF", "Tệp này là PDF. Hãy tải lên bản Word (.docx) của văn bản."),
    (b"<html", "Tệp này là trang web lưu tên Word. Hãy mở bằng Word và lưu lại thành .docx."),
    (b"<!DOCTYPE", "Tệp này là trang web lưu tên Word. Hãy mở bằng Word và lưu lại thành .docx."),
)
_ENCRYPTED = "Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu trong Word rồi tải lên lại."
_BROKEN = "Tệp bị hỏng hoặc không phải Word (.docx). Hãy mở bằng Word, lưu lại rồi tải lên lại."
_TOO_BIG = "Tệp quá lớn hoặc nén bất thường nên không mở. Hãy bỏ bớt hình ảnh rồi tải lên lại."
_DOCUMENT_REL = "/officeDocument"


@dataclass(frozen=True, slots=True)
class DocxPackage:
    """Parsed parts of one docx. `related` maps a relationship's last word to the part name."""

    archive: zipfile.ZipFile
    main: str
    related: dict[str, str]

    def part(self, name: str) -> Any | None:
        """The root element of a part, None where the file has no such part."""
        if name not in self.archive.NameToInfo:
            return None
        return parse_part(read_member(self.archive, name))

    def related_part(self, kind: str) -> Any | None:
        return self.part(self.related[kind]) if kind in self.related else None

    def document(self) -> Any:
        root = self.part(self.main)
        if root is None or not str(root.tag).endswith("}document"):
            raise UnreadableFile(_BROKEN)
        return root


def open_docx(data: bytes) -> DocxPackage:
    """Raises UnreadableFile with a message for the user."""
    _refuse_other_kinds(data)
    try:
        archive = open_zip(data)
    except NotAnArchive as error:
        raise UnreadableFile(_BROKEN) from error
    _refuse_bombs(archive)
    main = _target(archive, "_rels/.rels", "", _DOCUMENT_REL)
    if not main or not main.startswith("word/"):
        raise UnreadableFile(_wrong_office_file(archive))
    folder, name = posixpath.split(main)
    rels = _relations(archive, f"{folder}/_rels/{name}.rels", folder)
    return DocxPackage(archive, main, {kind.rsplit("/", 1)[-1]: path for kind, path in rels})


def _refuse_other_kinds(data: bytes) -> None:
    if not data:
        raise UnreadableFile("Tệp rỗng. Hãy chọn lại tệp.")
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableFile(_TOO_BIG)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableFile(_ENCRYPTED)
        raise UnreadableFile(
            "Tệp này là Word đời cũ (.doc). Hãy mở bằng Word, chọn Lưu dưới dạng Word (.docx) "
            "rồi tải lên lại."
        )
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for mark, message in _OTHER_KINDS:
        if start.startswith(mark.lower()):
            raise UnreadableFile(message)


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise UnreadableFile(_TOO_BIG)
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFile(_ENCRYPTED)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if unpacked > MAX_PART_BYTES or (unpacked > _BOMB_FLOOR and unpacked / packed > MAX_RATIO):
        raise UnreadableFile(_TOO_BIG)


def _wrong_office_file(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if any(name.startswith("xl/") for name in names):
        return "Tệp này là Excel. Hãy tải lên bản Word (.docx)."
    if any(name.startswith("ppt/") for name in names):
        return "Tệp này là PowerPoint. Hãy tải lên bản Word (.docx)."
    if "mimetype" in names:
        return "Tệp này là OpenDocument. Hãy lưu thành Word (.docx) rồi tải lên lại."
    return _BROKEN


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Reads with a limit, because the sizes a ZIP claims may be false."""
    try:
        with archive.open(name) as member:
            content = member.read(MAX_PART_BYTES + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        raise UnreadableFile(_BROKEN) from error
    if len(content) > MAX_PART_BYTES:
        raise UnreadableFile(_TOO_BIG)
    return content


def parse_part(content: bytes) -> Any:
    if re.search(rb"<!(DOCTYPE|ENTITY)", content[:4000]):
        raise UnreadableFile(_BROKEN)
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(_BROKEN) from error


def _relations(archive: zipfile.ZipFile, name: str, folder: str) -> list[tuple[str, str]]:
    if name not in archive.NameToInfo:
        return []
    found = []
    for rel in parse_part(read_member(archive, name)):
        target = rel.get("Target", "")
        if rel.get("TargetMode") != "External" and target:
            path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            found.append((rel.get("Type", ""), posixpath.normpath(path)))
    return found


def _target(archive: zipfile.ZipFile, rels: str, folder: str, ending: str) -> str:
    for kind, path in _relations(archive, rels, folder):
        if kind.endswith(ending):
            return path
    return ""
