"""Drives that were asked once are kept on disk: a new visit asks only its row and its column.

Kept by where numbers come from (engine, data, period) and by position, about 10 cm apart. The file is bounded: the
places that have not been asked for longest go first. It holds positions and drives, no names. A file that cannot be
read or written is no reason to have no plan: then the engine is asked.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.model.matrix import Matrix, TravelLabel
from planner.model.places import Place
from planner.model.route import Leg, Route
from planner.travel.engine import TravelEngine
from planner.travel.kept_legs import KeptLegs, Pair, rounded

__all__ = ["Kept", "kept_on_disk"]

_MOST_PAIRS = 2_000_000
"""Drives kept at most, about 100 MB."""

_DAYS = 90
"""Places that nobody has asked for so many days are forgotten."""

_MOST_NEW = 0.5
"""Of how many new places, as a part of all, everything is asked at once rather than one place after the other."""

_MOST_LEGS = 50_000
"""Legs of routes kept at most, some 500 bytes each."""

_UNKNOWN = -2

_TABLES = """
CREATE TABLE IF NOT EXISTS drive (
    source TEXT, origin INTEGER, goal INTEGER, drive_s INTEGER, distance_m INTEGER,
    PRIMARY KEY (source, origin, goal)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS drive_goal ON drive (goal);
CREATE TABLE IF NOT EXISTS place (place INTEGER PRIMARY KEY, day INTEGER);
"""

_READ = """
SELECT origin, goal, drive_s, distance_m FROM drive WHERE source = ?
AND origin IN (SELECT value FROM json_each(?)) AND goal IN (SELECT value FROM json_each(?))
"""

_log = logging.getLogger(__name__)


def kept_on_disk(engine: TravelEngine, file: Path) -> TravelEngine:
    """Return an engine that keeps its drives in a file, or the engine itself where it reckons faster than a file reads.

    Parameters
    ----------
    engine
        Estimates are reckoned: they are not kept.
    file
        Made where it is missing.
    """
    return engine if engine.matrix(()).label.quality == "estimated" else Kept(engine, file)


class Kept:
    """A travel engine in front of another one.

    Parameters
    ----------
    engine
        Is asked for what is not known yet; numbers of different engines are never mixed.
    file
        SQLite file, made where it is missing.
    most_pairs, most_legs
        Drives and legs of routes kept at most.
    """

    def __init__(
        self, engine: TravelEngine, file: Path, *, most_pairs: int = _MOST_PAIRS, most_legs: int = _MOST_LEGS
    ) -> None:
        self._engine, self._file, self._most_pairs = engine, file, most_pairs
        self._legs = KeptLegs(file, most=most_legs)

    def matrix(self, places: Sequence[Place]) -> Matrix:
        """Return seconds and metres between places; only what is not known is asked of the engine."""
        label = self._engine.matrix(()).label
        keys = [_key(place) for place in places]
        there = {key: _rounded(place) for key, place in zip(keys, places, strict=True)}
        order = list(there)
        drive_s, distance_m = self._known(label, order)
        base = _complete(drive_s != _UNKNOWN)
        new = [row for row in range(len(order)) if row not in base]
        if len(new) > _MOST_NEW * len(order):
            found, rows = self._engine.matrix(list(there.values())), list(range(len(order)))
        else:
            rows = sorted(base)
            found = Matrix(drive_s[np.ix_(rows, rows)], distance_m[np.ix_(rows, rows)], label)
            for row in new:
                found = self._engine.extended(found, [there[order[one]] for one in rows], there[order[row]])
                rows.append(row)
        if new:
            self._keep(found, [order[row] for row in rows], [order[row] for row in new])
        at = {order[row]: position for position, row in enumerate(rows)}
        picked = np.ix_([at[key] for key in keys], [at[key] for key in keys])
        return Matrix(found.drive_s[picked], found.distance_m[picked], found.label)

    def extended(self, matrix: Matrix, places: Sequence[Place], place: Place) -> Matrix:
        """Return a matrix with one more place; what is known of it is not asked again."""
        return self.matrix([*places, place])

    def route(self, places: Sequence[Place]) -> Route:
        """Return the way through places; only legs that are not kept are asked of the engine."""
        label = self._engine.matrix(()).label
        there = [_rounded(place) for place in places]
        pairs = list(pairwise(_key(place) for place in places))
        legs = self._legs.known(_source(label), pairs)
        new: dict[Pair, Leg] = {}
        for since, until in _gaps([pair in legs for pair in pairs]):
            asked = self._engine.route(there[since : until + 1])
            if asked.label != label:  # another engine answers now: the whole is its, nothing is mixed
                return self._engine.route(places)
            new |= dict(zip(pairs[since:until], map(rounded, asked.legs), strict=True))
        if new:
            self._legs.keep(_source(label), new)
        return Route(legs=tuple((legs | new)[pair] for pair in pairs), label=label)

    def _known(self, label: TravelLabel, keys: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return what is kept of the drives between places; -2 where nothing is."""
        drive_s, distance_m = (np.full((len(keys), len(keys)), _UNKNOWN, dtype=np.int64) for _ in range(2))
        at, asked = {key: row for row, key in enumerate(keys)}, json.dumps(list(keys))
        try:
            with self._open() as db:
                for origin, goal, seconds, metres in db.execute(_READ, (_source(label), asked, asked)):
                    drive_s[at[origin], at[goal]], distance_m[at[origin], at[goal]] = seconds, metres
                days = [(key, _today()) for key in keys]
                db.executemany("INSERT OR REPLACE INTO place VALUES (?, ?)", days)
        except sqlite3.Error as broken:
            _log.warning("kept drives cannot be read: %s", broken)
            drive_s[:], distance_m[:] = _UNKNOWN, _UNKNOWN
        return drive_s, distance_m

    def _keep(self, found: Matrix, keys: Sequence[int], new: Sequence[int]) -> None:
        """Keep rows and columns of the new places, and forget what is too much or too old."""
        fresh, source = set(new), _source(found.label)
        rows = (
            (source, origin, goal, int(found.drive_s[i, j]), int(found.distance_m[i, j]))
            for i, origin in enumerate(keys)
            for j, goal in enumerate(keys)
            if origin in fresh or goal in fresh
        )
        try:
            with self._open() as db:
                db.executemany("INSERT OR REPLACE INTO drive VALUES (?, ?, ?, ?, ?)", rows)
                self._forget(db)
        except sqlite3.Error as broken:
            _log.warning("drives cannot be kept: %s", broken)

    def _forget(self, db: sqlite3.Connection) -> None:
        old = [place for (place,) in db.execute("SELECT place FROM place WHERE day < ?", (_today() - _DAYS,))]
        _drop(db, old)
        while db.execute("SELECT count(*) FROM drive").fetchone()[0] > self._most_pairs:
            oldest = db.execute("SELECT place FROM place ORDER BY day, place LIMIT 20").fetchall()
            _drop(db, [place for (place,) in oldest])
            if not oldest:
                db.execute("DELETE FROM drive")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=10)) as db, db:
            db.executescript(_TABLES)
            yield db


