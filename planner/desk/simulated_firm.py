"""The firm of a simulated history: the demo's, made as large as the demand, with truths that nobody has told it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from planner.desk.demo_org import Organisation, read_organisation
from planner.desk.demo_sites import Customer, Site
from planner.model.catalogue import Catalogue, JobType
from planner.model.language import TEAM_ZONE
from planner.model.places import Place
from planner.model.team import Absence, Technician
from planner.model.words import Channel
from planner.rules.calendar import is_public_holiday
from planner.travel import TravelEngine

__all__ = ["Firm", "Truth", "local_midnight", "make_firm"]

_ZONE = ZoneInfo(TEAM_ZONE)
_DAY_MIN = 340.0
"""How much of a technician's day is work on average, drives and breaks left out; days away are counted for."""

_VACATION_WEEKS, _ILL_A_YEAR = 5, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What work really takes as a factor on what the catalogue says: by job type, technician and customer.

    Nobody in the firm knows them; what is learned from the history is measured against them.
    """

    job: np.ndarray
    technician: np.ndarray
    customer: np.ndarray
    spread: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """The firm.

    Parameters
    ----------
    sites
        Each with the number of its customer.
    drive_s, distance_m
        By sites and, after them, the technicians' starts.
    able
        By technician and job type: whether skills suffice.
    away
        Days away by technician, as ordinals.
    """

    organisation: Organisation
    technicians: tuple[Technician, ...]
    customers: tuple[Customer, ...]
    sites: tuple[tuple[int, Site], ...]
    job_types: tuple[JobType, ...]
    job_share: np.ndarray
    able: np.ndarray
    drive_s: np.ndarray
    distance_m: np.ndarray
    absences: tuple[Absence, ...]
    away: tuple[frozenset[int], ...]
    truth: Truth

    def works(self, day: date) -> bool:
        """Whether it is a working day."""
        return day.weekday() < 5 and not is_public_holiday(day)


def local_midnight(day: date) -> int:
    """Return when a local day begins, in seconds since 1970."""
    return round(datetime.combine(day, datetime.min.time(), _ZONE).timestamp())


def make_firm(
    catalogue: Catalogue, travel: TravelEngine, *, first: date, last: date, per_day: float, seed: int, language: str
) -> Firm:
    """Return a firm that can do so many requests a working day.

    Parameters
    ----------
    first, last
        Days of the history.
    per_day
        Requests of a working day.
    seed
        Same seed, same firm.
    """
    chance = np.random.default_rng([seed, 1])
    organisation = read_organisation(day=last, seed=seed, language=language)
    job_types = tuple(catalogue.job_types[one] for one in organisation.per_week)
    share = np.array(list(organisation.per_week.values()), dtype=float)
    share /= share.sum()
    customers = _copied_customers(organisation.customers, math.ceil(per_day / 100))
    technicians = _copied_technicians(organisation.team.technicians, _heads(job_types, share, per_day))
    sites = tuple((at, site) for at, customer in enumerate(customers) for site in customer.sites)
    places = [site.place for _, site in sites] + [_start(one) for one in technicians]
    matrix = travel.matrix(places)
    absences = _absences(technicians, first, last, chance)
    return Firm(
        organisation=organisation,
        technicians=technicians,
        customers=customers,
        sites=sites,
        job_types=job_types,
        job_share=share,
        able=_able(technicians, job_types, last),
        drive_s=np.asarray(matrix.drive_s, dtype=np.int64),
        distance_m=np.asarray(matrix.distance_m, dtype=np.int64),
        absences=absences,
        away=tuple(_away(one.technician_id, absences) for one in technicians),
        truth=Truth(
            job=np.exp(chance.normal(0.05, 0.12, len(job_types))),
            technician=np.exp(chance.normal(0.0, 0.10, len(technicians))),
            customer=np.exp(chance.normal(0.0, 0.08, len(customers))),
            spread=np.array([_spread(one) for one in job_types]),
        ),
    )


def _spread(one: JobType) -> float:
    """Standard deviation of the logarithm, by median and 80th percentile."""
    return math.log(max(one.service_p80_min, one.service_min * 1.02) / one.service_min) / 0.8416


def _heads(job_types: tuple[JobType, ...], share: np.ndarray, per_day: float) -> int:
    """How many field technicians the work of a day needs."""
    minutes = np.array([(one.service_min + one.setup_min + 25) * (1 - one.remote_share) for one in job_types])
    remote = np.array([one.service_min * one.remote_share * (one.default_channel is not Channel.PHONE)
                       for one in job_types])  # fmt: skip
    return math.ceil(per_day * float((share * (minutes + 0.5 * remote)).sum()) / (_DAY_MIN * 0.65))


def _copied_technicians(given: tuple[Technician, ...], count: int) -> tuple[Technician, ...]:
    """The drivers of the demo, as often as needed."""
    drivers = [one for one in given if one.licence.classes and not one.licence.suspensions and one.patterns]
    found = []
    for at in range(max(count, len(drivers))):  # together they know every kind of work
        one, round_ = drivers[at % len(drivers)], at // len(drivers)
        named = one if not round_ else replace(
            one, technician_id=f"{one.technician_id}-{round_ + 1}", name=f"{one.name} {round_ + 1}"
        )  # fmt: skip
        found.append(replace(named, number=at + 1, vehicle_id=named.vehicle_id if not round_ else ""))
    return tuple(found)


def _copied_customers(given: tuple[Customer, ...], times: int) -> tuple[Customer, ...]:
    return tuple(
        one if not round_ else replace(
            one, customer_id=f"{one.customer_id}-{round_ + 1}", name=f"{one.name} {round_ + 1}",
            sites=tuple(replace(site, site_id=f"{site.site_id}-{round_ + 1}", place=_moved(site.place, round_))
                        for site in one.sites),
        )
        for round_ in range(max(1, times))
        for one in given
    )  # fmt: skip


def _moved(place: Place, steps: int) -> Place:
    turn = 2.4 * steps
    return replace(
        place, lat=round(place.lat + 0.012 * math.sin(turn), 5), lon=round(place.lon + 0.024 * math.cos(turn), 5)
    )


def _start(one: Technician) -> Place:
    if one.start_place is None:
        raise ValueError(f"technician {one.technician_id} starts nowhere")
    return one.start_place


def _able(technicians: tuple[Technician, ...], job_types: tuple[JobType, ...], day: date) -> np.ndarray:
    found = np.array([
        [all(one.level(need.skill, day) >= need.level for need in job.required_skills) for job in job_types]
        for one in technicians
    ])  # fmt: skip
    for at, job in enumerate(job_types):
        if not found[:, at].any():
            raise ValueError(f"nobody in the firm can do {job.job_type_id}")
    return found


def _absences(
    technicians: tuple[Technician, ...], first: date, last: date, chance: np.random.Generator
) -> tuple[Absence, ...]:
    """Five weeks of vacation a year, four of them from the end of June on, and some days of illness."""
    found = []
    for one in technicians:
        for year in range(first.year, last.year + 1):
            summer = date(year, 6, 22) + timedelta(weeks=int(chance.integers(0, 6)))
            winter = date(year, 1, 4) + timedelta(weeks=int(chance.integers(0, 12)))
            spans = [(summer, 28), (winter, 7 * (_VACATION_WEEKS - 4))]
            for _ in range(int(chance.poisson(_ILL_A_YEAR))):
                spans.append((date(year, 9, 1) + timedelta(days=int(chance.integers(0, 110))), 2))
            until: date | None = None
            for start, days in sorted(spans):
                end = start + timedelta(days=days)
                if end < first or start > last or (until is not None and start < until):
                    continue
                found.append(_absence(one.technician_id, start, end))
                until = end
    return tuple(found)


def _absence(technician_id: str, start: date, end: date) -> Absence:
    begin, over = (datetime.combine(day, datetime.min.time(), _ZONE) for day in (start, end))
    return Absence(technician_id=technician_id, start=begin, end=over)


def _away(technician_id: str, absences: tuple[Absence, ...]) -> frozenset[int]:
    found: set[int] = set()
    for one in absences:
        if one.technician_id == technician_id:
            begin, over = (moment.astimezone(_ZONE).date().toordinal() for moment in (one.start, one.end))
            found.update(range(begin, over))
    return frozenset(found)
