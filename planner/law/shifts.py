"""Within and around the shift: breaks (15 § arbetstidslagen), night work (13 a §), notice (12 §), travel from home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from planner.law.case import Breach, Case
from planner.law.roster import Kind
from planner.law.spans import Span, next_start, seconds, span_of, total

__all__ = ["home_travel", "night_work", "notice", "work_in_a_row"]


def work_in_a_row(case: Case) -> Iterator[Breach]:
    """Nobody works more than 5 h in a row without a break of at least 30 min (15 § ATL); 5:00:00 is allowed.

    Driving, waiting and pauses are work. Shorter breaks do not begin a new row, and are not counted in it; nor does
    jour, which keeps the person at the workplace.
    """
    limit, rast = case.seconds("ATL15.max_work_h"), case.seconds("ATL15.rast_min")
    rows: list[Span] = []
    for start, end in case.busy:
        if rows and start - rows[-1][1] < rast:
            rows[-1] = (rows[-1][0], end)
        else:
            rows.append((start, end))
    for row in rows:
        done = total(case.work, *row)
        if done > limit:
            yield case.breach("ATL15.max_work_h", row, measured=done, limit=limit, unit="s", text="law.said.most")


def night_work(case: Case) -> Iterator[Breach]:
    """A night worker works at most 8 h in 24 h on average, and never more where the work is hazardous (13 a § ATL).

    For each started seven days one day is taken off the window.
    """
    if not case.roster.night_worker:
        return
    limit, weekly = case.seconds("ATL13a.limit_h"), int(case.profile["ATL13a.off_every_days"].number)
    for window in case.windows(str(case.profile["ATL13a.window"].value), case.profile["ATL13a.stride"]):
        days = case.days(window)
        counted = days - -(-days // weekly)
        done = total(case.work, *window)
        if done > limit * counted:
            average = done / counted
            yield case.breach(
                "ATL13a.limit_h", window, measured=average, limit=limit, unit="s", text="law.said.average"
            )
    if case.roster.hazardous:
        yield from _hazardous(case)


def notice(case: Case) -> Iterator[Breach]:
    """A changed shift is known 14 days before, unless the unforeseen is the reason (12 § ATL).

    A new order of visits inside hours that were known is no change.
    """
    days = round(case.profile["ATL12.notice_days"].number)
    for change in case.roster.changes:
        if change.inside_known_hours or change.reason:
            continue
        starts = [change.start] if change.known_start is None else [change.start, change.known_start]
        start = min(starts)
        if seconds(change.published) > _days_before(case, start, days):
            known = _whole_days(case, change.published, start)
            window = (seconds(start), seconds(change.end))
            yield case.breach(
                "ATL12.notice_days", window, measured=known, limit=days, unit="days", text="law.said.notice"
            )


def home_travel(case: Case) -> Iterator[Breach]:
    """Travel from and to home is working time of whoever has no fixed workplace (EU court, C-266/14)."""
    key = "TYCO.mobile_travels_in_working_time"
    if case.profile[key].value and case.roster.mobile and not case.roster.travels_in_working_time:
        for spell in case.roster.of(Kind.HOME_TRAVEL):
            window = span_of(spell.start, spell.end)
            yield case.breach(key, window, measured=0, limit=1, unit="", text="law.said.home_travel")


def _hazardous(case: Case) -> Iterator[Breach]:
    """Return the 24 h from the start of work in which there is too much of it; after one the next begins behind it."""
    limit, period = case.seconds("ATL13a.hazardous_h"), case.seconds("ATL13a.period_h")
    anchor = next_start(case.work, 0)
    while anchor is not None:
        window = (anchor, anchor + period)
        done = total(case.work, *window)
        if done > limit:
            yield case.breach("ATL13a.hazardous_h", window, measured=done, limit=limit, unit="s", text="law.said.most")
        anchor = next_start(case.work, window[1] if done > limit else anchor + 1)


def _days_before(case: Case, start: datetime, days: int) -> int:
    """Return the moment some calendar days before another, at the same time of day."""
    local = start.astimezone(case.zone)
    return seconds(datetime.combine(local.date() - timedelta(days=days), local.time(), tzinfo=case.zone))


def _whole_days(case: Case, before: datetime, after: datetime) -> int:
    """Return how many whole days a clock on the wall counts between two moments."""
    shown = [moment.astimezone(case.zone).replace(tzinfo=None) for moment in (before, after)]
    return (shown[1] - shown[0]).days
