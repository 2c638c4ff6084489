"""Many rows at once, as columns hold them, into tables that nobody else writes to: histories, trials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from planner.store.engines import load_rows
from planner.store.tables import metadata

__all__ = ["fill"]


def fill(db: sa.Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows whose values are already what the columns hold; no notes are taken of them.

    Parameters
    ----------
    table
        Name of a table.
    columns
        Names in the order of the values; the others have their defaults.
    rows
        Values: texts, numbers, None.
    """
    known = metadata.tables[table]
    for name in columns:
        known.c[name]
    if rows:
        load_rows(db, table, columns, rows)
