"""A synthetic corpus of unit answers with truth labels, for benches and quality tests.

Scope: N units × 3 sections × about 12 sentences in the manner of commune reports on Kết luận 49:
common ideas in two wordings each, sentences with figures, and single difficulties. `hard` (0..1)
is the share of copied sentences that also get openings, tails, inserted and dropped words.
Noise: tone placement (hòa/hoà), decomposed letters, text without diacritics, typing slips,
bullets, running text, forgotten spaces, four number styles, planted negations.

Single difficulties are built as a code over 23 options in four places, any two of them sharing
at most two places: sentences that look related and must not be grouped.
"""

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bench.corpus_noise import (
    corpus_data,
    decimal,
    expand,
    negate,
    new_tone,
    rephrase,
    slip,
    strip_marks,
    whole,
)

SECTIONS = ("S1", "S2", "S3")
DIFFICULTIES = frozenset({"S3"})  # sections that tell what is lacking
CODE_BASE = 23
PLACES = ("who", "problem", "cause", "request")


@dataclass(frozen=True)
class LabelledSentence:
    """`wording` is the near-duplicate class, `idea` joins the two wordings of one idea."""

    unit_id: str
    section: str
    text: str
    kind: str  # common | figure | single | negated
    idea: str
    wording: str
    start: int  # in the answer as typed
    end: int
    wrong_figure: bool


@dataclass(frozen=True)
class UnitAnswers:
    unit_id: str
    name: str
    answers: dict[str, str]  # section → text as typed
    sentences: tuple[LabelledSentence, ...]


class Drawn(NamedTuple):
    kind: str
    idea: str
    wording: str
    text: str
    wrong_figure: bool = False


@dataclass(frozen=True)
class Style:
    number: int
    decomposed: bool
    new_tone: bool
    no_diacritics: bool
    bullet: str
    no_space: bool


def _figures(rng: random.Random) -> dict[str, float]:
    people = rng.randint(2500, 18000)
    figures: dict[str, float] = {"hoi_vien": int(people * rng.uniform(0.15, 0.32))}
    figures["tl_hv"] = 100 * figures["hoi_vien"] / people
    figures["gd_dk"] = int(people / 4 * rng.uniform(0.6, 0.95))
    figures["gd_ht"] = int(figures["gd_dk"] * rng.uniform(0.7, 0.99))
    figures["tl_gd"] = 100 * figures["gd_ht"] / figures["gd_dk"]
    figures["quy"] = rng.lognormvariate(4.2, 0.6)
    figures["lop1"] = 100.0 if rng.random() < 0.6 else rng.uniform(97, 99.9)
    figures["phu_cap"] = rng.choice([450000, 540000, 702000, 900000, 1192000, 1490000])
    for name, (low, high) in corpus_data()["ranges"].items():
        draw = rng.randint if isinstance(low, int) else rng.uniform
        figures[name] = draw(low, high)
    figures["hoc_vien"] = figures["lop"] * rng.randint(25, 70)
    figures["luot_nguoi"] = figures["hoi_nghi"] * rng.randint(50, 240)
    return figures


def _fill(
    template: str, figures: dict[str, float], style: int, rng: random.Random
) -> tuple[str, bool]:
    """The sentence, and whether one of its figures was planted wrong (×10 or a little off)."""
    wrong = False

    def show(found: re.Match[str]) -> str:
        nonlocal wrong
        value = figures[found.group(2)]
        if found.group(1) in "nm" and rng.random() < 0.01:
            value, wrong = (value * 10 if rng.random() < 0.5 else value * 1.07 + 1), True
        return whole(int(value), style) if found.group(1) in "nk" else decimal(value, style)

    return re.sub(r"\{([npmk]):(\w+)\}", show, template), wrong


