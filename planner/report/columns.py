"""Columns of numbers for what the figures count: one array for each column of a table, texts as numbers of words.

Moments are microseconds since 1970, days ordinals, durations seconds; what is not known is `NONE` (moments, days) or
not a number. Ids are texts. Names of people, titles and addresses are not in it, of customers the name.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

__all__ = [
    "CALLS",
    "LEGS",
    "NONE",
    "PLANS",
    "REQUESTS",
    "SEEN",
    "SHIFTS",
    "TABLES",
    "TERMS",
    "WORK",
    "Columns",
    "Words",
    "chosen",
    "joined",
    "made",
    "micros",
    "packed",
    "unpacked",
]

Columns = dict[str, np.ndarray]
"""Arrays of one length by name."""

NONE = int(np.iinfo(np.int64).min)
"""A moment that did not happen; a day that is not known is its ordinal 0."""

_TEXT, _WORD = "U", "word"

REQUESTS: dict[str, str] = {
    "request_id": _TEXT, "created": "i8", "created_day": "i4", "responded": "i8", "response_due": "i8", "ended": "i8",
    "ended_day": "i4", "resolution_due": "i8", "due_day": "i4", "last": "i8", "live": "i1", "priority": "i1",
    "visited": "?", "channel": _WORD, "customer": _WORD, "job_type_id": _WORD, "sla_policy": _WORD, "line": "i1",
    "territory": _WORD, "area": _WORD, "hour": "i1", "lat": "f8", "lon": "f8", "first_closed": "i8", "reopened": "i8",
    "opened": "i8", "closed": "i8", "failed": "i1", "response_s": "f8", "resolution_s": "f8",
}  # fmt: skip
"""`last`: moment of the last event. `live`: see `planner.report.extract`. `area`, `hour`: town or postcode area, and
the local hour in which it came. `lat`, `lon`: to two decimals, about a kilometre. `first_closed` to `failed`: see
`planner.report.course`. `response_s`, `resolution_s`: business time less pauses until the answer and the solution."""

SEEN: dict[str, str] = REQUESTS | {"day": "i4", "response_met": "i1", "resolution_met": "i1", "avoided_m": "f8"}
"""Requests as they stand at a moment. `day`: on which each counts. Met: 1, missed: 0, the clock runs: -1. `avoided_m`:
see `planner.report.avoided`."""

WORK: dict[str, str] = {
    "day": "i4", "order": "i4", "visit_id": _TEXT, "request_id": _TEXT, "seat": "i1", "kind": _WORD,
    "job_type_id": _WORD, "customer": _WORD, "technician_id": _WORD, "priority": "i1", "planned_start": "i8",
    "planned_drive_s": "f8", "planned_setup_s": "f8", "planned_service_s": "f8", "distance_m": "f8",
    "planned_late_s": "f8",
    "en_route_at": "i8", "arrived_at": "i8", "started_at": "i8", "ended_at": "i8", "outcome": _WORD, "drive_s": "f8",
    "service_s": "f8", "wait_s": "f8", "reason_code": _WORD, "undone": "i8", "line": "i1", "territory": _WORD,
    "promise_from": "i8", "promise_to": "i8", "p80_s": "f8", "as_planned": "i1", "cost_ore": "f8", "lat": "f8",
    "lon": "f8",
}  # fmt: skip
"""`undone`: when a report of the visit was last taken back. `promise_from`, `promise_to`: what the customer was told
for that day. `as_planned`: 1 done by whom and in the order it was planned, 0 not, -1 not planned. `cost_ore`: what of
the plan's price is this visit's own. `lat`, `lon`: to two decimals, about a kilometre."""

SHIFTS: dict[str, str] = {
    "day": "i4", "technician_id": _WORD, "ends_at": "i8", "paid_s": "f8", "service_s": "f8", "drive_s": "f8",
    "wait_s": "f8", "distance_m": "f8", "overtime_s": "f8", "reported": "?", "kind": _WORD, "night_s": "f8",
    "weekend_s": "f8", "g_km": "f8",
}  # fmt: skip
"""`night_s`, `weekend_s`: between 22 and 06, and on Saturdays and Sundays. `g_km`: grams of CO2 a kilometre."""

PLANS: dict[str, str] = {
    "day": "i4", "visits": "f8", "price_ore": "f8", "first_visits": "f8", "changed": "f8", "own_m": "f8",
    "given_m": "f8", "nearest_m": "f8", "distance_m": "f8", "drive_ore": "f8",
}  # fmt: skip
"""The valid plan of each day. `price_ore`: without what visits left out cost. `drive_ore`: of it, what driving costs.
`first_visits`, `changed`: visits first published, and how many of them a later publication changed. `own_m`, `given_m`,
`nearest_m`: see `planner.report.gain`."""

TERMS: dict[str, str] = {"day": "i4", "term": _WORD, "ore": "f8"}
"""What each term of the price costs in the valid plan of a day."""

LEGS: dict[str, str] = {"day": "i4", "lat": "f8", "lon": "f8", "to_lat": "f8", "to_lon": "f8", "detour": "f8"}
"""From where to where somebody drives, to two decimals; `detour`: metres by road over metres as the crow flies."""

CALLS: dict[str, str] = {
    "day": "i4", "technician_id": _WORD, "request_id": _TEXT, "start": "i8", "end": "i8", "rest_short": "?",
}  # fmt: skip
"""Call-outs; `rest_short`: whether the rest after it was shorter than is owed. They are looked up each time."""

TABLES: dict[str, dict[str, str]] = {
    "requests": REQUESTS, "work": WORK, "shifts": SHIFTS, "plans": PLANS, "terms": TERMS, "legs": LEGS,
}  # fmt: skip
"""Columns of each table of an extract by name."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


