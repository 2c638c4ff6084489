"""Standard times of job types that a firm has taken over from its own reports, in place of the catalogue's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from planner.model.catalogue import Catalogue

__all__ = ["MOST_MIN", "WorkTime", "WorkTimes"]

MOST_MIN = 24 * 60


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
class WorkTimes:
    """Times of job types, each named once; what is not named has the catalogue's."""

    times: tuple[WorkTime, ...] = ()

    @property
    def by_job_type(self) -> dict[str, WorkTime]:
        """The times by job type."""
        return {one.job_type_id: one for one in self.times}

    def having(self, job_type_id: str, time: WorkTime | None) -> WorkTimes:
        """Return a copy in which a job type has a time; None: the catalogue's again."""
        others = tuple(one for one in self.times if one.job_type_id != job_type_id)
        return WorkTimes(times=others if time is None else (*others, time))

    def on(self, catalogue: Catalogue) -> Catalogue:
        """Return a catalogue whose job types take these times; types it does not know are passed over."""
        own = {
            key: replace(catalogue.job_types[key], service_min=one.service_min, service_p80_min=one.service_p80_min)
            for key, one in self.by_job_type.items()
            if key in catalogue.job_types
        }
        return replace(catalogue, job_types={**catalogue.job_types, **own}) if own else catalogue
