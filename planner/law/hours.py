"""How much: ordinary time, jour, overtime and the total (5, 6, 8, 8 a, 9 and 10 b §§ arbetstidslagen)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.law.case import Breach, Case
from planner.law.roster import Kind
from planner.law.spans import Span, local_day, local_moment, span_of, total

__all__ = ["emergency", "extra_overtime", "jour", "ordinary", "overtime", "total_time"]


def ordinary(case: Case) -> Iterator[Breach]:
    """Ordinary time is at most 40 h a week, on average over one to four weeks (5 § ATL); leave in time counts as it.

    So does the extra time of part-timers here (own reading): it is full time at most.
    """
    weeks = int(case.profile["ATL5.avg_weeks"].number)
    spans = case.spans(Kind.WORK, Kind.EXTRA_TIME, Kind.LEAVE)
    limit = weeks * case.seconds("ATL5.limit_h")
    for window in case.windows(f"{weeks}w", case.profile["ATL5.stride"]):
        yield from _most(case, "ATL5.limit_h", spans, window, limit)


def jour(case: Case) -> Iterator[Breach]:
    """On-call time at the workplace is at most 48 h in four weeks or 50 h in a month (6 § ATL)."""
    yield from _capped(case, "ATL6", case.spans(Kind.JOUR))


def overtime(case: Case) -> Iterator[Breach]:
    """Overtime is at most 48 h in four weeks or 50 h in a month, and 200 h in a calendar year (8 § ATL)."""
    spans = case.spans(*_overtime_kinds(case))
    yield from _capped(case, "ATL8", spans)
    for year in _years(case):
        yield from _most(case, "ATL8.cap_year_h", spans, year, case.seconds("ATL8.cap_year_h"))


def extra_overtime(case: Case) -> Iterator[Breach]:
    """Extra overtime has a reason, comes after the ordinary one, and keeps its caps alone and with it (8 a § ATL)."""
    extra = case.spans(Kind.EXTRA_OVERTIME)
    both = case.spans(*_overtime_kinds(case), Kind.EXTRA_OVERTIME)
    for year in _years(case):
        yield from _most(case, "ATL8a.cap_year_h", extra, year, case.seconds("ATL8a.cap_year_h"))
    _, cap, windows = _cap(case, "ATL8")
    for window in windows:
        done = total(both, *window)
        if total(extra, *window) and done > cap:
            yield case.breach("ATL8a.together", window, measured=done, limit=cap, unit="s", text="law.said.together")
    yield from _unexplained(case, "ATL8a.reason", Kind.EXTRA_OVERTIME)
    yield from _too_early(case)


def emergency(case: Case) -> Iterator[Breach]:
    """Emergency overtime has a reason, and the union is told (9 § ATL)."""
    yield from _unexplained(case, "ATL9.reason", Kind.EMERGENCY)


def total_time(case: Case) -> Iterator[Breach]:
    """All working time, on-call time at the workplace included, is at most 48 h a week on average (10 b § ATL).

    The average is taken over a window of weeks or calendar months; days of leave and sickness are taken off the
    window where the profile says so.
    """
    limit = case.seconds("ATL10b.limit_h")
    neutral = set(case.roster.neutral_days) if case.profile["ATL10b.neutral_days"].value else set()
    for window in case.windows(str(case.profile["ATL10b.window"].value), case.profile["ATL10b.stride"]):
        first, last = local_day(window[0], case.zone), local_day(window[1], case.zone)
        days = case.days(window) - sum(first <= day < last for day in neutral)
        done = total(case.busy, *window)
        if done * 7 > limit * days:
            average = done * 7 / max(days, 1)
            yield case.breach(
                "ATL10b.limit_h", window, measured=average, limit=limit, unit="s", text="law.said.average"
            )


def _overtime_kinds(case: Case) -> tuple[Kind, ...]:
    """Return what counts as overtime; emergency overtime where the profile says so."""
    return (Kind.OVERTIME, Kind.EMERGENCY) if case.profile["ATL9.in_atl8_caps"].value else (Kind.OVERTIME,)


def _cap(case: Case, rule: str) -> tuple[str, int, list[Span]]:
    """Return key and seconds of the cap that is chosen, and its windows."""
    every = str(case.profile[f"{rule}.window"].value)
    key = f"{rule}.cap_4w_h" if every == "4w" else f"{rule}.cap_month_h"
    return key, case.seconds(key), case.windows(every, case.profile[f"{rule}.stride"])


def _capped(case: Case, rule: str, spans: list[Span]) -> Iterator[Breach]:
    """Return the windows of a rule in which there is more than its cap."""
    key, cap, windows = _cap(case, rule)
    for window in windows:
        yield from _most(case, key, spans, window, cap)


def _most(case: Case, key: str, spans: list[Span], window: Span, limit: int) -> Iterator[Breach]:
    """Return a breach if there is more than a limit in a window."""
    done = total(spans, *window)
    if done > limit:
        yield case.breach(key, window, measured=done, limit=limit, unit="s", text="law.said.most")


def _years(case: Case) -> Iterator[Span]:
    """Return the calendar years of the roster."""
    since, until = case.whole
    for year in range(local_day(since, case.zone).year, local_day(until - 1, case.zone).year + 1):
        yield local_moment(date(year, 1, 1), case.zone), local_moment(date(year + 1, 1, 1), case.zone)


def _unexplained(case: Case, key: str, kind: Kind) -> Iterator[Breach]:
    """Return the spells of a kind without a reason, where one is asked for."""
    if case.profile[key].value:
        for spell in case.roster.of(kind):
            if not spell.reason:
                window = span_of(spell.start, spell.end)
                yield case.breach(key, window, measured=0, limit=1, unit="", text="law.said.no_reason")


def _too_early(case: Case) -> Iterator[Breach]:
    """Return the spells of extra overtime that begin before the year's ordinary overtime is used."""
    needed, spans = case.seconds("ATL8a.after_h"), case.spans(*_overtime_kinds(case))
    for spell in case.roster.of(Kind.EXTRA_OVERTIME):
        start, end = span_of(spell.start, spell.end)
        year = local_moment(local_day(start, case.zone).replace(month=1, day=1), case.zone)
        done = total(spans, year, start)
        if done < needed:
            yield case.breach(
                "ATL8a.after_h", (start, end), measured=done, limit=needed, unit="s", text="law.said.too_early"
            )
