"""Who issues a document and the words around its body."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from forms.document import Letterhead, Marks, Number, Recipient, Signature


@dataclass(frozen=True)
class Issue:
    """Everything of a document that is not its body. `number` None and a `Marks.draft` text make
    it a draft; `attached_to` is printed under the title of each appendix."""

    letterhead: Letterhead | None
    title: str
    subject: str
    number: Number | None = None
    date: date | None = None
    year: int | None = None
    addressees: tuple[str, ...] = ()
    opening: str = ""
    closing: str = ""
    signature: Signature | None = None
    recipients: tuple[Recipient, ...] = ()
    marks: Marks = field(default_factory=Marks)
    attached_to: str = ""
    export_id: str = ""
