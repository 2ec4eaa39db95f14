"""The file itself: opens without repair, one font, no person in it; volumes."""

import io

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents import (
    DocumentError,
    Profile,
    all_profiles,
    get_profile,
    write_volume,
    write_word,
)
from forms.document import (
    Appendix,
    Cell,
    Column,
    Heading,
    Letterhead,
    Marks,
    Metadata,
    Paragraph,
    Recipient,
    Row,
    Run,
    Table,
    Volume,
    VolumeEntry,
)
from tests.app.documents import samples
from tests.app.documents.sound import W, faults, parts_of, xml_of
from tests.app.documents.words import HD36, lines, sections, simple
from tests.searching import examples

PROFILES = pytest.mark.parametrize("profile", all_profiles(), ids=lambda profile: profile.id)
LETTERHEADS = (
    samples.KIM_DONG,
    samples.CENTRAL_BLOCK,
    samples.CITY_DEPARTMENT,
    Letterhead("Tỉnh ủy Hưng Yên", None, "TU", "Hưng Yên"),
    Letterhead(
        "Chi bộ Trường Trung học cơ sở thị trấn Lương Bằng",
        "Đảng bộ thị trấn Lương Bằng",
        "CB",
        "Lương Bằng",
    ),
)


@pytest.mark.parametrize("letterhead", LETTERHEADS, ids=lambda item: item.symbol)
@PROFILES
def test_files_are_sound_for_all_profiles_and_letterheads(
    profile: Profile, letterhead: Letterhead
) -> None:
    data = write_word(samples.report(letterhead), profile, comments=True, source_table=True)
    assert faults(data) == []


@PROFILES
def test_python_docx_opens_what_we_write(profile: Profile) -> None:
    document = docx.Document(io.BytesIO(write_word(samples.report(), profile)))
    assert len(document.tables) == 5
    assert document.core_properties.author == "Huyện ủy Kim Động"


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write_word(samples.report(), HD36) == write_word(samples.report(), HD36)


@PROFILES
def test_only_times_new_roman_and_no_theme_anywhere(profile: Profile) -> None:
    parts = parts_of(write_word(samples.report(), profile, comments=True))
    text = b"".join(parts.values()).decode()
    assert not [name for name in parts if "theme" in name]
    assert not [word for word in ("asciiTheme", "Calibri", "Cambria") if word in text]
    styles = xml_of(write_word(samples.report(), profile), "word/styles.xml")
    for fonts in styles.iter(f"{W}rFonts"):
        names = {fonts.get(f"{W}{key}") for key in ("ascii", "hAnsi", "cs", "eastAsia")}
        assert names == {"Times New Roman"}


def test_vietnamese_is_the_language_and_margins_are_mirrored() -> None:
    data = write_word(simple(), HD36)
    language = xml_of(data, "word/styles.xml").find(f".//{W}docDefaults//{W}lang")
    assert language.get(f"{W}val") == "vi-VN"
    assert xml_of(data, "word/settings.xml").find(f"{W}mirrorMargins") is not None
    margins = xml_of(data).find(f".//{W}pgMar")
    found = [int(margins.get(f"{W}{side}")) for side in ("top", "right", "bottom", "left")]
    assert found == [1134, 850, 1134, 1701]


def test_metadata_names_the_body_and_no_person() -> None:
    core = parts_of(write_word(simple(), HD36))["docProps/core.xml"].decode()
    assert "Huyện ủy Kim Động" in core
    assert not [word for word in ("python", "lastModifiedBy", "created") if word in core]


def test_page_numbers_start_on_the_second_page() -> None:
    data = write_word(simple(), HD36)
    assert xml_of(data).find(f".//{W}titlePg") is not None
    assert b"PAGE" in parts_of(data)["word/header1.xml"]


def test_contact_stands_in_the_footer_of_the_first_page_only() -> None:
    data = write_word(simple(marks=Marks(contact="Điện thoại: 0221")), HD36)
    assert "Điện thoại: 0221" in parts_of(data)["word/footer2.xml"].decode()
    kinds = [item.get(f"{W}type") for item in xml_of(data).iter(f"{W}footerReference")]
    assert kinds == ["first"]


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_text_anywhere_gives_a_sound_file(first: str, second: str, third: str) -> None:
    table = Table(
        (Column(first), Column(second)), (Row((Cell(third), Cell(first))),), caption=second
    )
    document = simple(
        letterhead=Letterhead("Huyện ủy " + first, second, "HU", third),
        abstract=first,
        body=(Heading(2, second), Paragraph((Run(third, italic=True),), block_id="1"), table),
        closing=second,
        marks=Marks(draft=third, typist=first, contact=second),
        metadata=Metadata(first, second, third, "x"),
        appendices=(Appendix(first, (table,), second, third),),
        recipients=(Recipient(first, second),),
    )
    assert faults(write_word(document, HD36)) == []


def test_a_volume_holds_all_reports_with_a_table_of_contents() -> None:
    entries = tuple(VolumeEntry(f"Đảng ủy xã số {n}", samples.report()) for n in range(1, 4))
    data = write_volume(
        Volume("Báo cáo của các đơn vị", entries, letterhead=samples.KIM_DONG),
        get_profile("party_hd05"),
    )
    assert faults(data) == []
    found = lines(data)
    assert found.count("BÁO CÁO") == 3
    assert [line.split("\t")[0] for line in found if "\t" in line] == [
        *(f"{n}. Đảng ủy xã số {n}" for n in range(1, 4))
    ]
    assert not any(restart for _, restart, _ in sections(data))


def test_an_empty_volume_is_refused() -> None:
    with pytest.raises(DocumentError, match="Chưa có báo cáo nào"):
        write_volume(Volume("Tập", ()), HD36)
