"""What grows while one file is written: sections, bookmarks, comments, with their counters."""

from dataclasses import dataclass, field

from app.documents.errors import DocumentError
from app.documents.profiles import Profile
from app.documents.typography import xml_attribute
from app.documents.word.markup import paragraph, run
from forms.document import Paragraph, Source

BLOCK_BOOKMARK = "B"
FIXED_BOOKMARK = "_F"
"""Names of bookmarks: of blocks of a draft, and of text that is ours and not a block."""

COMMENT_AUTHOR = "Nguồn số liệu"
COMMENT_UNITS = 20
_COMMENT_MARK = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'


@dataclass
class Section:
    """A run of pages of one orientation. `restart` begins again at page 1."""

    landscape: bool = False
    restart: bool = False
    numbered_first_page: bool = True
    parts: list[str] = field(default_factory=list)


@dataclass
class Output:
    profile: Profile
    with_comments: bool = False
    with_bookmarks: bool = True
    may_restart_pages: bool = True
    sections: list[Section] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    blocks: set[str] = field(default_factory=set)
    bookmarks: int = 0

    def start_section(
        self, *, landscape: bool = False, restart: bool = False, numbered_first_page: bool = True
    ) -> Section:
        section = Section(landscape, restart and self.may_restart_pages, numbered_first_page)
        self.sections.append(section)
        return section

    def add(self, markup: str) -> None:
        self.sections[-1].parts.append(markup)

    @property
    def text_width(self) -> float:
        """Of the current page, in mm."""
        page, appendix = self.profile.page, self.profile.appendix
        if self.sections[-1].landscape:
            return page.height - appendix.landscape_left - appendix.landscape_right
        return self.profile.text_width

    def bookmarked(self, name: str, content: str) -> str:
        self.bookmarks += 1
        number = self.bookmarks
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{xml_attribute(name)}"/>{content}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def fixed(self, content: str) -> str:
        """Text without a block: marked, so that a returned copy does not take it for new."""
        if not self.with_bookmarks:
            return content
        return self.bookmarked(f"{FIXED_BOOKMARK}{self.bookmarks + 1:05d}", content)

    def block(self, node: Paragraph, content: str) -> str:
        """The content of a paragraph with its bookmark and, if asked for, its comment."""
        if not node.block_id:
            return self.fixed(content)
        if self.with_bookmarks and node.block_id in self.blocks:
            raise DocumentError(
                f"Đoạn {node.block_id} xuất hiện hai lần trong văn bản, nên bản Word không đọc "
                "ngược lại được. Hãy tải lại dự thảo rồi xuất lại."
            )
        self.blocks.add(node.block_id)
        if self.with_bookmarks:
            content = self.bookmarked(BLOCK_BOOKMARK + node.block_id, content)
        return self._commented(node, content) if self.with_comments and node.sources else content

    def _commented(self, node: Paragraph, content: str) -> str:
        number = len(self.comments)
        lines = "".join(paragraph("CommentText", run(line)) for line in comment_lines(node))
        self.comments.append(
            f'<w:comment w:id="{number}" w:author="{COMMENT_AUTHOR}" w:initials="NS">'
            f"{lines}</w:comment>"
        )
        return (
            f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
            f'{_COMMENT_MARK}<w:commentReference w:id="{number}"/></w:r>'
        )


def comment_lines(node: Paragraph) -> list[str]:
    """ "Nguồn: 17/20 đơn vị. Kết quả đạt được", then the first units, each with its day."""
    units = list(dict.fromkeys(source.unit for source in node.sources))
    fields = dict.fromkeys(source.field for source in node.sources if source.field)
    total = f"/{node.expected_units}" if node.expected_units is not None else ""
    head = f"Nguồn: {len(units)}{total} đơn vị"
    lines = [f"{head}. {'; '.join(fields)}" if fields else head]
    shown = set(units[:COMMENT_UNITS])
    said = dict.fromkeys(source_words(one) for one in node.sources if one.unit in shown)
    lines += [f"- {words}" for words in said]
    if len(units) > COMMENT_UNITS:
        lines.append(f"… và {len(units) - COMMENT_UNITS} đơn vị khác, xem Bảng nguồn")
    return lines


def source_words(source: Source) -> str:
    """ "Xã Nhân La (15/5/2024)"."""
    return f"{source.unit} ({source.time})" if source.time else source.unit
