"""Every database the product runs on: SQLite always, PostgreSQL where `TEST_DATABASE_URL` names a server.

``make test`` starts a throw-away PostgreSQL for it (`tools/with_postgres.py`). The user named there may make
databases: each process of the tests gets one of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from tools.with_postgres import Server

BACKENDS = ("sqlite", "postgresql")


def empty_database(backend: str, folder: Path) -> str:
    """Return the address of an empty database; skip the test where there is no server for it."""
    if backend == "sqlite":
        return f"sqlite:///{folder / 'faltplan.sqlite'}"
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        pytest.skip("PostgreSQL is not there: TEST_DATABASE_URL is not set (make test sets it)")
    address = _own(server)
    _do(address, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return address


@cache
def _own(server: str) -> str:
    """Make a database for this process and return its address."""
    name = f"faltplan_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    _do(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def own_server(*, durable: bool = False) -> Iterator[Server]:
    """Start a PostgreSQL for one test, to be stopped and killed; skip the test where its programs are not there."""
    folder = os.environ.get("POSTGRES_BIN")
    if not folder:
        pytest.skip("PostgreSQL is not there: POSTGRES_BIN is not set (make test sets it)")
    with Server(Path(folder), durable=durable) as server:
        yield server


def _do(address: str, *statements: str) -> None:
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as db:
        for statement in statements:
            db.exec_driver_sql(statement)
