"""Answers of a geocoding service kept on disk, and its turns: one request a second over all processes.

Kept by provider and address as it is asked. The file is bounded: what has not been asked for longest goes first. A file
that cannot be read or written is no reason to have no answer; but where turns cannot be kept, nobody asks.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from time import time

from planner.model.codec import dumps, loads
from planner.model.errors import InputError
from planner.model.places import Place

__all__ = ["KeptAnswers"]

_KEEP_S = timedelta(days=180).total_seconds()
"""Houses do not move, but maps are mended."""

_KEEP_NOTHING_S = timedelta(days=7).total_seconds()
"""An address that was not found may be on the map next week."""

_MOST = 50_000
_SLACK = 500

_TABLES = """
CREATE TABLE IF NOT EXISTS answer (
    provider TEXT, asked TEXT, found_at REAL, used_at REAL, place TEXT, PRIMARY KEY (provider, asked)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answer_used ON answer (used_at);
CREATE TABLE IF NOT EXISTS turn (provider TEXT PRIMARY KEY, at REAL);
"""

_log = logging.getLogger(__name__)


class KeptAnswers:
    """The file of answers.

    Parameters
    ----------
    file
        SQLite file, made where it is missing; shared by all processes of an installation.
    most
        Answers kept at most.
    clock
        Seconds since 1970.
    """

    def __init__(self, file: Path, *, most: int = _MOST, clock: Callable[[], float] = time) -> None:
        self._file, self._most, self._clock = file, most, clock

    def get(self, provider: str, asked: str) -> tuple[Place | None] | None:
        """Return the kept answer in a tuple, which may be that there is no such place; None where nothing is kept."""
        now = self._clock()
        try:
            with self._open() as db:
                query = "SELECT found_at, place FROM answer WHERE provider = ? AND asked = ?"
                row = db.execute(query, (provider, asked)).fetchone()
                if row is None or now - row[0] > (_KEEP_S if row[1] else _KEEP_NOTHING_S):
                    return None
                db.execute("UPDATE answer SET used_at = ? WHERE provider = ? AND asked = ?", (now, provider, asked))
                return (loads(Place, row[1]) if row[1] else None,)
        except (sqlite3.Error, InputError) as broken:
            _log.warning("kept addresses cannot be read: %s", broken)
            return None

    def put(self, provider: str, asked: str, place: Place | None) -> None:
        """Keep an answer, and forget what is too much."""
        now = self._clock()
        row = (provider, asked, now, now, dumps(place) if place else "")
        try:
            with self._open() as db:
                db.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", row)
                count = db.execute("SELECT count(*) FROM answer").fetchone()[0]
                if count > self._most:
                    oldest = "SELECT provider, asked FROM answer ORDER BY used_at LIMIT ?"
                    gone = db.execute(oldest, (count - self._most + min(_SLACK, self._most // 10),)).fetchall()
                    db.executemany("DELETE FROM answer WHERE provider = ? AND asked = ?", gone)
        except sqlite3.Error as broken:
            _log.warning("addresses cannot be kept: %s", broken)

    def turn(self, provider: str, *, every_s: float) -> float | None:
        """Take the next turn of a provider and return the seconds to wait for it; None where the file is at fault.

        Parameters
        ----------
        every_s
            Seconds between two turns, over all processes.
        """
        now = self._clock()
        try:
            with self._open() as db:
                db.execute("BEGIN IMMEDIATE")
                row = db.execute("SELECT at FROM turn WHERE provider = ?", (provider,)).fetchone()
                # A clock that was put back must not make anybody wait for hours.
                at = max(now, row[0] + every_s) if row and row[0] < now + 60 else now
                db.execute("INSERT OR REPLACE INTO turn VALUES (?, ?)", (provider, at))
                return float(at - now)
        except sqlite3.Error as broken:
            _log.warning("turns of %s cannot be kept: %s", provider, broken)
            return None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=10)) as db, db:
            db.executescript(_TABLES)
            yield db
