"""Where the time goes: driving, work, waiting and overtime of whole shifts, and how well both were estimated."""

from __future__ import annotations

from functools import partial

import numpy as np

from planner.report.figures.groups import Definition, Flat, Groups, Tally, share
from planner.report.figures.service import visits_of

__all__ = ["TIME", "driven_visits"]

_SHIFT = ("day", "technician", "paid_s", "service_s", "drive_s", "wait_s", "overtime_s", "distance_m", "reported")
_WORK = ("day", "visit_id", "job_type_id", "customer", "technician")


def driven_visits(groups: Groups) -> Flat:
    """Return which work is a visit of one of the shifts that are counted."""
    work, shifts = groups.tables["work"], groups.tables["shifts"]
    width = len(groups.words.texts)
    driven = shifts["day"].astype(np.int64) * width + shifts["technician_id"]
    own = work["day"].astype(np.int64) * width + work["technician_id"]
    return np.asarray(visits_of(groups) & np.isin(own, driven))


def per_visit(groups: Groups, column: str) -> Tally:
    """Drive time or distance, home included / visits of the shifts driven; a crew's visit counts once."""
    every = groups.everything("shifts")
    part = groups.summed("shifts", every, groups.tables["shifts"][column])
    whole = groups.summed("work", driven_visits(groups))
    return Tally(value=share(part, whole), part=part, whole=whole, table="shifts", mask=every)


def of_time(groups: Groups, column: str) -> Tally:
    """Travel or waiting / (travel + service + wait)."""
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


def visits_per_day(groups: Groups) -> Tally:
    """Visits / technician days on the road: shifts of people who go out, each day of each person once."""
    shifts = groups.tables["shifts"]
    out = groups.everything("shifts") & groups.says("shifts", "kind", "field")
    own = shifts["day"].astype(np.int64) * len(groups.words.texts) + shifts["technician_id"]
    once = np.zeros(len(own), dtype=bool)
    at = np.flatnonzero(out)
    once[at[np.unique(own[at], return_index=True)[1]]] = True
    part, whole = groups.summed("work", driven_visits(groups)), groups.summed("shifts", once)
    return Tally(value=share(part, whole), part=part, whole=whole, table="shifts", mask=out)


def estimate(groups: Groups, actual: str, planned: str, kinds: tuple[str, ...]) -> Tally:
    """Median of actual / planned, where both are known and the work was done."""
    work = groups.tables["work"]
    done = groups.says("work", "kind", *kinds) & groups.says("work", "outcome", "done") & (work[planned] > 0)
    known = done & (work[actual] > 0)
    ratio = np.divide(work[actual], work[planned], out=np.full(len(done), np.nan), where=known)
    return Tally(
        value=groups.quantiles("work", known, ratio, 0.5)[0], part=groups.summed("work", known),
        whole=groups.summed("work", done), table="work", mask=known,
    )  # fmt: skip


def inside_p80(groups: Groups) -> Tally:
    """Work that took no longer than its P80 / work done whose job type has one; about 0.8 where the times are right."""
    work = groups.tables["work"]
    known = groups.says("work", "outcome", "done") & (work["service_s"] > 0) & ~np.isnan(work["p80_s"])
    part, whole = groups.summed("work", known & (work["service_s"] <= work["p80_s"])), groups.summed("work", known)
    # Nothing counts against it: the rows name people, and nobody is listed as slow.
    return Tally(value=share(part, whole), part=part, whole=whole, table="work", mask=known)


TIME = (
    Definition(
        figure_id="utilisation", theme="time", unit="share", higher_is_better=None, tally=utilisation,
        columns=_SHIFT, filtered=False, parts=("seconds", "seconds"),
    ),
    Definition(
        figure_id="drive_share", theme="time", unit="share", higher_is_better=False,
        tally=partial(of_time, column="drive_s"), columns=_SHIFT, filtered=False, parts=("seconds", "seconds"),
    ),
    Definition(
        figure_id="wait_share", theme="time", unit="share", higher_is_better=False,
        tally=partial(of_time, column="wait_s"), columns=_SHIFT, filtered=False, parts=("seconds", "seconds"),
    ),
    Definition(
        figure_id="drive_per_visit", theme="time", unit="minutes", higher_is_better=False,
        tally=partial(per_visit, column="drive_s"), columns=_SHIFT, filtered=False, parts=("seconds", "count"),
    ),
    Definition(
        figure_id="km_per_visit", theme="time", unit="metres", higher_is_better=False,
        tally=partial(per_visit, column="distance_m"), columns=_SHIFT, filtered=False, parts=("metres", "count"),
    ),
    Definition(
        figure_id="visits_per_day", theme="time", unit="number", higher_is_better=True, tally=visits_per_day,
        columns=_SHIFT, filtered=False,
    ),
    Definition(
        figure_id="overtime", theme="time", unit="seconds", higher_is_better=False, tally=overtime,
        columns=_SHIFT, filtered=False,
    ),
    Definition(
        figure_id="service_estimate", theme="time", unit="factor", higher_is_better=None,
        tally=partial(estimate, actual="service_s", planned="planned_service_s", kinds=("visit", "remote")),
        columns=(*_WORK, "planned_service_s", "service_s"),
    ),
    Definition(
        figure_id="inside_p80", theme="time", unit="share", higher_is_better=None, tally=inside_p80,
        columns=(*_WORK, "planned_service_s", "p80_s", "service_s"),
    ),
    Definition(
        figure_id="drive_estimate", theme="time", unit="factor", higher_is_better=None,
        tally=partial(estimate, actual="drive_s", planned="planned_drive_s", kinds=("visit",)),
        columns=(*_WORK, "planned_drive_s", "drive_s"),
    ),
)  # fmt: skip
