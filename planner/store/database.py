"""The database: one engine, reads and write units; SQLite with the settings that keep what was acknowledged."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from planner.model.audit import FIRST_HASH
from planner.model.errors import PlannerError, ServiceError
from planner.model.message import message
from planner.store.tables import SCHEMA_VERSION, audit_head, meta, metadata

__all__ = ["Connection", "Store", "open_store"]

Connection = sa.Connection

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000")


class Store:
    """An open database; may be used from many threads, each call takes its own connection.

    Parameters
    ----------
    engine
        SQLAlchemy engine with the hooks of `open_store`.
    """

    __slots__ = ("_engine", "_writer")

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(writes=True)

    @property
    def url(self) -> str:
        """The database address, password included: for child processes, never for logs."""
        return self._engine.url.render_as_string(hide_password=False)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent view of the database; does not wait for writers."""
        with _service(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One unit of change: kept whole when the block ends, undone whole when it raises."""
        with _service(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all idle connections."""
        self._engine.dispose()


def open_store(url: str) -> Store:
    """Open a database and make the tables that are missing.

    Parameters
    ----------
    url
        SQLAlchemy address: ``sqlite:////folder/faltplan.sqlite`` or ``postgresql+psycopg://…``.

    Raises
    ------
    ServiceError
        If the database does not answer, or its tables belong to a newer release.
    """
    address = sa.make_url(url)
    engine = _sqlite(address) if address.get_backend_name() == "sqlite" else sa.create_engine(url, pool_pre_ping=True)
    store = Store(engine)
    with store.writing() as connection:
        metadata.create_all(connection)
        _check_schema(connection)
    return store


def _check_schema(connection: sa.Connection) -> None:
    found = connection.scalar(sa.select(meta.c.value).where(meta.c.name == "schema"))
    if found is None:
        connection.execute(meta.insert().values(name="schema", value=str(SCHEMA_VERSION)))
        connection.execute(audit_head.insert().values(head_id=1, number=0, hash=FIRST_HASH))
    elif int(found) > SCHEMA_VERSION:
        raise ServiceError(message("store.newer_schema", found=int(found), expected=SCHEMA_VERSION))


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


def _private_file(file: Path) -> None:
    """Make the file readable for its owner only before anything is in it (-wal and -shm follow it)."""
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))


@contextmanager
def _service() -> Iterator[None]:
    """A database that fails is a service that failed; wrong values of ours stay what they are."""
    try:
        yield
    except (PlannerError, IntegrityError):
        raise
    except DBAPIError as error:
        raise ServiceError(message("store.unavailable")) from error
