"""Paragraph styles of a profile, as the whole styles part.

Headings are Word's own "heading 1" to "heading 9" with outline levels, so that the navigation
pane works; every other component has a style with a Vietnamese name. No theme fonts anywhere.
"""

from app.documents.profiles import Profile, Styled
from app.documents.typography import xml_attribute
from app.documents.word.markup import NAMESPACES, half_points, twips
from app.documents.word.style_rules import StyleRule, style_rules

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


def styles_xml(profile: Profile) -> str:
    return (
        f"<w:styles {NAMESPACES}>{_defaults(profile)}{''.join(map(_style, style_rules(profile)))}"
        f"{_fixed_styles(profile)}</w:styles>"
    )


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
