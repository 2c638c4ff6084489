"""The cheapest choice of times for a duty's work in a given order.

Windows, breaks and the licence only ever ask for *not before* or *not after*, and no price falls by
being late: once it is settled in which gap each break is taken, the earliest schedule is best. In
which gaps is searched exactly: along the work, for every set of breaks taken so far, the states
(second, price) are kept that no other state beats in both, because an early break may cost lateness
now and save it later.

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
from planner.rules.gaps import FOREVER, Gap, Pause, homeward, ready

__all__ = ["Choice", "cheapest"]

_MISSED = 1 << 100
"""Weight of one second by which a relaxed rule is missed: more than any price."""

_Trail = tuple[object, int, int]
_State = tuple[int, int, _Trail | None]
_Fronts = dict[int, list[_State]]


class Choice(NamedTuple):
    """When each step starts, which breaks are taken in the gap before it, and which on the way home or after."""

    units: int
    steps: tuple[tuple[int, tuple[Pause, ...]], ...]
    home: tuple[Pause, ...]
    end_s: int
    skipped: int


def cheapest(course: Course) -> Choice | None:
    """Return the cheapest choice for a course with at least one step; None if no schedule keeps the rules.

    Relaxed rules are missed by as few seconds as possible first.
    """
    fronts: _Fronts = {0: [(course.duty.start_s, 0, None)]}
    for number, step in enumerate(course.steps):
        fronts = _advanced(course, fronts, step, first=number == 0)
    return _home(course, fronts)


def _advanced(course: Course, fronts: _Fronts, step: Step, *, first: bool) -> _Fronts:
    """Append one step to every state, in every way to take breaks on the way."""
    found: _Fronts = {}
    latest = FOREVER if "shift" in course.relaxed else course.duty.hard_end_s
    for taken, front in fronts.items():
        for extra, pauses in _servings(course.pauses, course.skippable | course.soft)[taken]:
            reached = found.setdefault(taken | extra, [])
            for since, cost, trail in front:
                begin = ready(
                    Gap(-FOREVER if first else since, since, step.drive_s, course.spans, step.setup_s), pauses
                )
                if begin is None:
                    continue
                for start, missed in _starts(step, begin):
                    if start + step.work_s <= latest:
                        waiting = 0 if first else course.waiting(step, start - since, pauses)
                        price = cost + step.late(start) + waiting + missed * _MISSED
                        reached.append((start + step.work_s, price, (trail, start, extra)))
    return {taken: kept for taken, states in found.items() if (kept := _kept(course, taken, states))}


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
    least = 0
    for state in sorted(states, key=itemgetter(0, 1)) if len(states) > 1 else states:
        worth = state[1] - course.waiting_units * state[0]
        if state[0] <= deadline and (not kept or worth < least):
            kept.append(state)
            least = worth
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
    best: tuple[tuple[int, int, int], _State, int, int] | None = None
    every = (1 << len(course.pauses)) - 1
    for taken, front in fronts.items():
        for skipped in _subsets(every & ~taken & (course.skippable | course.soft)):
            left = _picked(course, every & ~taken & ~skipped)
            for state in front:
                back = homeward(Gap(state[0], state[0], course.home_s, course.spans), left, course.soft)
                if back is None or (back.arrival > course.duty.hard_end_s and "shift" not in course.relaxed):
                    continue
                price = state[1] + _ending(course, back.arrival, skipped)
                worth = price, back.arrival, skipped & course.soft
                if best is None or worth < best[0]:
                    best = (worth, state, taken, skipped)
    return None if best is None else _choice(course, best[0][0], best[0][1], *best[1:])


def _ending(course: Course, end_s: int, skipped: int) -> int:
    """Return what the end of the day costs: overtime, a break that is missed, and relaxed rules missed."""
    duty = course.duty
    missed = max(0, end_s - duty.hard_end_s) + sum(p.duration for p in _picked(course, skipped & ~course.soft))
    units = course.soft_units if skipped & course.soft else 0
    return units + hour_units(max(0, end_s - duty.end_s), duty.overtime_ore_h) + missed * _MISSED


def _choice(course: Course, price: int, end_s: int, state: _State, taken: int, skipped: int) -> Choice:
    """Follow a state back to the start."""
    steps: list[tuple[int, tuple[Pause, ...]]] = []
    trail: object = state[2]
    while isinstance(trail, tuple):
        trail, start, extra = trail
        steps.append((start, _picked(course, extra)))
    left = ((1 << len(course.pauses)) - 1) & ~taken & ~skipped
    units = course.fixed_units + price % _MISSED
    return Choice(units, tuple(reversed(steps)), _picked(course, left), end_s, skipped)


def _picked(course: Course, bits: int) -> tuple[Pause, ...]:
    return tuple(p for p in course.pauses if bits >> p.number & 1) if bits else ()


def _subsets(bits: int) -> list[int]:
    return [part for part in range(bits + 1) if part & ~bits == 0]
