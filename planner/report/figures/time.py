"""Where the time goes: driving, work, waiting and overtime, of whole shifts."""

from __future__ import annotations

import numpy as np

from planner.report.figures.groups import Definition, Flat, Groups, Tally, share
from planner.report.figures.service import visits_of

__all__ = ["TIME", "driven_visits"]

_SHIFT = ("day", "technician", "paid_s", "service_s", "drive_s", "wait_s", "overtime_s", "distance_m", "reported")


def driven_visits(groups: Groups) -> Flat:
    """Return which work is a visit of one of the shifts that are counted."""
    work, shifts = groups.tables["work"], groups.tables["shifts"]
    width = len(groups.words.texts)
    driven = shifts["day"].astype(np.int64) * width + shifts["technician_id"]
    own = work["day"].astype(np.int64) * width + work["technician_id"]
    return np.asarray(visits_of(groups) & np.isin(own, driven))


def drive_per_visit(groups: Groups) -> Tally:
    """Drive time, home included / visits of the shifts driven; of a crew all drive, its visit counts once."""
    every = groups.everything("shifts")
    part = groups.summed("shifts", every, groups.tables["shifts"]["drive_s"])
    whole = groups.summed("work", driven_visits(groups))
    return Tally(value=share(part, whole), part=part, whole=whole, table="shifts", mask=every)


def drive_share(groups: Groups) -> Tally:
    """Travel / (travel + service + wait)."""
    return _of_time(groups, "drive_s")


def _of_time(groups: Groups, column: str) -> Tally:
    every, shifts = groups.everything("shifts"), groups.tables["shifts"]
    part = groups.summed("shifts", every, shifts[column])
    whole = groups.summed("shifts", every, shifts["drive_s"] + shifts["service_s"] + shifts["wait_s"])
    return Tally(value=share(part, whole), part=part, whole=whole, table="shifts", mask=every)


def utilisation(groups: Groups) -> Tally:
    """Service / paid time less breaks and absence."""
    every, shifts = groups.everything("shifts"), groups.tables["shifts"]
    part, whole = (groups.summed("shifts", every, shifts[one]) for one in ("service_s", "paid_s"))
    return Tally(value=share(part, whole), part=part, whole=whole, table="shifts", mask=every)


def overtime(groups: Groups) -> Tally:
    """Time past the soft ends of shifts; how many shifts had any."""
    every, shifts = groups.everything("shifts"), groups.tables["shifts"]
    total, over = groups.summed("shifts", every, shifts["overtime_s"]), shifts["overtime_s"] > 0
    part, whole = groups.summed("shifts", over), groups.summed("shifts", every)
    return Tally(value=np.where(whole > 0, total, np.nan), part=part, whole=whole, table="shifts", mask=over)


TIME = (
    Definition(
        figure_id="drive_per_visit", theme="time", unit="minutes", higher_is_better=False, tally=drive_per_visit,
        columns=_SHIFT, filtered=False, parts=("seconds", "count"),
    ),
    Definition(
        figure_id="drive_share", theme="time", unit="share", higher_is_better=False, tally=drive_share,
        columns=_SHIFT, filtered=False, parts=("seconds", "seconds"),
    ),
    Definition(
        figure_id="utilisation", theme="time", unit="share", higher_is_better=None, tally=utilisation,
        columns=_SHIFT, filtered=False, parts=("seconds", "seconds"),
    ),
    Definition(
        figure_id="overtime", theme="time", unit="seconds", higher_is_better=False, tally=overtime,
        columns=_SHIFT, filtered=False,
    ),
)  # fmt: skip
