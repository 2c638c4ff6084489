"""How long work takes: what reports say of each job type, and the times that a firm has taken over from them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from planner import store
from planner.desk.extract import extract_of
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.catalogue import Catalogue
from planner.model.event import Actor
from planner.model.work_times import MOST_MIN, WorkTime, WorkTimes
from planner.report.columns import Columns
from planner.report.learning import Learned, learned_times

__all__ = [
    "LEAST_REPORTS",
    "LearnedWork",
    "Proposal",
    "StoredWorkTimes",
    "get_work_times",
    "learn_work_times",
    "save_work_times",
    "standard_catalogue",
]

_KEY = "work_times"

_DAYS = 365
"""How far back reports teach anything of work."""

LEAST_REPORTS = 10
"""Of fewer reports nothing is proposed: they would say more of a person than of the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWorkTimes:
    """The times taken over, and the version that whoever changes them has read; 0 while nobody has saved any."""

    times: WorkTimes
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What reports say of the time of a job type.

    Parameters
    ----------
    now
        Standard minutes in force, median and 80th percentile.
    learned
        What is learned; its count says of how many reports.
    proposed
        Minutes that are proposed, in the same order.
    since
        Day on which the time in force was taken over; None: it is the catalogue's.
    """

    job_type_id: str
    now: tuple[int, int]
    learned: Learned
    proposed: tuple[int, int]
    since: date | None

    @property
    def apart(self) -> float:
        """By how much the proposed median differs from the one in force, as a part of it."""
        return abs(self.proposed[0] - self.now[0]) / self.now[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedWork:
    """What reports say of all job types.

    Parameters
    ----------
    first, last
        Local days whose work was looked at.
    stored
        The times as they were read.
    proposals
        Of job types with `LEAST_REPORTS` or more, the most reports first.
    """

    first: date
    last: date
    stored: StoredWorkTimes
    proposals: tuple[Proposal, ...]

    def taken_over(self, job_type_ids: Collection[str]) -> WorkTimes:
        """Return the times with those proposed for some job types, from today on."""
        times = self.stored.times
        for one in self.proposals:
            if one.job_type_id in job_type_ids:
                median, p80 = one.proposed
                new = WorkTime(job_type_id=one.job_type_id, service_min=median, service_p80_min=p80, since=self.last)
                times = times.having(one.job_type_id, new)
        return times


def standard_catalogue(desk: Desk) -> Catalogue:
    """Return the catalogue with the times that were taken over."""
    return _read(desk).times.on(desk.catalogue)


def get_work_times(desk: Desk, actor: Actor) -> StoredWorkTimes:
    """Return the times that were taken over; none until somebody did."""
    check(actor, "work_times.get_work_times")
    return _read(desk)


def save_work_times(desk: Desk, actor: Actor, times: WorkTimes, *, version: int) -> StoredWorkTimes:
    """Save standard times for requests that get their job type from now on; others keep theirs.

    Parameters
    ----------
    version
        Version that was read.

    Raises
    ------
    StaleError
        If somebody saved others since.
    """
    check(actor, "work_times.save_work_times")
    with changing(desk, "work_times.save_work_times", by=actor) as db:
        return StoredWorkTimes(times=times, version=store.settings.save(db, _KEY, times, version=version))


def learn_work_times(desk: Desk, actor: Actor) -> LearnedWork:
    """Return what the work reported in the last year says of each job type; nothing is saved.

    Raises
    ------
    NotAllowedError
        If the role may not see it.
    """
    check(actor, "work_times.learn_work_times")
    stored, last = _read(desk), desk.today()
    first = last - timedelta(days=_DAYS)
    extract, catalogue = extract_of(desk), stored.times.on(desk.catalogue)
    since = {key: max(first, one.since) for key, one in stored.times.by_job_type.items()}
    begins = np.full(len(extract.work["day"]), first.toordinal())
    for key, day in since.items():
        begins[np.isin(extract.work["job_type_id"], extract.words.known([key]))] = day.toordinal()
    recent: Columns = {name: column[extract.work["day"] >= begins] for name, column in extract.work.items()}
    found = learned_times(recent, extract.words, by="job_type_id")
    known = (one for one in found if one.count >= LEAST_REPORTS and one.group in catalogue.job_types)
    proposals = tuple(_proposal(catalogue, one, stored.times) for one in known)
    return LearnedWork(first=first, last=last, stored=stored, proposals=proposals)


def _proposal(catalogue: Catalogue, learned: Learned, times: WorkTimes) -> Proposal:
    job = catalogue.job_types[learned.group]
    median, p80 = (min(MOST_MIN, minutes) for minutes in learned.times_min(job.service_min))
    own = times.by_job_type.get(learned.group)
    return Proposal(
        job_type_id=learned.group,
        now=(job.service_min, job.service_p80_min),
        learned=learned,
        proposed=(median, max(median, p80)),
        since=own.since if own else None,
    )


def _read(desk: Desk) -> StoredWorkTimes:
    with desk.store.reading() as db:
        times, version = store.settings.read(db, _KEY, WorkTimes, WorkTimes())
    return StoredWorkTimes(times=times, version=version)
