"""Forms sent as one encoded line, read in C.

Every letter of Vietnamese with a tone comes as six or nine characters ("%E1%BA%BF"), which the
standard library takes apart in Python: that alone was a fifth of what a save costs.
Quoted-printable is the same encoding with another sign, and its decoder is written in C. What is
not plain ("%" alone, bytes that are no UTF-8 …) is left to Werkzeug: nothing is read otherwise.
"""

from __future__ import annotations

from binascii import a2b_qp
from io import BytesIO
from typing import IO, Any

from werkzeug.formparser import FormDataParser

_LINE = "application/x-www-form-urlencoded"


class LineParser(FormDataParser):
    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        if mimetype != _LINE:
            return super().parse(stream, mimetype, content_length, options)
        sent = stream.read()
        pairs = read_pairs(sent)
        if pairs is None:
            return super().parse(BytesIO(sent), mimetype, content_length, options)
        return stream, self.cls(pairs), self.cls()


def read_pairs(sent: bytes) -> list[tuple[str, str]] | None:
    """(name, value) pairs of an encoded line as browsers write it; None for any other."""
    if not sent.isascii() or b"\n" in sent or b"\r" in sent:
        return None
    pairs = []
    for part in sent.split(b"&"):
        name, _, value = part.partition(b"=")
        both = _decoded(name), _decoded(value)
        if both[0] is None or both[1] is None or not part:
            return None
        pairs.append((both[0], both[1]))
    return pairs


def _decoded(text: bytes) -> str | None:
    """Of ASCII on one line. None for what is not plain: a sign that quoted-printable reads
    otherwise, half a code."""
    if b"=" in text:
        return None
    plain = text.replace(b"+", b" ")
    if codes := text.count(b"%"):
        found = a2b_qp(plain.replace(b"%", b"="))
        if len(found) != len(plain) - 2 * codes:
            return None
        plain = found
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return None
