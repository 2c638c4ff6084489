"""The times of a request's row: windows, days, lock and promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from planner.files.moments import parse_day, relative_day
from planner.files.rows import RowReader
from planner.files.values import WrongValueError, brief, parse_word, parse_yes
from planner.files.vocabulary import Vocabulary, parse_one
from planner.files.windows import Calendar, Moment, parse_windows, read_loosely, window_between
from planner.model.message import message
from planner.model.request import Lock, Promise, TimeWindow
from planner.model.words import LockKind, PromiseKind

__all__ = ["lock_of", "promise_of", "when"]

_TIMED = (LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE, LockKind.EARLIEST)
_ENDS = ("earliest", "latest", "latest_end")
_DATED = (
    "day", *_ENDS, "window", "earliest_date", "due_date", "lock_time", "lock_until", "promised_from", "promised_to",
    "created_at",
)  # fmt: skip


def when(reader: RowReader, calendar: Calendar, *, service_min: int) -> dict[str, Any]:
    """Return time windows, earliest date and due date of a row.

    Parameters
    ----------
    reader
        The row.
    calendar
        What times of day refer to.
    service_min
        Minutes of work, for the message when a window is too short for it.
    """
    _note_relative(reader, calendar)
    own_day, begins = _own_day(reader, calendar)
    here = replace(calendar, day=own_day) if own_day else calendar
    ends = {field: reader.take(field, _reads(reader, field, here), None) for field in _ENDS}
    if begins is not None:
        ends["earliest"] = begins
    dates = {field: value for field, value in ends.items() if isinstance(value, date) and _is_day(value)}
    due, due_window = _due(reader, here)
    first = (
        reader.take("earliest_date", _day_of(reader, "earliest_date", here), None) or dates.get("earliest") or own_day
    )
    last = due or _least(dates.get("latest"), dates.get("latest_end")) or own_day
    if first is not None and last is not None and last < first:
        field = next(
            (name for name in ("due_date", "latest", "latest_end", "earliest_date") if reader.has(name)), "day"
        )
        reader.wrong(field, message("import.days_order", first=first.isoformat(), last=last.isoformat()))
    return {
        "earliest_date": first,
        "due_date": last,
        "time_windows": _windows(reader, here, ends, last, service_min) or due_window,
    }


def _note_relative(reader: RowReader, calendar: Calendar) -> None:
    """Say which day *tomorrow* became."""
    for field in _DATED:
        found = relative_day(reader.text(field), calendar.today)
        if found is not None:
            reader.note(field, message("import.relative_day", value=brief(reader.text(field)), day=found[0]))


def _own_day(reader: RowReader, calendar: Calendar) -> tuple[date | None, datetime | None]:
    """The row's day, and the earliest start where its cell also says a time and no other cell does."""
    found = reader.take("day", _reads(reader, "day", calendar), None)
    if isinstance(found, time):
        reader.wrong("day", message("import.day", value=brief(reader.text("day"))))
        return None, None
    if not isinstance(found, datetime) or found.time() == time():
        return (found.date() if isinstance(found, datetime) else found), None
    if reader.has("window", *_ENDS):
        reader.note("day", message("import.day_time_unused", value=brief(reader.text("day"))))
        return found.date(), None
    return found.date(), found


def _windows(
    reader: RowReader, calendar: Calendar, ends: dict[str, Moment | None], due: date | None, service_min: int
) -> tuple[TimeWindow, ...]:
    hard = reader.take("window_hard", parse_yes, default=True)
    ranges = reader.take("window", lambda text: parse_windows(text, _ordered(calendar, reader, "window")), ())
    timed = [field for field in _ENDS if ends[field] is not None and not _is_day(ends[field])]
    if ranges and timed:
        reader.wrong(timed[0], message("import.window_twice", value=brief(reader.text(timed[0]))))
    if ranges:
        if len(ranges) == 1 and (loose := read_loosely(reader.text("window"))):
            key = "import.window_exact" if loose[1] else "import.window_part"
            reader.note(
                "window", message(key, value=brief(reader.text("window")), read=loose[0]), cure=loose[1] or None
            )
        return ranges if hard else tuple(replace(window, hard=False) for window in ranges)
    try:
        found = window_between(
            ends["earliest"], ends["latest"], ends["latest_end"], calendar=calendar, due=due, hard=hard
        )
    except WrongValueError as wrong:
        field = next((name for name in ("earliest", "latest", "latest_end") if name in timed), "earliest")
        reader.wrong(field, wrong.message, value=_both(reader), cure=wrong.cure)
        return ()
    if found and found.latest_end and (found.latest_end - found.earliest_start) < timedelta(minutes=service_min):
        shown = message("import.window_short", value=_both(reader), minutes=service_min)
        reader.wrong("latest_end", shown, value=_both(reader))
    return (found,) if found else ()


def _both(reader: RowReader) -> str:
    return brief("–".join(reader.text(field) for field in _ENDS if reader.has(field)))


