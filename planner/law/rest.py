"""Rest: by day (13 § arbetstidslagen), by week (14 §), and one on top of the other (EU court, C-477/21).

A window that is slid to every instant would refuse legal plans, so a rolling window has an anchor: it begins with
the first work; the first free interval that is long enough satisfies it, and the next window begins with the first
work after that. Where there is none, the next window begins with the first work at or after its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from planner.law.case import Breach, Case
from planner.law.roster import Kind
from planner.law.spans import DAY_S, Span, gaps, local_day, local_moment, merged, next_start, periods, seconds

__all__ = ["daily_rest", "rest_on_top", "weekly_rest"]

_SATURDAY = 5


def daily_rest(case: Case) -> Iterator[Breach]:
    """Every 24 h hold at least 11 h of rest in a row, and the rest holds the hours from 00 to 05 (13 § ATL).

    The night part yields to a recorded reason why the work must be done at night.
    """
    rest = case.seconds("ATL13.rest_h")
    excused = bool(case.roster.night_reason) and bool(case.profile["ATL13.allow_night_reason"].value)

    def enough(free: Span) -> bool:
        return free[1] - free[0] >= rest and (excused or _holds_a_night(case, free))

    for window in _daily_windows(case, enough):
        free = gaps(case.busy, *window)
        if not any(b - a >= rest for a, b in free):
            yield _too_short(case, "ATL13", window, case.busy)
        elif not any(enough(one) for one in free):
            yield case.breach("ATL13.night_to_h", window, measured=0, limit=1, unit="", text="law.said.night")


def weekly_rest(case: Case) -> Iterator[Breach]:
    """Every seven days hold at least 36 h of rest in a row, at the weekend as far as possible (14 § ATL).

    Standby is no rest here, unless an agreement makes it so.
    """
    rest = case.seconds("ATL14.rest_h")
    busy = _busy_in_a_week(case)
    for window in _weekly_windows(case, busy):
        free = gaps(busy, *window)
        long_enough = [one for one in free if one[1] - one[0] >= rest]
        if not long_enough:
            yield _too_short(case, "ATL14", window, busy)
        elif case.profile["ATL14.prefer_weekend"].value and not any(_at_weekend(case, one) for one in long_enough):
            yield case.breach("ATL14.prefer_weekend", window, measured=0, limit=1, unit="", text="law.said.weekend")


def rest_on_top(case: Case) -> Iterator[Breach]:
    """The longest rest of a week is a weekly rest with a daily rest on top of it (EU court, C-477/21)."""
    busy = _busy_in_a_week(case)
    for window in _weekly_windows(case, busy):
        longest = max((b - a for a, b in gaps(busy, *window)), default=0)
        for key in ("EU-MAV.hard_h", "EU-MAV.warn_below_h"):
            limit = case.seconds(key)
            if longest < limit:
                yield case.breach(key, window, measured=longest, limit=limit, unit="s", text="law.said.least")
                break


def _too_short(case: Case, rule: str, window: Span, busy: list[Span]) -> Breach:
    """Return the breach of a window without its rest; a deviation that is made good is a warning.

    It is made good by a rest that goes on after the window and is longer by what was missing (own reading).
    """
    limit = case.seconds(f"{rule}.rest_h")
    longest = max((b - a for a, b in gaps(busy, *window)), default=0)
    until = window[1] + int(case.profile[f"{rule}.compensation_days"].number) * DAY_S
    excused = case.profile[f"{rule}.deviation"].value and any(
        one.rule == rule and one.reason and seconds(one.start) <= window[0] < seconds(one.end)
        for one in case.roster.deviations
    )
    owed = limit + limit - longest
    if excused and any(b > window[1] and b - a >= owed for a, b in gaps(busy, window[0], until)):
        key, text = f"{rule}.deviation", "law.said.deviation"
    else:
        key, text = f"{rule}.rest_h", "law.said.least"
    return case.breach(key, window, measured=longest, limit=limit, unit="s", text=text)


def _daily_windows(case: Case, enough: Callable[[Span], bool]) -> Iterator[Span]:
    """Return the windows of the daily rest: from one day break to the next, or rolling."""
    if case.profile["ATL13.window"].value == "rolling":
        yield from _rolling(case.busy, case.seconds("ATL13.period_h"), enough)
        return
    hour = case.profile["ATL13.day_break_h"].number
    since, until = case.whole
    day = local_day(since, case.zone) - timedelta(days=1)
    while (start := local_moment(day, case.zone, hour)) < until:
        day += timedelta(days=1)
        window = (start, local_moment(day, case.zone, hour))
        if any(a < window[1] and b > start for a, b in case.busy):
            yield window


def _weekly_windows(case: Case, busy: list[Span]) -> Iterator[Span]:
    """Return the windows of the weekly rest: calendar weeks, or rolling."""
    rest = case.seconds("ATL14.rest_h")
    if case.profile["ATL14.window"].value == "rolling":
        length = int(case.profile["ATL14.period_days"].number) * DAY_S
        yield from _rolling(busy, length, lambda free: free[1] - free[0] >= rest)
        return
    week_start = int(case.profile["ATL14.week_start"].number)
    for start, end in periods(*case.whole, every="1w", step=1, week_start=week_start, zone=case.zone):
        if any(a < end and b > start for a, b in busy):
            yield start, end


def _rolling(busy: list[Span], length: int, enough: Callable[[Span], bool]) -> Iterator[Span]:
    """Return anchored windows one after the other."""
    anchor = busy[0][0] if busy else None
    while anchor is not None:
        window = (anchor, anchor + length)
        yield window
        rest = next((free for free in gaps(busy, *window) if enough(free)), None)
        anchor = next_start(busy, window[1] if rest is None else rest[1])


def _busy_in_a_week(case: Case) -> list[Span]:
    """Return what is no weekly rest: work, jour, and standby where no agreement says otherwise."""
    if case.profile["ATL14.standby_is_rest"].value:
        return case.busy
    return merged(sorted([*case.busy, *case.spans(Kind.STANDBY)]))


def _holds_a_night(case: Case, free: Span) -> bool:
    """Whether a free interval holds the night hours of a day from beginning to end."""
    day, last = local_day(free[0], case.zone), local_day(free[1], case.zone)
    while day <= last:
        start = local_moment(day, case.zone, case.profile["ATL13.night_from_h"].number)
        if free[0] <= start and local_moment(day, case.zone, case.profile["ATL13.night_to_h"].number) <= free[1]:
            return True
        day += timedelta(days=1)
    return False


def _at_weekend(case: Case, free: Span) -> bool:
    """Whether some of a free interval lies on a Saturday or a Sunday."""
    day, last = local_day(free[0], case.zone), local_day(free[1] - 1, case.zone)
    return any((day + timedelta(days=n)).weekday() >= _SATURDAY for n in range((last - day).days + 1))
