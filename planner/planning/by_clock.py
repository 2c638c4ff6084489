"""Planning where drives differ by the clock: the search knows one matrix, so it is asked in rounds.

Each round searches with the drives as they were when each place was left in the best plan so far; at first, when its
windows let one expect it. What comes out is timed exactly. Where a route cannot be kept, its drives are taken to be
longer in the next round. Of all plans told on the way the cheapest by the clock is kept; every round begins with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from planner.model.message import Message, message
from planner.model.plan import Plan
from planner.model.problem import Duty, Problem
from planner.model.profile import pace_of
from planner.model.solution import Solution, SolverInfo
from planner.planning.clock_book import Book, Entry
from planner.planning.lengthened import Leaves, expected, lengthened, rows_of

__all__ = ["Search", "clock_notes", "search_by_clock"]

Search = Callable[..., Solution]
"""Searches a problem; takes ``time_limit_s``, ``iterations``, ``start`` and ``on_progress`` by name."""

_SHARES = (0.5, 0.6, 1.0)
"""What each round may take of the time that is left: half, three tenths and a fifth of all."""

_LONGER = 1.1
"""How much longer the drives of a route that cannot be kept are in the next round."""

_ROUNDS, _MOVED = "rounds by clock", "moved by clock"


def search_by_clock(
    problem: Problem,
    search: Search,
    *,
    time_limit_s: float,
    iterations: int | None = None,
    start: Solution | None = None,
    on_progress: Callable[[Solution, int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """Return the cheapest plan by the clock that rounds of searching find.

    Parameters
    ----------
    problem
        With a profile.
    search
        Searches a problem with one matrix.
    time_limit_s, iterations
        For all rounds together.
    start, on_progress, should_stop
        As in `planner.planning.plan_problem`; plans are told with their price by the clock.

    Returns
    -------
    Solution
        Every route of it can be kept by the clock. `solver.objective_units` is its price by the clock; there is no
        bound, as none for one matrix holds. `solver.parts` says how many rounds there were, and how many visits are
        done by somebody else, or in another order, than after the first.
    """
    run = _Run(problem, Book(problem, on_progress), time_limit_s, iterations)
    leaves = expected(problem)
    for share in _SHARES:
        run.ask(search, leaves, share, start)
        if run.settled or (should_stop and should_stop()):
            break
        leaves, start = expected(problem, run.book.best.timed.values()), run.book.best.solution
    return run.outcome()


@dataclass
class _Run:
    """The rounds so far."""

    problem: Problem
    book: Book
    time_limit_s: float
    iterations: int | None
    longer: dict[int, float] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    infos: list[SolverInfo] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    def ask(self, search: Search, leaves: Leaves, share: float, start: Solution | None) -> None:
        """Search once, and enter what was found, mended where the clock does not allow it."""
        found = search(
            lengthened(self.problem, leaves, self.longer),
            time_limit_s=max(0.1, (self.time_limit_s - self._elapsed_s) * share),
            iterations=None if self.iterations is None else max(1, self.iterations // len(_SHARES)),
            start=start,
            on_progress=self.book.told,
        )
        entry, broken = self.book.entered(found)
        for row in rows_of(self.problem, found, broken):
            self.longer[row] = self.longer.get(row, 1.0) * _LONGER
        self.entries.append(entry)
        self.infos.append(found.solver)

    @property
    def settled(self) -> bool:
        """Whether the last round has found the plan of the one before."""
        return len(self.entries) > 1 and not _moved(*(entry.solution for entry in self.entries[-2:]))

    @property
    def _elapsed_s(self) -> float:
        return time.monotonic() - self.begun

    def outcome(self) -> Solution:
        """Return the cheapest plan, and how it was found."""
        best, parts = self.book.best, dict[str, int]()
        for part, times in (pair for info in self.infos for pair in info.parts):
            parts[part] = parts.get(part, 0) + times
        parts |= {_ROUNDS: len(self.entries), _MOVED: _moved(self.entries[0].solution, best.solution)}
        info = replace(
            best.solution.solver,
            time_limit_s=self.time_limit_s,
            elapsed_s=round(self._elapsed_s, 3),
            first_plan_s=self.infos[0].first_plan_s,
            stopped_by=self.infos[-1].stopped_by,
            parts=tuple(sorted(parts.items())),
        )
        return replace(best.solution, solver=info)


def _moved(before: Solution, after: Solution) -> int:
    """Return how many visits somebody else does, or the same person after other work."""
    places = [
        {
            visit: (route.duty_id, route.visit_ids[number - 1] if number else "")
            for route in one.routes
            for number, visit in enumerate(route.visit_ids)
        }
        for one in (before, after)
    ]
    return sum(places[0].get(visit) != places[1].get(visit) for visit in places[0].keys() | places[1].keys())


def clock_notes(problem: Problem, plan: Plan) -> tuple[Message, ...]:
    """Return what a plan says of its drives where they differ by the clock: both clocks, rounds, and what moved."""
    if pace_of(problem.profile) is None:
        return ()
    free_s = sum(_free_s(problem, duty, plan) for duty in problem.duties)
    parts = dict(plan.solver.parts)
    said = message("planning.by_clock", drive=_minutes(plan.drive_s), free=_minutes(free_s))
    if _ROUNDS not in parts:
        return (said,)
    return said, message("planning.by_clock_rounds", count=parts[_ROUNDS], moved=parts.get(_MOVED, 0))


def _minutes(seconds: int) -> int:
    return (seconds + 30) // 60


def _free_s(problem: Problem, duty: Duty, plan: Plan) -> int:
    """Return what the drives of a duty would take without traffic."""
    visits = {visit.visit_id: visit.place for visit in problem.visits}
    done: Iterable[str | None] = (stop.visit_id for stop in plan.of_duty(duty.duty_id))
    rows = [visits[one] for one in done if one is not None and visits.get(one) is not None]
    if not rows:
        return 0
    way = [row for row in (duty.start_place, *rows, duty.end_place) if row is not None]
    return sum(duty.travel_s(max(0, int(problem.matrix.drive_s[here, there]))) for here, there in pairwise(way))
