"""The declarative base, constraint names, and column types shared by all tables."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, String, event
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, registry
from sqlalchemy.types import JSON, TypeDecorator

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored as naive UTC so that both databases compare it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime given to the database; use an aware one")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


SCALE = 4
_FACTOR = Decimal(10) ** SCALE


class ScaledDecimal(TypeDecorator[Decimal]):
    """A Decimal of at most four places, stored as a whole number of ten-thousandths.

    SQLite has no exact decimals; whole numbers make its SUM exact, and equal to PostgreSQL's.
    The fields of the engine refuse more places and |x| >= 10**13, so nothing is rounded here.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value) * _FACTOR
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {SCALE} decimal places")
        return int(scaled)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)) / _FACTOR


BigId = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    # One registry for Flask-SQLAlchemy's own base and ours: it copies this attribute.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={
            datetime: UtcDateTime(),
            Decimal: ScaledDecimal(),
            dict[str, Any]: JSON(),
            list[Any]: JSON(),
            list[str]: JSON(),
        },
    )


class TooLong(ValueError):
    """A text that does not fit its column: PostgreSQL refuses it, SQLite would keep it."""

    def __init__(self, text: str, limit: int) -> None:
        super().__init__(f"a text of {len(text)} characters where {limit} fit")
        self.text, self.limit = text, limit


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _watch_length(_model: type, _key: str, attribute: InstrumentedAttribute[Any]) -> None:
    """Both databases refuse a text alike, at the moment it is given to an object."""
    columns = getattr(attribute.property, "columns", ())
    limit = columns[0].type.length if columns and isinstance(columns[0].type, String) else None
    if limit is None:
        return

    @event.listens_for(attribute, "set")
    def _refuse_longer(_target: object, value: Any, _old: Any, _initiator: Any) -> None:
        if isinstance(value, str) and len(value) > limit:
            raise TooLong(value, limit)
