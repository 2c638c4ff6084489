"""The rows of a database as lines of JSON, the same on SQLite and on PostgreSQL, and back."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from planner.store.tables import metadata

__all__ = ["PASSING", "ContentHash", "content_of", "empty", "fill", "kept_tables", "lines", "move_counters"]

PASSING = frozenset({"session", "device", "attempt", "extract"})
"""No part of a backup: who is signed in at the moment, tries to sign in, and what is made anew from the rest."""

_AT_ONCE = 20  # rows: one with the input of a planning run may be a megabyte
_CHUNK_CHARS = 4_000_000


class ContentHash:
    """Hash of rows that does not depend on their order, which databases sort by their own rules.

    The sum of the rows' SHA-256; it tells accidents, not forgeries.
    """

    def __init__(self) -> None:
        self._sum = 0

    def add(self, table: str, line: str) -> None:
        """Count a row in."""
        digest = hashlib.sha256(f"{table}\n{line}".encode()).digest()
        self._sum = (self._sum + int.from_bytes(digest)) % (1 << 256)

    @property
    def text(self) -> str:
        """The hash of what was counted in so far, in hexadecimal."""
        return f"{self._sum:064x}"


def kept_tables(db: sa.Connection, names: Collection[str] | None = None) -> tuple[sa.Table, ...]:
    """Return tables as they are in the database, those that others point at first.

    Parameters
    ----------
    names
        Which; None: those that belong into a backup.

    Raises
    ------
    LookupError
        If the database does not have one of them.
    """
    wanted = set(metadata.tables) - PASSING if names is None else set(names)
    if missing := wanted - set(sa.inspect(db).get_table_names()):
        raise LookupError(min(missing))
    found = sa.MetaData()
    # Read from the database: plain texts and numbers without our own types, and also the tables of older releases.
    found.reflect(db, only=sorted(wanted))
    return tuple(table for table in found.sorted_tables if table.name in wanted)


def lines(db: sa.Connection, table: sa.Table) -> Iterator[str]:
    """Give the rows of a table one by one, each as a JSON object with its columns in order of name."""
    names = sorted(column.name for column in table.c)
    query = sa.select(*(table.c[name] for name in names)).execution_options(yield_per=_AT_ONCE)
    for row in db.execute(query):
        plain = (base64.b64encode(one).decode() if isinstance(one, bytes | memoryview) else one for one in row)
        yield json.dumps(dict(zip(names, plain, strict=True)), ensure_ascii=False, separators=(",", ":"))


def content_of(db: sa.Connection, tables: Iterable[sa.Table]) -> tuple[str, dict[str, int]]:
    """Return the content hash of tables and the number of their rows."""
    hashed, counted = ContentHash(), {}
    for table in tables:
        counted[table.name] = 0
        for line in lines(db, table):
            hashed.add(table.name, line)
            counted[table.name] += 1
    return hashed.text, counted


def empty(db: sa.Connection, tables: Collection[sa.Table]) -> None:
    """Take every row out of tables; nobody else writes into them until the unit of change is over."""
    if db.dialect.name == "postgresql":
        names = ", ".join(db.dialect.identifier_preparer.format_table(table) for table in tables)
        db.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
    for table in reversed(tuple(tables)):
        db.execute(table.delete())


def fill(db: sa.Connection, table: sa.Table, texts: Iterable[str]) -> None:
    """Put rows into a table.

    Raises
    ------
    ValueError
        If a line is no row of the table.
    """
    columns = {column.name for column in table.c}
    binary = [column.name for column in table.c if isinstance(column.type, sa.LargeBinary)]
    rows: list[dict[str, Any]] = []
    size = 0
    for text in texts:
        row = json.loads(text)
        if not isinstance(row, dict) or row.keys() != columns:
            raise ValueError(f"{table.name}: not the columns of the table")
        for name in binary:
            row[name] = base64.b64decode(row[name], validate=True)
        rows.append(row)
        size += len(text)
        if size > _CHUNK_CHARS or len(rows) >= 1_000:
            db.execute(table.insert(), rows)
            rows, size = [], 0
    if rows:
        db.execute(table.insert(), rows)


def move_counters(db: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """Let PostgreSQL number new rows after the present ones; SQLite does so by itself."""
    if db.dialect.name != "postgresql":
        return
    for table in tables:
        for column in table.primary_key:
            name = db.scalar(sa.select(sa.func.pg_get_serial_sequence(f'"{table.name}"', column.name)))
            if name is not None:
                last = sa.select(sa.func.max(column)).scalar_subquery()
                db.execute(sa.select(sa.func.setval(name, sa.func.coalesce(last, 1), last.is_not(None))))
