"""When a request can be done on the day, and after which second it is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from planner.model.catalogue import Catalogue
from planner.model.message import message
from planner.model.problem import Window
from planner.model.reasons import Reason
from planner.model.request import Request, TimeWindow
from planner.model.words import Due, PromiseKind
from planner.planning.horizon import Horizon
from planner.rules.clocks import Span, dues_of

__all__ = ["Day", "VisitTimes", "visit_times"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What the times of every request are measured against.

    Parameters
    ----------
    first_s, last_s
        First start and last hard end of the duties; all zero without duties.
    now_s
        The present second; None: nothing counts as past but earlier days.
    floor_s
        Second before which nothing begins: 0, or the midnight of a later one of several days.
    catalogue
        Service levels and their calendars; None: no due times from them.
    paused
        While which the clock of a request stood still, by request id (`planner.rules.clocks.pauses_of`).
    """

    horizon: Horizon
    first_s: int = 0
    last_s: int = 0
    now_s: int | None = None
    floor_s: int = 0
    catalogue: Catalogue | None = None
    paused: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    @property
    def end_s(self) -> int:
        """Second at which the planning is over: the last midnight, or the end of a night shift."""
        return max(self.horizon.length_s, self.last_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitTimes:
    """Hard windows of a visit (any of them; none: any time), the second after which its start is late, and why."""

    windows: tuple[Window, ...] = ()
    late_after_s: int | None = None
    late_against: Due | None = None


def visit_times(request: Request, day: Day, *, service_s: int) -> VisitTimes | Reason:
    """Return the times of a request on a day, or on several in a row, or why it has none there.

    A promise told to the customer is a hard window and replaces all others. Hard windows are cut
    to the day. A preferred window is waited for at its start, where somebody works late enough; a
    start after its latest start is late, as is one too late to resolve by the service level or the due
    date. What was due before the day is late from the first shift on.

    Parameters
    ----------
    request
        Windows, promise, due date, service level.
    day
        The day.
    service_s
        Seconds of work, for the latest start before a due moment.
    """
    if request.earliest_date and request.earliest_date > day.horizon.last_day:
        return _elsewhere("planning.not_before", request.earliest_date)
    if request.earliest_date and request.earliest_date > day.horizon.day:
        day = replace(day, floor_s=day.horizon.seconds(day.horizon.midnight(request.earliest_date)))
    promise = request.promise
    if promise and promise.kind is not PromiseKind.NONE:
        window = TimeWindow(earliest_start=promise.earliest, latest_start=promise.latest)
        return _timed((window,), (), request, day, service_s)
    hard = tuple(w for w in request.time_windows if w.hard)
    return _timed(hard, tuple(w for w in request.time_windows if not w.hard), request, day, service_s)


def _timed(
    hard: tuple[TimeWindow, ...], preferred: tuple[TimeWindow, ...], request: Request, day: Day, service_s: int
) -> VisitTimes | Reason:
    today = _cut(hard, day)
    if hard and not today:
        return _other_day(hard, day)
    wished = _cut(preferred, day)
    future = [w for w in preferred if day.horizon.seconds(w.earliest_start) >= day.end_s]
    if preferred and not wished and len(future) == len(preferred) and not hard:
        return _other_day(preferred, day)
    late = _late_by_due(request, day, service_s)
    if wished:
        late.append((wished[-1].latest_s, Due.WISH))
    elif preferred and not future:
        late.append((day.first_s, Due.WISH))
    windows = _wished(today, wished, day, service_s) if wished else today
    if day.floor_s and not windows:
        windows = (Window(earliest_s=day.floor_s, latest_s=day.end_s),)
    # Of equals the wish is named: it is what the customer said.
    second, against = min(late, key=lambda one: (one[0], one[1] is not Due.WISH), default=(None, None))
    return VisitTimes(windows=windows, late_after_s=second, late_against=against)


def _cut(windows: tuple[TimeWindow, ...], day: Day) -> tuple[Window, ...]:
    """Cut windows to the day; those before it, after it, or already over fall away."""
    kept = set()
    for window in windows:
        earliest_s, latest_s = (day.horizon.seconds(m) for m in (window.earliest_start, window.latest_start))
        end_s = None if window.latest_end is None else day.horizon.seconds(window.latest_end)
        over_s = max(day.floor_s, day.now_s or 0)
        if latest_s >= over_s and earliest_s < day.end_s and (end_s is None or end_s > over_s):
            first_s, last_s = max(day.floor_s, earliest_s), min(latest_s, day.end_s)
            kept.add((first_s, last_s, end_s))
    ordered = sorted(kept, key=lambda w: (w[0], w[1], w[2] or 0))
    return tuple(Window(earliest_s=a, latest_s=b, end_s=c) for a, b, c in ordered)


def _wished(hard: tuple[Window, ...], wished: tuple[Window, ...], day: Day, service_s: int) -> tuple[Window, ...]:
    """Return windows whose first start is that of the preferred ones, unless that leaves no time at all."""
    first_s = wished[0].earliest_s
    if hard:
        later = tuple(
            Window(earliest_s=max(w.earliest_s, first_s), latest_s=w.latest_s, end_s=w.end_s)
            for w in hard
            if w.latest_s >= first_s and (w.end_s is None or w.end_s - service_s >= first_s)
        )
        return later or hard
    if first_s + service_s > day.last_s > 0:
        return ()
    between = tuple(Window(earliest_s=w.earliest_s, latest_s=w.latest_s) for w in wished[:-1])
    return (*between, Window(earliest_s=wished[-1].earliest_s, latest_s=day.end_s))


def _late_by_due(request: Request, day: Day, service_s: int) -> list[tuple[int, Due]]:
    """Return the last start that still meets service level or due date, whichever is first, if that is on the day.

    It is the first shift's start where that is past.
    """
    moments = ((_due_by_policy(request, day), Due.SERVICE_LEVEL), (_due_by_date(request, day), Due.DUE_DATE))
    due = [(day.horizon.seconds(moment) - service_s, against) for moment, against in moments if moment]
    if not due:
        return []
    second, against = min(due, key=lambda one: one[0])
    return [] if second >= day.end_s else [(max(day.first_s, second), against)]


def _due_by_policy(request: Request, day: Day) -> datetime | None:
    pauses = day.paused.get(request.request_id, ())
    return dues_of(request, day.catalogue, pauses, zone=day.horizon.zone).resolution


def _due_by_date(request: Request, day: Day) -> datetime | None:
    return day.horizon.midnight(request.due_date + timedelta(days=1)) if request.due_date else None


def _other_day(windows: tuple[TimeWindow, ...], day: Day) -> Reason:
    """Name the next day the windows allow, or that all of them have passed."""
    coming = sorted(w.earliest_start for w in windows if day.horizon.seconds(w.earliest_start) >= day.end_s)
    if coming:
        return _elsewhere("planning.window_other_day", day.horizon.local_day(coming[0]))
    last = max(windows, key=lambda w: w.latest_start).latest_start
    its_day = day.horizon.local_day(last)
    if its_day < day.horizon.day:
        return _elsewhere("planning.window_before", its_day)  # and perhaps not over: a later day may be planned first
    return Reason(code="window", message=message("planning.window_past", day=its_day, to=last))


def _elsewhere(key: str, day: date) -> Reason:
    return Reason(code="window", message=message(key, day=day))
