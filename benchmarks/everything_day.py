"""A day on which everything occurs at once: crews, chains, locks, promises, wishes, a firm, on-call duty.

The day of `benchmarks.school_day` with further columns, drawn with a seed, in the files the product reads. Parts are
those of the job types.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

from benchmarks.school_day import DAY, Site, write_day

__all__ = ["CHAINS", "CREWS", "write_everything"]

CREWS, CHAINS = 5, 10
"""How many requests need two people, and how many follow on another."""

_Row = dict[str, str]

_AFTER = ("+0", "+15..180", "+0..240 same", "+30 different", "+0 same")
"""Gaps in minutes from the end of the other, and by whom."""

_LOCKS: tuple[_Row, ...] = (
    {"lock": "time", "lock_time": "09:30"},
    {"lock": "time", "lock_time": "14:00"},
    {"lock": "time_range", "lock_time": "10:00", "lock_until": "12:00"},
    {"lock": "time_range", "lock_time": "13:00", "lock_until": "15:00"},
)
_PROMISES: tuple[_Row, ...] = tuple(
    {"promised_from": first, "promised_to": last, "promise_kind": kind}
    for first, last, kind in (("08:30", "10:00", "confirmed"), ("10:00", "12:00", "told"), ("13:00", "15:00", "told"))
)
_WISHES: tuple[_Row, ...] = (
    *({"preferred_languages": "fi"},) * 4,
    *({"required_languages": "en"},) * 3,
    *({"preferred_technicians": "T02"}, {"forbidden_technicians": "T05"}),
    {"mandatory": "yes"},
)
_FIRM: _Row = {
    "vendor_id": "malar",
    "vendor_name": "Mälar IT",
    "vendor_call_out": "900",
    "vendor_visit_fee": "250",
    "vendor_hour": "650",
    "vendor_km": "6",
}
_MIDDLE_LAT = 59.32
"""North of it lies one territory, south of it another."""


def write_everything(
    folder: Path, sites: Sequence[Site], *, requests: int = 120, technicians: int = 15, seed: int = 1
) -> tuple[Path, Path]:
    """Write ``requests.csv`` and ``team.csv`` of a day with everything; same seed, same files.

    Parameters
    ----------
    folder
        Where to, made if it is missing.
    sites
        Where work is and where technicians start.
    requests, technicians
        How many; every fifteenth technician has no licence and works remotely, two are a firm's, two are on call in
        the night that follows.
    """
    asked, staff = write_day(folder, sites, requests=requests, technicians=technicians, seed=seed)
    draw = random.Random(f"everything:{seed}")
    _rewrite(asked, _requests(_read(asked), draw))
    _rewrite(staff, _team(_read(staff)))
    return asked, staff


def _read(path: Path) -> list[_Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rewrite(path: Path, rows: Sequence[_Row]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _requests(rows: list[_Row], draw: random.Random) -> list[_Row]:
    """Give requests on site what only some have, each at most one thing: its own window would contradict it."""
    for row in rows:
        row["territory"] = "norr" if float(row["lat"]) > _MIDDLE_LAT else "söder"
        row["setup_min"] = "5"
    free = [row for row in rows if row["channel"] == "on_site"]
    draw.shuffle(free)
    for row in _taken(free, CREWS):
        row |= {"crew_size": "2", "window": ""}
    for number in range(CHAINS):
        first, second = _taken(free, 2)
        first["window"] = second["window"] = ""
        second["predecessors"] = f"{first['request_id']} {_AFTER[number % len(_AFTER)]}"
    for told in (*_LOCKS, *_PROMISES):
        for row in _taken(free, 1):
            row |= {**told, "window": ""}
            row |= {name: f"{DAY} {row[name]}" for name in _MOMENTS if row.get(name)}
    for wish in _WISHES:
        for row in _taken(free, 1):
            row |= wish
    return rows


_MOMENTS = ("lock_time", "lock_until", "promised_from", "promised_to")


def _taken(rows: list[_Row], count: int) -> list[_Row]:
    """Take so many rows from the end of the list."""
    return [rows.pop() for _ in range(min(count, len(rows)))]


def _team(rows: list[_Row]) -> list[_Row]:
    """Languages, territories and set limits for all; two people of a firm; two who are on call in the night."""
    found = []
    for number, row in enumerate(rows, start=1):
        row["languages"] = "sv fi" if number % 4 == 1 else "sv en"
        row["territories"] = ("norr", "söder", "")[number % 3]
        if number % 7 == 4:
            row |= _FIRM if number == 4 else {"vendor_id": _FIRM["vendor_id"]}
        found.append(row)
        if number in (2, 3):
            names = ("technician_id", "name", "weekdays")
            found.append(
                {name: row[name] for name in names}
                | {"shift_kind": "on_call", "shift_start": "18:00", "shift_end": "06:00"}
            )
    return found
