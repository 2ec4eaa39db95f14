"""Text as it enters the house, and the keys made from it for searching and sorting.

`clean_text` is for everything typed or imported; it changes what nobody sees (composition, line
ends, blanks, invisible and forbidden characters) and nothing that has a meaning (½, ², ordinals,
quotes and dashes stay as typed, so NFKC is never used). Text in an old Vietnamese encoding must be
converted first (see `legacy`): its letter ư is the soft hyphen that is removed here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from forms.text.letters import DASHES, TONED

_LINE_ENDS = "\v\f\x85\u2028\u2029"
_BLANKS = "\t\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_INVISIBLE = (
    (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x061C, 0x061C),
    (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB), (0xFFFE, 0xFFFF),
)  # fmt: skip
# Word keeps the bullets of its Symbol font in the private area; shown elsewhere they are boxes.
_SYMBOL_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF02D: "-", 0xF0D8: "►", 0xF0FC: "✓"}

_CLEANING: dict[int, str | None] = {
    **{ord(c): "\n" for c in _LINE_ENDS},
    **{ord(c): " " for c in _BLANKS},
    **{code: None for first, last in _INVISIBLE for code in range(first, last + 1)},
    **_SYMBOL_BULLETS,
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS = re.compile("[\u0300-\u036f]")
_D_BAR = str.maketrans("đĐ", "dD")
LONGEST_WORD = 24  # characters; what is longer is no syllable and is not kept
_HYPHENS = str.maketrans(dict.fromkeys(DASHES, "-"))


def nfc(s: str) -> str:
    return unicodedata.normalize("NFC", s)


def clean_text(s: str) -> str:
    """Text fit to store, show and write to XML; keeps line feeds, drops blanks at line ends."""
    # Nothing that is printable needs cleaning, and asking is far cheaper than translating.
    if not s.replace("\n", "").isprintable():
        s = _printable(s)
    s = nfc(s)
    if "\n" not in s:
        return s.rstrip(" ")
    return "\n".join([line.rstrip(" ") for line in s.split("\n")])


def _printable(s: str) -> str:
    if _SURROGATE.search(s):
        # Two halves of one character are joined, a lone half is dropped.
        s = s.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return s.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEANING)


def clean_line(s: str) -> str:
    """`clean_text` on one line, runs of blanks collapsed, nothing at the ends."""
    return " ".join(clean_text(s).split())


def strip_tones(s: str) -> str:
    """Without any mark on letters: "Đảng uỷ" → "Dang uy"."""
    if s.isascii():
        return s
    # Syllables are few and come again and again.
    words = s.split(" ")
    return " ".join(map(_plain_word, words)) if max(map(len, words)) <= LONGEST_WORD else _plain(s)


def _plain(s: str) -> str:
    return nfc(_MARKS.sub("", unicodedata.normalize("NFD", s)).translate(_D_BAR))


_plain_word = lru_cache(maxsize=1 << 14)(_plain)


def search_key(s: str) -> str:
    """What a search compares: lower case, no marks, one kind of dash, single blanks."""
    return clean_line(strip_tones(clean_line(s).lower()).translate(_HYPHENS))


# Letters with a hat or horn follow their plain letter: a ă â, d đ, e ê, o ô ơ, u ư.
_RANKS = {"ă": "a1", "â": "a2", "đ": "d1", "ê": "e1", "ô": "o1", "ơ": "o2", "ư": "u1"}
_TOKENS = re.compile(r"[0-9]+|[^\W\d_]+|[^\W_]")


@lru_cache(maxsize=1 << 13)
def collation_key(s: str) -> str:
    """A key whose binary order is the Vietnamese alphabetical order; distinct for distinct lines.

    Syllable by syllable: letters first, then the tone (ngang, huyền, hỏi, ngã, sắc, nặng); whole
    numbers by value and before letters ("Tổ 2" before "Tổ 10"); punctuation does not count.
    A column holding it must be compared byte by byte (PostgreSQL: COLLATE "C").
    """
    line = clean_line(s)
    return " ".join(map(_token_key, _TOKENS.findall(line.lower()))) + "\t" + line


def _token_key(token: str) -> str:
    if token.isascii() and token.isdigit():
        digits = token.lstrip("0")
        return f"#{len(digits):06}{digits}"
    letters, tones = [], []
    for letter in token:
        plain, tone = TONED.get(letter, (letter, 0))
        letters.append(_RANKS.get(plain, plain + "0"))
        if tone:
            tones.append(str(tone))
    return f"{''.join(letters)}!{''.join(tones)}"
