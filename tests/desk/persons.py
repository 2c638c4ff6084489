"""Looking for persons in every corner of a database."""

import re

import sqlalchemy as sa

from planner.store import audit
from planner.store.rows import content_of, kept_tables


def raw(desk):
    """All values of all tables, and for SQLite every byte of the files as they lie on the disk."""
    engine = sa.create_engine(desk.store.url)
    there = sa.MetaData()
    with engine.connect() as db:
        there.reflect(db)
        rows = [str(value) for table in there.sorted_tables for row in db.execute(sa.select(table)) for value in row]
    engine.dispose()
    lying = b"".join(one.read_bytes() for one in desk.var.glob("faltplan.sqlite*"))
    return "\n".join(rows) + lying.decode("utf-8", "replace")


def found(desk, *canaries):
    held = raw(desk)
    return [one for one in canaries if re.search(re.escape(one), held, re.I)]


def chain_holds(desk):
    """Whether `audit verify` finds the whole chain right."""
    with desk.store.reading() as db:
        return audit.verify(db).fault is None


def content(db):
    """Content hash and row counts of everything a backup would hold."""
    return content_of(db, kept_tables(db))
