"""The Vietnamese alphabet as data: letters, tones, syllables. No functions on running text.

Everything is derived from the twelve vowels and six tones, so that no table can miss a letter.
"""

from __future__ import annotations

import re
import unicodedata

VOWELS = "aăâeêioôơuưy"
# Dictionary order of the tones: ngang, huyền, hỏi, ngã, sắc, nặng.
TONE_MARKS = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def with_tone(vowel: str, tone: int) -> str:
    """`vowel` (ngang) carrying the tone of that index in TONE_MARKS, composed."""
    return unicodedata.normalize("NFC", vowel + TONE_MARKS[tone])


TONED = {with_tone(vowel, tone): (vowel, tone) for vowel in VOWELS for tone in range(6)}
LOWER_LETTERS = "".join(sorted({*"bcdđfghjklmnpqrstvwxz", *TONED}))
UPPER_LETTERS = LOWER_LETTERS.upper()
LETTERS = LOWER_LETTERS + UPPER_LETTERS

# The 134 letters that need more than ASCII: 67 lower, 67 upper.
MARKED_LOWER = "".join(letter for letter in LOWER_LETTERS if letter > "z")
MARKED_LETTERS = MARKED_LOWER + MARKED_LOWER.upper()

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"

_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oan oang oanh oao oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong
ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt up ut uơ uy uya uych
uyên uyêt uynh uyt uyu ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu
"""
_SYLLABLE = re.compile(
    f"(?:{_ONSETS})?(?:{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})"
)
_STOPPED = re.compile(r"(?:ch|[cpt])\Z")


def is_syllable(word: str) -> bool:
    """Whether `word` (NFC, any case) is built like a Vietnamese syllable with a lawful tone."""
    plain, tones = [], []
    for letter in word.lower():
        vowel, tone = TONED.get(letter, (letter, 0))
        plain.append(vowel)
        if tone:
            tones.append(tone)
    body = "".join(plain)
    if len(tones) > 1 or not _SYLLABLE.fullmatch(body):
        return False
    # Only sắc and nặng are said on syllables closed by c, ch, p, t.
    return not _STOPPED.search(body) or (bool(tones) and tones[0] >= 4)
