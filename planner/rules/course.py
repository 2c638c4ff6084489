"""A duty's work in a given order, made ready for timing: legs, allowed starts, breaks, what may be broken."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce

from planner.model.costs import Weights, distance_units, hour_units, minute_units, ore_units
from planner.model.problem import Break, Duty, Problem, Visit, VisitLock, Window
from planner.model.profile import Pace, pace_of
from planner.model.stock import Taken
from planner.model.words import LockKind
from planner.rules.aboard import aboard
from planner.rules.gaps import ANY_TIME, FOREVER, Pause, Spans
from planner.rules.giving import duty_ore, way_prices
from planner.rules.kept_units import kept_units
from planner.rules.starting import Hinge, hinge_of

__all__ = ["ALL_RULES", "MISSED", "Course", "Step", "course_of", "miss"]

MISSED = ("window", "opening", "lock")
"""Rules about the start of one visit, in the order of `miss`."""
_OF_DAY = {"absence", "break", "capacity", "desk", "licence", "max_drive", "parts", "rider", "shift"}
ALL_RULES = frozenset(_OF_DAY.union(MISSED))
"""Rules that timing keeps, and that may be relaxed."""
_TIME_LOCKS = (LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE)
Range = tuple[int, int]
_ANY_TIME: tuple[Range, ...] = ((-FOREVER, FOREVER),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One visit or remote session on the way: the leg to it, its length, and when it may start.

    Parameters
    ----------
    row
        Matrix row where the technician stands during the work; None while unknown.
    full, hard
        Starts that break nothing, and starts that break relaxed rules only; pairs of first and last second.
    late_units_s
        Price units for every second of lateness.
    hinge
        What a late start costs beside.
    """

    visit: Visit
    row: int | None
    drive_s: int
    distance_m: int
    setup_s: int
    work_s: int
    full: tuple[Range, ...]
    hard: tuple[Range, ...]
    late_units_s: int
    hinge: Hinge | None

    def late(self, start: int) -> int:
        """Return the price units of a start: lateness, and what it costs beside."""
        units = self.hinge.units_s * self.hinge.late_s(start) if self.hinge else 0
        return units + (self.late_units_s * self.visit.lateness_s(start) if self.late_units_s else 0)

    def missed(self, start: int) -> int:
        """Return the seconds by which a start misses the nearest one that breaks nothing."""
        return sum(miss(self.visit, start, self.work_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All steps of a duty with what holds for the whole of it.

    Parameters
    ----------
    fixed_units
        Price units that do not depend on time: driving, distance, non-preferred technicians.
    waiting_units
        Price units of a second of waiting.
    pace
        What drives take by the clock; None: always the same. With one, driving is not part of `fixed_units`.
    driving_units
        Price units of a second of driving, with a pace.
    sets_out
        Number of the first step to which somebody drives or where somebody sets up.
    skippable
        Bits of the breaks that may be skipped because their rule is relaxed.
    soft, soft_units
        Bit of the break that may be missed for a price, and the price units of that.
    over_drive_s, over_load
        By how much the relaxed rules of driving and capacity are missed: seconds (without a pace), and amounts by
        dimension.
    lacking
        How many of each part are missing at a visit, where the rule of parts is relaxed: visit, part, number.
    away
        Sessions in the van that need a desk, where that rule is relaxed.
    """

    duty: Duty
    steps: tuple[Step, ...]
    home_s: int
    home_m: int
    home_row: int | None
    pauses: tuple[Pause, ...]
    spans: Spans
    fixed_units: int
    waiting_units: int
    pace: Pace | None
    driving_units: int
    sets_out: int
    skippable: int
    soft: int
    soft_units: int
    relaxed: frozenset[str]
    over_drive_s: int
    over_load: tuple[tuple[str, int], ...]
    lacking: tuple[Taken, ...] = ()
    away: tuple[str, ...] = ()

    def waiting(self, step: Step, gap_s: int, drive_s: int, pauses: tuple[Pause, ...]) -> int:
        """Return the price units of what is left of the time before a step after its drive, set-up and breaks."""
        return self.waiting_units * (gap_s - drive_s - step.setup_s - sum(pause.duration for pause in pauses))


def course_of(problem: Problem, duty: Duty, visit_ids: tuple[str, ...], relaxed: frozenset[str]) -> Course | None:
    """Return the course of a duty; None where a drive has no known way, or what it may or needs is not there.

    Raises
    ------
    ValueError
        If a visit id is not in the problem, or a relaxed rule is none that timing keeps.
    """
    if relaxed - ALL_RULES:
        raise ValueError(f"relaxed rule {min(relaxed - ALL_RULES)!r} is not one of {', '.join(sorted(ALL_RULES))}")
    steps, row, away = [], duty.start_place, []
    for visit in _visits(problem, visit_ids):
        if duty.needs_desk(visit) and duty.is_away(row):
            away.append(visit.visit_id)
        way = (0, 0) if visit.place is None else _way(problem, duty, row, visit.place)
        if way is None:
            return None
        setup_s = 0 if visit.place in (None, row) else visit.setup_s
        row = row if visit.place is None else visit.place
        steps.append(_step(problem.weights, duty, visit, row, (*way, setup_s), relaxed))
    home = (0, 0) if duty.end_place is None else _way(problem, duty, row, duty.end_place)
    if home is None:
        return None
    pace = pace_of(problem.profile)
    over_drive_s, over_load = 0 if pace else _overdriven(duty, steps, home[0]), _overload(duty, steps)
    carried = aboard(problem, duty, [step.visit for step in steps])
    mixed = bool(duty.rides_with) and len({step.visit.is_remote for step in steps}) > 1
    missed = (("max_drive", over_drive_s), ("capacity", over_load), ("parts", not carried.is_right), ("desk", away))
    if any(broken and rule not in relaxed for rule, broken in (*missed, ("rider", mixed))):
        return None
    return Course(
        duty=duty,
        steps=tuple(steps),
        home_s=home[0],
        home_m=home[1],
        home_row=row if duty.end_place is None else duty.end_place,
        pauses=_pauses(duty.breaks),
        spans=_spans(duty, relaxed),
        fixed_units=_fixed_units(problem.weights, duty, steps, home, pace),
        waiting_units=0 if duty.rides_with else hour_units(1, problem.weights.waiting_ore_h),
        pace=pace,
        driving_units=hour_units(1, way_prices(problem.weights, duty)[0]) if pace else 0,
        sets_out=next((n for n, step in enumerate(steps) if step.drive_s + step.setup_s > 0), len(steps)),
        skippable=_skippable(duty.breaks, relaxed),
        soft=sum(1 << number for number, one in enumerate(duty.breaks) if one.missed_ore is not None),
        soft_units=sum(ore_units(one.missed_ore or 0) for one in duty.breaks),
        relaxed=relaxed,
        over_drive_s=over_drive_s,
        over_load=over_load,
        lacking=carried.missing,
        away=tuple(away),
    )


_seen: tuple[tuple[Visit, ...], dict[str, Visit]] = ((), {})


def _visits(problem: Problem, visit_ids: tuple[str, ...]) -> list[Visit]:
    """Look visits up by id; the table of the last problem is kept, as explaining times thousands of routes of it."""
    global _seen
    known, table = _seen
    if known is not problem.visits:
        table = {visit.visit_id: visit for visit in problem.visits}
        _seen = (problem.visits, table)
    try:
        return [table[visit_id] for visit_id in visit_ids]
    except KeyError as error:
        raise ValueError(f"visit {error.args[0]!r} is not in the problem of {problem.day}") from None


def _way(problem: Problem, duty: Duty, start: int | None, end: int) -> tuple[int, int] | None:
    """Return seconds and metres of a drive (0 for who rides); None from an unknown place or where there is no way."""
    if duty.rides_with or start is None:
        return (0, 0) if duty.rides_with else None
    drive_s = int(problem.matrix.drive_s[start, end])
    return (duty.travel_s(drive_s), int(problem.matrix.distance_m[start, end])) if drive_s >= 0 else None


def _step(
    weights: Weights, duty: Duty, visit: Visit, row: int | None, way: tuple[int, int, int], relaxed: frozenset[str]
) -> Step:
    work_s = duty.work_s(visit)
    limits = dict(zip(MISSED, _starts(visit, work_s), strict=True))
    full = hard = reduce(_both, limits.values())
    if relaxed & limits.keys():
        # Where anything may be broken, a start wished for by hand is kept: what stands against it gives way.
        held = {"lock"} if relaxed >= ALL_RULES and visit.lock.wished_s is not None else set()
        hard = reduce(_both, (kept for rule, kept in limits.items() if rule not in relaxed - held), _ANY_TIME)
    return Step(
        visit=visit,
        row=row,
        drive_s=way[0],
        distance_m=way[1],
        setup_s=way[2],
        work_s=work_s,
        full=full,
        hard=hard,
        late_units_s=minute_units(1, weights.lateness(visit.priority)),
        hinge=hinge_of(weights, visit),
    )


def _starts(visit: Visit, work_s: int) -> tuple[tuple[Range, ...], ...]:
    """Return when the work may start so that each rule of `MISSED` holds."""
    return _within(visit.windows, work_s), _within(visit.opening, work_s), _lock_starts(visit.lock)


def _within(windows: tuple[Window, ...], work_s: int) -> tuple[Range, ...]:
    """Return when work of a length may start so that it lies in one of some windows; without any: always."""
    if not windows:
        return _ANY_TIME
    ranges = ((w.earliest_s, w.latest_s if w.end_s is None else min(w.latest_s, w.end_s - work_s)) for w in windows)
    return tuple(sorted(ranges))


def _lock_starts(lock: VisitLock) -> tuple[Range, ...]:
    """Return when the work may start so that its lock holds."""
    if lock.kind not in _TIME_LOCKS:
        return _ANY_TIME
    first = -FOREVER if lock.earliest_s is None else lock.earliest_s
    return ((first, FOREVER if lock.latest_s is None else lock.latest_s),)


def _both(some: tuple[Range, ...], others: tuple[Range, ...]) -> tuple[Range, ...]:
    cut = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return tuple(sorted((first, last) for first, last in cut if first <= last))


def miss(visit: Visit, start: int, work_s: int) -> tuple[int, ...]:
    """Return by how many seconds a start misses the nearest window, the nearest opening hours, and the lock."""
    return tuple(
        min(max(first - start, start - last, 0) for first, last in ranges) for ranges in _starts(visit, work_s)
    )


@lru_cache(maxsize=1024)
def _pauses(breaks: tuple[Break, ...]) -> tuple[Pause, ...]:
    return tuple(Pause(b.earliest_s, b.latest_s, b.duration_s, number) for number, b in enumerate(breaks))


def _skippable(breaks: tuple[Break, ...], relaxed: frozenset[str]) -> int:
    rules = ["absence" if b.is_absence else "break" for b in breaks]
    must = (number for number, one in enumerate(breaks) if one.missed_ore is None)
    return sum(1 << number for number in must if rules[number] in relaxed)


def _spans(duty: Duty, relaxed: frozenset[str]) -> Spans:
    """Return when the duty may drive; a licence for the whole duty does not end with it when the shift is stretched."""
    if duty.rides_with or "licence" in relaxed or duty.may_drive(duty.start_s, duty.hard_end_s):
        return ANY_TIME
    return tuple(sorted((span.start_s, span.end_s) for span in duty.drives))


def _overdriven(duty: Duty, steps: list[Step], home_s: int) -> int:
    """Return by how many seconds the day's driving exceeds the most allowed."""
    driven_s = home_s + sum(step.drive_s for step in steps)
    return 0 if duty.max_drive_s is None else max(0, driven_s - duty.max_drive_s)


def _overload(duty: Duty, steps: list[Step]) -> tuple[tuple[str, int], ...]:
    """Return by how much the loads exceed the duty's capacity, for each dimension in which they do."""
    loads = {name: 0 for name, _ in duty.capacity}
    for name, amount in (pair for step in steps for pair in step.visit.load if pair[0] in loads):
        loads[name] += amount
    return tuple((name, loads[name] - most) for name, most in duty.capacity if loads[name] > most)


def _fixed_units(weights: Weights, duty: Duty, steps: list[Step], home: tuple[int, int], pace: Pace | None) -> int:
    drive_s = 0 if pace else home[0] + sum(step.drive_s for step in steps)
    distance_m = home[1] + sum(step.distance_m for step in steps)
    drive_ore_h, km_ore = way_prices(weights, duty)
    return (
        hour_units(drive_s, drive_ore_h)
        + distance_units(distance_m, km_ore)
        + ore_units(duty_ore(weights, duty))
        + sum(kept_units(weights, duty, step.visit) for step in steps)
    )
