"""File names without tones, so that they survive Zalo, mail and old Windows."""

from __future__ import annotations

import re

from forms.text.normalise import strip_tones

MAX_LENGTH = 100
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


def file_name(words: str, extension: str) -> str:
    """ "BC so ket.docx" as `BC-so-ket.docx`; never empty, never longer than MAX_LENGTH."""
    base = _UNSAFE.sub("-", strip_tones(words)).strip("-")[:MAX_LENGTH].strip("-")
    return f"{base or 'tai-lieu'}.{extension}"
