"""The self-check: silent on our exports, exact on faulty files."""

import re
from collections.abc import Callable

import pytest

from app.documents import Profile, all_profiles, check_word, get_profile, write_word
from app.documents.checking import Deviation
from forms.document import Letterhead, Marks, Number, Recipient
from tests.app.documents import samples
from tests.app.documents.raw_word import docx_of, edited, p

HD36 = get_profile("party_hd36")
LEVELS = (
    samples.KIM_DONG,
    samples.CENTRAL_BLOCK,
    samples.CITY_DEPARTMENT,
    Letterhead("Tỉnh ủy Hưng Yên", None, "TU", "Hưng Yên"),
    Letterhead("Đảng ủy xã Xuân Phú", "Đảng bộ huyện Thọ Xuân", "ĐU", "Xuân Phú"),
    Letterhead("Chi bộ Trường Mầm non", "Đảng bộ xã Xuân Phú", "CB", "Xuân Phú"),
)


@pytest.mark.parametrize("letterhead", LEVELS, ids=lambda item: item.symbol)
@pytest.mark.parametrize("profile", all_profiles(), ids=lambda profile: profile.id)
@pytest.mark.parametrize("number", [None, 5])
def test_our_exports_have_no_deviations(
    profile: Profile, letterhead: Letterhead, number: int | None
) -> None:
    document = samples.report(
        letterhead,
        number=Number("BC", number),
        basis=("Căn cứ Điều lệ Đảng", "Căn cứ Kế hoạch số 303-KH/TU"),
        marks=Marks("Mật", "Khẩn", "Tài liệu hội nghị", "Dự thảo lần 2", "vp 03"),
    )
    assert check_word(write_word(document, profile), profile) == ()


@pytest.mark.parametrize("profile", all_profiles(), ids=lambda profile: profile.id)
def test_official_letters_have_no_deviations(profile: Profile) -> None:
    letter = samples.report(
        kind_title="",
        abstract="đôn đốc nộp báo cáo",
        number=Number("CV", 7),
        addressees=("Đảng ủy xã số 1", "Đảng ủy xã số 2"),
        appendices=(),
        body=samples.report_body()[:1],
    )
    assert check_word(write_word(letter, profile), profile) == ()


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


