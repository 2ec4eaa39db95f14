"""How people vary a sentence they copied: templates, number styles, slips, rephrasing.

Scope: text in, text out, randomness from the generator passed in. Not here: truth labels.
"""

import json
import random
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("corpus.json")
NEGATIONS = (
    ("đã ban hành", "chưa ban hành"),
    ("đã tổ chức", "chưa tổ chức"),
    ("đã được", "chưa được"),
    ("đã kịp thời", "chưa kịp thời"),
    ("đã lồng ghép", "chưa lồng ghép"),
    ("đã chủ động", "chưa chủ động"),
    ("đã bước đầu", "chưa"),
    ("được duy trì", "chưa được duy trì"),
    ("được quan tâm", "chưa được quan tâm"),
    ("hoạt động hiệu quả", "hoạt động chưa hiệu quả"),
)
NEW_TONE = dict(
    zip(
        ("òa", "óa", "ỏa", "õa", "ọa", "úy", "ùy", "ủy", "ũy", "ụy", "òe", "óe", "ỏe", "õe", "ọe"),
        ("oà", "oá", "oả", "oã", "oạ", "uý", "uỳ", "uỷ", "uỹ", "uỵ", "oè", "oé", "oẻ", "oẽ", "oẹ"),
        strict=True,
    )
)


@cache
def corpus_data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return data


def expand(template: str, rng: random.Random) -> str:
    """`[optional]`, then `{one|other}`."""
    template = _resolve(template, r"\[([^\[\]]*)\]", lambda s: s if rng.random() < 0.5 else "")
    template = _resolve(template, r"\{([^{}]*\|[^{}]*)\}", lambda s: rng.choice(s.split("|")))
    return re.sub(r" +", " ", template).replace(" ,", ",").replace(" .", ".").strip()


def _resolve(text: str, pattern: str, choose: Callable[[str], str]) -> str:
    while found := re.search(pattern, text):
        text = text[: found.start()] + choose(found.group(1)) + text[found.end() :]
    return text


def strip_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def new_tone(text: str) -> str:
    for old, new in NEW_TONE.items():
        text = re.sub(old + r"(?![a-zA-Zà-ỹ])", new, text)
        text = re.sub(old.capitalize() + r"(?![a-zA-Zà-ỹ])", new.capitalize(), text)
    return text


def whole(number: int, style: int) -> str:
    grouped = f"{number:,}"
    if style == 1:
        return str(number)
    if style == 2 and number >= 10000:
        return grouped.replace(",", " ")
    return grouped if style == 3 else grouped.replace(",", ".")


def decimal(number: float, style: int) -> str:
    text = f"{number:.1f}"
    if style != 1:
        text = text.removesuffix(".0")
    return text if style == 3 else text.replace(".", ",")


def negate(text: str) -> str | None:
    for yes, no in NEGATIONS:
        if yes in text:
            return text.replace(yes, no, 1)
    return None


def slip(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    for _ in range(1 + (rng.random() < 0.3)):
        place = rng.randrange(1, len(words))
        kind, word = rng.random(), words[place]
        if kind < 0.5:
            words[place] = strip_marks(word)
        elif kind < 0.75 and len(word) > 3:
            cut = rng.randrange(1, len(word) - 1)
            words[place] = word[:cut] + word[cut + 1 :]
        else:
            words[place] = word + rng.choice("sfrxj")
    return " ".join(words)


def rephrase(text: str, rng: random.Random) -> str:
    """What people do to a copied sentence: an opening, a tail, a word more, a word less."""
    end = "." if text.endswith(".") else ""
    body = text.removesuffix(".")
    if rng.random() < 0.35:
        body = rng.choice(corpus_data()["openings"]) + body[0].lower() + body[1:]
    if rng.random() < 0.35:
        body += rng.choice(corpus_data()["tails"])
    words = body.split(" ")
    if rng.random() < 0.4 and len(words) > 6:
        words.insert(rng.randrange(3, len(words) - 1), rng.choice(corpus_data()["fillers"]))
    if rng.random() < 0.3 and len(words) > 8:
        place = rng.randrange(2, len(words) - 2)
        if not re.search(r"\d|chưa|không", words[place]):
            del words[place]
    return " ".join(words) + end
