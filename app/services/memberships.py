"""Which roles count today: those whose dates, if they have any, include the day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, or_

from app.models import Membership
from app.services import clock


def valid_today() -> tuple[ColumnElement[bool], ...]:
    """Conditions of a query over memberships: who has left or not yet begun is not there."""
    return valid_on(clock.today())


def valid_on(day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        or_(Membership.valid_from.is_(None), Membership.valid_from <= day),
        or_(Membership.valid_to.is_(None), Membership.valid_to >= day),
    )
