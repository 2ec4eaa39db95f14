"""Two ways to write the same word: òa/oà, tỷ/tỉ, hằng năm/hàng năm.

Nothing here is applied on its own: an officer's spelling is kept, and unified only on request
(one style for a whole exported document) or inside keys for comparing. Quoted words stay as quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import product
from typing import Literal

from forms.text.letters import LETTERS, with_tone

ToneStyle = Literal["new", "old"]

_QUOTED = re.compile(r"“[^“”\n]*”|\"[^\"\n]*\"")


def _tone_pairs() -> Iterable[tuple[str, str]]:
    """(old, new) spellings of oa, oe, uy under each tone, in every mixture of cases."""
    for (first, last), tone in product((("o", "a"), ("o", "e"), ("u", "y")), range(1, 6)):
        for head, tail in product((str.lower, str.upper), repeat=2):
            old = head(with_tone(first, tone)) + tail(last)
            yield old, head(first) + tail(with_tone(last, tone))


_TO_NEW = dict(_tone_pairs())
_TO_OLD = {new: old for old, new in _TO_NEW.items()}
# The letters that either style may write in another way.
TONED_LETTERS = frozenset("".join((*_TO_NEW, *_TO_OLD)))


def _pattern(pairs: dict[str, str]) -> re.Pattern[str]:
    heads = "".join(sorted({pair[0] for pair in pairs}))
    tails = "".join(sorted({pair[1] for pair in pairs}))
    # Open syllables only ("hoàn" has one spelling); in "quý" the u belongs to the consonant.
    # The q is looked for last: a pattern that begins with a set of letters is scanned faster.
    return re.compile(f"[{heads}][{tails}](?<![qQ]..)(?![{LETTERS}])")


_STYLES = {"new": (_pattern(_TO_NEW), _TO_NEW), "old": (_pattern(_TO_OLD), _TO_OLD)}

# (preferred in Party documents, also seen)
SPELLINGS: tuple[tuple[str, str], ...] = (
    ("hằng năm", "hàng năm"),
    ("hằng tháng", "hàng tháng"),
    ("hằng quý", "hàng quý"),
    ("hằng tuần", "hàng tuần"),
    ("hằng ngày", "hàng ngày"),
    ("tỷ đồng", "tỉ đồng"),
    ("tỷ lệ", "tỉ lệ"),
    ("quý", "quí"),
    ("kỹ năng", "kĩ năng"),
    ("kỹ thuật", "kĩ thuật"),
    ("kỷ luật", "kỉ luật"),
    ("kỷ niệm", "kỉ niệm"),
    ("lý luận", "lí luận"),
    ("quản lý", "quản lí"),
    ("xử lý", "xử lí"),
)


def unify_tones(s: str, style: ToneStyle) -> str:
    """Everywhere, quotes included: for keys, not for text that is shown."""
    pattern, pairs = _STYLES[style]
    return pattern.sub(lambda found: pairs.get(found[0], found[0]), s)


def tone_style(s: str, style: ToneStyle) -> str:
    """ "new" writes oà, uý; "old" writes òa, úy; words inside “…” or "…" are left alone."""
    return _outside_quotes(s, lambda part: unify_tones(part, style))


def unify_spelling(s: str, pairs: tuple[tuple[str, str], ...] = SPELLINGS) -> str:
    """Write each (preferred, other) pair the preferred way outside quotes, first capital kept."""
    pattern, preferred = _compiled(pairs)

    def replaced(found: re.Match[str]) -> str:
        word = preferred[found[0].lower()]
        if found[0].isupper():
            return word.upper()
        return word[0].upper() + word[1:] if found[0][0].isupper() else word

    return _outside_quotes(s, lambda part: pattern.sub(replaced, part)) if preferred else s


@lru_cache(maxsize=16)
def _compiled(pairs: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    preferred = {other.lower(): word for word, other in pairs}
    words = "|".join(re.escape(word) for word in sorted(preferred, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), preferred


def _outside_quotes(s: str, change: Callable[[str], str]) -> str:
    parts, last = [], 0
    for quoted in _QUOTED.finditer(s):
        parts += [change(s[last : quoted.start()]), quoted[0]]
        last = quoted.end()
    return "".join([*parts, change(s[last:])])
