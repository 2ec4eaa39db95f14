"""Paragraph styles of a profile, as the whole styles part.

Headings are Word's own "heading 1" to "heading 9" with outline levels, so that the navigation
pane works; every other component has a style with a Vietnamese name. No theme fonts anywhere.
"""

from dataclasses import dataclass

from app.documents.profiles import Profile, Styled
from app.documents.profiles.model import HeadingLevel
from app.documents.typography import xml_attribute
from app.documents.word.markup import NAMESPACES, half_points, twips

WORD_HEADING_LEVELS = 9
STRUCTURE_STYLES = frozenset(
    {
        "Căn cứ",
        "Chỉ dẫn dự thảo",
        "Chức vụ người ký",
        "Cơ quan ban hành",
        "Cơ quan cấp trên",
        "Dấu dưới tên cơ quan",
        "Dấu ngăn cách",
        "Kính gửi",
        "Ký hiệu đánh máy",
        "Mục lục: dòng",
        "Nơi nhận",
        "Phạm vi lưu hành",
        "Phụ lục: số",
        "Phụ lục: tên",
        "Phụ lục: văn bản kèm theo",
        "Quyền hạn ký",
        "Số và ký hiệu",
        "Tiêu đề 1",
        "Tiêu đề 2",
        "Trích yếu",
        "Trích yếu công văn",
        "Tên loại văn bản",
        "Tên tập",
        "footer",
        "header",
        "Bảng: chữ",
        "Bảng: giữa",
        "Bảng: ghi chú",
        "Bảng: số",
        "Bảng: số thứ tự cột",
        "Bảng: tên",
        "Bảng: đơn vị tính",
        "Bảng: đầu cột",
        "Đường kẻ",
        "Độ mật, khẩn",
        "Địa danh và ngày",
        "Họ tên người ký",
        "Nơi nhận (nhãn)",
    }
)
"""Names of the styles whose paragraphs are not text of the body."""


@dataclass(frozen=True, slots=True)
class StyleRule:
    """Spacing is in points, indents in millimetres; `line` is ready attributes."""

    id: str
    name: str
    styled: Styled
    before: float = 0
    after: float = 0
    line: str = 'w:line="240" w:lineRule="auto"'
    first_line: float = 0
    left: float = 0
    keep_next: bool = False
    outline: int | None = None
    tabs: str = ""


def styles_xml(profile: Profile) -> str:
    rules = (
        *_letter_rules(profile),
        *_body_rules(profile),
        *_table_rules(profile),
        *_volume_rules(profile),
    )
    return (
        f"<w:styles {NAMESPACES}>{_defaults(profile)}{''.join(map(_style, rules))}"
        f"{_fixed_styles(profile)}</w:styles>"
    )


def heading_style(level: int) -> str:
    return f"Heading{min(level, WORD_HEADING_LEVELS)}"


def body_line(profile: Profile) -> str:
    if profile.body.line_rule == "multiple":
        return f'w:line="{round(240 * profile.body.line)}" w:lineRule="auto"'
    rule = "exact" if profile.body.line_rule == "exact" else "atLeast"
    return f'w:line="{round(20 * profile.body.line)}" w:lineRule="{rule}"'


def _defaults(profile: Profile) -> str:
    font, language = xml_attribute(profile.font.name), profile.font.language
    size = half_points(profile.body.size)
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" '
        f'w:eastAsia="{font}" w:cs="{font}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr>'
        '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" '
        'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" '
        f'w:cs="{font}"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:tblPr><w:tblInd w:w="0" '
        'w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" '
        'w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )


def _style(rule: StyleRule) -> str:
    name, based = xml_attribute(rule.name), '<w:basedOn w:val="Normal"/>'
    following = '<w:next w:val="NoiDung"/>' if rule.outline is not None else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{rule.id}"{_custom(rule)}>'
        f'<w:name w:val="{name}"/>{based}{following}<w:qFormat/>'
        f"<w:pPr>{_paragraph_properties(rule)}</w:pPr>"
        f"<w:rPr>{style_run_properties(rule.styled)}</w:rPr></w:style>"
    )


