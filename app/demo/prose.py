"""The narratives of one unit: which ideas it states, in which words, with its own figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.demo.bank import Idea, choose, expand, sentence_bank, slots_of
from app.demo.dice import Dice
from app.demo.lists import Item, local_passages
from app.demo.planted import COPIED, forced_slots, plant_slots, planted_in
from app.demo.units import DemoUnit, demo_unit

BRIEF_IDEAS = 1
ADDRESSEES = ("tinh", "ban_bi_thu", "chinh_phu", "ban_tuyen_giao_tw", "bo_nganh")
NARRATIVES = (
    "p1_2_trien_khai",
    "p2_1_ket_qua", "p2_1_han_che", "p2_1_nguyen_nhan",
    "p2_2_ket_qua", "p2_2_han_che", "p2_2_nguyen_nhan",
    "p2_3_ket_qua", "p2_3_han_che", "p2_3_nguyen_nhan",
    "p2_4_ket_qua_a", "p2_4_ket_qua_b", "p2_4_ket_qua_c", "p2_4_han_che", "p2_4_nguyen_nhan",
    "p2_5_ket_qua_a", "p2_5_ket_qua_b", "p2_5_han_che", "p2_5_nguyen_nhan",
    "p2_6_ket_qua_a", "p2_6_ket_qua_b", "p2_6_ket_qua_c", "p2_6_han_che", "p2_6_nguyen_nhan",
    "p2_7_ket_qua", "p2_7_han_che", "p2_7_nguyen_nhan",
    "chung_uu_diem", "chung_han_che", "chung_nguyen_nhan", "chung_bai_hoc",
    "p3_boi_canh", "p3_van_de", "p3_nhiem_vu",
)  # fmt: skip


@dataclass(frozen=True)
class Speaker:
    """A unit with all it needs to write: its slots and its traits, those of its tables included."""

    unit: DemoUnit
    slots: Mapping[str, str]
    traits: frozenset[str]

    @property
    def is_brief(self) -> bool:
        return self.unit.style == "brief"


def sentences(speaker: Speaker, field: str) -> list[str]:
    """The sentences of one field, in the order of the bank, the unit's own passages last."""
    ideas = _stated(speaker, field)
    slots = plant_slots(speaker.unit.key, field, speaker.slots)
    said = [_say(speaker, field, idea, slots) for idea in ideas]
    own = [
        expand(passage["text"], Dice(speaker.unit.key, field), slots)
        for passage in local_passages(speaker.unit)
        if passage["field"] == field
    ]
    return said + own


def copied_sentences(speaker: Speaker, neighbour: Speaker, field: str) -> list[str]:
    """The neighbour's passage under one's own name; its figures are left out."""
    theirs = [text for text in sentences(neighbour, field) if not any(map(str.isdigit, text))]
    return [text.replace(neighbour.slots["ten"], speaker.slots["ten"]) for text in theirs]


def copied_from(unit: DemoUnit, field: str) -> DemoUnit | None:
    for item in planted_in(unit.key, COPIED):
        if item.field == field:
            return demo_unit(item.source)
    return None


def recommendations(speaker: Speaker) -> list[Item]:
    """p3_kien_nghi: text and addressee."""
    return [
        {"addressee": addressee, "text": text}
        for addressee in ADDRESSEES
        for text in sentences(speaker, addressee)
    ]


def _stated(speaker: Speaker, field: str) -> list[Idea]:
    open_ideas = [idea for idea in sentence_bank().get(field, ()) if _may_say(speaker, idea)]
    forced = forced_slots(speaker.unit.key, field)
    stated = [idea for idea in open_ideas if _says(speaker, field, idea, forced)]
    if field not in ADDRESSEES:
        stated = _at_least_half(open_ideas, stated)
    return stated[:BRIEF_IDEAS] if speaker.is_brief else stated


def _at_least_half(open_ideas: list[Idea], stated: list[Idea]) -> list[Idea]:
    """Where chance left too little, the ideas that most units state come in."""
    lacking = (len(open_ideas) + 1) // 2 - len(stated)
    left = [idea for idea in open_ideas if idea not in stated]
    added = sorted(left, key=lambda idea: -idea.chance)[: max(lacking, 0)]
    return [idea for idea in open_ideas if idea in stated or idea in added]


def _may_say(speaker: Speaker, idea: Idea) -> bool:
    group = "xa" if speaker.unit.is_commune else "khac"
    if idea.audience not in {"all", group, speaker.unit.key}:
        return False
    if idea.unwanted & speaker.traits or idea.wanted - speaker.traits:
        return False
    return bool(_usable(speaker, idea))


def _says(speaker: Speaker, field: str, idea: Idea, forced: frozenset[str]) -> bool:
    if any(forced & slots_of(wording) for wording in idea.wordings):
        return True
    return Dice(speaker.unit.key, field, idea.key).chance(idea.chance)


def _usable(speaker: Speaker, idea: Idea) -> tuple[str, ...]:
    """Wordings whose figures the unit has."""
    return tuple(text for text in idea.wordings if slots_of(text) <= speaker.slots.keys())


def _say(speaker: Speaker, field: str, idea: Idea, slots: Mapping[str, str]) -> str:
    dice = Dice(speaker.unit.key, field, idea.key, "wording")
    usable = _usable(speaker, idea)
    wording = min(usable, key=len) if speaker.is_brief else choose(dice, usable)
    return expand(wording, dice, slots)
