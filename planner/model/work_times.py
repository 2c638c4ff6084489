"""Standard times that a firm has taken over from its own reports: of job types, and how customers differ from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from planner.model.catalogue import Catalogue

__all__ = ["LEAST_PERCENT", "MOST_MIN", "MOST_PERCENT", "CustomerTime", "WorkTime", "WorkTimes"]

MOST_MIN = 24 * 60
LEAST_PERCENT, MOST_PERCENT = 50, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTime:
    """How long work of a type takes.

    Parameters
    ----------
    job_type_id
        The type.
    service_min, service_p80_min
        Median and 80th percentile, whole minutes.
    since
        Local day on which it was taken over. Work planned before was planned with other times: it teaches nothing
        about this one.

    Raises
    ------
    ValueError
        If the minutes are not 1 to 1 440, or the percentile is below the median.
    """

    job_type_id: str
    service_min: int
    service_p80_min: int
    since: date

    def __post_init__(self) -> None:
        if not 1 <= self.service_min <= self.service_p80_min <= MOST_MIN:
            raise ValueError(f"work of {self.service_min} to {self.service_p80_min} min, expected 1 to {MOST_MIN}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerTime:
    """How long work takes at a customer's beside other customers.

    Parameters
    ----------
    customer
        The name, as in requests.
    percent
        Of the standard time of each job type, median and 80th percentile alike.
    since
        As in `WorkTime`.

    Raises
    ------
    ValueError
        If there is no name, or the percentage is not 50 to 300.
    """

    customer: str
    percent: int
    since: date

    def __post_init__(self) -> None:
        if not self.customer or not LEAST_PERCENT <= self.percent <= MOST_PERCENT:
            raise ValueError(
                f"customer {self.customer!r}: {self.percent} %, expected a name and {LEAST_PERCENT} to {MOST_PERCENT}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTimes:
    """Times of job types and customers, each named once; what is not named has the catalogue's.

    Parameters
    ----------
    times
        Of job types.
    customers
        Of customers who differ from others.
    """

    times: tuple[WorkTime, ...] = ()
    customers: tuple[CustomerTime, ...] = ()

    @property
    def by_job_type(self) -> dict[str, WorkTime]:
        """The times by job type."""
        return {one.job_type_id: one for one in self.times}

    @property
    def by_customer(self) -> dict[str, CustomerTime]:
        """The customers who differ, by name."""
        return {one.customer: one for one in self.customers}

    def having(self, job_type_id: str, time: WorkTime | None) -> WorkTimes:
        """Return a copy in which a job type has a time; None: the catalogue's again."""
        others = tuple(one for one in self.times if one.job_type_id != job_type_id)
        return replace(self, times=others if time is None else (*others, time))

    def having_customer(self, customer: str, time: CustomerTime | None) -> WorkTimes:
        """Return a copy in which a customer has a percentage; None: as other customers again."""
        others = tuple(one for one in self.customers if one.customer != customer)
        return replace(self, customers=others if time is None else (*others, time))

    def at(self, customer: str, minutes: int) -> int:
        """Return how many minutes work takes at a customer's that takes so many at others'."""
        own = self.by_customer.get(customer)
        return minutes if own is None else min(MOST_MIN, max(1, round(minutes * own.percent / 100)))

    def on(self, catalogue: Catalogue, *, customer: str = "") -> Catalogue:
        """Return a catalogue whose job types take these times; types it does not know are passed over.

        Parameters
        ----------
        customer
            At whose the work is done; empty: at no particular one's.
        """
        own = {
            key: replace(catalogue.job_types[key], service_min=one.service_min, service_p80_min=one.service_p80_min)
            for key, one in self.by_job_type.items()
            if key in catalogue.job_types
        }
        types = {**catalogue.job_types, **own}
        if customer in self.by_customer:
            types = {
                key: replace(
                    one,
                    service_min=self.at(customer, one.service_min),
                    service_p80_min=self.at(customer, one.service_p80_min),
                )
                for key, one in types.items()
            }
        return replace(catalogue, job_types=types) if own or customer in self.by_customer else catalogue
