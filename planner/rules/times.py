"""Rules about time: windows, shifts, absences and breaks."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model.message import message
from planner.model.problem import Break, Duty, Window
from planner.model.reasons import Violation
from planner.model.words import StopKind
from planner.rules.finding import finding, minutes, name_of
from planner.rules.reading import Entry, Reading, Run

__all__ = ["absence", "break_", "missing_breaks", "opening", "shift", "window"]

_FREE = (StopKind.START, StopKind.END, StopKind.ABSENCE)


def window(reading: Reading) -> Iterator[Violation]:
    """Work starts, and where the window says so ends, inside one of its windows."""
    for duty, entry, visit in reading.works:
        if not visit.windows or visit.is_pickup:  # when a depot is open is a rule of its own
            continue
        nearest = min(visit.windows, key=lambda allowed: _off(allowed, entry))
        if (off := _off(nearest, entry)) > 0:
            said = message(
                "rule.window.violation",
                visit=visit.visit_id,
                time=reading.moment(entry.start_s),
                from_=reading.moment(nearest.earliest_s),
                to=reading.moment(nearest.latest_s if nearest.end_s is None else nearest.end_s),
                minutes=minutes(off),
            )
            yield finding("window", said, duty, entry)


def opening(reading: Reading) -> Iterator[Violation]:
    """Work on site is begun, and where the site wants it so is over, while the site is open."""
    for duty, entry, visit in reading.works:
        if not visit.opening:
            continue
        nearest = min(visit.opening, key=lambda allowed: _off(allowed, entry))
        if (off := _off(nearest, entry)) > 0:
            said = message(
                "rule.opening.violation",
                visit=visit.visit_id,
                site=visit.customer or visit.visit_id,
                time=reading.moment(entry.start_s),
                from_=reading.moment(nearest.earliest_s),
                to=reading.moment(nearest.latest_s if nearest.end_s is None else nearest.end_s),
                minutes=minutes(off),
            )
            yield finding("opening", said, duty, entry)


def _off(allowed: Window, entry: Entry) -> int:
    """Return by how many seconds work misses a window; 0 or less: not at all."""
    off = max(allowed.earliest_s - entry.start_s, entry.start_s - allowed.latest_s)
    return off if allowed.end_s is None else max(off, entry.end_s - allowed.end_s)


def shift(reading: Reading) -> Iterator[Violation]:
    """Work and drives lie in a shift that is for such work, and the technician is back by its hard end."""
    for run in reading.runs:
        if run.duty is None:
            stop = run.entries[0].stop
            said = message("rule.unknown_technician.violation", technician=stop.technician_id, day=reading.problem.day)
            yield Violation(rule="shift", message=said, technician_id=stop.technician_id)
    for duty, run in reading.duties:
        yield from _too_early(reading, duty, run)
        yield from _too_late(reading, duty, run)
        for entry in run.work:
            if not (duty.takes_remote if entry.stop.kind is StopKind.REMOTE else duty.takes_visits):
                said = message("judge.shift_kind", technician=name_of(duty), visit=entry.stop.visit_id or "–")
                yield finding("shift", said, duty, entry)


def _too_early(reading: Reading, duty: Duty, run: Run) -> Iterator[Violation]:
    """Nobody leaves or works before the shift starts."""
    begin = min((e for e in run.entries if e.is_work or e.moves), key=_begin)
    early = duty.start_s - _begin(begin)
    if early > 0:
        time = reading.moment(_begin(begin))
        said = message("judge.shift_early", technician=name_of(duty), time=time, minutes=minutes(early))
        yield finding("shift", said, duty, begin)


def _begin(entry: Entry) -> int:
    """Return when somebody sets out for a stop or sets up there, or starts where neither is needed."""
    return min(entry.leave_s, entry.start_s) if entry.moves else entry.start_s


def _too_late(reading: Reading, duty: Duty, run: Run) -> Iterator[Violation]:
    """Nobody is back, or works, after the hard end."""
    last = max((e for e in run.entries if e.is_work or e.stop.kind is StopKind.END), key=lambda e: e.end_s)
    late = last.end_s - duty.hard_end_s
    if late > 0:
        said = message(
            "rule.shift.violation", technician=name_of(duty), time=reading.moment(last.end_s), minutes=minutes(late)
        )
        yield finding("shift", said, duty, last)


def absence(reading: Reading) -> Iterator[Violation]:
    """Nobody works or drives while absent."""
    for duty, run in reading.duties:
        for away in duty.breaks:
            if away.is_absence and not _has_room(run, away):
                hit = next((e for e in run.entries if _overlaps(e, away.earliest_s, away.duration_s)), run.work[0])
                said = message(
                    "rule.absence.violation",
                    technician=name_of(duty),
                    from_=reading.moment(away.earliest_s),
                    to=reading.moment(away.latest_s + away.duration_s),
                    visit=hit.stop.visit_id or run.work[0].stop.visit_id or "–",
                )
                yield finding("shift", said, duty, hit)


def _has_room(run: Run, away: Break) -> bool:
    """Whether some start of an absence keeps clear of all drives, work and breaks."""
    ends = (second for e in run.entries for second in (e.arrival_s, e.settled_s, e.end_s))
    starts = (away.earliest_s, *(end for end in ends if end in range(away.earliest_s, away.latest_s + 1)))
    return any(not any(_overlaps(e, start, away.duration_s) for e in run.entries) for start in starts)


def _overlaps(entry: Entry, start_s: int, duration_s: int) -> bool:
    """Whether the drive to a stop, the set-up, or what is done there lies in a span of time."""
    end_s = start_s + duration_s
    moves = entry.moves and entry.settled_s > start_s and entry.leave_s < end_s
    return moves or (entry.stop.kind not in _FREE and entry.end_s > start_s and entry.start_s < end_s)


def break_(reading: Reading) -> Iterator[Violation]:
    """Every break of the shift is taken, in full and in its time, unless it has a price not to."""
    for duty, run in reading.duties:
        for missing in missing_breaks(duty, run):
            if missing.missed_ore is not None:
                continue
            said = message(
                "rule.break_missing.violation",
                technician=name_of(duty),
                from_=reading.moment(missing.earliest_s),
                to=reading.moment(missing.latest_s + missing.duration_s),
            )
            yield finding("break", said, duty)


def missing_breaks(duty: Duty, run: Run) -> list[Break]:
    """Return the breaks of a duty that a run does not take; a stop serves first those that must be taken."""
    rules = sorted((rule for rule in duty.breaks if not rule.is_absence), key=lambda rule: rule.missed_ore is not None)
    rests = [entry for entry in run.entries if entry.stop.kind is StopKind.BREAK]
    return _missing(rules, rests, max(entry.end_s for entry in run.work))


def _missing(rules: list[Break], rests: list[Entry], over_s: int) -> list[Break]:
    """Return the breaks left without a stop when every stop serves one break at most, and as many as can be served."""
    served: dict[int, int] = {}

    def serve(number: int, tried: set[int]) -> bool:
        for place, rest in enumerate(rests):
            if place not in tried and _serves(rest, rules[number], over_s):
                tried.add(place)
                if place not in served or serve(served[place], tried):
                    served[place] = number
                    return True
        return False

    return [rule for number, rule in enumerate(rules) if not serve(number, set())]


def _serves(rest: Entry, rule: Break, over_s: int) -> bool:
    """Whether a stop is long enough and starts in time for a break: one that may be missed while there is work."""
    in_time = rule.earliest_s <= rest.start_s <= rule.latest_s
    in_time = in_time and (rule.missed_ore is None or rest.start_s <= over_s)
    return in_time and rest.end_s - rest.start_s >= rule.duration_s
