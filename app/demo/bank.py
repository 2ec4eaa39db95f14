"""The sentence bank: ideas per field, each with several wordings (format: data/bank/README.txt).

Knows nothing of units; `expand` writes one wording out, `slots_of` names the figures it needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.demo.dice import Dice
from app.demo.sources import bank_texts

_SECTION = re.compile(r"\[(\w+)\]\Z")
_SLOT = re.compile(r"<(\w+)>")
_CHOICE = re.compile(r"\{([^{}\[\]]*)\}")
_OPTION = re.compile(r"\[([^{}\[\]]*)\]")
FIRST_WORDING_SHARE = 72


@dataclass(frozen=True)
class Idea:
    """Something units say. `chance` is the share of units in percent."""

    key: str
    chance: int
    audience: str
    wanted: frozenset[str]
    unwanted: frozenset[str]
    wordings: tuple[str, ...]


@cache
def sentence_bank() -> Mapping[str, tuple[Idea, ...]]:
    """Field key (or addressee of recommendations) → ideas in the order of the report."""
    bank: dict[str, list[Idea]] = {}
    section: list[Idea] = []
    for text in bank_texts():
        for block in re.split(r"\n(?=\[\w+\]|\* )", text.strip()):
            head, *wordings = block.split("\n")
            started = _SECTION.match(head)
            if started:
                section = bank.setdefault(started[1], [])
            else:
                section.append(_idea(head, wordings))
    return {key: tuple(ideas) for key, ideas in bank.items()}


def _idea(head: str, wordings: list[str]) -> Idea:
    _, key, chance, audience, *traits = head.split()
    return Idea(
        key=key,
        chance=int(chance),
        audience=audience,
        wanted=frozenset(trait[1:] for trait in traits if trait[0] == "+"),
        unwanted=frozenset(trait[1:] for trait in traits if trait[0] == "-"),
        wordings=tuple(line for line in wordings if line),
    )


def slots_of(wording: str) -> frozenset[str]:
    return frozenset(_SLOT.findall(wording))


def choose(dice: Dice, wordings: tuple[str, ...]) -> str:
    """The first wording is the common one, the others share the rest."""
    if len(wordings) == 1 or dice.chance(FIRST_WORDING_SHARE):
        return wordings[0]
    return dice.pick(wordings[1:])


def expand(wording: str, dice: Dice, slots: Mapping[str, str]) -> str:
    """Settle the alternatives from the inside out, then put the slots in."""
    while found := _CHOICE.search(wording):
        wording = _put(wording, found, choose(dice, tuple(found[1].split("|"))))
    while found := _OPTION.search(wording):
        wording = _put(wording, found, found[1] if dice.chance(50) else "")
    filled = _SLOT.sub(lambda slot: slots[slot[1]], wording)
    return re.sub(r" +(?=[ .,;])", "", filled).strip()


def _put(text: str, found: re.Match[str], instead: str) -> str:
    return text[: found.start()] + instead + text[found.end() :]