def _custom(rule: StyleRule) -> str:
    return (
        "" if rule.outline is not None or rule.id in ("Header", "Footer") else ' w:customStyle="1"'
    )


def _paragraph_properties(rule: StyleRule) -> str:
    keep = "<w:keepNext/>" if rule.keep_next else ""
    lines = "<w:keepLines/>" if rule.keep_next and rule.outline is not None else ""
    outline = f'<w:outlineLvl w:val="{rule.outline}"/>' if rule.outline is not None else ""
    return (
        f"{keep}{lines}<w:widowControl/>{rule.tabs}"
        f'<w:spacing w:before="{round(20 * rule.before)}" w:after="{round(20 * rule.after)}" '
        f"{rule.line}/>"
        f'<w:ind w:left="{twips(rule.left)}" w:firstLine="{twips(rule.first_line)}"/>'
        f'<w:jc w:val="{rule.styled.align}"/>{outline}'
    )


def style_run_properties(styled: Styled) -> str:
    size = half_points(styled.size)
    return (
        ("<w:b/><w:bCs/>" if styled.bold else "")
        + ("<w:i/><w:iCs/>" if styled.italic else "")
        + f'<w:color w:val="000000"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        + ('<w:u w:val="single"/>' if styled.underline else "")
    )


def _letter_rules(profile: Profile) -> tuple[StyleRule, ...]:
    titles = tuple(
        StyleRule(f"TieuDe{index}", f"Tiêu đề {index}", line)
        for index, line in enumerate(profile.title, start=1)
    )
    under_rule = 0 if profile.issuer_mark.text else 4
    return (
        *titles,
        StyleRule("CoQuanCapTren", "Cơ quan cấp trên", profile.parent),
        StyleRule("CoQuanBanHanh", "Cơ quan ban hành", profile.issuer),
        StyleRule("DauSao", "Dấu dưới tên cơ quan", profile.issuer_mark),
        StyleRule("SoKyHieu", "Số và ký hiệu", profile.number, before=under_rule),
        StyleRule("DiaDanhNgay", "Địa danh và ngày", profile.place, before=under_rule),
        StyleRule("TenLoai", "Tên loại văn bản", profile.kind, before=18),
        StyleRule("TrichYeu", "Trích yếu", profile.abstract),
        StyleRule("TrichYeuCongVan", "Trích yếu công văn", profile.abstract_letter, before=6),
        StyleRule("NganCach", "Dấu ngăn cách", profile.separator, after=6),
        StyleRule("KinhGui", "Kính gửi", profile.addressee, before=12, after=6),
        StyleRule("QuyenHan", "Quyền hạn ký", profile.authority, keep_next=True),
        StyleRule("ChucVu", "Chức vụ người ký", profile.position, keep_next=True),
        StyleRule("NguoiKy", "Họ tên người ký", profile.signer),
        StyleRule("NoiNhanNhan", "Nơi nhận (nhãn)", profile.recipients_label, keep_next=True),
        StyleRule("NoiNhan", "Nơi nhận", profile.recipients),
        StyleRule("DoMatKhan", "Độ mật, khẩn", profile.secrecy, before=6),
        StyleRule("LuuHanh", "Phạm vi lưu hành", profile.circulation, before=6),
        StyleRule("DuThao", "Chỉ dẫn dự thảo", profile.draft, before=6),
        StyleRule("KyHieuDanhMay", "Ký hiệu đánh máy", profile.typist, before=6),
        StyleRule("Footer", "footer", profile.contact),
        StyleRule("Header", "header", profile.page_number),
    )


