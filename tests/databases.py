"""Every database the product runs on: SQLite always, PostgreSQL where `TEST_DATABASE_URL` names a server.

``make test`` starts a throw-away PostgreSQL for it (`tools/with_postgres.py`). The user named there may make
databases: each process of the tests gets one of its own.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

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


def _do(address: str, *statements: str) -> None:
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as db:
        for statement in statements:
            db.exec_driver_sql(statement)
