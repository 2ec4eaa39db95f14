"""How an office sets its sentences: running text, dash lists, pasted from Word, old tone marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from app.demo.dice import Dice
from app.demo.planted import DECOMPOSED, has
from app.demo.units import DemoUnit

# The two ways of placing tone marks on oa, oe, uy; officers keep to one or mix them.
_OLD_TONES = (
    ("ủy", "uỷ"), ("Ủy", "Uỷ"), ("hóa", "hoá"), ("xóa", "xoá"), ("Xóa", "Xoá"), ("hòa", "hoà"),
    ("khóa", "khoá"), ("tỏa", "toả"), ("lũy", "luỹ"), ("khỏe", "khoẻ"), ("hỏa", "hoả"),
)  # fmt: skip
_NBSP = "\u00a0"
_SOFT_BREAK = "\v"


def write_out(unit: DemoUnit, field: str, sentences: Sequence[str]) -> str:
    """The text of a narrative as it comes out of this office's hands."""
    dice = Dice(unit.key, field, "manner")
    setters = {"dash": _dashes, "mixed": _lead_and_dashes, "word": _pasted}
    text = setters.get(unit.style, _paragraphs)(dice, sentences)
    return in_hand(unit, text)


def in_hand(unit: DemoUnit, text: str) -> str:
    """Tone marks and Unicode form of this office."""
    if unit.tone == "old":
        for new, old in _OLD_TONES:
            text = text.replace(new, old)
    return unicodedata.normalize("NFD" if has(unit.key, DECOMPOSED) else "NFC", text)


def _paragraphs(dice: Dice, sentences: Sequence[str]) -> str:
    """Running text, three or four sentences a paragraph."""
    lines, rest = [], list(sentences)
    while rest:
        size = dice.between(3, 4)
        lines.append(" ".join(rest[:size]))
        rest = rest[size:]
    return "\n".join(lines)


def _dashes(dice: Dice, sentences: Sequence[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)


def _lead_and_dashes(dice: Dice, sentences: Sequence[str]) -> str:
    """A leading sentence, dashes below it, and now and then a plus below a dash."""
    if len(sentences) < 3:
        return _paragraphs(dice, sentences)
    marks = ["+" if index and dice.chance(18) else "-" for index in range(len(sentences) - 1)]
    below = [f"{mark} {text}" for mark, text in zip(marks, sentences[1:], strict=True)]
    return "\n".join([sentences[0], *below])


def _pasted(dice: Dice, sentences: Sequence[str]) -> str:
    """What the clipboard brings from Word: bullets, tabs, hard spaces, soft breaks, long dashes."""
    lines = [_pasted_line(dice, sentence) for sentence in sentences]
    joints = [_SOFT_BREAK if dice.chance(15) else "\r\n" for _ in lines[1:]]
    text = lines[0] if lines else ""
    for joint, line in zip(joints, lines[1:], strict=True):
        text += joint + line
    return text


def _pasted_line(dice: Dice, sentence: str) -> str:
    bullet = dice.pick(("•\t", f"–{_NBSP}", "-  ", f"·{_NBSP * 3}"))
    number_space = sentence.replace(" triệu đồng", f"{_NBSP}triệu{_NBSP}đồng")
    spaced = number_space.replace(", ", ",  ", 1) if dice.chance(20) else number_space
    return f"{bullet}{spaced}{' ' if dice.chance(30) else ''}"
