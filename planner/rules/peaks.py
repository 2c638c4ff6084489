"""The two terms of the price that look at all of a plan: the greatest lateness, and who has least to do.

A sum does not see them: ten visits that are six minutes late are not one that is an hour late, and nobody is helped
by a day that is even for all but one.
"""

from __future__ import annotations

from collections.abc import Iterable

from planner.model.costs import Weights, hour_units, minute_units
from planner.model.problem import Duty
from planner.rules.timed import TimedRoute

__all__ = ["counts_idle", "idle_s", "peak_units", "unused_idle_s"]


def counts_idle(duty: Duty) -> bool:
    """Whether it matters that a duty has little to do: it is of the own staff, for visits, and rides with nobody."""
    return duty.vendor is None and duty.takes_visits and not duty.rides_with


def idle_s(duty: Duty, busy_s: int, end_s: int) -> int:
    """Return the seconds in which a duty has nothing to do, from the start of the shift to its end or a later return.

    Parameters
    ----------
    busy_s
        Seconds of work, drives, set-up and breaks.
    end_s
        When the technician is back.
    """
    return max(0, max(duty.end_s, end_s) - duty.start_s - busy_s)


def unused_idle_s(duty: Duty) -> int:
    """Return the idle seconds of a duty without work: all of it but the breaks."""
    return idle_s(duty, sum(one.duration_s for one in duty.breaks), duty.end_s)


def peak_units(weights: Weights, routes: Iterable[tuple[Duty, TimedRoute]]) -> int:
    """Return the price units of the greatest lateness and of the longest idle time of duties with their routes."""
    latest_s = longest_s = 0
    for duty, route in routes:
        latest_s = max([latest_s, *(stop.lateness_s for stop in route.stops)])
        if counts_idle(duty):
            longest_s = max(longest_s, _idle_of(duty, route))
    return minute_units(latest_s, weights.longest_lateness_ore_min) + hour_units(longest_s, weights.longest_idle_ore_h)


def _idle_of(duty: Duty, route: TimedRoute) -> int:
    if not route.stops:
        return unused_idle_s(duty)
    busy_s = sum(stop.travel_s + stop.setup_s + stop.end_s - stop.start_s for stop in route.stops)
    return idle_s(duty, busy_s, route.end_s)
