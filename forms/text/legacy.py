"""Text typed in the old Vietnamese fonts: TCVN3 (ABC, .VnTime) and VNI-Windows (VNI-Times).

Such text reads "T×nh h×nh kinh tÕ" or "Tình hình kinh teá" once its font is gone. Guess and convert
one run or paragraph at a time, before `clean_text` (which drops the soft hyphen, TCVN3's ư), show
both texts, and let the user decide: documents with some old runs among good ones are normal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from forms.text.letters import MARKED_LETTERS, VOWELS, is_syllable, with_tone
from forms.text.normalise import nfc

Encoding = Literal["tcvn3", "vni"]


@dataclass(frozen=True)
class LegacyGuess:
    """`encoding` None: leave the text alone. `confidence` is 0..1; `reason` is for the user."""

    encoding: Encoding | None
    confidence: float
    reason: str


# In the order of TONE_MARKS: ngang, huyền, hỏi, ngã, sắc, nặng.
_TCVN3_ROWS = {
    "a": "aµ¶·¸¹", "ă": "¨»¼½¾Æ", "â": "©ÇÈÉÊË", "e": "eÌÎÏÐÑ", "ê": "ªÒÓÔÕÖ", "i": "i×ØÜÝÞ",
    "o": "oßáâãä", "ô": "«åæçèé", "ơ": "¬êëìíî", "u": "uïñòóô", "ư": "\xadõö÷øù", "y": "yúûüýþ",
}  # fmt: skip
# The font has seven capitals beside A to Z; its H sister fonts draw every letter as a capital.
_TCVN3_CAPITALS = dict(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True))
# A base letter followed by a mark letter; the marks of hatted vowels carry hat and tone at once.
_VNI_BASES = {
    "a": "a", "ă": "a", "â": "a", "e": "e", "ê": "e", "o": "o", "ô": "o", "ơ": "ô", "u": "u",
    "ư": "ö", "y": "y",
}  # fmt: skip
_VNI_PLAIN_MARKS = ("", "ø", "û", "õ", "ù", "ï")
_VNI_MARKS = {"ă": "êèúüéë", "â": "âàåãáä", "ê": "âàåãáä", "ô": "âàåãáä"}
_VNI_SINGLE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}


def _tcvn3_table() -> dict[str, str]:
    table = {
        code: with_tone(vowel, tone)
        for vowel, row in _TCVN3_ROWS.items()
        for tone, code in enumerate(row)
        if not code.isascii()
    }
    return table | _TCVN3_CAPITALS | {"®": "đ"}


def _vni_table() -> dict[str, str]:
    """One or two characters → letter, in each mixture of cases; the base decides the case."""
    table: dict[str, str] = {}
    for vowel in VOWELS.replace("i", ""):
        for tone in range(6):
            base, mark = _VNI_BASES[vowel], _VNI_MARKS.get(vowel, _VNI_PLAIN_MARKS)[tone]
            letter = with_tone(vowel, tone)
            for tail in {mark, mark.upper()}:
                table[base + tail] = letter
                table[base.upper() + tail] = letter.upper()
    for letter, code in _VNI_SINGLE.items():
        table |= {code: letter, code.upper(): letter.upper()}
    return {code: letter for code, letter in table.items() if code != letter}


TCVN3_TABLE = _tcvn3_table()
VNI_TABLE = _vni_table()

_TCVN3_CODES = str.maketrans(TCVN3_TABLE)
# Two characters first: ô alone is ơ, but ôù is ớ.
_VNI_CODES = re.compile("|".join(sorted(map(re.escape, VNI_TABLE), key=len, reverse=True)))


def convert_legacy(text: str, encoding: Encoding, font: str | None = None) -> str:
    """The text in Unicode; characters that are none of the encoding's stay as they are.

    TCVN3 loses capitals, as its H fonts draw small codes as capitals: they are restored when
    `font` is one of those, and where the plain letters around are all capitals ("B¸O C¸O").
    """
    text = nfc(text)
    if encoding == "vni":
        return _VNI_CODES.sub(lambda code: VNI_TABLE[code[0]], text)
    if _is_capital_font(font):
        return text.translate(_TCVN3_CODES).upper()
    return "".join(map(_tcvn3_line, text.splitlines(keepends=True)))


def _is_capital_font(font: str | None) -> bool:
    name = (font or "").strip()
    return name.lower().startswith(".vn") and name.endswith("H")


_PLAIN_CAPITAL = re.compile("[A-Z]")
_PLAIN_SMALL = re.compile("[a-z]")
_CODED_WORD = re.compile("[A-Za-z\xa1-\xff]+")


def _tcvn3_line(line: str) -> str:
    if _in_capitals(line, at_least=3):
        return line.translate(_TCVN3_CODES).upper()
    return _CODED_WORD.sub(_tcvn3_word, line)


def _tcvn3_word(word: re.Match[str]) -> str:
    converted = word[0].translate(_TCVN3_CODES)
    return converted.upper() if _in_capitals(word[0], at_least=2) else converted


def _in_capitals(text: str, at_least: int) -> bool:
    return not _PLAIN_SMALL.search(text) and len(_PLAIN_CAPITAL.findall(text)) >= at_least


_ONLY_UNICODE = frozenset(letter for letter in MARKED_LETTERS if letter > "\xff")
_FONTS: tuple[tuple[str, Encoding], ...] = ((".vn", "tcvn3"), ("vni-", "vni"), ("vni ", "vni"))
_ENOUGH_WORDS = 2
_ENOUGH_SHARE = 0.7
_NAMES: dict[Encoding, str] = {
    "tcvn3": "TCVN3 (ABC, phông .Vn…)",
    "vni": "VNI-Windows (phông VNI-…)",
}


def detect_legacy(text: str, font: str | None = None) -> LegacyGuess:
    """Guess the encoding of one run or paragraph: by its font, else by the words it would give."""
    text = nfc(text)
    modern = sum(letter in _ONLY_UNICODE for letter in text)
    by_font = _by_font(font)
    if by_font and not modern:
        return LegacyGuess(by_font, 0.99, f"Phông chữ {font} dùng bảng mã {_NAMES[by_font]}.")
    guesses = [_judge(text, encoding, modern) for encoding in _NAMES]
    return max(guesses, key=lambda guess: guess.confidence)


def _by_font(font: str | None) -> Encoding | None:
    name = (font or "").strip().lower()
    return next((encoding for start, encoding in _FONTS if name.startswith(start)), None)


def _judge(text: str, encoding: Encoding, modern: int) -> LegacyGuess:
    """Weigh the words that become Vietnamese syllables against those spoilt or left unreadable.

    Words readable both ways ("có", "xã") say nothing.
    """
    mended = spoilt = 0
    example = ""
    for word in _suspicious_words(text):
        converted = convert_legacy(word, encoding)
        if not _is_readable(word) and _is_readable(converted):
            mended += 1
            example = example or f"“{word}” → “{converted}”"
        elif not _is_readable(converted):
            spoilt += 1
    share = mended / (mended + spoilt + modern) if mended else 0.0
    enough = mended >= _ENOUGH_WORDS or (mended == 1 and not spoilt and _is_short(text))
    if not enough or share < _ENOUGH_SHARE:
        return LegacyGuess(None, 0.0, "Không thấy dấu hiệu của bảng mã cũ.")
    confidence = share * (1 - 0.4 / mended)
    reason = f"{mended} chữ đọc được nếu hiểu là {_NAMES[encoding]}, ví dụ {example}."
    return LegacyGuess(encoding, round(confidence, 2), reason)


def _is_readable(word: str) -> bool:
    return is_syllable(word) and (word.islower() or word.isupper() or word.istitle())


def _suspicious_words(text: str) -> list[str]:
    """Words with a plain letter and a Latin-1 character, where both old encodings live."""
    words = _CODED_WORD.findall(text)
    return [w for w in words if not w.isascii() and any(c.isascii() for c in w)]


def _is_short(text: str) -> bool:
    return len(text.split()) <= 4