def _body_rules(profile: Profile) -> tuple[StyleRule, ...]:
    body, line = profile.body, body_line(profile)

    def text(style_id: str, name: str, styled: Styled = body, left: float = 0) -> StyleRule:
        return StyleRule(
            style_id,
            name,
            styled,
            before=body.before,
            after=body.after,
            line=line,
            first_line=body.indent,
            left=left,
        )

    headings = tuple(
        _heading_rule(level, profile.heading(level), profile)
        for level in range(1, WORD_HEADING_LEVELS + 1)
    )
    return (
        text("NoiDung", "Nội dung"),
        text("GachDauDong", "Gạch đầu dòng"),
        text("DauCong", "Dấu cộng đầu dòng"),
        text("CanCu", "Căn cứ", profile.basis),
        text("TrichDan", "Trích dẫn", _italic(body), left=body.indent),
        text("GhiChu", "Ghi chú", _italic(body)),
        StyleRule(
            "DongTrong",
            "Dòng để điền",
            body,
            before=body.before,
            line=line,
            tabs=_dotted_tab(profile),
        ),
        *headings,
    )


def _heading_rule(level: int, heading: HeadingLevel, profile: Profile) -> StyleRule:
    return StyleRule(
        f"Heading{level}",
        f"heading {level}",
        heading,
        before=12 if level == 1 else profile.body.before,
        line=body_line(profile),
        first_line=heading.indent,
        keep_next=True,
        outline=level - 1,
    )


def _italic(body: Styled) -> Styled:
    return Styled(size=body.size, italic=True, align="both", source=body.source, verified=False)


def _table_rules(profile: Profile) -> tuple[StyleRule, ...]:
    table, appendix = profile.table, profile.appendix

    def styled(size: float, align: str, **marks: bool) -> Styled:
        return Styled(size=size, align=align, source=table.source, verified=False, **marks)  # type: ignore[arg-type]

    head = styled(table.size, "center", bold=table.header_bold)
    title = styled(appendix.size, "center", bold=appendix.title_bold)
    attached = styled(appendix.size, "center", italic=appendix.attached_italic)
    cells = (("BangChu", "chữ", "left"), ("BangSo", "số", "right"), ("BangGiua", "giữa", "center"))
    caption = styled(table.caption_size, "center", bold=True)
    unit = styled(table.size, "right", italic=True)
    legend = styled(table.size, "left", italic=True)
    numbers = styled(table.number_row_size, "center", italic=table.number_row_italic)
    return (
        *(
            StyleRule(style_id, f"Bảng: {name}", styled(table.size, align), before=2, after=2)
            for style_id, name, align in cells
        ),
        StyleRule("BangDau", "Bảng: đầu cột", head, before=2, after=2),
        StyleRule("BangSoCot", "Bảng: số thứ tự cột", numbers),
        StyleRule("BangTen", "Bảng: tên", caption, before=12, after=3, keep_next=True),
        StyleRule("BangDonVi", "Bảng: đơn vị tính", unit, after=3, keep_next=True),
        StyleRule("BangGhiChu", "Bảng: ghi chú", legend, before=3, after=6),
        StyleRule("PhuLucSo", "Phụ lục: số", appendix, keep_next=True, outline=0),
        StyleRule("PhuLucTen", "Phụ lục: tên", title, keep_next=True),
        StyleRule("PhuLucKem", "Phụ lục: văn bản kèm theo", attached, after=6),
    )


def _volume_rules(profile: Profile) -> tuple[StyleRule, ...]:
    kind = profile.kind
    name = Styled(size=kind.size, bold=kind.bold, source=kind.source, verified=False)
    line = Styled(size=profile.body.size, align="left", source=kind.source, verified=False)
    return (
        StyleRule("TenTap", "Tên tập", name, before=18, after=6),
        StyleRule("MucLucDong", "Mục lục: dòng", line, before=3, tabs=_dotted_tab(profile)),
    )


def _dotted_tab(profile: Profile) -> str:
    position = twips(profile.text_width)
    return f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{position}"/></w:tabs>'


def _fixed_styles(profile: Profile) -> str:
    """The thin line paragraph and the styles that Word expects for comments."""
    return (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="DuongKe">'
        '<w:name w:val="Đường kẻ"/><w:basedOn w:val="Normal"/><w:pPr><w:widowControl/>'
        '<w:spacing w:before="0" w:after="0" w:line="60" w:lineRule="exact"/></w:pPr>'
        '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="CommentReference">'
        '<w:name w:val="annotation reference"/><w:uiPriority w:val="99"/>'
        '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/>'
        '<w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/>'
        '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>'
    )
