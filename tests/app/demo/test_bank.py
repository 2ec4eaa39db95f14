"""The sentence bank: its format, its slots, and how a wording is written out."""

from __future__ import annotations

import re
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from app.demo import full_units
from app.demo.answers import speaker
from app.demo.bank import expand, sentence_bank, slots_of
from app.demo.dice import Dice
from app.demo.prose import ADDRESSEES, NARRATIVES
from app.demo.units import demo_units

ALL_IDEAS = [(field, idea) for field, ideas in sentence_bank().items() for idea in ideas]
ALL_WORDINGS = [wording for _, idea in ALL_IDEAS for wording in idea.wordings]
KNOWN_SLOTS = defaultdict(lambda: "x", dict.fromkeys(speaker("xa.chinhnghia").slots, "x"))


def test_the_bank_knows_every_narrative_and_every_addressee() -> None:
    assert set(sentence_bank()) == {*NARRATIVES, *ADDRESSEES}


def test_the_ideas_of_a_field_have_keys_of_their_own() -> None:
    for field, ideas in sentence_bank().items():
        keys = [idea.key for idea in ideas]
        assert len(set(keys)) == len(keys), field


def test_an_idea_says_how_often_by_whom_and_how() -> None:
    audiences = {"all", "xa", "khac"} | {unit.key for unit in demo_units()}
    for field, idea in ALL_IDEAS:
        assert 0 < idea.chance <= 100, (field, idea.key)
        assert idea.audience in audiences, (field, idea.key)
        assert idea.wordings, (field, idea.key)
        assert len(set(idea.wordings)) == len(idea.wordings), (field, idea.key)


def test_most_common_ideas_have_several_wordings() -> None:
    common = [idea for _, idea in ALL_IDEAS if idea.chance >= 60 and idea.audience == "xa"]
    several = [idea for idea in common if len(idea.wordings) > 1]
    assert len(several) > 0.7 * len(common)


def test_no_wording_carries_a_figure_of_its_own() -> None:
    """Figures come from slots; what is left are dates, symbols, ages, levels and set phrases."""
    allowed = re.compile(
        r"\b\d{1,2}/\d{1,2}(/\d{4})?|\d+-(KL|CT|KH)/T[WU]|\d+/(\d{4}/)?(QĐ-TTg|CT-TTg|TT-BGDĐT)"
        r"|20\d\d(-20\d\d)?|15-(60|35)|(mức độ|độ tuổi từ|từ) \d+|\d+ tuổi|05 năm|5 không, 3 sạch"
        r"|Covid-19|<\w+>"
    )
    for wording in ALL_WORDINGS:
        assert not re.search(r"\d", allowed.sub("", wording)), wording


@given(seed=st.text(max_size=8), wording=st.sampled_from(ALL_WORDINGS))
def test_any_draw_leaves_a_clean_sentence(seed: str, wording: str) -> None:
    text = expand(wording, Dice(seed), KNOWN_SLOTS)
    assert not re.search(r"[{}|<>\[\]]|  | [,.;]", text)
    assert text[0] == "x" or text[0].isupper() or text[0] == "“"
    assert text.endswith(".")


def test_every_slot_that_wordings_name_can_be_filled_by_some_unit() -> None:
    known = set().union(*(speaker(unit).slots for unit in full_units()))
    for wording in ALL_WORDINGS:
        assert slots_of(wording) <= known, wording


def test_alternatives_and_optional_parts_are_settled_from_the_inside() -> None:
    texts = {expand("{một|hai} câu[ dài].", Dice(str(seed)), {}) for seed in range(40)}
    assert texts == {"một câu.", "hai câu.", "một câu dài.", "hai câu dài."}
