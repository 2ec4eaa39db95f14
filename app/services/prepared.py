"""Core statements compiled once and run on the driver: for the few that every save sends.

SQLAlchemy's own way costs ten times what SQLite needs for such a statement. Written and read
values pass through the same column types; everything rarer is better off with `db.session`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import ref

from sqlalchemy import Connection, Dialect, Executable, Select
from sqlalchemy.exc import DBAPIError

from app.extensions import db

Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class _Ready:
    """A statement for one dialect. `places` are its parameters by place, None where by name."""

    text: str
    fixed: Mapping[str, Any]
    places: tuple[tuple[str, Convert | None], ...] | None
    binds: Mapping[str, Convert]
    results: tuple[tuple[int, Convert], ...]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        given = {**self.fixed, **values} if self.fixed else values
        if self.places is not None:
            return [
                convert(given[name]) if convert else given[name] for name, convert in self.places
            ]
        converted = {name: convert(given[name]) for name, convert in self.binds.items()}
        return {**given, **converted}

    def row(self, found: tuple[Any, ...]) -> tuple[Any, ...]:
        if not self.results:
            return found
        row = list(found)
        for place, convert in self.results:
            row[place] = convert(row[place])
        return tuple(row)


class Prepared:
    """One statement; `keys` are the columns that an insert or update sets by parameter."""

    def __init__(self, statement: Executable, keys: tuple[str, ...] | None = None) -> None:
        self._statement: Any = statement
        self._keys = list(keys) if keys else None
        self._ready: dict[str, _Ready] = {}

    def first(self, connection: Connection, **values: Any) -> tuple[Any, ...] | None:
        rows = self.rows(connection, **values)
        return rows[0] if rows else None

    def rows(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        ready = self._for(connection)
        cursor = self._send(connection, ready, values)
        try:
            return [ready.row(row) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def run(self, connection: Connection, **values: Any) -> None:
        """A statement that gives no rows."""
        self._send(connection, self._for(connection), values).close()

    def _for(self, connection: Connection) -> _Ready:
        dialect = connection.dialect
        found = self._ready.get(dialect.name)
        if found is None:
            found = self._ready[dialect.name] = _compile(self._statement, self._keys, dialect)
        return found

    def _send(self, connection: Connection, ready: _Ready, values: Mapping[str, Any]) -> Any:
        """Raises DBAPIError, as SQLAlchemy does, without the values in its text."""
        cursor = connection.connection.cursor()
        driver_error: Any = connection.dialect.loaded_dbapi.Error
        try:
            cursor.execute(ready.text, ready.parameters(values))
        except driver_error as error:
            cursor.close()
            raise DBAPIError.instance(
                ready.text,
                {},
                error,
                driver_error,
                hide_parameters=True,
                dialect=connection.dialect,
            ) from error
        return cursor


def _compile(statement: Any, keys: list[str] | None, dialect: Dialect) -> _Ready:
    compiled = statement.compile(dialect=dialect, column_keys=keys)
    binds: dict[str, Convert] = {}
    for bind, name in compiled.bind_names.items():
        convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if convert is not None:
            binds[name] = convert
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    results = [(i, _result(column.type, dialect)) for i, column in enumerate(columns)]
    return _Ready(
        str(compiled),
        {name: value for name, value in compiled.params.items() if value is not None},
        _places(compiled, binds),
        binds,
        tuple((place, convert) for place, convert in results if convert is not None),
    )


def _places(
    compiled: Any, binds: Mapping[str, Convert]
) -> tuple[tuple[str, Convert | None], ...] | None:
    if not compiled.positional:
        return None
    return tuple((name, binds.get(name)) for name in compiled.positiontup)


def _result(kind: Any, dialect: Dialect) -> Convert | None:
    convert: Convert | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return convert


def connection_of_session() -> Connection:
    """The connection of the request's transaction, with what the session holds written first."""
    session = db.session()
    session.flush()  # the driver does not do it by itself
    transaction = session.get_nested_transaction() or session.get_transaction()
    of, connection = session.info.get(_KEPT, (_nothing, None))
    if connection is None or transaction is None or of() is not transaction:
        connection = session.connection()
        begun = session.get_nested_transaction() or session.get_transaction()
        session.info[_KEPT] = (ref(begun), connection)  # weak: the transaction knows the session
    found: Connection = connection
    return found


# The session asks its registry and its engine for the connection each time; a save asks six times.
_KEPT = "connection"


def _nothing() -> None:
    return None
