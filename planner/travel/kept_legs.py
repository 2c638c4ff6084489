"""Legs of routes that were asked once are kept on disk, with their lines.

Kept like drives: by where they come from and by the pair of positions. The file is bounded: legs that have not been
asked for longest go first. A file that cannot be read or written is no reason to have no map: then the engine is asked.
"""

from __future__ import annotations

import logging
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from planner.model.route import Leg, Shape

__all__ = ["KeptLegs", "Pair", "rounded"]

Pair = tuple[int, int]
"""Keys of two positions."""

_SCALE = 1_000_000

_TABLES = """
CREATE TABLE IF NOT EXISTS leg (
    source TEXT, origin INTEGER, goal INTEGER, day INTEGER, drive_s INTEGER, distance_m INTEGER, shape BLOB,
    PRIMARY KEY (source, origin, goal)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS leg_day ON leg (day);
"""
_READ = "SELECT drive_s, distance_m, shape FROM leg WHERE source = ? AND origin = ? AND goal = ?"
_USED = "UPDATE leg SET day = ? WHERE source = ? AND origin = ? AND goal = ? AND day < ?"
_OLDEST = "SELECT source, origin, goal FROM leg ORDER BY day LIMIT ?"

_log = logging.getLogger(__name__)


class KeptLegs:
    """Legs in a file.

    Parameters
    ----------
    file
        SQLite file, made where it is missing; other tables in it are left alone.
    most
        Legs kept at most.
    """

    def __init__(self, file: Path, *, most: int) -> None:
        self._file, self._most = file, most

    def known(self, source: str, pairs: Sequence[Pair]) -> dict[Pair, Leg]:
        """Return the legs that are kept of some pairs."""
        found: dict[Pair, Leg] = {}
        today = datetime.now(UTC).date().toordinal()
        try:
            with closing(self._open()) as db, db:
                for pair in dict.fromkeys(pairs):
                    for drive_s, distance_m, shape in db.execute(_READ, (source, *pair)):
                        found[pair] = Leg(drive_s=drive_s, distance_m=distance_m, shape=_unpacked(shape))
                db.executemany(_USED, [(today, source, *pair, today) for pair in found])
        except (sqlite3.Error, zlib.error, ValueError) as broken:
            _log.warning("kept legs cannot be read: %s", broken)
            return {}
        return found

    def keep(self, source: str, legs: Mapping[Pair, Leg]) -> None:
        """Keep legs, and forget those nobody has asked for longest where they are too many."""
        today = datetime.now(UTC).date().toordinal()
        rows = [(source, *pair, today, leg.drive_s, leg.distance_m, _packed(leg.shape)) for pair, leg in legs.items()]
        try:
            with closing(self._open()) as db, db:
                db.executemany("INSERT OR REPLACE INTO leg VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
                count = db.execute("SELECT count(*) FROM leg").fetchone()[0]
                oldest = db.execute(_OLDEST, (max(0, count - self._most),)).fetchall()
                db.executemany("DELETE FROM leg WHERE source = ? AND origin = ? AND goal = ?", oldest)
        except sqlite3.Error as broken:
            _log.warning("legs cannot be kept: %s", broken)

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._file, timeout=10)
        try:
            db.executescript(_TABLES)
        except sqlite3.Error:
            db.close()
            raise
        return db


def _packed(shape: Shape) -> bytes:
    points = np.rint(np.array(shape, dtype=np.float64).reshape(-1, 2) * _SCALE).astype("<i4")
    return zlib.compress(np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype="<i4")).tobytes())


def _unpacked(packed: bytes) -> Shape:
    steps = np.frombuffer(zlib.decompress(packed), dtype="<i4").reshape(-1, 2)
    points = np.cumsum(steps, axis=0, dtype=np.int64)
    return tuple((lat / _SCALE, lon / _SCALE) for lat, lon in points.tolist())


def rounded(leg: Leg) -> Leg:
    """Return a leg as it comes back from the file: positions of six decimals, about 10 cm."""
    return Leg(drive_s=leg.drive_s, distance_m=leg.distance_m, shape=_unpacked(_packed(leg.shape)))