def _unit_name(number: int) -> tuple[str, str]:
    level = ("xã", "xã", "xã", "phường", "thị trấn")[number % 5]
    first, second = corpus_data()["first_names"], corpus_data()["second_names"]
    one = first[number * 7 % len(first)]
    two = second[(number * 11 + number // 25) % len(second)]
    suffix = "" if number < 625 else f" {number // 625 + 1}"
    return level, f"{level} {one} {two}{suffix}"


def _draw_common(section: str, count: int, rng: random.Random) -> list[Drawn]:
    ideas = corpus_data()["common"][section]
    weights = [1 / (place + 1) ** 0.5 for place in range(len(ideas))]
    picked: list[int] = []
    while len(picked) < min(count, len(ideas)):
        idea = rng.choices(range(len(ideas)), weights)[0]
        if idea not in picked:
            picked.append(idea)
    return [_common(section, idea, ideas[idea], rng) for idea in picked]


def _common(section: str, idea: int, wordings: Sequence[str], rng: random.Random) -> Drawn:
    wording = 0 if rng.random() < 0.7 else 1
    text = expand(wordings[wording], rng)
    opposite = negate(text) if rng.random() < 0.02 else None
    mark = ".neg" if opposite else ""
    kind = "negated" if opposite else "common"
    name = f"{section}.c{idea}"
    return Drawn(kind, f"{name}{mark}", f"{name}.{wording}{mark}", opposite or text)


def _draw_figures(
    section: str, count: int, rng: random.Random, figures: dict[str, float], style: Style
) -> list[Drawn]:
    ideas = corpus_data()["figures"][section]
    drawn = []
    for idea in rng.sample(range(len(ideas)), min(count, len(ideas))):
        wording = 0 if rng.random() < 0.65 else 1
        text, wrong = _fill(expand(ideas[idea][wording], rng), figures, style.number, rng)
        name = f"{section}.f{idea}"
        drawn.append(Drawn("figure", name, f"{name}.{wording}", text, wrong))
    return drawn


def _single(section: str, number: int, rng: random.Random) -> Drawn:
    one, two, three = number, number // CODE_BASE, number // CODE_BASE**2
    code = [one, two, one + two + three, one + 2 * two + 4 * three]
    parts = [
        corpus_data()["single"][place][value % CODE_BASE]
        for place, value in zip(PLACES, code, strict=True)
    ]
    who = parts[0].format(v=rng.choice(corpus_data()["villages"]))
    name = f"{section}.s{number}"
    return Drawn("single", name, name, f"{who} {parts[1]} {parts[2]}, {parts[3]}.")


class _Writer:
    """Writes one unit's answers; keeps the running number of single difficulties."""

    def __init__(self, seed: int, hard: float, sentences: int) -> None:
        self._seed, self._hard, self._count = seed, hard, sentences
        self._singles = 0

    def unit(self, number: int) -> UnitAnswers:
        rng = random.Random(self._seed * 1000003 + number)
        level, name = _unit_name(number)
        style, figures = self._style(rng), _figures(rng)
        answers, labelled, unit_id = {}, [], f"U{number:04d}"
        for section in SECTIONS:
            drawn = self._draw(section, rng, figures, style)
            texts = [self._dress(d, level, name, style, rng) for d in drawn]
            answers[section], spans = _compose(texts, style)
            labels = zip(drawn, texts, spans, strict=True)
            labelled += [
                LabelledSentence(
                    unit_id, section, text, d.kind, d.idea, d.wording, *span, d.wrong_figure
                )
                for d, text, span in labels
            ]
        return UnitAnswers(unit_id, name, answers, tuple(labelled))

    def _style(self, rng: random.Random) -> Style:
        return Style(
            number=rng.choices([0, 1, 2, 3], [0.7, 0.15, 0.1, 0.05])[0],
            decomposed=rng.random() < 0.05,
            new_tone=rng.random() < 0.3,
            no_diacritics=rng.random() < 0.01,
            bullet=rng.choice(["- ", "+ ", "* ", "• ", "", ""]),
            no_space=rng.random() < 0.04,
        )

    def _draw(
        self, section: str, rng: random.Random, figures: dict[str, float], style: Style
    ) -> list[Drawn]:
        kinds = rng.choices("cfs", [0.6, 0.3, 0.1], k=self._count)
        drawn = _draw_common(section, kinds.count("c"), rng)
        drawn += _draw_figures(section, kinds.count("f"), rng, figures, style)
        for _ in range(kinds.count("s")):
            drawn.append(_single(section, self._singles, rng))
            self._singles += 1
        rng.shuffle(drawn)
        return drawn

    def _dress(
        self,
        drawn: Drawn,
        level: str,
        name: str,
        style: Style,
        rng: random.Random,
    ) -> str:
        text = drawn.text
        full = name[0].upper() + name[1:]
        text = text.replace("@T", level).replace("@N", full).replace("@U", f"Đảng bộ {name}")
        text = text[0].upper() + text[1:]
        if drawn.kind != "single" and self._hard and rng.random() < self._hard:
            text = rephrase(text, rng)
        if rng.random() < 0.03:
            text = slip(text, rng)
        text = new_tone(text) if style.new_tone else text
        text = strip_marks(text) if style.no_diacritics else text
        return unicodedata.normalize("NFD", text) if style.decomposed else text


def _compose(texts: Sequence[str], style: Style) -> tuple[str, list[tuple[int, int]]]:
    glue = "\n" if style.bullet else "" if style.no_space else " "
    answer, spans = "", []
    for text in texts:
        answer += (glue if answer else "") + style.bullet
        spans.append((len(answer), len(answer) + len(text)))
        answer += text
    return answer, spans


def generate(
    units: int, seed: int = 1, hard: float = 0.0, sentences: int = 12
) -> tuple[UnitAnswers, ...]:
    writer = _Writer(seed, hard, sentences)
    return tuple(writer.unit(number) for number in range(units))
