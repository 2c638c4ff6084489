"""The cheapest choice of times for a duty's work in a given order.

Windows, breaks and the licence only ever ask for *not before* or *not after*, and no price falls by
being late: once it is settled in which gap each break is taken, the earliest schedule is best. In
which gaps is searched exactly: along the work, for every set of breaks taken so far, the states
(second, price) are kept that no other state beats in both, because an early break may cost lateness
now and save it later.

Where drives differ by the clock, the earliest schedule is no longer the cheapest in driving, but it is how the day is
timed all the same: somebody who is ready drives. In which gaps breaks are taken is then searched among all states, as
none beats another any more.

Where waiting has a price, a state beats a later one only if it still does after waiting for it. Work is
begun as early as it goes all the same: whoever begins the day's first work later waits less, but that is not
how the day is timed, and no other delay saves any waiting.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from planner.model.costs import hour_units
from planner.rules.course import Course, Step
from planner.rules.gaps import FOREVER, Pause, ready
from planner.rules.ways import driven_s, gap_home, gap_to, way_home, way_to

__all__ = ["Choice", "cheapest"]

_MISSED = 1 << 100
"""Weight of one second by which a relaxed rule is missed: more than any price."""

_Trail = tuple[object, int, int]
_State = tuple[int, int, int, _Trail | None]
"""Second, price, seconds driven (with a pace), and how it came about."""
_Fronts = dict[int, list[_State]]


class Choice(NamedTuple):
    """When each step starts, which breaks are taken in the gap before it, and which on the way home or after."""

    units: int
    steps: tuple[tuple[int, tuple[Pause, ...]], ...]
    home: tuple[Pause, ...]
    end_s: int
    skipped: int
    over_drive_s: int


def cheapest(course: Course) -> Choice | None:
    """Return the cheapest choice for a course with at least one step; None if no schedule keeps the rules.

    Relaxed rules are missed by as few seconds as possible first.
    """
    fronts: _Fronts = {0: [(course.duty.start_s, 0, 0, None)]}
    for number in range(len(course.steps)):
        fronts = _advanced(course, fronts, number)
    return _home(course, fronts)


def _advanced(course: Course, fronts: _Fronts, number: int) -> _Fronts:
    """Append one step to every state, in every way to take breaks on the way."""
    found: _Fronts = {}
    step = course.steps[number]
    latest = FOREVER if "shift" in course.relaxed else course.duty.hard_end_s
    for taken, front in fronts.items():
        for extra, pauses in _servings(course.pauses, course.skippable | course.soft)[taken]:
            reached = found.setdefault(taken | extra, [])
            for since, cost, driven, trail in front:
                begin = ready(gap_to(course, number, since), pauses)
                if begin is None:
                    continue
                for start, missed in _starts(step, begin):
                    if start + step.work_s <= latest:
                        drive_s = _drive(course, number, since, start, pauses)
                        waiting = course.waiting(step, start - since, drive_s, pauses) if number else 0
                        price = cost + step.late(start) + waiting + course.driving_units * drive_s + missed * _MISSED
                        wheel = driven + drive_s if course.pace else 0
                        reached.append((start + step.work_s, price, wheel, (trail, start, extra)))
    return {taken: kept for taken, states in found.items() if (kept := _kept(course, taken, states))}


def _drive(course: Course, number: int, since: int, start: int, pauses: tuple[Pause, ...]) -> int:
    """Return the seconds at the wheel on the way to a step that starts at a second."""
    step = course.steps[number]
    if course.pace is None or not step.drive_s:
        return step.drive_s
    way = way_to(course, number, since, start, pauses)
    if way is None:
        raise AssertionError(f"duty {course.duty.duty_id}: no room before visit {step.visit.visit_id}")
    return driven_s(course, gap_to(course, number, since), way)


def _starts(step: Step, begin: int) -> list[tuple[int, int]]:
    """Return the starts worth trying from a second on, each with the seconds by which relaxed rules are missed."""
    keeping = next((max(begin, first) for first, last in step.full if begin <= last), None)
    starts = [] if keeping is None else [(keeping, 0)]
    # Nobody starts before a window opens; somebody who comes too late for one may start at once or wait for the next.
    if step.hard is not step.full and (not step.full or begin > step.full[0][1]):
        breaking = next((max(begin, first) for first, last in step.hard if begin <= last), None)
        if breaking is not None and breaking != keeping:
            starts.append((breaking, step.missed(breaking)))
    return starts


def _kept(course: Course, taken: int, states: list[_State]) -> list[_State]:
    """Drop states that are too late for a break not yet taken, and those beaten by another in time and price."""
    done = taken | course.skippable | course.soft
    deadline = min((p.latest for p in course.pauses if not done >> p.number & 1), default=FOREVER)
    kept: list[_State] = []
    if course.pace is not None:
        return _kept_by_clock(course, deadline, states)
    least = 0
    for state in sorted(states, key=itemgetter(0, 1)) if len(states) > 1 else states:
        worth = state[1] - course.waiting_units * state[0]
        if state[0] <= deadline and (not kept or worth < least):
            kept.append(state)
            least = worth
    return kept


def _kept_by_clock(course: Course, deadline: int, states: list[_State]) -> list[_State]:
    """Drop states that are too late, and of those at one second all but the cheapest (and those with less driving)."""
    kept: list[_State] = []
    for state in sorted(states, key=itemgetter(0, 1, 2)):
        beaten = kept and kept[-1][0] == state[0] and (course.duty.max_drive_s is None or kept[-1][2] <= state[2])
        if state[0] <= deadline and not beaten:
            kept.append(state)
    return kept


@lru_cache(maxsize=1024)
def _servings(pauses: tuple[Pause, ...], skippable: int) -> tuple[tuple[tuple[int, tuple[Pause, ...]], ...], ...]:
    """Return, for every set of breaks taken, every set that may be taken next in time for the others; sets are bits."""
    everything = range(1 << len(pauses))

    def in_time(extra: int, taken: int) -> bool:
        over = max((p.earliest + p.duration for p in pauses if extra >> p.number & 1), default=-FOREVER)
        done = taken | extra | skippable
        return all(over <= p.latest for p in pauses if not done >> p.number & 1)

    return tuple(
        tuple(
            (extra, tuple(p for p in pauses if extra >> p.number & 1))
            for extra in everything
            if not extra & taken and in_time(extra, taken)
        )
        for taken in everything
    )


def _home(course: Course, fronts: _Fronts) -> Choice | None:
    """Bring every state home with the breaks that are left, and choose the cheapest."""
    best: tuple[tuple[int, int, int], _State, int, int, int] | None = None
    every = (1 << len(course.pauses)) - 1
    for taken, front in fronts.items():
        for skipped in _subsets(every & ~taken & (course.skippable | course.soft)):
            left = _picked(course, every & ~taken & ~skipped)
            for state in front:
                back = way_home(course, state[0], left)
                if back is None or (back.arrival > course.duty.hard_end_s and "shift" not in course.relaxed):
                    continue
                drive_s = driven_s(course, gap_home(course, state[0]), back)
                over_s = _over_drive(course, state[2] + drive_s)
                if over_s and "max_drive" not in course.relaxed:
                    continue
                price = state[1] + _ending(course, back.arrival, skipped) + course.driving_units * drive_s
                worth = price + over_s * _MISSED, back.arrival, skipped & course.soft
                if best is None or worth < best[0]:
                    best = (worth, state, taken, skipped, over_s)
    return None if best is None else _choice(course, best[0][0], best[0][1], *best[1:])


def _ending(course: Course, end_s: int, skipped: int) -> int:
    """Return what the end of the day costs: overtime, a break that is missed, and relaxed rules missed."""
    duty = course.duty
    missed = max(0, end_s - duty.hard_end_s) + sum(p.duration for p in _picked(course, skipped & ~course.soft))
    units = course.soft_units if skipped & course.soft else 0
    return units + hour_units(max(0, end_s - duty.end_s), duty.overtime_ore_h) + missed * _MISSED


def _over_drive(course: Course, driven: int) -> int:
    """Return by how many seconds the day's driving exceeds the most allowed."""
    if course.pace is None or course.duty.max_drive_s is None:
        return course.over_drive_s
    return max(0, driven - course.duty.max_drive_s)


def _choice(
    course: Course, price: int, end_s: int, state: _State, taken: int, skipped: int, over_drive_s: int
) -> Choice:
    """Follow a state back to the start."""
    steps: list[tuple[int, tuple[Pause, ...]]] = []
    trail: object = state[3]
    while isinstance(trail, tuple):
        trail, start, extra = trail
        steps.append((start, _picked(course, extra)))
    left = ((1 << len(course.pauses)) - 1) & ~taken & ~skipped
    units = course.fixed_units + price % _MISSED
    return Choice(units, tuple(reversed(steps)), _picked(course, left), end_s, skipped, over_drive_s)


def _picked(course: Course, bits: int) -> tuple[Pause, ...]:
    return tuple(p for p in course.pauses if bits >> p.number & 1) if bits else ()


def _subsets(bits: int) -> list[int]:
    return [part for part in range(bits + 1) if part & ~bits == 0]