def _reads(reader: RowReader, field: str, calendar: Calendar) -> Callable[[str], Moment]:
    return lambda text: _ordered(calendar, reader, field).moment(text)


def _day_of(reader: RowReader, field: str, calendar: Calendar) -> Callable[[str], date]:
    order = _order(reader, field)
    return lambda text: parse_day(text, order=order, near=calendar.day, today=calendar.today, zone=calendar.zone)


def _order(reader: RowReader, field: str) -> str:
    return reader.orders.get(field, "")


def _ordered(calendar: Calendar, reader: RowReader, field: str) -> Calendar:
    return replace(calendar, order=_order(reader, field))


def _is_day(value: Moment | None) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _least(*days: Any) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _due(reader: RowReader, calendar: Calendar) -> tuple[date | None, tuple[TimeWindow, ...]]:
    """The due day; a due time of day becomes a preferred window that ends then."""
    found = reader.take("due_date", _reads(reader, "due_date", calendar), None)
    if isinstance(found, time):
        reader.wrong("due_date", message("import.day", value=brief(reader.text("due_date"))))
        return None, ()
    if not isinstance(found, datetime):
        return found, ()
    if found.time() == time():
        return found.date(), ()
    first = min(found.date(), calendar.day or found.date())
    start = calendar.at(first, time(), "")
    window = TimeWindow(earliest_start=start.astimezone(UTC), latest_start=found.astimezone(UTC), hard=False)
    return found.date(), (window,)


def lock_of(reader: RowReader, calendar: Calendar, words: Vocabulary) -> Lock:
    """Return the lock of a row: its kind, or what technician and time of the lock say by themselves."""
    technician = reader.take("lock_technician", lambda text: _technician(text, words), None)
    start = reader.take("lock_time", lambda text: _locked(text, reader, "lock_time", calendar), None)
    until = reader.take("lock_until", lambda text: _locked(text, reader, "lock_until", calendar), None)
    told = reader.take("lock", _lock_kind, None)
    kind = told or _kind_of(technician, start, until, told)
    if kind in (LockKind.TECHNICIAN, LockKind.BOTH) and technician is None:
        reader.wrong("lock", message("import.lock_technician", value=brief(reader.text("lock"))))
    elif kind in _TIMED and start is None:
        reader.wrong("lock", message("import.lock_time", value=brief(reader.text("lock"))))
    elif start is not None and until is not None and until < start:
        shown = f"{reader.text('lock_time')}–{reader.text('lock_until')}"
        proposal = f"{reader.text('lock_until')}–{reader.text('lock_time')}"
        reader.wrong("lock_time", message("import.window_order", value=brief(shown), proposal=brief(proposal)))
    elif kind is not LockKind.NONE:
        latest = None if kind is LockKind.EARLIEST else until or start
        return Lock(kind=kind, technician_id=technician, earliest=start, latest=latest)
    return Lock()


def _kind_of(technician: str | None, start: datetime | None, until: datetime | None, told: LockKind | None) -> LockKind:
    """What is given is locked, unless the row says that nothing is."""
    if told is LockKind.NONE:
        return told
    if technician and start:
        return LockKind.BOTH
    if technician:
        return LockKind.TECHNICIAN
    return LockKind.TIME_RANGE if start and until else LockKind.TIME if start else LockKind.NONE


def _lock_kind(text: str) -> LockKind | None:
    """The kind; a plain yes says that something is locked, the other columns what."""
    try:
        return LockKind(parse_word(text, "lock"))
    except WrongValueError:
        if parse_word(text, "yes") == "yes":
            return None
        raise


def _technician(text: str, words: Vocabulary) -> str:
    return text if words.technicians is None else parse_one(text, words.technicians, "technician")


def _locked(text: str, reader: RowReader, field: str, calendar: Calendar) -> datetime:
    found = _ordered(calendar, reader, field).moment(text)
    if isinstance(found, time):
        found = calendar.at(None, found, text)
    if not isinstance(found, datetime):
        raise WrongValueError(message("import.moment_wanted", value=brief(text)))
    return found.astimezone(UTC)


def promise_of(reader: RowReader, calendar: Calendar) -> Promise | None:
    """Return what the customer was told, where both ends are given."""
    start, end = (
        reader.take(field, lambda text, f=field: _locked(text, reader, f, calendar), None)  # type: ignore[misc]
        for field in ("promised_from", "promised_to")
    )
    kind = reader.take("promise_kind", lambda text: PromiseKind(parse_word(text, "promise")), PromiseKind.TOLD)
    if start is None and end is None:
        return None
    if start is None or end is None or end < start:
        field = "promised_from" if start is not None else "promised_to"
        shown = f"{reader.text('promised_from')}–{reader.text('promised_to')}"
        reader.wrong(field, message("import.promise", value=brief(shown)))
        return None
    return Promise(kind=kind, earliest=start, latest=end)
