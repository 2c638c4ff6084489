"""The key figures of columns, group by group: the formulas of `planner.report.figures` over arrays.

What a figure means stands there and nowhere else; a test holds the two against each other on random histories.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.report.columns import NONE, Columns, Words

__all__ = ["TALLIES", "Groups", "Tally", "rows_of"]

Flat = np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Columns, and to which of `count` groups each of their rows belongs; below zero: to none."""

    words: Words
    work: Columns
    shifts: Columns
    requests: Columns
    of_work: Flat
    of_shifts: Flat
    of_requests: Flat
    count: int

    def summed(self, table: str, mask: Flat, values: Flat | None = None) -> Flat:
        """Return the sum of values (None: the number of rows) of the rows in a mask, group by group."""
        of: Flat = getattr(self, f"of_{table}")
        chosen = mask & (of >= 0)
        weights = None if values is None else values[chosen]
        return np.asarray(np.bincount(of[chosen], weights=weights, minlength=self.count), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A figure of every group: `value` is not a number where there is nothing to count."""

    unit: str
    value: Flat
    part: Flat
    whole: Flat
    higher_is_better: bool | None


def _share(part: Flat, whole: Flat) -> Flat:
    return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole != 0))


def _visits(groups: Groups) -> Flat:
    work = groups.work
    return np.asarray((work["kind"] == groups.words.number("visit")) & (work["seat"] == 1))


def _visits_done(groups: Groups) -> Tally:
    visits = _visits(groups)
    done = groups.summed("work", visits & (groups.work["outcome"] == groups.words.number("done")))
    whole = groups.summed("work", visits)
    return Tally(unit="count", value=done, part=done, whole=whole, higher_is_better=True)


def _remote_rate(groups: Groups) -> Tally:
    over = groups.requests["ended"] != NONE
    part, whole = groups.summed("requests", over & ~groups.requests["visited"]), groups.summed("requests", over)
    return Tally(unit="share", value=_share(part, whole), part=part, whole=whole, higher_is_better=True)


def _sla(groups: Groups, column: str) -> Tally:
    met = groups.requests[column]
    part, whole = groups.summed("requests", met == 1), groups.summed("requests", met >= 0)
    return Tally(unit="share", value=_share(part, whole), part=part, whole=whole, higher_is_better=True)


def _drive_per_visit(groups: Groups) -> Tally:
    work, shifts = groups.work, groups.shifts
    width = len(groups.words.texts)
    driven = shifts["day"].astype(np.int64) * width + shifts["technician_id"]
    own = work["day"].astype(np.int64) * width + work["technician_id"]
    whole = groups.summed("work", _visits(groups) & np.isin(own, driven))
    part = groups.summed("shifts", _all(shifts), shifts["drive_s"])
    return Tally(unit="minutes", value=_share(part, whole), part=part, whole=whole, higher_is_better=False)


def _drive_share(groups: Groups) -> Tally:
    shifts = groups.shifts
    part = groups.summed("shifts", _all(shifts), shifts["drive_s"])
    whole = part + groups.summed("shifts", _all(shifts), shifts["service_s"] + shifts["wait_s"])
    return Tally(unit="share", value=_share(part, whole), part=part, whole=whole, higher_is_better=False)


def _utilisation(groups: Groups) -> Tally:
    shifts = groups.shifts
    part, whole = (groups.summed("shifts", _all(shifts), shifts[one]) for one in ("service_s", "paid_s"))
    return Tally(unit="share", value=_share(part, whole), part=part, whole=whole, higher_is_better=None)


def _overtime(groups: Groups) -> Tally:
    shifts = groups.shifts
    total = groups.summed("shifts", _all(shifts), shifts["overtime_s"])
    part, whole = groups.summed("shifts", shifts["overtime_s"] > 0), groups.summed("shifts", _all(shifts))
    value = np.where(whole > 0, total, np.nan)
    return Tally(unit="seconds", value=value, part=part, whole=whole, higher_is_better=False)


def _unassigned(groups: Groups) -> Tally:
    work = groups.work
    part = groups.summed("work", work["kind"] == groups.words.number("unassigned"))
    value = np.where(groups.summed("work", _all(work)) > 0, part, np.nan)
    whole = groups.summed("work", work["seat"] == 1)
    return Tally(unit="count", value=value, part=part, whole=whole, higher_is_better=False)


def _all(table: Columns) -> Flat:
    return np.ones(len(table["day"]), dtype=bool)


TALLIES: dict[str, Callable[[Groups], Tally]] = {
    "visits_done": _visits_done,
    "remote_rate": _remote_rate,
    "sla_resolution": lambda groups: _sla(groups, "resolution_met"),
    "sla_response": lambda groups: _sla(groups, "response_met"),
    "drive_per_visit": _drive_per_visit,
    "drive_share": _drive_share,
    "utilisation": _utilisation,
    "overtime": _overtime,
    "unassigned": _unassigned,
}
"""Every figure of `planner.report.figures.FIGURES`."""


def rows_of(name: str, groups: Groups) -> tuple[str, Flat]:
    """Return of which table the rows behind a figure are, and which of them."""
    if name == "visits_done":
        return "work", _visits(groups)
    if name == "unassigned":
        return "work", np.asarray(groups.work["kind"] == groups.words.number("unassigned"))
    if name == "remote_rate":
        return "requests", np.asarray(groups.requests["ended"] != NONE)
    if name in ("sla_resolution", "sla_response"):
        return "requests", np.asarray(groups.requests[name.removeprefix("sla_") + "_met"] >= 0)
    if name == "overtime":
        return "shifts", np.asarray(groups.shifts["overtime_s"] > 0)
    return "shifts", _all(groups.shifts)
