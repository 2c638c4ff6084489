"""Days on which parts have to be fetched: a search without parts, trips to depots, and a search around them.

The kernel knows loads, windows and links, but not that something can be taken up on the way. So a day is planned in
steps. One search gives visits to those who have their parts, another to anybody who can fetch them
(`planner.solve.without_parts`). The routes of each get the pick-ups they need, and visits with parts are moved where
that is cheaper (`planner.solve.trips`). Last the search goes on from the cheapest of these, around its trips. The
cheapest plan of all steps is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from math import ceil
from typing import Protocol

from planner.model.links import Link, groups, linked, settled
from planner.model.problem import Problem
from planner.model.riding import brought_home
from planner.model.solution import Route, Solution
from planner.model.words import Who
from planner.rules import earliest_agreed
from planner.solve.budget import Budget
from planner.solve.pickups import Pickups, Routes
from planner.solve.trips import improved
from planner.solve.without_parts import agreed_around, around, before_trips

__all__ = ["Search", "needs_parts", "solve_fetching", "with_pickups"]

_FIRST, _MOVED = 0.3, 0.1
"""Shares of the time: each search before the trips (of rounds too), and moving visits after it."""

_TRIES = 0.03
"""Tries of moving after a search, for each round of a budget of rounds."""

_LEAST_S = 0.05
"""With less time left than this there is no second search."""

_POLISH = 0.3
"""How freely the second search begins."""

_TOLD = 400
"""Up to so many visits, what a search finds on its way is told with its trips."""

Progress = Callable[[Solution, int], None]


class Search(Protocol):
    """Searches a problem without parts, as `planner.solve.solve` does."""

    def __call__(
        self,
        problem: Problem,
        *,
        time_limit_s: float,
        iterations: int | None,
        start: Solution | None,
        on_progress: Progress | None,
        heat: float,
    ) -> Solution:
        """Return a plan of the problem."""


def needs_parts(problem: Problem) -> bool:
    """Return whether any visit needs parts that are counted."""
    return any(visit.parts for visit in problem.visits)


def with_pickups(problem: Problem, plan: Solution) -> Solution:
    """Return a plan whose routes have the pick-ups they need, where there is a way; all others stay as they are.

    For plans that were not searched: made by hand, or of a day on which other parts were needed.
    """
    if not needs_parts(problem):
        return plan
    trips = Pickups(settled(problem, dict(plan.agreed)))
    routes = trips.completed({route.duty_id: route.visit_ids for route in plan.routes})
    return replace(plan, routes=tuple(Route(duty_id=one, visit_ids=order) for one, order in routes.items()))


def solve_fetching(
    problem: Problem,
    search: Search,
    *,
    time_limit_s: float,
    iterations: int | None = None,
    start: Solution | None = None,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    heat: float = 1.0,
) -> Solution:
    """Return a cheap plan in which every part is in the van when it is needed.

    Parameters
    ----------
    problem
        With parts; pick-ups are among its visits.
    search
        Searches problems without parts.
    time_limit_s, iterations, start, on_progress, should_stop, heat
        As of `planner.solve.solve`.

    Returns
    -------
    Solution
        `solver.objective_units` is its price as the judge sees it. No bound is known.
    """
    budget = Budget(time_limit_s, rounds=iterations or 1, timed=iterations is None, should_stop=should_stop)
    work = _Rounds(problem, budget, on_progress, None if iterations is None else ceil(iterations * _TRIES))
    if start is not None:
        work.offer(start)
    told: list[Solution] = []
    share = None if iterations is None else ceil(iterations * _FIRST)
    for posed in dict.fromkeys((before_trips(problem, fetching=False), before_trips(problem, fetching=True))):
        if told and budget.over():
            break
        told.append(
            search(
                posed,
                time_limit_s=time_limit_s * _FIRST,
                iterations=share,
                start=start and _bare(problem, start),
                on_progress=work.heard,
                heat=heat,
            )
        )
        work.offer(told[-1], share=_MOVED)
    left_s = time_limit_s - budget.elapsed_s
    if left_s > _LEAST_S and not budget.cancelled and work.best is not None:
        posed = around(problem, work.best)
        told.append(
            search(
                posed,
                time_limit_s=left_s,
                iterations=share,
                start=agreed_around(problem, posed, work.best),
                on_progress=work.heard,
                heat=min(heat, _POLISH),
            )
        )
        work.offer(told[-1], share=_MOVED)
    return work.ended(told, time_limit_s)


def _bare(problem: Problem, plan: Solution) -> Solution:
    """A plan without its pick-ups."""
    gone = {visit.visit_id for visit in problem.visits if visit.is_pickup}
    routes = ((route.duty_id, tuple(one for one in route.visit_ids if one not in gone)) for route in plan.routes)
    return replace(plan, routes=tuple(Route(duty_id=duty_id, visit_ids=ids) for duty_id, ids in routes))


class _Rounds:
    """Keeps the cheapest plan of all steps.

    After each search visits are moved `tries` times; None: as long as there is time.
    """

    def __init__(
        self, problem: Problem, budget: Budget, on_progress: Progress | None, tries: int | None = None
    ) -> None:
        self.problem, self.budget, self.on_progress, self.tries = problem, budget, on_progress, tries
        self.best: Solution | None = None
        self.rank, self.moved = (0, 0), 0

    def heard(self, found: Solution, _units: int) -> None:
        """Take in what a search has found on its way."""
        if self.on_progress and len(self.problem.visits) <= _TOLD:
            self.offer(found)

    def offer(self, found: Solution, *, share: float = 0.0) -> None:
        """Give a plan its trips, and keep it if it is the cheapest so far.

        Parameters
        ----------
        share
            For which share of the whole time visits are moved; 0: they stay.
        """
        problem = brought_home(self.problem, {route.duty_id: route.visit_ids for route in found.routes})
        found = _agreed_anew(problem, found)
        own = linked(self.problem.links)
        agreed = {one: second for one, second in found.agreed if one in own}
        trips = Pickups(settled(problem, agreed))
        routes = trips.mended({route.duty_id: route.visit_ids for route in found.routes})
        while broken := _broken(self.problem, routes, agreed):
            routes = trips.mended({one: tuple(v for v in order if v not in broken) for one, order in routes.items()})
        rank = trips.rank(routes)
        if share:
            before = rank
            part = self.budget if self.tries is not None else self.budget.next(self.budget.time_limit_s * share)
            tries = iter(range(self.tries)) if self.tries is not None else count()
            routes = improved(trips, routes, lambda: not part.over() and next(tries, None) is not None)
            rank = trips.rank(routes)
            self.moved += rank < before
        if self.best is None or rank < self.rank:
            self.rank, self.best = rank, self._kept(found, routes, agreed, rank[1])
            if self.on_progress:
                self.on_progress(self.best, rank[1])

    @staticmethod
    def _kept(found: Solution, routes: Routes, agreed: dict[str, int], units: int) -> Solution:
        planned = {one for order in routes.values() for one in order}
        return replace(
            found,
            routes=tuple(Route(duty_id=one, visit_ids=order) for one, order in routes.items()),
            agreed=tuple(sorted((one, second) for one, second in agreed.items() if one in planned)),
            solver=replace(found.solver, objective_units=units, bound_units=None, bound_of=""),
        )

    def ended(self, told: Sequence[Solution], time_limit_s: float) -> Solution:
        """Return the cheapest plan, with what is to be told of all searches together."""
        assert self.best is not None
        parts = Counter[str]()
        for one in told:
            parts.update(dict(one.solver.parts))
        if self.moved:
            parts["trips"] += self.moved
        info = replace(
            told[-1].solver,
            objective_units=self.rank[1],
            bound_units=None,
            bound_of="",
            time_limit_s=time_limit_s,
            elapsed_s=round(self.budget.elapsed_s, 3),
            first_plan_s=told[0].solver.first_plan_s,
            parts=tuple(sorted(parts.items())),
        )
        return replace(self.best, solver=info)


def _agreed_anew(problem: Problem, plan: Solution) -> Solution:
    """Return a plan with its trips, linked visits as early as these allow; as it is where a link would break."""
    if not problem.links:
        return plan
    orders = Pickups(problem).mended({route.duty_id: route.visit_ids for route in plan.routes})
    routes = tuple(Route(duty_id=one, visit_ids=order) for one, order in orders.items())
    agreed = dict(earliest_agreed(problem, routes))
    trips = Pickups(settled(problem, agreed))
    doer = {visit_id: duty_id for duty_id, order in orders.items() for visit_id in order}
    if not all(_keeps(trips, link, doer, agreed) for link in problem.links) or not trips.is_right(orders):
        return plan
    return replace(plan, routes=routes, agreed=tuple(sorted(agreed.items())))


def _keeps(trips: Pickups, link: Link, doer: dict[str, str], agreed: dict[str, int]) -> bool:
    """Whether a link holds, of two visits that are both planned."""
    if link.first not in doer or link.second not in doer:
        return True
    first, second = (trips.duties[doer[one]] for one in (link.first, link.second))
    same, start_s = first.technician_id == second.technician_id, agreed[link.first]
    end_s = start_s + first.work_s(trips.visits[link.first])
    wrong = (link.who is Who.SAME and not same) or (link.who is Who.DIFFERENT and same)
    return not wrong and not link.off_s((start_s, end_s), agreed[link.second])


def _broken(problem: Problem, routes: Routes, agreed: dict[str, int]) -> set[str]:
    """Return all of what hangs together where a link is broken: a visit is planned without the one it needs."""
    planned = {one for order in routes.values() for one in order}
    wrong = {one for one in linked(problem.links) if one in planned and one not in agreed}
    for link in problem.links:
        first, second = link.first in planned, link.second in planned
        if (second and not first) or (link.both and first and not second):
            wrong |= {link.first, link.second}
    return {one for group in groups(problem.links) if wrong & set(group) for one in group} & planned