FAULTS: list[tuple[str, str, Callable[[str], str], list[Deviation]]] = [
    (
        "lề",
        "word/document.xml",
        lambda text: text.replace('w:left="1701"', 'w:left="1417"'),
        [Deviation("page", "block", "Lề trái phải là 30 mm, đang là 25 mm")],
    ),
    (
        "lề đối xứng",
        "word/settings.xml",
        swap("<w:mirrorMargins/>", ""),
        [
            Deviation(
                "page", "warn", "Chưa đặt lề đối xứng cho mặt sau khi in hai mặt (Mirror margins)"
            )
        ],
    ),
    (
        "phông",
        "word/document.xml",
        swap(
            '<w:r><w:t xml:space="preserve">Thực hiện',
            '<w:r><w:rPr><w:rFonts w:ascii="Arial"/></w:rPr><w:t xml:space="preserve">Thực hiện',
        ),
        [Deviation("font", "block", "Phông chữ phải là Times New Roman, đang có Arial")],
    ),
    (
        "trang đầu có số",
        "word/document.xml",
        swap("<w:titlePg/>", ""),
        [Deviation("page_number", "block", "Trang thứ nhất không đánh số")],
    ),
    (
        "không có số trang",
        "word/header1.xml",
        swap(" PAGE ", " DATE "),
        [Deviation("page_number", "block", "Chưa có số trang ở giữa đầu trang")],
    ),
    (
        "thiếu tiêu đề",
        "word/document.xml",
        swap("ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG CỘNG SẢN"),
        [Deviation("title", "block", "Thiếu dòng “ĐẢNG CỘNG SẢN VIỆT NAM”")],
    ),
    (
        "đường kẻ ngắn",
        "word/document.xml",
        lambda text: re.sub(
            r'(<w:pBdr>.*?</w:pBdr><w:ind w:left=")\d+', r"\g<1>1500", text, count=1
        ),
        [
            Deviation(
                "title_rule",
                "block",
                "Đường kẻ dưới “ĐẢNG CỘNG SẢN VIỆT NAM” phải dài bằng dòng chữ",
            )
        ],
    ),
    (
        "thiếu dấu sao",
        "word/document.xml",
        swap('<w:t xml:space="preserve">*</w:t>', '<w:t xml:space="preserve">---</w:t>'),
        [Deviation("issuer_mark", "block", "Dưới tên cơ quan ban hành phải có dấu “*”")],
    ),
    (
        "số có hai chấm",
        "word/document.xml",
        swap("Số      -BC/HU", "Số: 15-BC/HU"),
        [
            Deviation(
                "number",
                "block",
                "Số và ký hiệu phải có dạng “Số 15-BC/HU”: “Số: 15-BC/HU”",
            )
        ],
    ),
    (
        "ngày không đệm",
        "word/document.xml",
        swap("ngày 09 tháng 5", "ngày 9 tháng 05"),
        [
            Deviation(
                "place",
                "block",
                "Ngày dưới 10 và tháng 1, 2 phải thêm số 0 phía trước, các tháng khác thì không: "
                "“Kim Động, ngày 9 tháng 05 năm 2024”",
            )
        ],
    ),
    (
        "trích yếu có V/v",
        "word/document.xml",
        lambda text: text.replace(">sơ kết", ">V/v sơ kết", 1),
        [
            Deviation(
                "abstract", "warn", "Trích yếu dưới tên loại không bắt đầu bằng “V/v”, “Về việc”"
            )
        ],
    ),
    (
        "thiếu gạch dưới trích yếu",
        "word/document.xml",
        swap(">-----<", ">***<"),
        [Deviation("separator", "block", "Dưới trích yếu phải có dấu “-----”")],
    ),
    (
        "dòng giãn",
        "word/styles.xml",
        lambda text: re.sub(
            r'(w:styleId="NoiDung".*?)w:line="360" w:lineRule="exact"',
            r'\g<1>w:line="360" w:lineRule="auto"',
            text,
            count=1,
        ),
        [
            Deviation(
                "body",
                "block",
                "Khoảng cách dòng phải chính xác từ 18 pt (4 đoạn): "
                "“Thực hiện Kế hoạch số 303-KH/TU, ngày…”",
            )
        ],
    ),
    (
        "hai mục I",
        "word/document.xml",
        lambda text: text.replace("Phần thứ hai", "Phần thứ nhất", 1),
        [
            Deviation(
                "headings",
                "warn",
                "Đáng lẽ là Phần thứ hai: “Phần thứ nhất KẾT QUẢ THỰC HIỆN KẾT…”",
            )
        ],
    ),
    (
        "chức vụ đậm",
        "word/styles.xml",
        lambda text: re.sub(r'(w:styleId="ChucVu".*?<w:rPr>)', r"\1<w:b/>", text, count=1),
        [Deviation("position", "block", "Chức vụ người ký không in đậm")],
    ),
    (
        "TM. thay T/M",
        "word/document.xml",
        swap("T/M BAN", "TM. BAN"),
        [Deviation("authority", "block", "Quyền hạn ký viết theo mẫu “T/M”: “TM. BAN THƯỜNG VỤ”")],
    ),
    (
        "nơi nhận chấm phẩy",
        "word/document.xml",
        swap("Huyện ủy,<", "Huyện ủy;<"),
        [
            Deviation(
                "recipients",
                "block",
                "Mỗi nơi nhận kết thúc bằng “,”, nơi cuối bằng “.”: "
                "“- Các chi, đảng bộ trực thuộc Huyện ủy;”",
            )
        ],
    ),
    (
        "chưa hết ./.",
        "word/document.xml",
        swap("Ban Thường vụ Tỉnh ủy./.", "Ban Thường vụ Tỉnh ủy."),
        [
            Deviation(
                "body",
                "warn",
                "Nội dung chưa kết thúc bằng “./.”: “Trên đây là Báo cáo sơ kết 05 năm thực…”",
            )
        ],
    ),
    (
        "dòng bảng bị ngắt",
        "word/document.xml",
        lambda text: re.sub(
            r"(<w:tblHeader/>.*?<w:tr><w:trPr>)<w:cantSplit/>(?=</w:trPr>)",
            r"\1",
            text,
            count=1,
        ),
        [Deviation("table", "warn", "Bảng “TT…” có dòng bị ngắt giữa hai trang")],
    ),
]


@pytest.mark.parametrize(
    ("part", "change", "expected"),
    [fault[1:] for fault in FAULTS],
    ids=[fault[0] for fault in FAULTS],
)
def test_one_fault_gives_exactly_its_deviations(
    part: str, change: Callable[[str], str], expected: list[Deviation]
) -> None:
    data = edited(write_word(samples.report(), HD36), change, part)
    assert list(check_word(data, HD36)) == expected


def test_leftovers_of_editing_are_told() -> None:
    data = write_word(samples.report(), HD36, comments=True)
    assert check_word(data, HD36) == (Deviation("body", "warn", "Văn bản còn 3 chú thích"),)


def test_a_party_document_measured_by_the_state_rules() -> None:
    document = samples.report(
        recipients=(Recipient("Tỉnh ủy"), Recipient("Lưu VP")), marks=Marks(), appendices=()
    )
    found = check_word(write_word(document, HD36), get_profile("nd30"))
    assert {(item.component, item.severity) for item in found} == {
        (component, "block")
        for component in (
            *("title", "issuer_mark", "issuer", "parent", "number", "kind", "separator"),
            *("authority", "position", "recipients_label", "recipients"),
        )
    }


def test_a_file_without_letterhead_is_told_once() -> None:
    data = docx_of(p("Một đoạn chữ."), styles="")
    found = [item.message for item in check_word(data, HD36) if item.component == "letterhead"]
    assert found == ["Không tìm thấy phần tiêu đề, cơ quan ban hành, số và ngày"]
