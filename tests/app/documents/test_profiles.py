"""Profiles: the files are whole, bad ones tell every problem, offices may change them."""

import datetime
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from app.documents import (
    Profile,
    ProfileError,
    all_profiles,
    choose_profile,
    get_profile,
    load_profile,
    override_profile,
)
from app.documents.profiles.model import Component

FOLDER = Path("app/documents/profiles")


def components(part: object, path: str = "") -> dict[str, Component]:
    found: dict[str, Component] = {}
    if isinstance(part, tuple):
        for index, item in enumerate(part, start=1):
            found |= components(item, f"{path}.{index}")
    elif is_dataclass(part) and not isinstance(part, type):
        if isinstance(part, Component):
            found[path.strip(".")] = part
        for item in fields(part):
            found |= components(getattr(part, item.name), f"{path}.{item.name}")
    return found


def text_of(profile_id: str) -> str:
    return (FOLDER / f"{profile_id}.yaml").read_text(encoding="utf-8")


def test_there_are_three_profiles() -> None:
    assert [profile.id for profile in all_profiles()] == ["nd30", "party_hd05", "party_hd36"]


@pytest.mark.parametrize("profile", all_profiles(), ids=lambda profile: profile.id)
def test_every_component_names_a_known_source(profile: Profile) -> None:
    found = components(profile)
    assert len(found) >= 35
    assert {part.source for part in found.values()} <= set(profile.sources)


def test_nothing_taken_from_the_summaries_of_guidance_05_passes_for_verified() -> None:
    found = components(get_profile("party_hd05"))
    assert not [path for path, part in found.items() if part.source == "hd05" and part.verified]


def test_practice_and_layout_choices_are_not_verified_rules() -> None:
    for profile in all_profiles():
        found = components(profile)
        assert not [
            path for path, part in found.items() if part.source == "practice" and part.verified
        ]


def test_guidance_05_differs_from_36_where_the_summaries_say_so() -> None:
    old, new = get_profile("party_hd36"), get_profile("party_hd05")
    assert (old.recipients.end, new.recipients.end) == (",", ";")
    assert (old.basis.last_end, new.basis.last_end) == (",", ".")
    assert (new.body.line_min, new.body.line_max) == (18, 22)
    assert new.addressee.labels["TTr"] == "Kính trình:"
    assert new.abstract_letter.prefix == "về việc "
    assert (old.appendix.restart_pages, new.appendix.restart_pages) == (False, True)


@pytest.mark.parametrize(
    ("regime", "day", "profile_id"),
    [
        ("party", datetime.date(2024, 5, 9), "party_hd36"),
        ("party", datetime.date(2026, 1, 8), "party_hd36"),
        ("party", datetime.date(2026, 1, 9), "party_hd05"),
        ("party", datetime.date(2010, 1, 1), "party_hd36"),
        ("party", None, "party_hd05"),
        ("state", datetime.date(2024, 5, 9), "nd30"),
    ],
)
def test_regime_and_date_choose_the_profile(
    regime: str, day: datetime.date | None, profile_id: str
) -> None:
    assert choose_profile(regime, day).id == profile_id


def test_an_unknown_regime_is_refused() -> None:
    with pytest.raises(ProfileError):
        choose_profile("khác", None)


def test_a_bad_file_tells_every_problem_at_once() -> None:
    text = text_of("party_hd36")
    text = text.replace("width: 210", "width: rộng").replace("position: header", "position: giữa")
    text = text.replace('issuer_mark: {text: "*"', 'issuer_mark: {chu: "*"')
    with pytest.raises(ProfileError) as caught:
        load_profile(text, "thu")
    assert caught.value.problems == (
        "page.width: 'rộng' phải là số",
        "page_number.position: 'giữa' không thuộc header, footer",
        "issuer_mark.chu: khóa không có trong mẫu",
        "issuer_mark.text: thiếu",
    )


def test_an_unknown_source_and_impossible_widths_are_problems() -> None:
    text = text_of("party_hd36").replace("kind: {size: 16,", "kind: {size: 16, note: x,")
    text = text.replace(
        "bold: true, upper: true, source: hd36, verified: true}\nabstract:",
        "bold: true, upper: true, source: lạ, verified: true}\nabstract:",
    )
    text = text.replace("left: 78", "left: 178")
    with pytest.raises(ProfileError) as caught:
        load_profile(text, "thu")
    assert caught.value.problems == (
        "kind.source: không có nguồn 'lạ' trong sources",
        "letterhead: hai ô rộng hơn khung chữ",
    )


def test_broken_yaml_is_a_problem_not_a_crash() -> None:
    with pytest.raises(ProfileError, match="không đọc được YAML"):
        load_profile("id: [", "thu")


def test_an_office_may_change_single_values_and_is_named_as_their_source() -> None:
    profile = override_profile(
        get_profile("party_hd36"), {"headings.2.separator": "- ", "kind.size": 15}
    )
    assert profile.headings[1].separator == "- "
    assert (profile.kind.size, profile.kind.source) == (15, "office")
    assert profile.headings[0] == get_profile("party_hd36").headings[0]


def test_changes_add_up() -> None:
    first = override_profile(get_profile("party_hd36"), {"kind.size": 15})
    second = override_profile(first, {"signature_gap.lines": 5})
    assert (second.kind.size, second.signature_gap.lines) == (15, 5)


@pytest.mark.parametrize("path", ["kind.cỡ", "khong.co", "headings.99.size", "id", "kind"])
def test_a_change_of_something_unknown_is_refused(path: str) -> None:
    with pytest.raises(ProfileError):
        override_profile(get_profile("party_hd36"), {path: 15})
