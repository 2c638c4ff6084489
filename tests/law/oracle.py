"""A second checker, written from the rules' text on bits of minutes (`tests.law.bitmap`).

It shares only the data types with the checker and sees whole minutes only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from planner.law import Kind, Profile, Roster, Severity
from tests.law.bitmap import Bitmap, Found, begin, clock, free, midnights, minute, today
from tests.law.oracle_papers import papers


def amounts(it: Bitmap) -> Iterator[Found]:
    """ATL5, ATL6, ATL8 and the caps of ATL8a."""
    weeks = int(it.profile["ATL5.avg_weeks"].value)
    for start, end, _ in it.windows("ATL5", f"{weeks}w"):
        if it.count(it.bits(Kind.WORK, Kind.EXTRA_TIME, Kind.LEAVE), start, end) > it.minutes("ATL5.limit_h") * weeks:
            yield "ATL5.limit_h", start
    over, extra = overtime_of(it), it.bits(Kind.EXTRA_OVERTIME)
    for rule, bits in (("ATL6", it.bits(Kind.JOUR)), ("ATL8", over)):
        key, cap = capped(it, rule)
        for start, end, _ in it.windows(rule, str(it.profile[f"{rule}.window"].value)):
            if it.count(bits, start, end) > cap:
                yield key, start
            if rule == "ATL8" and it.count(extra, start, end) and it.count(bits | extra, start, end) > cap:
                yield "ATL8a.together", start
    for year in (2026, 2027, 2028):
        start, end = midnights()[date(year, 1, 1)], midnights()[date(year + 1, 1, 1)]
        for key, bits in (("ATL8.cap_year_h", over), ("ATL8a.cap_year_h", extra)):
            if it.count(bits, start, end) > it.minutes(key):
                yield key, start


def reasons(it: Bitmap) -> Iterator[Found]:
    """ATL8a and ATL9: a reason, and the ordinary overtime first."""
    for spell in it.roster.spells:
        at = minute(spell.start)
        if spell.kind is Kind.EXTRA_OVERTIME:
            if it.on("ATL8a.reason") and not spell.reason:
                yield "ATL8a.reason", at
            if it.count(overtime_of(it), midnights()[date(today(at).year, 1, 1)], at) < it.minutes("ATL8a.after_h"):
                yield "ATL8a.after_h", at
        if spell.kind is Kind.EMERGENCY and it.on("ATL9.reason") and not spell.reason:
            yield "ATL9.reason", at


def overtime_of(it: Bitmap) -> int:
    """The minutes that count as overtime."""
    return it.bits(Kind.OVERTIME, Kind.EMERGENCY) if it.on("ATL9.in_atl8_caps") else it.bits(Kind.OVERTIME)


def capped(it: Bitmap, rule: str) -> tuple[str, int]:
    """The cap of the window that is chosen."""
    key = f"{rule}.cap_month_h" if it.profile[f"{rule}.window"].value == "1m" else f"{rule}.cap_4w_h"
    return key, it.minutes(key)


def averages(it: Bitmap) -> Iterator[Found]:
    """ATL10b and ATL13a: a sum against days; and the hard limit of hazardous night work."""
    neutral = it.roster.neutral_days if it.on("ATL10b.neutral_days") else ()
    for start, end, days in it.windows("ATL10b", str(it.profile["ATL10b.window"].value)):
        left = days - len({day for day in neutral if start <= midnights()[day] < end})
        if it.count(it.busy, start, end) > it.minutes("ATL10b.limit_h") * left / 7:
            yield "ATL10b.limit_h", start
    if not it.roster.night_worker:
        return
    every = int(it.profile["ATL13a.off_every_days"].value)
    for start, end, days in it.windows("ATL13a", str(it.profile["ATL13a.window"].value)):
        left = days - len(range(0, days, every))
        if it.count(it.work, start, end) > it.minutes("ATL13a.limit_h") * left:
            yield "ATL13a.limit_h", start
    if it.roster.hazardous:
        row, length = it.row(it.work), it.minutes("ATL13a.period_h")
        at = begin(row, 1)
        while at >= 0:
            bad = row[at : at + length].count("1") > it.minutes("ATL13a.hazardous_h")
            if bad:
                yield "ATL13a.hazardous_h", at + it.base
            at = begin(row, at + length if bad else at + 1)


def slide(row: str, length: int, good: Callable[[tuple[int, int]], bool]) -> Iterator[tuple[int, int]]:
    """Windows with an anchor: first start of work, then the first start after the rest, or after the window."""
    at = begin(row, 1)
    while at >= 0:
        yield at, at + length
        rests = [run for run in free(row, at, at + length) if good(run)]
        at = begin(row, rests[0][1] if rests else at + length)


def daily(it: Bitmap) -> Iterator[Found]:
    """ATL13."""
    row, need = it.row(it.busy), it.minutes("ATL13.rest_h")
    excused = it.roster.night_reason != "" and it.on("ATL13.allow_night_reason")
    from_, to = int(it.profile["ATL13.night_from_h"].value), int(it.profile["ATL13.night_to_h"].value)
    first, last = today(it.base) - timedelta(days=1), today(it.base + it.size)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    nights = [(clock()[day, from_] - it.base, clock()[day, to] - it.base) for day in days]

    def good(run: tuple[int, int]) -> bool:
        return run[1] - run[0] >= need and (excused or any(run[0] <= a and b <= run[1] for a, b in nights))

    if it.profile["ATL13.window"].value == "rolling":
        windows = list(slide(row, it.minutes("ATL13.period_h"), good))
    else:
        hour = int(it.profile["ATL13.day_break_h"].value)
        marks = [clock()[day, hour] - it.base for day in days]
        windows = [(max(a, 0), b) for a, b in pairwise(marks) if "1" in row[max(a, 0) : b]]
    for start, end in windows:
        runs = free(row, start, end)
        if not any(b - a >= need for a, b in runs):
            yield f"ATL13.{short_rest(it, 'ATL13', row, (start, end))}", start + it.base
        elif not any(good(run) for run in runs):
            yield "ATL13.night_to_h", start + it.base


def weekly(it: Bitmap) -> Iterator[Found]:
    """ATL14 and EU-MAV."""
    taken = it.busy | (0 if it.on("ATL14.standby_is_rest") else it.bits(Kind.STANDBY))
    row, need = it.row(taken), it.minutes("ATL14.rest_h")
    if it.profile["ATL14.window"].value == "rolling":
        windows = list(slide(row, 7 * 1440, lambda run: run[1] - run[0] >= need))
    else:
        weeks = it.calendar("1w", 1, int(it.profile["ATL14.week_start"].value))
        windows = [(midnights()[a] - it.base, midnights()[b] - it.base) for a, b in weeks]
    for start, end in windows:
        if not it.count(taken, start + it.base, end + it.base):
            continue
        # The window may begin before the bits do: what is missing there is free.
        runs = free("0" * -start + row, 0, end - start) if start < 0 else free(row, start, end)
        if start < 0:
            runs = [(a + start, b + start) for a, b in runs]
        longest = max((b - a for a, b in runs), default=0)
        if longest < need:
            yield f"ATL14.{short_rest(it, 'ATL14', row, (start, end))}", start + it.base
        elif it.on("ATL14.prefer_weekend") and not any(b - a >= need and weekend(it, a, b) for a, b in runs):
            yield "ATL14.prefer_weekend", start + it.base
        if longest < it.minutes("EU-MAV.hard_h"):
            yield "EU-MAV.hard_h", start + it.base
        elif longest < it.minutes("EU-MAV.warn_below_h"):
            yield "EU-MAV.warn_below_h", start + it.base


def short_rest(it: Bitmap, rule: str, row: str, window: tuple[int, int]) -> str:
    """Which parameter too short a rest breaks: the rest, or a deviation with a reason and a longer rest after it."""
    start, end = max(window[0], 0), window[1]
    need = it.minutes(f"{rule}.rest_h")
    missing = need - max((b - a for a, b in free(row, start, end)), default=0)
    until = end + int(it.profile[f"{rule}.compensation_days"].value) * 1440
    later = [b - a for a, b in free(row, start, until) if b > end]
    named = [
        one
        for one in it.roster.deviations
        if one.rule == rule and one.reason and minute(one.start) - it.base <= window[0] < minute(one.end) - it.base
    ]
    good = it.on(f"{rule}.deviation") and named and max(later, default=0) >= need + missing
    return "deviation" if good else "rest_h"


def weekend(it: Bitmap, start: int, end: int) -> bool:
    """Whether some minute of a rest is a Saturday's or a Sunday's."""
    hours = range(start + it.base, end + it.base, 60)
    return any(today(at).weekday() in (5, 6) for at in (*hours, end + it.base - 1))


def in_a_row(it: Bitmap) -> Iterator[Found]:
    """ATL15: pieces of the row between breaks that are long enough."""
    row, work = it.row(it.busy), it.row(it.work)
    start = begin(row, 1)
    while start >= 0:
        pause = row.find("0" * it.minutes("ATL15.rast_min"), start)
        if work[start:pause].count("1") > it.minutes("ATL15.max_work_h"):
            yield "ATL15.max_work_h", start + it.base
        start = begin(row, pause)


def standby(it: Bitmap) -> Iterator[Found]:
    """STBY and TYCO."""
    bits = it.bits(Kind.STANDBY)
    row = it.row(bits)
    response = it.roster.response_min
    if bits and response is not None and response < float(it.profile["STBY.response_min"].value):
        yield "STBY.response_min", row.index("1") + it.base
    run: list[int] = []
    day = today(it.base)
    while midnights()[day] < it.base + it.size:
        start, end = midnights()[day], midnights()[day + timedelta(days=1)]
        day += timedelta(days=1)
        if it.count(bits, start, end):
            run.append(start)
        else:
            if len(run) > float(it.profile["STBY.max_consecutive_days"].value):
                yield "STBY.max_consecutive_days", run[0]
            run = []
    for first, after in it.calendar("4w", 1, int(it.profile["ATL5.week_start"].value)):
        ends = [midnights()[first + timedelta(days=n)] for n in range(1, (after - first).days + 1)]
        evenings = [end for end in ends if it.count(bits, end - 720, end)]
        if len(evenings) > 7 * float(it.profile["STBY.max_weeks_in_4"].value):
            yield "STBY.max_weeks_in_4", midnights()[first]
    calls, others = it.row(it.bits(Kind.CALL_OUT)), it.row(it.planned | it.bits(Kind.JOUR))
    for end in (one.start() + 1 for one in re.finditer("10", calls)):
        start, another = begin(others, end), begin(calls, end)
        if start >= 0 and not 0 <= another < start and start - end < it.minutes("STBY.rest_after_h"):
            yield "STBY.rest_after_h", end + it.base
    mobile = it.roster.mobile and it.roster.home_travel_is_work is False
    for spell in it.roster.spells:
        if spell.kind is Kind.HOME_TRAVEL and mobile and it.on("TYCO.mobile_travels_in_working_time"):
            yield "TYCO.mobile_travels_in_working_time", minute(spell.start)


def floors(it: Bitmap) -> Iterator[Found]:
    """The floor of EU law, and rules that have one and are switched off."""
    least = {"ATL13.rest_h": "EU.daily_rest_h", "ATL14.rest_h": "EU.weekly_rest_h"}
    most = {"ATL10b.limit_h": "EU.average_h", "ATL13a.limit_h": "EU.night_h"}
    for key, floor in {**least, **most}.items():
        margin = it.minutes(key) - it.minutes(floor)
        off = it.profile[key].severity is Severity.OFF
        if off or (margin < 0 if key in least else margin > 0):
            yield floor, minute(it.roster.since)


def oracle(roster: Roster, profile: Profile) -> set[tuple[str, Severity, int]]:
    """Key of the parameter, severity and first minute of everything that is wrong."""
    it = Bitmap(roster, profile)
    parts = (amounts, reasons, averages, daily, weekly, in_a_row, standby, papers, floors)
    found = {(key, profile[key].severity, at) for part in parts for key, at in part(it)}
    return {one for one in found if one[1] is not Severity.OFF}
