"""Long jobs in parts: which part of how many a visit is, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Part", "part_id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a job that is done on several days.

    Parameters
    ----------
    number, count
        Which part of how many, from 1.
    service_s
        Seconds of work in this part for a job-time factor of 1.
    """

    number: int
    count: int
    service_s: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.count:
            raise ValueError(f"part {self.number} of {self.count}: expected 1 to {self.count}")
        if self.service_s <= 0:
            raise ValueError(f"part {self.number} of {self.count}: {self.service_s} s of work, expected more than 0")

    @property
    def is_last(self) -> bool:
        """Whether the job is done with it."""
        return self.number == self.count


def part_id(request_id: str, number: int) -> str:
    """Return the visit id of a part of a request."""
    return f"{request_id}#{number}"
