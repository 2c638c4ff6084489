"""What a backup says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["BACKUP_FORMAT", "Manifest"]

BACKUP_FORMAT = "faltplan-backup-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """First thing to read of a backup.

    Parameters
    ----------
    schema
        Revision of the tables the rows were read from.
    made_at
        Aware moment of the snapshot.
    rows
        Number of rows by table.
    content_hash
        Hash of all rows, whatever their order: the same on SQLite and on PostgreSQL.
    """

    schema: str
    made_at: datetime
    rows: dict[str, int]
    content_hash: str
    format: str = BACKUP_FORMAT
