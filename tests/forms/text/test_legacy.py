"""Text of the old fonts: recognised when it is, left alone when it is not, every letter mended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.text import convert_legacy, detect_legacy
from forms.text.legacy import TCVN3_TABLE, VNI_TABLE
from forms.text.letters import MARKED_LETTERS, MARKED_LOWER

# Written independently of the tables: what documents of those years look like without their font.
TCVN3_SAMPLES = [
    ("T×nh h×nh kinh tÕ", "Tình hình kinh tế"),
    (
        "KÝnh th\xada Quý cæ ®«ng, n¨m 2023 lµ mét n¨m ®Çy th¸ch thøc",
        "Kính thưa Quý cổ đông, năm 2023 là một năm đầy thách thức",
    ),
    (
        "Tû lÖ ng\xadêi di c\xad tham gia ho¹t ®éng kinh tÕ",
        "Tỷ lệ người di cư tham gia hoạt động kinh tế",
    ),
    ("§¶ng bé huyÖn Kim §éng", "Đảng bộ huyện Kim Động"),
    ("Hµ Néi, Thôy Sü, §øc, ThuËt ng÷ T«n Gi¸o", "Hà Nội, Thụy Sỹ, Đức, Thuật ngữ Tôn Giáo"),
    ("B¶o Th¾ng, M\xadêng Kh\xad¬ng, B¸t X¸t", "Bảo Thắng, Mường Khương, Bát Xát"),
    ("B¸O C¸O", "BÁO CÁO"),
    ("®¶NG Bé TØNH", "ĐẢNG BỘ TỈNH"),
    ("Bé ChÝnh trÞ", "Bộ Chính trị"),
]
VNI_SAMPLES = [
    ("Xin chaøo caùc baïn", "Xin chào các bạn"),
    ("Tieáng Vieät raát hay", "Tiếng Việt rất hay"),
    ("Coäng hoøa Xaõ hoäi Chuû nghóa Vieät Nam", "Cộng hòa Xã hội Chủ nghĩa Việt Nam"),
    ("Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
    ("ÑAÛNG BOÄ TÆNH", "ĐẢNG BỘ TỈNH"),
    ("Uûy ban nhaân daân huyeän", "Ủy ban nhân dân huyện"),
    (
        "kyõ thuaät, thôøi gian, môùi, nghò quyeát, lyù luaän, maët traän",
        "kỹ thuật, thời gian, mới, nghị quyết, lý luận, mặt trận",
    ),
]
NOT_LEGACY = [
    "Tình hình kinh tế - xã hội năm 2023",
    "Hà Nội có xã",
    "Bé Na là bà",
    "có xã là cá",
    "NGHỊ QUYẾT",
    "Ban Chấp hành Đảng bộ",
    "The naïve café over façade résumé",
    "nhiệt độ 30°C × ½ m²",
    "30°C × ½ m² 3×4",
    "Où est la fête de l'été",
    "für schön Straße Köln",
    "El niño año señor",
    "«quote» ©2024 §5 ±3 µm",
    "ABC® ty®",
    "Plain English, nothing else.",
    "",
    "12.345 · 67",
    "hòa, thúy, lý, và, xã, đó",
    "Đảng bộ xã đã báo cáo, T×nh h×nh",
]


@pytest.mark.parametrize(("coded", "text"), TCVN3_SAMPLES)
def test_tcvn3_text_is_recognised_and_converted(coded, text):
    assert detect_legacy(coded).encoding == "tcvn3"
    assert convert_legacy(coded, "tcvn3") == text


@pytest.mark.parametrize(("coded", "text"), VNI_SAMPLES)
def test_vni_text_is_recognised_and_converted(coded, text):
    assert detect_legacy(coded).encoding == "vni"
    assert convert_legacy(coded, "vni") == text


@pytest.mark.parametrize("text", NOT_LEGACY)
def test_good_vietnamese_and_other_languages_are_left_alone(text):
    guess = detect_legacy(text)
    assert (guess.encoding, guess.confidence) == (None, 0.0)


@pytest.mark.parametrize(("coded", "text"), TCVN3_SAMPLES + VNI_SAMPLES)
def test_converted_text_is_not_taken_for_legacy_again(coded, text):
    assert detect_legacy(text).encoding is None


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        (".VnTimeH", "tcvn3"),
        ("VNI-Times", "vni"),
        ("Times New Roman", None),
        (None, None),
    ],
)
def test_a_font_settles_what_a_short_text_cannot(font, encoding):
    guess = detect_legacy("xã", font)
    assert guess.encoding == encoding
    assert guess.reason


def test_an_old_font_on_modern_text_changes_nothing():
    assert detect_legacy("Nghị quyết của Đảng ủy", ".VnTime").encoding is None


def test_capital_fonts_give_back_their_capitals():
    assert convert_legacy("b¸o c¸o", "tcvn3", ".VnTimeH") == "BÁO CÁO"
    assert convert_legacy("b¸o c¸o", "tcvn3", ".VnTime") == "báo cáo"


def test_tcvn3_knows_every_small_letter_and_its_seven_capitals():
    assert set(TCVN3_TABLE.values()) == set(MARKED_LOWER) | set("ĂÂÊÔƠƯĐ")
    assert len(set(TCVN3_TABLE.values())) == len(TCVN3_TABLE)
    for code, letter in TCVN3_TABLE.items():
        assert convert_legacy(f"x{code}x", "tcvn3") == f"x{letter}x"


def test_vni_knows_all_134_letters_in_both_cases():
    codes = {letter: code for code, letter in VNI_TABLE.items()} | {c: c for c in "ìíÌÍ"}
    assert len(MARKED_LETTERS) == 134
    assert set(codes) == set(MARKED_LETTERS)
    for letter, code in codes.items():
        assert convert_legacy(f"x{code}x", "vni") == f"x{letter}x"


def test_vni_reads_two_characters_before_one():
    assert convert_legacy("ô ôù oâ oá ö öù", "vni") == "ơ ớ ô ố ư ứ"
    assert convert_legacy("Aù AÙ Ôù ÔÙ", "vni") == "Á Á Ớ Ớ"


@given(
    st.text(max_size=150)
    | st.text(st.characters(min_codepoint=0x41, max_codepoint=0xFF), max_size=80)
)
def test_any_text_can_be_judged_and_converted(text):
    assert 0 <= detect_legacy(text).confidence <= 1
    assert convert_legacy(convert_legacy(text, "tcvn3"), "vni") is not None


@given(st.text(alphabet=MARKED_LOWER, max_size=40))
def test_tcvn3_round_trip_loses_no_small_letter(text):
    codes = {letter: code for code, letter in TCVN3_TABLE.items()}
    assert convert_legacy("".join(codes[letter] for letter in text), "tcvn3") == text
