"""Prints what an incident log says of a desk: the figures that `planner/desk/simulated_facts.py` states.

    .venv/bin/python tools/incident_facts.py FILE.csv.gz

The log is "Incident management process enriched event log" of the UCI Machine Learning Repository (Amaral, Fantinato
and Peres 2018, CC BY 4.0), or its first rows. It is read, never kept: no row of it is part of the product.
"""

from __future__ import annotations

import csv
import gzip
import json
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from pathlib import Path

__all__ = ["facts"]

_MOST = 12
"""Counts above this are told as this."""


def facts(file: Path) -> dict[str, object]:
    """Return the figures of a log by name; shares are 0-1, durations hours."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            rows[row["number"]].append(row)
    for one in rows.values():
        one.sort(key=lambda row: (_at(row["sys_updated_at"]), int(row["sys_mod_count"])))
    last = {number: one[-1] for number, one in rows.items()}
    by_priority: dict[str, list[bool]] = defaultdict(list)
    for row in last.values():
        by_priority[row["priority"][0]].append(row["made_sla"] == "TRUE")
    waits = [hours for one in rows.values() for hours in _waits(one)]
    late = [_took(row) for row in last.values() if row["made_sla"] == "FALSE" and row["resolved_at"] != "?"]
    waiting = sum(any(row["incident_state"].startswith("Awaiting") for row in one) for one in rows.values())
    return {
        "incidents": len(rows),
        "hours": _shares(_at(row["opened_at"]).hour for row in last.values()),
        "priorities": _shares(int(row["priority"][0]) for row in last.values()),
        "missed_by_priority": {key: round(1 - statistics.fmean(met), 3) for key, met in sorted(by_priority.items())},
        "reassignments": _shares(min(_MOST, int(row["reassignment_count"])) for row in last.values()),
        "entries": _shares(min(2 * _MOST, len(one)) for one in rows.values()),
        "waited": round(waiting / len(rows), 3),
        "wait_hours_deciles": _deciles(waits),
        "late_hours_deciles": _deciles(late),
        "reopened": round(sum(row["reopen_count"] != "0" for row in last.values()) / len(rows), 4),
    }


def _at(text: str) -> datetime:
    return datetime.strptime(text, "%d-%m-%Y %H:%M")  # noqa: DTZ007 - differences and hours of one desk only


def _took(row: dict[str, str]) -> float:
    return (_at(row["resolved_at"]) - _at(row["opened_at"])).total_seconds() / 3600


def _waits(one: list[dict[str, str]]) -> Iterable[float]:
    for row, following in pairwise(one):
        if row["incident_state"].startswith("Awaiting"):
            yield (_at(following["sys_updated_at"]) - _at(row["sys_updated_at"])).total_seconds() / 3600


def _shares(values: Iterable[int]) -> dict[int, float]:
    counted = Counter(values)
    return {key: round(count / counted.total(), 4) for key, count in sorted(counted.items())}


def _deciles(values: list[float]) -> list[float]:
    return [round(one, 2) for one in statistics.quantiles(values, n=10, method="inclusive")]


if __name__ == "__main__":
    print(json.dumps(facts(Path(sys.argv[1])), indent=1))