def _gaps(known: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Give where what is not known begins and ends."""
    edges = [number for number, (one, next_) in enumerate(pairwise([True, *known, True])) if one != next_]
    yield from zip(edges[::2], edges[1::2], strict=True)


def _drop(db: sqlite3.Connection, places: Sequence[int]) -> None:
    each = [(place,) for place in places]
    for statement in (
        "DELETE FROM drive WHERE origin = ?",
        "DELETE FROM drive WHERE goal = ?",
        "DELETE FROM place WHERE place = ?",
    ):
        db.executemany(statement, each)


def _complete(known: NDArray[Any]) -> set[int]:
    """Return rows all of whose drives to each other are known; those with most known drives come first."""
    both = known & known.T
    chosen: list[int] = []
    for row in np.argsort(-both.sum(axis=1), kind="stable").tolist():
        if both[row, row] and both[row, chosen].all():
            chosen.append(row)
    return set(chosen)


def _source(label: TravelLabel) -> str:
    return "|".join((label.engine, label.data_hash, label.period))


def _key(place: Place) -> int:
    return (round(place.lat * 1e6) + 90_000_000) * 400_000_000 + round(place.lon * 1e6) + 180_000_000


def _rounded(place: Place) -> Place:
    """The position that its key stands for, so that what is kept does not depend on who asked first."""
    return Place(lat=round(place.lat * 1e6) / 1e6, lon=round(place.lon * 1e6) / 1e6)


def _today() -> int:
    return datetime.now(UTC).date().toordinal()
