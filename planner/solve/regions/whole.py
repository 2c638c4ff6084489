"""The plan of the whole day, put together from its regions; no region ever makes it dearer."""

from __future__ import annotations

from collections.abc import Iterable

from planner.model.costs import ore_units
from planner.model.problem import Problem
from planner.model.solution import Route, Solution
from planner.rules.timeline import time_route
from planner.solve.regions.task import Found

__all__ = ["Whole"]

_Worth = tuple[int, int]
"""Mandatory work left out, then price units: the lower the better."""


class Whole:
    """Routes of all duties with their price units, as far as these are known.

    Parameters
    ----------
    problem
        The day; its matrix is not looked at.

    Attributes
    ----------
    routes
        Visits of each duty.
    units
        Price units of each route; a duty whose route nobody has priced yet is missing.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.routes: dict[str, tuple[str, ...]] = {duty.duty_id: () for duty in problem.duties}
        self.units: dict[str, int] = dict.fromkeys(self.routes, 0)

    def begin(self, start: Solution, *, priced: bool) -> None:
        """Take over a plan to begin with; `priced`: by the matrix of the problem, else by whoever searches a region."""
        known = {visit.visit_id for visit in self.problem.visits}
        for route in start.routes:
            if route.duty_id in self.routes:
                ids = tuple(one for one in route.visit_ids if one in known)
                known.difference_update(ids)
                self.routes[route.duty_id] = ids
                if ids:
                    del self.units[route.duty_id]
        if priced:
            self._price()

    def _price(self) -> None:
        for duty in self.problem.duties:
            timed = time_route(self.problem, duty, self.routes[duty.duty_id])
            if timed is None:
                raise ValueError(f"duty {duty.duty_id}: the route to begin with cannot be timed")
            self.units[duty.duty_id] = timed.units

    def take(self, part: Problem, found: Found) -> bool:
        """Take over what was found for a region, unless it is dearer or not an answer; return whether it is cheaper."""
        ids = [one for route in found.routes for one in route.visit_ids]
        asked = {visit.visit_id for visit in part.visits}
        if [r.duty_id for r in found.routes] != [d.duty_id for d in part.duties] or len(ids) != len(set(ids)):
            raise ValueError("what came back is not a plan of the region")
        if not asked.issuperset(ids):
            raise ValueError("what came back has work of another region")
        before = self._worth(part, self.units, self.routes)
        units = dict(zip(self.routes_of(part), found.units, strict=True))
        after = self._worth(part, units, {route.duty_id: route.visit_ids for route in found.routes})
        assert after is not None
        if before is not None and after >= before:
            return False
        self.routes.update({route.duty_id: route.visit_ids for route in found.routes})
        self.units.update(units)
        return True

    def routes_of(self, part: Problem) -> dict[str, tuple[str, ...]]:
        """Return the present routes of a region."""
        return {duty.duty_id: self.routes[duty.duty_id] for duty in part.duties}

    @property
    def price(self) -> int | None:
        """Price units of the whole plan as the judge sees it; None as long as some route is not priced."""
        worth = self._worth(self.problem, self.units, self.routes)
        return None if worth is None else worth[1]

    def _worth(self, part: Problem, units: dict[str, int], routes: dict[str, tuple[str, ...]]) -> _Worth | None:
        if any(duty.duty_id not in units for duty in part.duties):
            return None
        planned = {one for duty in part.duties for one in routes[duty.duty_id]}
        left = [visit.drop_ore for visit in part.visits if visit.visit_id not in planned]
        drops = sum(ore_units(ore) for ore in left if ore is not None)
        return sum(ore is None for ore in left), drops + sum(units[duty.duty_id] for duty in part.duties)

    def plan(self) -> Iterable[Route]:
        """Give the route of every duty."""
        return (Route(duty_id=duty_id, visit_ids=ids) for duty_id, ids in self.routes.items())
