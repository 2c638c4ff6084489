"""How each kind of database is opened, locked, copied, and what its errors mean. The only place with SQL of one kind.

References: "PRAGMA Statements" and "Result and Error Codes" of SQLite; "Parameter Key Words" and "Error Codes" of
PostgreSQL's documentation.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from planner.model.errors import FieldProblem, InputError, ServiceError
from planner.model.message import Message, message

__all__ = [
    "alone",
    "compact",
    "copy_beside",
    "engine_for",
    "file_of",
    "hold",
    "is_taken",
    "load_rows",
    "reader_of",
    "sentence_of",
    "writer_of",
]

_DRIVER = "postgresql+psycopg"
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000")

# A server that went away is noticed within three seconds, also when its machine vanished without a word: one for
# the connection that lies ready, one or two for a new one. The address may set others (``?tcp_user_timeout=5000``).
_ANSWERS_IN_TIME: dict[str, Any] = {
    "connect_timeout": 2,
    "tcp_user_timeout": 1_000,
    "keepalives": 1,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
}
# As long as SQLite's busy_timeout; and a unit whose process hangs must not hold the end of the audit for ever.
_LIMITS = ("lock_timeout = '5s'", "idle_in_transaction_session_timeout = '60s'")
_LONGEST_MOVE_S = 300

# Error numbers of SQLite, SQLSTATEs of PostgreSQL.
_FULL = {sqlite3.SQLITE_FULL, "53100"}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, "55P03", "40001", "40P01", "25P03"}
_TAKEN = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, "23505"}


def engine_for(url: str) -> sa.Engine:
    """Return the engine of an address; nothing is asked of the database yet.

    Raises
    ------
    InputError
        If it is no address of a kind of database that is known.
    """
    address = _address(url)
    return _sqlite(address) if address.drivername == "sqlite" else _postgresql(address)


def reader_of(engine: sa.Engine) -> sa.Engine:
    """Return the engine for units that only read, each on one view of the database.

    SQLite's transactions are so by themselves; in PostgreSQL's READ COMMITTED a reader would see what others commit
    between two of its statements.
    """
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writer_of(engine: sa.Engine) -> sa.Engine:
    """Return the engine for units that write: SQLite's take the lock first, PostgreSQL's are READ COMMITTED."""
    return engine.execution_options(writes=True)


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite address; None for a server."""
    address = _address(url)
    return Path(address.database) if address.drivername == "sqlite" and address.database else None


@contextmanager
def alone(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One unit that may change tables: whoever else wants to waits, also in other processes."""
    with writer_of(engine).connect() as connection:
        if engine.dialect.name == "sqlite":
            with _without_foreign_keys(connection):
                yield connection
        else:
            with connection.begin():
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LONGEST_MOVE_S}s'")
                hold(connection, "migration")
                yield connection


def compact(engine: sa.Engine) -> None:
    """Give back what deleted rows left behind, so that it can be read in no file; others must wait meanwhile."""
    raw = engine.raw_connection()
    try:
        connection: Any = raw.driver_connection
        if engine.dialect.name == "sqlite":
            # The log still holds pages as they were: it is written into the file first and cut off last.
            for words in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.execute(words)
        else:
            connection.autocommit = True
            connection.execute("VACUUM FULL")
    except engine.dialect.loaded_dbapi.Error as error:
        raise ServiceError(message("store.busy")) from error
    finally:
        raw.invalidate()
        raw.close()


def one_writer(engine: sa.Engine) -> bool:
    """Whether the database lets one connection write at a time, in no fair order."""
    return engine.dialect.name == "sqlite"


def hold(db: sa.Connection, name: str) -> None:
    """Wait until no other unit holds a name, and hold it until this unit ends; SQLite's writers do so anyway."""
    if db.dialect.name == "postgresql":
        db.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, 0))))


