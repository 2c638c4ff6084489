"""A timed route: what a duty does and when, in seconds of the horizon."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.words import StopKind

__all__ = ["Miss", "TimedRoute", "TimedStop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """By how many seconds a relaxed rule is missed, and at which visit where it is one visit's.

    A capacity is missed by no seconds but by an `amount` of its `dimension`, parts by how many of which part lack, a
    desk by an `amount` of one.
    """

    rule: str
    seconds: int = 0
    visit_id: str | None = None
    amount: int = 0
    dimension: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedStop:
    """A stop with its seconds; the fields mean what they mean in `Stop`, `row` is the place in the matrix."""

    kind: StopKind
    visit_id: str | None = None
    row: int | None = None
    leave_s: int
    arrival_s: int
    start_s: int
    end_s: int
    travel_s: int = 0
    distance_m: int = 0
    setup_s: int = 0
    lateness_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedRoute:
    """A schedule of one duty.

    Parameters
    ----------
    stops
        In order, from the start; empty for a duty without work.
    units
        Price in price units: drive time, distance, waiting, overtime, lateness, non-preferred technicians.
    end_s
        Second of the return (of the last work's end where the day ends there).
    misses
        What a schedule with relaxed rules breaks, the worst first.
    """

    duty_id: str
    stops: tuple[TimedStop, ...] = ()
    units: int = 0
    end_s: int
    misses: tuple[Miss, ...] = ()

    def start_of(self, visit_id: str) -> int | None:
        """Return the second at which the work of a visit starts, or None."""
        return next((s.start_s for s in self.stops if s.visit_id == visit_id), None)