class Words:
    """Texts that are said often, each with a number; 0 is the empty one."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}
        self._lock = threading.Lock()

    def number(self, text: str) -> int:
        """Return the number of a text, a new one for a new text."""
        found = self._numbers.get(text)
        if found is not None:
            return found
        with self._lock:
            if text not in self._numbers:
                self.texts.append(text)
                self._numbers[text] = len(self.texts) - 1
        return self._numbers[text]

    def known(self, texts: Iterable[str]) -> list[int]:
        """Return the numbers of those texts that have one."""
        return [self._numbers[text] for text in texts if text in self._numbers]


def micros(moment: datetime | None) -> int:
    """Return a moment as a number."""
    return NONE if moment is None else (moment - _EPOCH) // _MICRO


def made(kinds: Mapping[str, str], rows: Iterable[Mapping[str, Any]], words: Words) -> Columns:
    """Return rows of plain values as columns; what a row does not have is not known."""
    given = list(rows)
    return {name: _column(kind, [row.get(name) for row in given], words) for name, kind in kinds.items()}


def _column(kind: str, values: list[Any], words: Words) -> np.ndarray:
    if kind == _WORD:
        return np.array([words.number("" if one is None else str(one)) for one in values], dtype=np.int32)
    if kind == _TEXT:
        return np.array(["" if one is None else one for one in values], dtype="U")
    if kind == "i8":
        return np.array([one if isinstance(one, int) else micros(one) for one in values], dtype=np.int64)
    if kind == "i4":
        return np.array([_ordinal(one) for one in values], dtype=np.int32)
    if kind == "f8":
        return np.array([np.nan if one is None else one for one in values], dtype=np.float64)
    return np.array([one or 0 for one in values], dtype=kind)


def _ordinal(day: date | int | None) -> int:
    return 0 if day is None else day if isinstance(day, int) else day.toordinal()


def chosen(table: Columns, mask: np.ndarray) -> Columns:
    """Return the rows of a mask; the table itself where they are all of it."""
    if mask.all():
        return table
    at = np.flatnonzero(mask)
    return {name: column[at] for name, column in table.items()}


def joined(kinds: Mapping[str, str], parts: Iterable[Columns]) -> Columns:
    """Return the columns of several parts behind each other."""
    given = list(parts)
    bare = {name: np.zeros(0, dtype=_dtype(kind)) for name, kind in kinds.items()}
    return {name: np.concatenate([one[name] for one in given]) for name in kinds} if given else bare


def _dtype(kind: str) -> str:
    return {_TEXT: "U1", _WORD: "i4"}.get(kind, kind)


def packed(kinds: Mapping[str, str], columns: Columns, words: Words) -> bytes:
    """Return columns as bytes that name their own words."""
    arrays: Columns = {}
    for name, kind in kinds.items():
        arrays[name] = columns[name]
        if kind == _WORD:
            used, arrays[name] = np.unique(columns[name], return_inverse=True)
            arrays[f"{name}.words"] = np.array([words.texts[one] for one in used], dtype="U")
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **arrays)
    return out.getvalue()


def unpacked(kinds: Mapping[str, str], content: bytes, words: Words) -> Columns:
    """Return columns from what `packed` made, their words numbered anew."""
    found: Columns = {}
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        for name, kind in kinds.items():
            found[name] = arrays[name]
            if kind == _WORD:
                numbers = np.array([words.number(str(one)) for one in arrays[f"{name}.words"]], dtype=np.int32)
                found[name] = numbers[found[name]] if len(numbers) else found[name].astype(np.int32)
    return found
