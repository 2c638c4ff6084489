"""Looking for persons in every corner of a database."""

import re
import sqlite3

import sqlalchemy as sa

from planner.model.audit import FIRST_HASH, chained, digest_of
from planner.store import tables
from planner.store.rows import content_of, kept_tables


def raw(desk):
    """Every byte of the database: all values of all tables, and the files as they lie on the disk."""
    file = desk.var / "faltplan.sqlite"
    with sqlite3.connect(file) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [str(value) for name in names for row in db.execute(f"SELECT * FROM {name}") for value in row]
    db.close()
    lying = b"".join(one.read_bytes() for one in desk.var.glob("faltplan.sqlite*"))
    return "\n".join(rows) + lying.decode("utf-8", "replace")


def found(desk, *canaries):
    held = raw(desk)
    return [one for one in canaries if re.search(re.escape(one), held, re.I)]


def chain_holds(desk):
    """The chain of the audit recomputed from its columns."""
    previous = FIRST_HASH
    with desk.store.reading() as db:
        for row in db.execute(sa.select(tables.audit).order_by(tables.audit.c.number)).mappings():
            said = {name: row[name] for name in ("number", "at", "actor_id", "role", "call", "digest", "previous")}
            assert row["previous"] == previous
            assert row["hash"] == chained(**said)
            assert row["content"] is None or digest_of(row["content"]) == row["digest"]
            previous = row["hash"]
        assert db.execute(sa.select(tables.audit_head.c.hash)).scalar_one() == previous
    return True


def content(db):
    """Content hash and row counts of everything a backup would hold."""
    return content_of(db, kept_tables(db))