def load_rows(db: sa.Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert many rows by the fastest means that a kind of database has; names are the tables' own, never told."""
    names = ", ".join(f'"{name}"' for name in columns)
    if db.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in columns)
        words = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608  # nosec B608
        db.exec_driver_sql(words, [tuple(row) for row in rows])
        return
    raw: Any = db.connection.dbapi_connection
    with raw.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def copy_beside(engine: sa.Engine, name: str) -> Path | None:
    """Keep a copy of an SQLite file beside it and return it; None for a server, which has means of its own.

    Parameters
    ----------
    name
        What is added to the file's name. An older copy of that name is replaced.
    """
    file = file_of(engine.url.render_as_string(hide_password=False))
    if file is None:
        return None
    target = file.with_name(f"{file.name}.{name}")
    unfinished = file.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    _private_file(unfinished)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(unfinished)) as copy:
        source.backup(copy)
    return unfinished.replace(target)


def is_taken(error: IntegrityError) -> bool:
    """Whether a key was taken, in contrast to a rule of the tables that our own code broke."""
    return bool(_codes(error) & _TAKEN)


def sentence_of(error: SQLAlchemyError, *, otherwise: Message | None = None) -> Message:
    """Return what a failure of the database means for whoever waits for it.

    Parameters
    ----------
    otherwise
        What is said of any other failure than a full disk or a long wait; None: that the database does not answer.
    """
    codes = _codes(error)
    if codes & _FULL:
        return message("store.full")
    if codes & _BUSY:
        return message("store.busy")
    return otherwise or message("store.unavailable")


def _address(url: str) -> sa.URL:
    try:
        address = sa.make_url(url)
    except ArgumentError:
        address = None
    drivers = {"sqlite": "sqlite", "postgres": _DRIVER, "postgresql": _DRIVER, _DRIVER: _DRIVER}
    if address is None or address.drivername not in drivers:
        # The value is not repeated: there may be a password in it.
        raise InputError(FieldProblem(message=message("store.no_address"), field="DATABASE_URL"))
    return address.set(drivername=drivers[address.drivername])


def _sqlite(address: sa.URL) -> sa.Engine:
    if not address.database:
        raise ValueError(f"database address {address!s}: SQLite needs a file, several processes share it")
    _private_file(Path(address.database))
    engine = sa.create_engine(address, pool_size=10, max_overflow=20)

    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy says BEGIN itself, below
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        # A deferred BEGIN that later writes fails with "database is locked" in spite of busy_timeout.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(address: sa.URL) -> sa.Engine:
    limits = {name: value for name, value in _ANSWERS_IN_TIME.items() if name not in address.query}
    engine = sa.create_engine(
        address, connect_args=limits, pool_pre_ping=True, pool_size=10, max_overflow=20, pool_timeout=3
    )

    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        for limit in _LIMITS:
            connection.execute(f"SET {limit}")
        connection.autocommit = False

    return engine


@contextmanager
def _without_foreign_keys(connection: sa.Connection) -> Iterator[None]:
    """Make a table anew without touching those that point at it, and check at the end that they still do."""
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")  # inside a transaction it would do nothing
    raw.execute(f"PRAGMA busy_timeout={_LONGEST_MOVE_S * 1_000}")
    try:
        with connection.begin():
            yield
            if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                raise RuntimeError(f"rows without the row they point at: {broken[:5]}")
    finally:
        for pragma in _PRAGMAS[2:]:
            raw.execute(f"PRAGMA {pragma}")


def _private_file(file: Path) -> None:
    """Make the file readable for its owner only before anything is in it (-wal and -shm follow it)."""
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))


def _codes(error: BaseException | None) -> set[int | str]:
    """Numbers of an error and their families in SQLite, SQLSTATEs in PostgreSQL; also of what it followed upon.

    A full SQLite undoes the unit by itself, and then fails to undo a part of it.
    """
    found: set[int | str] = set()
    while error is not None:
        origin = error.orig if isinstance(error, DBAPIError) else error
        if (number := getattr(origin, "sqlite_errorcode", None)) is not None:
            found |= {number, number & 0xFF}
        if (state := getattr(origin, "sqlstate", None)) is not None:
            found.add(state)
        error = error.__context__
    return found
