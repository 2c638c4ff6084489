"""Standby: passive it is no working time, a call-out is; how long it lasts, how short the response is, what follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from planner.law.case import Breach, Case
from planner.law.roster import Kind
from planner.law.spans import local_day, local_moment, next_start, periods, total

__all__ = ["days_in_a_row", "response", "rest_after_call_out", "weeks_in_four"]

_HALF_DAY_S, _WEEK = 43_200, 7


def response(case: Case) -> Iterator[Breach]:
    """Standby with a response within less than 30 min may be working time altogether (C-344/19, C-580/19)."""
    spans, agreed = case.spans(Kind.STANDBY), case.roster.response_min
    limit = case.profile["STBY.response_min"].number
    if spans and agreed is not None and agreed < limit:
        window = (spans[0][0], spans[-1][1])
        yield case.breach(
            "STBY.response_min", window, measured=agreed, limit=limit, unit="min", text="law.said.response"
        )


def days_in_a_row(case: Case) -> Iterator[Breach]:
    """Standby is spread over no more days in a row than agreed; every day with some standby counts."""
    limit = case.profile["STBY.max_consecutive_days"].number
    days: set[date] = set()
    for start, end in case.spans(Kind.STANDBY):
        first, last = local_day(start, case.zone), local_day(end - 1, case.zone)
        days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    for first in sorted(day for day in days if day - timedelta(days=1) not in days):
        after = first
        while after in days:
            after += timedelta(days=1)
        count = (after - first).days
        if count > limit:
            window = (local_moment(first, case.zone), local_moment(after, case.zone))
            yield case.breach(
                "STBY.max_consecutive_days", window, measured=count, limit=limit, unit="days", text="law.said.most"
            )


def weeks_in_four(case: Case) -> Iterator[Breach]:
    """Four weeks in a row hold no more weeks of standby than agreed, counted in days of seven to the week.

    A day counts where there is standby after its noon: a night belongs to the day on which it begins (own reading).
    """
    limit = case.profile["STBY.max_weeks_in_4"].number * _WEEK
    spans = case.spans(Kind.STANDBY)
    week_start = int(case.profile["ATL5.week_start"].number)
    for window in periods(*case.whole, every="4w", step=1, week_start=week_start, zone=case.zone):
        first = local_day(window[0], case.zone)
        ends = (local_moment(first + timedelta(days=n + 1), case.zone) for n in range(4 * _WEEK))
        count = sum(total(spans, end - _HALF_DAY_S, end) > 0 for end in ends)
        if count > limit:
            yield case.breach(
                "STBY.max_weeks_in_4", window, measured=count, limit=limit, unit="days", text="law.said.most"
            )


def rest_after_call_out(case: Case) -> Iterator[Breach]:
    """After the last call-out before other work there is the rest that is agreed."""
    owed = case.seconds("STBY.rest_after_h")
    calls, others = case.spans(Kind.CALL_OUT), case.other_work
    for _, end in calls:
        start, another = next_start(others, end), next_start(calls, end)
        if start is None or (another is not None and another < start):
            continue
        if start - end < owed:
            window, rest = (end, max(start, end + 1)), start - end
            yield case.breach("STBY.rest_after_h", window, measured=rest, limit=owed, unit="s", text="law.said.least")
