"""Which paragraph styles a profile needs, and what each looks like."""

from dataclasses import dataclass

from app.documents.profiles import Profile, Styled
from app.documents.profiles.model import HeadingLevel
from app.documents.word.markup import twips

WORD_HEADING_LEVELS = 9


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


def style_rules(profile: Profile) -> tuple[StyleRule, ...]:
    return (
        *_letter_rules(profile),
        *_body_rules(profile),
        *_table_rules(profile),
        *_volume_rules(profile),
    )


def heading_style(level: int) -> str:
    return f"Heading{min(level, WORD_HEADING_LEVELS)}"


def body_line(profile: Profile) -> str:
    if profile.body.line_rule == "multiple":
        return f'w:line="{round(240 * profile.body.line)}" w:lineRule="auto"'
    rule = "exact" if profile.body.line_rule == "exact" else "atLeast"
    return f'w:line="{round(20 * profile.body.line)}" w:lineRule="{rule}"'


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
    body = profile.body
    headings = tuple(
        _heading_rule(level, profile.heading(level), profile)
        for level in range(1, WORD_HEADING_LEVELS + 1)
    )
    return (
        _text_rule("NoiDung", "Nội dung", body, profile),
        _text_rule("GachDauDong", "Gạch đầu dòng", body, profile),
        _text_rule("DauCong", "Dấu cộng đầu dòng", body, profile),
        _text_rule("CanCu", "Căn cứ", profile.basis, profile),
        _text_rule("TrichDan", "Trích dẫn", _italic(body), profile, left=body.indent),
        _text_rule("GhiChu", "Ghi chú", _italic(body), profile),
        StyleRule(
            "DongTrong",
            "Dòng để điền",
            body,
            before=body.before,
            line=body_line(profile),
            tabs=_dotted_tab(profile),
        ),
        *headings,
    )


def _text_rule(
    style_id: str, name: str, styled: Styled, profile: Profile, left: float = 0
) -> StyleRule:
    body = profile.body
    return StyleRule(
        style_id,
        name,
        styled,
        before=body.before,
        after=body.after,
        line=body_line(profile),
        first_line=body.indent,
        left=left,
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
