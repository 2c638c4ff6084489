"""How long work takes: what reports say of job types and customers, and what a firm has taken over of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
from planner.model.work_times import LEAST_PERCENT, MOST_MIN, MOST_PERCENT, CustomerTime, WorkTime, WorkTimes
from planner.report.columns import Columns
from planner.report.extract import Extract
from planner.report.learning import Learned, as_planned_now, learned_times
from planner.report.rates import Rate, rates_by

__all__ = [
    "LEAST_REPORTS",
    "CustomerProposal",
    "LearnedWork",
    "Proposal",
    "StoredWorkTimes",
    "get_work_times",
    "learn_work_times",
    "own_times",
    "save_work_times",
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
class CustomerProposal:
    """What reports say of work at a customer's, beside what work of the same types takes at others'.

    Parameters
    ----------
    now
        Percent of the standard times in force; 100: as at others'.
    learned
        What is learned; its factor is that beside what is in force.
    proposed, p80
        Percent that are proposed, and below which eight of ten lie.
    since
        Day on which the percentage in force was taken over; None: it is 100.
    """

    customer: str
    now: int
    learned: Learned
    proposed: int
    p80: int
    since: date | None

    @property
    def apart(self) -> float:
        """By how much the proposal differs from what is in force, as a part of it."""
        return abs(self.proposed - self.now) / self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedWork:
    """What reports say of all job types and customers.

    Parameters
    ----------
    first, last
        Local days whose work was looked at.
    stored
        The times as they were read.
    proposals, customers
        Of job types, and of customers, with `LEAST_REPORTS` or more, the most reports first.
    by_job_type, by_customer
        How often doors stay shut and work takes longer than planned.
    """

    first: date
    last: date
    stored: StoredWorkTimes
    proposals: tuple[Proposal, ...]
    customers: tuple[CustomerProposal, ...] = ()
    by_job_type: tuple[Rate, ...] = ()
    by_customer: tuple[Rate, ...] = ()

    def taken_over(self, job_type_ids: Collection[str], customers: Collection[str] = ()) -> WorkTimes:
        """Return the times with those proposed for some job types and customers, from today on."""
        times = self.stored.times
        for one in self.proposals:
            if one.job_type_id in job_type_ids:
                median, p80 = one.proposed
                new = WorkTime(job_type_id=one.job_type_id, service_min=median, service_p80_min=p80, since=self.last)
                times = times.having(one.job_type_id, new)
        for own in self.customers:
            if own.customer in customers:
                told = CustomerTime(customer=own.customer, percent=own.proposed, since=self.last)
                times = times.having_customer(own.customer, told)
        return times


def own_times(desk: Desk) -> WorkTimes:
    """Return the times that were taken over, for what is planned with them."""
    return _read(desk).times


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
    jobs = {one.job_type_id: one.since for one in stored.times.times}
    known_at = {one.customer: one.since for one in stored.times.customers}
    year = _since(extract, "job_type_id", first, {})
    of_jobs = learned_times(_since(extract, "job_type_id", first, jobs), extract.words, by="job_type_id")
    beside = {one.group: one.factor for one in of_jobs}
    now = as_planned_now(_since(extract, "customer", first, known_at), extract.words, by="job_type_id", since=jobs)
    of_customers = learned_times(now, extract.words, by="customer", beside=beside)
    enough = [one for one in of_jobs if one.count >= LEAST_REPORTS and one.group in catalogue.job_types]
    return LearnedWork(
        first=first, last=last, stored=stored,
        proposals=tuple(_proposal(catalogue, one, stored.times) for one in enough),
        customers=tuple(
            _of_customer(one, stored.times) for one in of_customers if one.count >= LEAST_REPORTS and one.group
        ),
        by_job_type=rates_by(year, extract.words, by="job_type_id"),
        by_customer=rates_by(year, extract.words, by="customer"),
    )  # fmt: skip


def _since(extract: Extract, by: str, first: date, since: Mapping[str, date]) -> Columns:
    """The work from a day on, of a group whose time was taken over from that day on: before, other times held."""
    begins = np.full(len(extract.work["day"]), first.toordinal())
    for group, day in since.items():
        begins[np.isin(extract.work[by], extract.words.known([group]))] = max(first, day).toordinal()
    return {name: column[extract.work["day"] >= begins] for name, column in extract.work.items()}


def _of_customer(learned: Learned, times: WorkTimes) -> CustomerProposal:
    own = times.by_customer.get(learned.group)
    now = own.percent if own else 100
    proposed, p80 = (min(MOST_PERCENT, max(LEAST_PERCENT, percent)) for percent in learned.times_min(now))
    return CustomerProposal(
        customer=learned.group, now=now, learned=learned, proposed=proposed, p80=p80, since=own.since if own else None
    )


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
