"""Many documents in one file: cover, table of contents, then each on its own pages."""

from app.documents.errors import DocumentError
from app.documents.profiles import Profile
from app.documents.word.letterhead import styled_lines
from app.documents.word.markup import lines_paragraph, paragraph, run
from app.documents.word.output import Output
from app.documents.word.package import save_package
from app.documents.word.writer import add_document
from forms.document import Volume


def write_volume(volume: Volume, profile: Profile) -> bytes:
    """Pages are numbered through the whole volume. Raises DocumentError when it is empty."""
    if not volume.entries:
        raise DocumentError(
            "Chưa có báo cáo nào để ghép thành tập. Hãy chọn ít nhất một đơn vị đã nộp báo cáo."
        )
    output = Output(profile, with_bookmarks=False, may_restart_pages=False)
    output.start_section(numbered_first_page=False)
    output.add(_cover(volume, profile))
    for index, entry in enumerate(volume.entries):
        add_document(entry.document, output, first_mark=_entry_mark(index, output))
    issuer = volume.letterhead.issuer if volume.letterhead else ""
    return save_package(output, volume.metadata, issuer=issuer)


def _cover(volume: Volume, profile: Profile) -> str:
    parts = []
    if volume.letterhead:
        if volume.letterhead.parent:
            parts.append(lines_paragraph("CoQuanCapTren", [volume.letterhead.parent.upper()]))
        parts.append(lines_paragraph("CoQuanBanHanh", [volume.letterhead.issuer.upper()]))
    lines = styled_lines(volume.title, profile.text_width * 0.9, profile.kind)
    parts.append(lines_paragraph("TenTap", lines))
    if volume.subtitle:
        subtitle = styled_lines(volume.subtitle, profile.text_width * 0.9, profile.abstract)
        parts.append(lines_paragraph("TrichYeu", subtitle))
    parts.append(lines_paragraph("TenTap", ["MỤC LỤC"]))
    return "".join(parts) + _contents(volume)


def _contents(volume: Volume) -> str:
    """One line per document; page fields, because a TOC field would not be filled when printed."""
    return "".join(
        paragraph("MucLucDong", _contents_line(index, entry.title))
        for index, entry in enumerate(volume.entries)
    )


def _contents_line(index: int, title: str) -> str:
    name = _bookmark(index)
    return (
        f'<w:hyperlink w:anchor="{name}" w:history="1">{run(f"{index + 1}. {title}")}'
        f'<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{index + 2}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "</w:hyperlink>"
    )


def _bookmark(index: int) -> str:
    return f"_Toc{index + 1:06d}"


def _entry_mark(index: int, output: Output) -> str:
    """Where the contents line of a document points to."""
    return paragraph("DuongKe", output.bookmarked(_bookmark(index), ""))
