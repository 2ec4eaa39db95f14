"""Rows that nobody else may change until the transaction ends."""

from __future__ import annotations

from app.extensions import db
from app.models import Base


def lock_row(row: Base) -> None:
    """Read a row again and keep others from changing it.

    Rows that refer to it may still be added meanwhile (FOR NO KEY UPDATE): the audit log names
    the campaign in every line, so a stronger lock on it would wait in a circle with a decision
    about one report. Rows that were loaded along with it by a join are not locked.
    """
    db.session.refresh(row, with_for_update={"key_share": True, "of": type(row)})
