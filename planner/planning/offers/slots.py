"""The times of a day that may be offered: the grid, cut to what is still to come and to the request's own windows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from planner.model.offer import SlotGrid
from planner.model.problem import Window
from planner.model.request import Request, TimeWindow
from planner.planning.horizon import Horizon
from planner.rules.calendar import is_public_holiday

__all__ = ["slots_on"]

_QUARTER_S = 15 * 60
"""Of a time that has begun already, what is still to come begins at a quarter of an hour."""

_LEAST_S = 30 * 60
"""What is left of a time that is cut is offered only if it is as long as this; a customer waits no shorter."""


def slots_on(
    request: Request, horizon: Horizon, grid: SlotGrid, *, now: datetime | None, longest_s: int
) -> tuple[Window, ...]:
    """Return the times of a day, in order, in whole minutes.

    Parameters
    ----------
    request
        Its hard windows cut the times: a promise will take their place, so it has to keep them.
    horizon
        The day.
    now
        Present moment; None: the whole day is to come.
    longest_s
        Seconds the work takes for the slowest of those who may do it: it is over before a window's latest end.
    """
    day = horizon.day
    if day.isoweekday() not in grid.weekdays or is_public_holiday(day):
        return ()
    local, length_s = ZoneInfo(horizon.zone), grid.length_min * 60
    starts = (horizon.seconds(datetime.combine(day, clock, local)) for clock in grid.starts)
    times = [(first, first + length_s) for first in starts]
    if now is not None:
        soon = ceil(horizon.seconds(now + timedelta(minutes=grid.notice_min)) / _QUARTER_S) * _QUARTER_S
        times = [(max(first, soon), last) for first, last in times]
    hard = [window for window in request.time_windows if window.hard]
    if hard:
        own = [_starts(window, horizon, longest_s) for window in hard]
        times = [(max(a, c), min(b, d)) for a, b in times for c, d in own]
    return tuple(Window(earliest_s=a, latest_s=b) for a, b in _whole(times) if b - a >= min(_LEAST_S, length_s))


def _starts(window: TimeWindow, horizon: Horizon, longest_s: int) -> tuple[int, int]:
    """First and last second of work that keeps a window, its latest end included."""
    latest_s = horizon.seconds(window.latest_start)
    if window.latest_end is not None:
        latest_s = min(latest_s, horizon.seconds(window.latest_end) - longest_s)
    return horizon.seconds(window.earliest_start), latest_s


def _whole(times: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Whole minutes, rounded inwards."""
    return sorted({(ceil(first / 60) * 60, last // 60 * 60) for first, last in times})
